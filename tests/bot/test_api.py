"""The chat API with nothing behind it: what is refused, what is kept, what the person is told."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.chat.models import Conversation, Question
from bot.chat.requests import SENTENCES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rasa_is_down(settings: Settings) -> None:
    settings.HOLI_RASA_URL = "http://127.0.0.1:9/webhooks/holi/webhook"  # discard: nobody listens


def ask(client: Client, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(
        "/api/chat", content, content_type=headers.pop("content_type", "application/json"), headers=headers
    )


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"message": ""}, 400, "empty"),
        ({}, 400, "empty"),
        ({"message": "   \n\t "}, 400, "empty"),
        ({"message": "\x00\x07\x1b"}, 400, "empty"),
        ({"message": "x" * 1001}, 400, "too_long"),
        ({"message": "😀🎉"}, 400, "no_words"),
        ({"message": 5}, 400, "broken"),
        ({"message": "Who?", "language": "fr"}, 400, "language"),
        ({"message": "Who?", "language": ["cy"]}, 400, "language"),
        ({"message": "Who?", "language": []}, 400, "language"),
        ({"message": "Who?", "conversation": 0}, 400, "conversation"),
        ({"message": "Who?", "conversation": "not-an-id"}, 400, "conversation"),
        ({"message": "Who?", "conversation": str(uuid4())}, 400, "conversation"),
        ({"message": "Who?", "conversation": {"a": 1}}, 400, "conversation"),
        ("{broken", 400, "broken"),
        ("[1, 2]", 400, "broken"),
        ("[" * 5000, 400, "broken"),
        (b"\xff\xfe", 400, "broken"),
        ({"message": "x" * 1_000_000}, 413, "too_large"),
    ],
)
def test_bad_input_is_refused_in_both_languages(client: Client, body: Any, status: int, code: str) -> None:
    response = ask(client, body)
    assert response.status_code == status
    error = response.json()["error"]
    assert error["code"] == code
    assert error["message"]["cy"] != error["message"]["en"]
    assert Question.objects.count() == 0


def test_other_content_types_and_methods_are_refused(client: Client) -> None:
    assert ask(client, "message=Who", content_type="application/x-www-form-urlencoded").status_code == 415
    refused = client.get("/api/chat")
    assert (refused.status_code, refused["Allow"]) == (405, "POST")


def test_another_sites_origin_is_refused_and_a_listed_one_is_not(client: Client, settings: Settings) -> None:
    assert ask(client, {"message": "Who?"}, origin="https://elsewhere.example").status_code == 403
    settings.HOLI_EMBED_ORIGINS = ["https://intranet.example"]
    assert ask(client, {"message": "Who?"}, origin="https://intranet.example").status_code == 200
    assert ask(client, {"message": "Who?"}, origin="http://testserver").status_code == 200


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [("Pwy sy'n cymeradwyo tudalen newydd?", "cy", "wedi'i gadw"), ("Who approves a new page?", "en", "has been kept")],
)
def test_when_rasa_is_down_the_question_is_kept_and_said_so(
    client: Client, text: str, language: str, words: str
) -> None:
    response = ask(client, {"message": text})
    assert response.status_code == 200
    reply = response.json()
    assert (reply["outcome"], reply["language"]) == ("failed", language)
    assert words in reply["messages"][0]["text"]
    question = Question.objects.get(id=reply["question_id"])
    assert (question.text, question.outcome, question.reason) == (text, "failed", "down")


def test_markup_is_kept_as_text(client: Client) -> None:
    text = "<script>alert(1)</script> who approves?"
    ask(client, {"message": text})
    assert Question.objects.get().text == text


def test_the_question_is_not_in_the_server_log(
    client: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    ask(client, {"message": "Who approves the zebra page?"})
    printed = capfd.readouterr()
    assert "zebra" not in caplog.text + printed.out + printed.err


def test_a_conversation_is_read_again_after_reload(client: Client) -> None:
    reply = ask(client, {"message": "Who approves?", "language": "en"}).json()
    again = ask(client, {"message": "And for councillors?", "conversation": reply["conversation"]}).json()
    assert again["conversation"] == reply["conversation"]
    turns = client.get(f"/api/chat/{reply['conversation']}").json()["turns"]
    assert [turn["message"] for turn in turns] == ["Who approves?", "And for councillors?"]


def test_feedback_is_kept_with_the_question(client: Client) -> None:
    reply = ask(client, {"message": "Who approves?"}).json()
    body = {"question_id": reply["question_id"], "helpful": False}
    assert client.post("/api/feedback", body, content_type="application/json").status_code == 200
    assert Question.objects.get().helpful is False
    for wrong in (
        {"question_id": str(uuid4()), "helpful": True},
        {"question_id": "x", "helpful": True},
        {"helpful": 1},
    ):
        assert client.post("/api/feedback", wrong, content_type="application/json").status_code == 400


def test_the_conversations_id_stands_for_nobody() -> None:
    assert {field.name for field in Conversation._meta.fields} == {"id", "channel", "language", "started_at"}


def test_every_refusal_has_its_welsh() -> None:
    from bot.web.language import in_both

    for _, message in SENTENCES.values():
        found = in_both(message)
        assert found["cy"] != found["en"]
