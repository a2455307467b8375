"""A request's id goes to Rasa and comes back in the answer's header; one from outside only where it is trusted."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.chat import rasa as asking
from knowledge.observing.requests import FORM, HEADER
from tests.knowledge.observing.logged import logging_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What Rasa was sent with each message."""
    found: list[dict[str, str]] = []

    async def ask(conversation: str, message: str, metadata: dict[str, str]) -> list[dict[str, Any]]:
        found.append(metadata)
        raise asking.RasaFailed("down")

    monkeypatch.setattr(asking, "ask", ask)
    return found


def ask(client: Client, **headers: str) -> str:
    response = client.post("/api/chat", {"message": "Pwy?"}, content_type="application/json", headers=headers)
    id: str = response[HEADER]
    return id


def test_an_id_is_made_sent_on_written_and_given_back(client: Client, sent: list[dict[str, str]]) -> None:
    with logging_everything() as logged:
        id = ask(client)
    assert FORM.fullmatch(id)
    assert [metadata["request"] for metadata in sent] == [id]
    assert {line["request"] for line in logged.lines if line["logger"].startswith("bot")} == {id}
    assert ask(client) != id


def test_one_from_outside_is_taken_only_where_the_proxy_is_trusted(
    client: Client, sent: list[dict[str, str]], settings: Settings
) -> None:
    given = "from-the-proxy-1"
    assert ask(client, **{HEADER: given}) != given
    settings.HOLI_OBSERVING = replace(settings.HOLI_OBSERVING, ids_taken=True)
    assert ask(client, **{HEADER: given}) == given
    for wrong in ("", "short", "x" * 65, "with words in it", "a\nb-newline-x", "../../etc/passwd"):
        assert ask(client, **{HEADER: wrong}) != wrong


def test_pages_and_refusals_have_one_too(client: Client) -> None:
    assert FORM.fullmatch(client.get("/sign-in")[HEADER])
    assert FORM.fullmatch(client.get("/nowhere")[HEADER])
