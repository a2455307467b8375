from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.forms.models import model_to_dict

from bot.chat.models import Question
from bot.demo import __main__ as demo
from bot.demo.fill import fill
from bot.demo.wordings import topics
from bot.review.models import Decision, Gap, Member
from bot.review.states import STEPS, Action, State
from knowledge.errors import HoliError
from knowledge.models import Language
from knowledge.releases import Release, Releases
from knowledge.settings import Settings

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 25)


@pytest.fixture
def home(releases: Releases, car_release: Release) -> Path:
    releases.publish(car_release.digest)
    return releases.folder.parent


def rows() -> list[dict[str, object]]:
    tables = (Question, Gap, Member, Decision)
    return [model_to_dict(row) | {"id": row.pk} for table in tables for row in table._default_manager.order_by("pk")]


def test_two_runs_give_the_same_rows(home: Path) -> None:
    made = fill(home, 200, UNTIL)
    first = rows()
    assert made["questions"] == Question.objects.count() == 200
    fill(home, 200, UNTIL)
    assert rows() == first


def test_every_missed_question_is_in_a_gap_and_every_gap_adds_up(home: Path) -> None:
    fill(home, 400, UNTIL)
    missed = Question.objects.filter(outcome__in=["unanswered", "failed"])
    assert missed.exists()
    assert not missed.filter(member=None).exists()
    for gap in Gap.objects.all():
        languages = list(gap.members.values_list("question__language", flat=True))
        assert (gap.asked_cy, gap.asked_en) == (languages.count("cy"), languages.count("en"))
        assert gap.first_at == min(gap.members.values_list("question__asked_at", flat=True))


def test_decisions_follow_the_states(home: Path) -> None:
    fill(home, 1000, UNTIL)
    for gap in Gap.objects.all():
        state = State.OPEN
        for decision in gap.decisions.all():
            allowed, target = STEPS[Action(decision.action)]
            assert decision.before == state
            assert state in allowed
            state = State(decision.after)
            assert state == target
        assert gap.state == state


def test_there_are_topics_enough_in_both_languages() -> None:
    found = topics(2000, Random(1))
    for language in Language:
        assert len({one.wordings[language][0] for one in found}) == 2000


def test_a_home_with_peoples_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holi.db").touch()
    settings = Settings(
        home=tmp_path,
        built=tmp_path,
        library=tmp_path,
        questions=tmp_path,
        model="",
        releases_kept=20,
        erasures=tmp_path,
    )
    with pytest.raises(HoliError, match="needs a home of its own"):
        demo.demonstrate(settings, 10, UNTIL)
