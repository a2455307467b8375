from datetime import UTC, datetime

import pytest
from django.utils import translation

from bot.figures.counting import count
from bot.figures.period import Period, PeriodError, period_of
from knowledge.models import Anchor, Language, Outcome
from tests.bot.figures_data import MONDAY, ask, cite, day, days

pytestmark = pytest.mark.django_db
JUNE = Period(day("2026-06-01"), day("2026-06-30"))


def test_questions_are_counted_by_language_and_outcome() -> None:
    ask()
    ask(outcome="unanswered")
    ask(language="cy", outcome="choice")
    found = count(JUNE)
    assert found.sides[Language.EN].asked == 2
    assert found.sides[Language.EN].share(Outcome.ANSWERED) == 50.0
    assert found.sides[Language.CY].outcomes[Outcome.CHOICE] == 1
    assert found.asked == 3


def test_small_talk_and_opened_sections_are_no_questions() -> None:
    ask(outcome="small_talk")
    ask(text="/show cars#1.1")
    assert count(JUNE).asked == 0


def test_what_was_cut_off_on_its_way_failed() -> None:
    ask(outcome="asked", milliseconds=None)
    assert count(JUNE).sides[Language.EN].outcomes[Outcome.FAILED] == 1


def test_days_and_hours_are_those_of_wales() -> None:
    ask(datetime(2026, 5, 31, 23, 30, tzinfo=UTC))  # half past midnight on 1 June
    ask(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # already July
    found = count(JUNE)
    assert found.hours[Language.EN][0] == 1
    assert found.weeks[day("2026-06-01")][Language.EN, Outcome.ANSWERED] == 1
    assert found.asked == 1


def test_weeks_without_a_question_stand_too() -> None:
    ask(MONDAY + days(8))
    assert [sum(week.values()) for week in count(JUNE).weeks.values()] == [0, 1, 0, 0, 0]


def test_the_median_time_leaves_failures_out() -> None:
    for milliseconds in (100, 100, 300, 400, 900):
        ask(milliseconds=milliseconds)
    ask(outcome="failed", milliseconds=5000)
    assert count(JUNE).sides[Language.EN].median == 300
    assert count(JUNE).sides[Language.CY].median is None


def test_not_helpful_is_a_share_of_what_was_answered() -> None:
    ask(helpful=False)
    ask(helpful=True)
    ask(outcome="choice")
    ask(outcome="choice")
    ask(outcome="unanswered", wants_person=True)
    side = count(JUNE).sides[Language.EN]
    assert (side.not_helpful, side.not_helpful_share, side.wants_person) == (1, 25.0, 1)


def test_both_sections_of_a_reply_are_cited() -> None:
    ask(reply=cite("1.1"))
    ask(reply=cite("1.1", "2"), language="cy")
    ask(outcome="choice", reply={"messages": [{"citations": []}]})
    (first, times), (second, _) = count(JUNE).cited
    assert (first, second) == (Anchor("cars", "1.1"), Anchor("cars", "2"))
    assert times == {Language.EN: 1, Language.CY: 1}


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("yesterday", "2026-01-01", "can't be read"),
        ("2026-02-01", "2026-01-01", "after the last"),
        ("2001-01-01", "2026-01-01", "six years"),
    ],
)
def test_a_period_that_cannot_be_is_refused(start: str, end: str, said: str) -> None:
    with translation.override("en"), pytest.raises(PeriodError, match=said):
        period_of(start, end)
