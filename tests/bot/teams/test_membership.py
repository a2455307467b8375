"""Holi is added and says what it is; taken out, and knows it."""

import pytest

from bot.chat.models import Question
from bot.teams.models import Thread
from tests.bot.teams import activities
from tests.bot.teams.conftest import Teams
from tests.bot.teams.microsoft import TENANT, Behaviour


def installed(teams: Teams, action: str = "add", **more: object) -> None:
    activity = activities.activity(teams.microsoft.service_url, "installationUpdate", action=action, **more)
    assert teams.post(activity).status_code == 200


@pytest.mark.parametrize(("locale", "first", "second"), [("cy-GB", "Helo!", "Hello!"), ("en-GB", "Hello!", "Helo!")])
def test_the_welcome_is_in_both_languages_the_persons_first(teams: Teams, locale: str, first: str, second: str) -> None:
    installed(teams, locale=locale)
    (welcome,) = teams.shown()
    assert welcome["text"].startswith(first)
    assert second in welcome["text"]
    for words in ("stays kept", "personal data", "wedi'i gadw", "data personol"):
        assert words in welcome["text"]
    assert not Question.objects.exists()


def test_a_conversation_is_welcomed_once(teams: Teams) -> None:
    installed(teams)
    installed(teams)
    added = [{"id": activities.BOT}, {"id": activities.PERSON}]
    teams.post(activities.activity(teams.microsoft.service_url, "conversationUpdate", membersAdded=added))
    installed(teams, "upgrade")
    assert len(teams.shown()) == 1


def test_who_takes_holi_out_and_adds_it_again_is_welcomed_again(teams: Teams) -> None:
    installed(teams)
    installed(teams, "remove")
    assert Thread.objects.get().gone_at
    installed(teams)
    assert Thread.objects.get().gone_at is None
    assert len(teams.shown()) == 2


def test_when_holi_is_taken_out_of_a_team_its_threads_are_gone(teams: Teams) -> None:
    url = teams.microsoft.service_url
    teams.post(activities.in_group(url, "<at>Holi</at> Who approves a page?"))
    place = {"conversationType": "groupChat", "tenantId": TENANT, "id": activities.GROUP}
    for removed, gone in (([{"id": activities.PERSON}], False), ([{"id": activities.BOT}], True)):
        update = activities.activity(url, "conversationUpdate", membersRemoved=removed, conversation=place)
        assert teams.post(update).status_code == 200
        assert bool(Thread.objects.get().gone_at) is gone


def test_a_welcome_that_does_not_get_through_is_given_again_next_time(teams: Teams) -> None:
    teams.microsoft.next = [Behaviour(403)]
    installed(teams)
    assert teams.shown() == []
    installed(teams)
    assert len(teams.shown()) == 1
