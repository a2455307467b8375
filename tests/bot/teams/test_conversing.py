"""What a person writes in Teams, and what then stands in the conversation and in the question log."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from bot.chat.models import Conversation, Question
from bot.teams import background
from bot.teams.models import Message, Thread
from tests.bot.teams import activities
from tests.bot.teams.conftest import APPROVAL, CITATION, Teams, replied
from tests.bot.test_failures import Answering

ASKED = "Who approves a new Facebook page?"


def texts(teams: Teams, conversation: str = activities.CHAT) -> list[str]:
    return [each.get("text", "") for each in teams.shown(conversation)]


def test_a_question_is_answered_with_its_section_and_is_in_the_log(teams: Teams) -> None:
    teams.say(ASKED)
    question = Question.objects.get()
    assert (question.text, question.language, question.outcome) == (ASKED, "en", "answered")
    assert question.conversation.channel == "teams"
    answer, card = teams.shown()
    assert "[1]" in answer["text"]
    assert answer["entities"][0]["citation"][0]["appearance"]["url"] == "https://holi.example" + CITATION["url"]
    assert card["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    message = Message.objects.get()
    assert (message.state, message.question, len(message.sent)) == ("delivered", question, 2)


def test_that_holi_is_writing_is_shown_before_the_answer(teams: Teams) -> None:
    teams.say(ASKED)
    assert [each.activity["type"] for each in teams.microsoft.requests] == ["typing", "message", "message"]


def test_nobodys_name_or_directory_id_is_kept(teams: Teams) -> None:
    teams.say(ASKED)
    kept = json.dumps([list(model.objects.values()) for model in (Thread, Message, Conversation)], default=str)
    for part in ("Nia", "8a1f2b3c", activities.PERSON):
        assert part not in kept


@pytest.mark.parametrize(("locale", "language"), [("cy-GB", "cy"), ("en-GB", "en"), ("pl-PL", "cy"), (None, "cy")])
def test_the_conversations_language_is_that_of_the_persons_teams(
    teams: Teams, locale: str | None, language: str
) -> None:
    teams.say("OK", locale=locale)
    assert Question.objects.get().language == language


def test_a_question_goes_on_from_the_one_before(teams: Teams) -> None:
    teams.say(ASKED)
    teams.say("And for Instagram?")
    assert len({question.conversation_id for question in Question.objects.all()}) == 1


def test_choices_are_buttons_and_a_pressed_one_shows_its_section(teams: Teams, rasa: type[Answering]) -> None:
    label = "3.1 Who approves a new account"
    choices = [{"label": label, "message": "/show social-media-policy#3.1"}]
    rasa.body = json.dumps(replied(("utter_choice", "Which?"), outcome="choice", language="en", choices=choices))
    teams.say("accounts")
    (asked,) = teams.shown()
    assert [each["value"] for each in asked["suggestedActions"]["actions"]] == [label]
    rasa.body = json.dumps(APPROVAL)
    teams.say(label)
    assert Question.objects.latest("asked_at").text == "/show social-media-policy#3.1"


def test_a_button_in_a_group_needs_no_mention(teams: Teams, rasa: type[Answering]) -> None:
    choices = [{"label": "3.1 Approval", "message": "/show social-media-policy#3.1"}]
    rasa.body = json.dumps(replied(("utter_choice", "Which?"), outcome="choice", language="en", choices=choices))
    url = teams.microsoft.service_url
    teams.post(activities.in_group(url, "<at>Holi</at> accounts"))
    teams.post(activities.in_group(url, "3.1 Approval", mentioned=False))
    assert Question.objects.count() == 2


@pytest.mark.parametrize("place", [activities.GROUP, activities.CHANNEL])
def test_in_a_group_holi_answers_when_it_is_mentioned(teams: Teams, place: str) -> None:
    url = teams.microsoft.service_url
    teams.post(activities.in_group(url, "Shall we have lunch?", mentioned=False, id=place))
    assert not Question.objects.exists()
    teams.post(activities.in_group(url, f"<at>Holi</at>&nbsp;{ASKED}\n", id=place))
    assert Question.objects.get().text == ASKED
    assert len(teams.shown(place)) == 2


def test_only_holis_own_mention_is_taken_out(teams: Teams) -> None:
    other = {"type": "mention", "mentioned": {"id": "29:x", "name": "Press Office"}, "text": "<at>Press Office</at>"}
    said = activities.in_group(
        teams.microsoft.service_url, "<at>Holi</at> may the <at>Press Office</at> post R&amp;D news?"
    )
    said["entities"] = [activities.MENTION, other]
    teams.post(said)
    assert Question.objects.get().text == "may the Press Office post R&D news?"


def test_two_people_in_a_group_have_a_conversation_each(teams: Teams) -> None:
    url = teams.microsoft.service_url
    teams.post(activities.in_group(url, f"<at>Holi</at> {ASKED}"))
    another = {"id": activities.ANOTHER, "name": "Huw"}
    teams.post(activities.in_group(url, f"<at>Holi</at> {ASKED}", **{"from": another}))
    assert Conversation.objects.count() == 2


def test_an_activity_delivered_twice_is_answered_once(teams: Teams) -> None:
    said = activities.message(teams.microsoft.service_url, ASKED)
    responses = [*teams.post_all([said, said]), teams.post(said)]
    assert {response.status_code for response in responses} == {200}
    assert Question.objects.count() == 1
    assert len(teams.shown()) == 2


def test_teams_has_its_answer_before_the_person_has_theirs(teams: Teams, rasa: type[Answering]) -> None:
    rasa.seconds = 1.0

    async def scenario() -> tuple[int, int]:
        response = await teams.deliver(activities.message(teams.microsoft.service_url, ASKED))
        before = len(teams.microsoft.taken())
        await asyncio.gather(*background.running)
        return response.status_code, before

    assert async_to_sync(scenario)() == (200, 0)
    assert len(teams.shown()) == 2


def test_when_rasa_is_down_the_person_is_told_that_the_question_is_kept(teams: Teams, rasa: type[Answering]) -> None:
    rasa.status = 500
    teams.say(ASKED)
    assert "has been kept" in texts(teams)[0]
    assert Question.objects.get().outcome == "failed"


@pytest.mark.parametrize(
    ("text", "words"), [("", "Nid oes cwestiwn"), ("😀🎉", "Dim ond geiriau"), ("x" * 1001, "rhy hir")]
)
def test_what_is_no_question_is_answered_in_a_sentence_and_not_logged(teams: Teams, text: str, words: str) -> None:
    teams.say(text)
    assert words in texts(teams)[0]
    assert not Question.objects.exists()


PICTURE = {"contentType": "image/png", "contentUrl": "https://x.example/p.png", "name": "p.png"}
FILE = {"contentType": "application/vnd.microsoft.teams.file.download.info", "name": "a.docx", "content": {}}


@pytest.mark.parametrize("attachment", [PICTURE, FILE])
def test_an_attachment_gets_the_sentence_that_holi_reads_text_only(teams: Teams, attachment: dict[str, Any]) -> None:
    teams.say("", attachments=[attachment])
    assert "Testun yn unig" in texts(teams)[0]
    assert not Question.objects.exists()


def test_a_question_with_an_attachment_is_answered_all_the_same(teams: Teams) -> None:
    teams.say(ASKED, attachments=[{"contentType": "text/html", "content": "<p>x</p>"}, FILE])
    first, answer, _card = texts(teams)
    assert "text only" in first
    assert "[1]" in answer


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": "1"}, 200),
        ({"type": "typing"}, 200),
        ({"type": "endOfConversation"}, 200),
        ({"type": "event", "name": "application/vnd.microsoft.meetingStart", "value": {}}, 200),
        ({"type": "event", "name": "unheard-of"}, 200),
        ({"type": "unheard-of"}, 200),
        ({"type": ["message"]}, 200),
        ({"type": "messageUpdate", "channelData": {"tenant": {"id": activities.TENANT}, "eventType": "x"}}, 200),
        ({"type": "conversationUpdate", "channelData": {"tenant": {"id": activities.TENANT}, "eventType": "y"}}, 200),
        ({"type": "invoke", "name": "unheard-of"}, 501),
        ({"type": "invoke", "name": "task/fetch", "value": {}}, 501),
        ({"type": "invoke"}, 501),
    ],
)
def test_what_holi_has_nothing_to_do_with_is_ignored(teams: Teams, more: dict[str, Any], status: int) -> None:
    kind = more.pop("type")
    response = teams.post(activities.activity(teams.microsoft.service_url, kind, **more))
    more["type"] = kind
    assert response.status_code == status
    assert teams.microsoft.requests == []


def test_an_activity_without_recipient_is_understood(teams: Teams) -> None:
    said = activities.message(teams.microsoft.service_url, ASKED)
    del said["recipient"]
    assert teams.post(said).status_code == 200
    assert Question.objects.exists()


@pytest.mark.parametrize("missing", ["from", "conversation", "id"])
def test_a_message_from_nobody_or_nowhere_is_refused(teams: Teams, missing: str) -> None:
    said = activities.message(teams.microsoft.service_url, ASKED)
    del said[missing]
    assert teams.post(said).status_code == 400
    assert not Question.objects.exists()


@pytest.mark.parametrize("asked", ["Beth sydd wedi'i gadw amdanaf?", "what is kept about me?"])
def test_who_asks_what_is_kept_is_given_the_conversations_number(teams: Teams, asked: str) -> None:
    teams.say(asked)
    assert str(Conversation.objects.get().id) in texts(teams)[0].replace("\\", "")
    assert not Question.objects.exists()
