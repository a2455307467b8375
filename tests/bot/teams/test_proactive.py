"""Somebody whose question had no answer is told of one later, where they asked."""

import json
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from bot.chat.models import Conversation, Question
from bot.review.models import Gap, Member
from bot.review.telling_teams import tell_in_teams
from bot.teams.models import Message, Thread
from bot.teams.proactive import tell
from knowledge.models import Anchor, Answer, Citation, Language, Outcome, Service
from tests.bot.teams import activities
from tests.bot.teams.conftest import CITATION, Teams, replied
from tests.bot.teams.microsoft import Behaviour
from tests.bot.test_failures import Answering

ASKED = "May I bring my dog to the office?"
MESSAGES = [
    {"language": "en", "text": CITATION["quote"], "citations": [CITATION], "choices": [], "links": [], "notice": ""}
]


@pytest.fixture
def question(teams: Teams, rasa: type[Answering]) -> Question:
    rasa.body = json.dumps(replied(("utter_unanswered", "The policies don't answer this."), outcome="unanswered"))
    teams.say(ASKED)
    teams.microsoft.requests.clear()
    return Question.objects.get()


def test_the_person_is_told_in_the_same_conversation_with_the_citation(teams: Teams, question: Question) -> None:
    assert tell(question, MESSAGES) is True
    opening, answer, _card = teams.shown()
    assert "Now it can" in opening["text"]
    assert ASKED in opening["text"]
    assert answer["entities"][0]["citation"][0]["appearance"]["name"].startswith("Social Media Policy")


def test_nobody_is_told_twice(teams: Teams, question: Question) -> None:
    assert (tell(question, MESSAGES), tell(question, MESSAGES)) == (True, True)
    assert len(teams.shown()) == 3


def test_what_is_told_can_be_judged(teams: Teams, question: Question) -> None:
    tell(question, MESSAGES)
    sent = Message.objects.latest("received_at").sent[1]
    teams.post(activities.judged(teams.microsoft.service_url, sent))
    question.refresh_from_db()
    assert question.helpful is True


def test_in_a_channel_the_thread_is_the_one_that_was_asked_in(teams: Teams, rasa: type[Answering]) -> None:
    teams.post(activities.in_group(teams.microsoft.service_url, f"<at>Holi</at> {ASKED}", id=activities.CHANNEL))
    assert tell(Question.objects.get(), MESSAGES) is True
    assert len(teams.shown(activities.CHANNEL)) == 5


@pytest.mark.parametrize("status", [403, 404])
def test_who_left_or_blocked_holi_is_not_tried_again(teams: Teams, question: Question, status: int) -> None:
    teams.microsoft.next = [Behaviour(status)]
    assert tell(question, MESSAGES) is False
    assert Thread.objects.get().gone_at
    teams.microsoft.requests.clear()
    assert tell(question, MESSAGES) is False
    assert teams.microsoft.requests == []


def test_who_took_holi_out_or_their_question_back_is_not_told(teams: Teams, question: Question) -> None:
    Message.objects.update(deleted=True)
    assert tell(question, MESSAGES) is False
    Message.objects.update(deleted=False)
    teams.post(activities.activity(teams.microsoft.service_url, "installationUpdate", action="remove"))
    assert tell(question, MESSAGES) is False
    assert teams.shown() == []


def test_a_question_from_the_widget_is_nobodys_in_teams(teams: Teams, settings: Settings) -> None:
    conversation = Conversation.objects.create(channel="widget", language="en")
    question = Question.objects.create(conversation=conversation, language="en", text=ASKED)
    assert tell(question, MESSAGES) is False
    settings.HOLI_TEAMS = None
    assert tell(question, MESSAGES) is False


class Assistant:
    def __init__(self, outcome: Outcome, **more: Any) -> None:
        self.outcome, self.more = outcome, more

    def answer(self, text: str, language: Language) -> Answer:
        return Answer(self.outcome, language, **self.more)


CITED = Citation(Anchor("cars", "3"), "Cars", "Dogs", "1.0", Language.EN, "No dogs.", illustrative=True)


def closed(question: Question, state: str = "answered") -> None:
    gap = Gap.objects.create(title=question.text, state=state)
    Member.objects.create(question=question, gap=gap, reason="unanswered", vector=b"", encoder="")


def test_when_its_gap_is_closed_the_asker_is_told_once(teams: Teams, question: Question) -> None:
    closed(question)
    assistant: Any = Assistant(Outcome.ANSWERED, citations=(CITED,))
    assert [tell_in_teams(assistant), tell_in_teams(assistant)] == [1, 0]
    _, answer = teams.shown()
    assert answer["text"].startswith("No dogs. [1]")
    assert "illustrative" in answer["text"]


def test_a_service_that_helps_is_told_too(teams: Teams, question: Question) -> None:
    closed(question, "redirected")
    helper = Service("facilities", "Facilities", "the Facilities pages", "https://intranet.example/dogs")
    assert tell_in_teams(Assistant(Outcome.OUT_OF_SCOPE, pointer=helper)) == 1  # type: ignore[arg-type]
    assert "Facilities: the Facilities pages" in teams.shown()[1]["text"]


@pytest.mark.parametrize("state", ["open", "awaiting", "dismissed"])
def test_while_its_gap_is_not_answered_nobody_is_told(teams: Teams, question: Question, state: str) -> None:
    closed(question, state)
    assert tell_in_teams(Assistant(Outcome.ANSWERED, citations=(CITED,))) == 0  # type: ignore[arg-type]


def test_what_is_still_unanswered_is_not_told(teams: Teams, question: Question) -> None:
    closed(question)
    assert tell_in_teams(Assistant(Outcome.UNANSWERED)) == 0  # type: ignore[arg-type]
