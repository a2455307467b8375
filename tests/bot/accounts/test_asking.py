"""Anybody may ask, or only who is signed in."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rasa_is_down(settings: Settings) -> None:
    settings.HOLI_RASA_URL = "http://127.0.0.1:9/webhooks/holi/webhook"


def ask(client: Client) -> Any:
    return client.post("/api/chat", json.dumps({"message": "Who approves?"}), content_type="application/json")


def test_whoever_is_not_signed_in_is_told_in_both_languages(client: Client, settings: Settings) -> None:
    settings.HOLI_ASKING = "signed-in"
    response = ask(client)
    assert response.status_code == 401
    message = response.json()["error"]["message"]
    assert message == {"cy": "Mewngofnodwch i ofyn cwestiwn i Holi.", "en": "Please sign in to ask Holi a question."}
    assert not Question.objects.exists()


def test_whoever_is_signed_in_asks_and_isn_t_written_down(client: Client, settings: Settings) -> None:
    settings.HOLI_ASKING = "signed-in"
    client.force_login(person_with("mair", "reader"))
    assert ask(client).status_code == 200
    kept = json.dumps([*Question.objects.values(), *Conversation.objects.values()], default=str)
    assert "mair" not in kept


def test_the_widget_sends_the_session_along_only_then(client: Client, settings: Settings) -> None:
    assert b'"include"' not in client.get("/embed.js").content
    settings.HOLI_ASKING = "signed-in"
    script = client.get("/embed.js").content
    assert b'credentials="include"' in script
    assert len(script) < 15_000
