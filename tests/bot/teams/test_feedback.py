"""The thumbs below an answer, in every shape that they come in."""

import json
from typing import Any

import pytest

from bot.chat.models import Question
from bot.teams.models import Message
from tests.bot.teams import activities
from tests.bot.teams.conftest import Teams

ASKED = "Who approves a new Facebook page?"
WRITTEN = json.dumps({"feedbackText": "Very clear"})


def judge(teams: Teams, reply_to: str | None, reaction: str = "like", feedback: Any = "{}", **more: Any) -> Any:
    return teams.post(activities.judged(teams.microsoft.service_url, reply_to, reaction, feedback, **more))


@pytest.mark.parametrize(("reaction", "helpful"), [("like", True), ("dislike", False)])
def test_feedback_goes_to_the_question_log_and_is_answered_with_nothing(
    teams: Teams, reaction: str, helpful: bool
) -> None:
    teams.say(ASKED)
    response = judge(teams, Message.objects.get().sent[0], reaction, WRITTEN)
    assert (response.status_code, response.content) == (200, b"")
    assert Question.objects.get().helpful is helpful
    assert Message.objects.get().comment == "Very clear"


def test_feedback_is_about_the_answer_below_which_it_was_given(teams: Teams) -> None:
    teams.say(ASKED)
    sent = Message.objects.get().sent[0]
    teams.say("And for Instagram?")
    judge(teams, sent)
    assert [question.helpful for question in Question.objects.order_by("asked_at")] == [True, None]


@pytest.mark.parametrize("reply_to", [None, "another-id-than-ours"])
def test_feedback_that_names_no_answer_is_about_the_persons_last(teams: Teams, reply_to: str | None) -> None:
    teams.say(ASKED)
    teams.say("And for Instagram?")
    judge(teams, reply_to)
    assert [question.helpful for question in Question.objects.order_by("asked_at")] == [None, True]


def test_in_a_group_it_is_not_somebody_elses(teams: Teams) -> None:
    teams.post(activities.in_group(teams.microsoft.service_url, f"<at>Holi</at> {ASKED}"))
    place = {"conversationType": "groupChat", "tenantId": activities.TENANT, "id": activities.GROUP}
    judge(teams, None, conversation=place, **{"from": {"id": activities.ANOTHER}})
    assert Question.objects.get().helpful is None


@pytest.mark.parametrize(
    "feedback", ["", "{}", "not JSON", '"text"', "[]", '{"feedbackText": 5}', {"feedbackText": "x"}, None]
)
def test_feedback_text_of_any_shape_is_taken(teams: Teams, feedback: Any) -> None:
    teams.say(ASKED)
    assert judge(teams, Message.objects.get().sent[0], feedback=feedback).status_code == 200
    assert Question.objects.get().helpful is True


def test_a_comment_is_masked_like_a_question(teams: Teams) -> None:
    teams.say(ASKED)
    judge(teams, None, feedback=json.dumps({"feedbackText": "Ring me on 07700 900123"}))
    assert "07700" not in Message.objects.get().comment


def test_a_comment_is_kept_up_to_a_length(teams: Teams) -> None:
    teams.say(ASKED)
    judge(teams, None, feedback=json.dumps({"feedbackText": "x" * 5000}))
    assert len(Message.objects.get().comment) == 1000


def test_feedback_where_nothing_was_said_is_harmless(teams: Teams) -> None:
    assert judge(teams, None).status_code == 200


@pytest.mark.parametrize("nested", [True, False])
def test_a_form_is_asked_for_in_either_shape(teams: Teams, nested: bool) -> None:
    teams.say(ASKED)
    asked = {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}
    value = {"data": asked} if nested else asked
    response = teams.post(
        activities.activity(teams.microsoft.service_url, "invoke", name="message/fetchTask", value=value)
    )
    assert response.status_code == 200
    assert json.loads(response.content) == {
        "task": {"type": "message", "value": "Diolch. Mae eich adborth wedi'i gadw."}
    }
    assert Question.objects.get().helpful is False


@pytest.mark.parametrize("value", [None, {}, {"actionValue": {"reaction": "love"}}, {"actionValue": 5}, [], "x"])
def test_malformed_feedback_is_refused(teams: Teams, value: Any) -> None:
    invoke = activities.activity(teams.microsoft.service_url, "invoke", name="message/submitAction", value=value)
    assert teams.post(invoke).status_code == 400
