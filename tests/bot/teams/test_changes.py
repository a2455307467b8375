"""Messages that are edited or deleted, in whatever order Teams says so."""

import asyncio
import json

from asgiref.sync import async_to_sync

from bot.chat.models import Question
from bot.teams import background
from bot.teams.models import Message, Thread
from tests.bot.teams import activities
from tests.bot.teams.conftest import Teams, replied
from tests.bot.teams.microsoft import Behaviour
from tests.bot.test_failures import Answering

ASKED = "Who approves a new Facebook page?"


def texts(teams: Teams) -> list[str]:
    return [each.get("text", "") for each in teams.shown()]


def test_an_edit_changes_the_answer_where_it_stands(teams: Teams, rasa: type[Answering]) -> None:
    said = teams.say("Who aproves")
    before = list(teams.microsoft.shown(activities.CHAT))
    rasa.body = json.dumps(replied(("utter_unanswered", "The policies don't answer this."), language="en"))
    assert teams.post(activities.edited(said, "Who approves lunch?")).status_code == 200
    assert texts(teams) == ["The policies don't answer this."]
    assert list(teams.microsoft.shown(activities.CHAT)) == before[:1]
    assert [question.text for question in Question.objects.all()] == ["Who aproves", "Who approves lunch?"]


def test_an_edit_that_arrives_before_its_message_is_what_is_answered(teams: Teams) -> None:
    said = activities.message(teams.microsoft.service_url, "Who aproves")
    teams.post(activities.edited(said, ASKED))
    teams.post(said)
    assert [question.text for question in Question.objects.all()] == [ASKED]
    assert len(teams.shown()) == 2


def test_an_older_edit_that_arrives_late_changes_nothing(teams: Teams) -> None:
    said = teams.say("Who")
    older, newer = activities.edited(said, "Who approves"), activities.edited(said, ASKED)
    teams.post(newer)
    shown = teams.shown()
    teams.post(older)
    teams.post(newer)
    assert Question.objects.latest("asked_at").text == ASKED
    assert teams.shown() == shown


def test_an_edit_while_the_answer_is_on_its_way_leaves_one_answer(teams: Teams, rasa: type[Answering]) -> None:
    rasa.seconds = 0.5
    said = activities.message(teams.microsoft.service_url, "Who aproves")

    async def scenario() -> None:
        await teams.deliver(said)
        await teams.deliver(activities.edited(said, ASKED))
        await asyncio.gather(*background.running)

    async_to_sync(scenario)()
    assert len(teams.shown()) == 2
    first, second = Question.objects.order_by("asked_at")
    assert first.reason == "edited or deleted before it was shown"
    assert Message.objects.get().question == second


def test_deleting_a_message_takes_the_answer_away_and_leaves_the_log(teams: Teams) -> None:
    said = teams.say(ASKED)
    assert teams.post(activities.deleted(said)).status_code == 200
    assert teams.shown() == []
    assert Question.objects.get().text == ASKED
    teams.post(activities.changed(said, "messageUpdate", "undeleteMessage"))
    assert len(teams.shown()) == 2


def test_a_message_deleted_before_it_arrives_is_not_answered(teams: Teams) -> None:
    said = activities.message(teams.microsoft.service_url, ASKED)
    teams.post(activities.deleted(said))
    teams.post(said)
    assert not Question.objects.exists()
    assert teams.shown() == []


def test_a_message_deleted_while_it_is_answered_stays_unanswered(teams: Teams, rasa: type[Answering]) -> None:
    rasa.seconds = 0.5
    said = activities.message(teams.microsoft.service_url, ASKED)

    async def scenario() -> None:
        await teams.deliver(said)
        await teams.deliver(activities.deleted(said))
        await asyncio.gather(*background.running)

    async_to_sync(scenario)()
    assert teams.shown() == []
    assert Message.objects.get().state == "superseded"


def test_taking_away_what_is_gone_already_is_no_failure(teams: Teams) -> None:
    said = teams.say(ASKED)
    teams.microsoft.next = [Behaviour(404), Behaviour(404)]
    teams.post(activities.deleted(said))
    assert Thread.objects.get().gone_at is None
    assert Message.objects.get().sent == []
