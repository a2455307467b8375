"""Somebody in Teams who asks too often is told so once, and never has an answer under other words."""

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from bot.chat.models import Question
from bot.web.limits import read_limits
from tests.bot.teams import activities
from tests.bot.teams.conftest import Teams

ASKED = "Who approves a new Facebook page?"
WAIT = "There were too many requests"


@pytest.fixture(autouse=True)
def _two_an_hour(settings: Settings) -> None:
    cache.clear()
    settings.HOLI_LIMITS = read_limits("teams=2/h:2/h")


def told(teams: Teams) -> list[str]:
    return [text for each in teams.shown() if (text := each.get("text", "")).startswith(WAIT)]


def test_too_many_questions_are_answered_with_one_sentence(teams: Teams) -> None:
    for _ in range(2):
        teams.say(ASKED)
    assert told(teams) == []
    for _ in range(3):
        teams.say("And on Instagram?")
    assert len(told(teams)) == 1
    assert Question.objects.count() == 2
    teams.say(ASKED, **{"from": {"id": activities.ANOTHER}})
    assert Question.objects.count() == 3


def test_an_edit_too_many_takes_the_old_answer_away(teams: Teams) -> None:
    said = teams.say(ASKED)
    for words in ("Who closes a page?", "Who moves a page?", "Who hides a page?"):
        teams.post(activities.edited(said, words))
    assert len(told(teams)) == 1
    assert Question.objects.count() == 2
    assert len(teams.shown()) == 1


def test_tokens_that_are_not_sound_are_limited_by_address(teams: Teams) -> None:
    body = activities.message(teams.microsoft.service_url, ASKED)
    found = [teams.post(body, "Bearer nonsense") for _ in range(3)]
    assert [each.status_code for each in found] == [401, 401, 429]
    assert int(found[2]["Retry-After"]) > 0
    assert teams.post(body).status_code == 200
