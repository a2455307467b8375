"""Whatever happens to a question, no log line at any level holds a word of it, an answer, a name or a token."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import Settings

from bot.chat import rasa as asking
from bot.review import worker
from tests.bot.teams import activities
from tests.bot.teams.conftest import CITATION, Teams, _microsoft, microsoft, rasa, replied, teams  # noqa: F401
from tests.bot.teams.microsoft import Behaviour
from tests.bot.test_failures import Answering
from tests.knowledge.observing.logged import Logged, logging_everything

MARKER = "Gwdihŵ4711"
QUESTION = f"Who approves {MARKER} pages?"
TOKEN = "Sesame4712"

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(settings: Settings) -> Iterator[Logged]:
    settings.HOLI_RASA_TOKEN = TOKEN
    with logging_everything() as found:
        yield found
    assert MARKER not in found.text
    assert ascii(MARKER)[1:-1] not in found.text
    assert TOKEN not in found.text


def ask(client: Client, text: str = QUESTION, **more: Any) -> Any:
    return client.post("/api/chat", {"message": text, **more}, content_type="application/json")


def events(logged: Logged) -> list[str]:
    return [line["event"] for line in logged.lines if line["logger"].startswith(("bot", "actions"))]


def test_a_turn(client: Client, logged: Logged, rasa: type[Answering]) -> None:  # noqa: F811
    cited = {**CITATION, "quote": MARKER, "title": MARKER}
    rasa.body = json.dumps(replied(("utter_a", MARKER), outcome="answered", language="en", citations=[cited]))
    assert MARKER in ask(client).json()["messages"][0]["text"]
    turn = next(line for line in logged.lines if line["event"] == "a turn")
    assert (turn["outcome"], turn["language"], turn["channel"]) == ("answered", "en", "widget")


@pytest.mark.parametrize("status", [200, 500])
def test_a_turn_that_fails(client: Client, logged: Logged, rasa: type[Answering], status: int) -> None:  # noqa: F811
    rasa.status, rasa.body = status, f"<html>{MARKER}"
    assert ask(client).json()["outcome"] == "failed"
    assert events(logged) == ["a question failed", "a turn"]


@pytest.mark.parametrize("error", [ValueError, KeyError, OSError, DatabaseError, UnicodeError])
def test_an_exception_that_holds_the_question(
    client: Client, logged: Logged, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    async def fail(conversation: str, message: str, metadata: dict[str, str]) -> None:
        raise error(f"can't ask {message}")

    monkeypatch.setattr(asking, "ask", fail)
    client.raise_request_exception = False
    assert ask(client).status_code in (500, 503)
    failed = next(line for line in logged.lines if "trace" in line and line["logger"].startswith("bot"))
    assert any(place.endswith(" take_turn") for place in failed["trace"])


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        ("/api/chat", "{" + MARKER, {}),
        ("/api/chat", json.dumps({"message": QUESTION, "language": MARKER}), {}),
        ("/api/chat", json.dumps({"message": QUESTION, "conversation": MARKER}), {}),
        ("/api/chat", json.dumps({"message": MARKER * 1000}), {}),
        ("/api/chat", json.dumps({"message": QUESTION}), {"origin": f"https://{ascii(MARKER)[1:-1]}.example"}),
        ("/api/chat", json.dumps({"message": QUESTION}), {"content-length": MARKER}),
        ("/api/chat", json.dumps({"message": QUESTION}), {"host": f"{ascii(MARKER)[1:-1]}.example"}),
        (f"/api/{MARKER}?q={MARKER}", "", {}),
        ("/api/feedback", json.dumps({"question_id": MARKER, "helpful": True}), {}),
        ("/api/contact", json.dumps({"question_id": MARKER, "email": MARKER}), {}),
        ("/api/messages", json.dumps({"text": MARKER}), {"authorization": f"Bearer {TOKEN}"}),
    ],
)
def test_bad_requests(client: Client, logged: Logged, path: str, body: str, headers: dict[str, str]) -> None:
    response = client.post(path, body, content_type="application/json", headers=headers)
    assert response.status_code >= 400
    assert "refused" in events(logged)


def test_teams(teams: Teams, logged: Logged) -> None:  # noqa: F811
    teams.say(QUESTION)
    url = teams.microsoft.service_url
    for spoilt in (
        {"text": {MARKER: MARKER}},
        {"entities": [{"type": MARKER}], "channelData": MARKER},
        {MARKER: MARKER, "from": {MARKER: MARKER}},
        {"type": MARKER},
        {"conversation": {"id": MARKER, MARKER: 5}},
    ):
        teams.post({**activities.message(url, QUESTION), **spoilt})
    teams.post(b"{" + MARKER.encode())
    teams.post(activities.message(url, QUESTION), authorization=f"Bearer {TOKEN}")
    teams.microsoft.always = Behaviour(403)
    teams.say(QUESTION)
    assert "an answer wasn't delivered to Teams" in events(logged)
    assert "a Teams activity was refused" in events(logged)


def test_teams_when_its_work_fails(teams: Teams, logged: Logged, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    async def fail(conversation: str, message: str, metadata: dict[str, str]) -> None:
        raise ValueError(message)

    monkeypatch.setattr(asking, "ask", fail)
    teams.say(QUESTION)
    failed = next(line for line in logged.lines if line["event"] == "work for Teams failed")
    accepted = [line["request"] for line in logged.lines if line["logger"].startswith("bot")]
    assert set(accepted) == {failed["request"]}


def test_the_review_worker(logged: Logged) -> None:
    def fail() -> bool:
        raise ValueError(QUESTION)

    assert worker._safely(fail) is False
    assert events(logged) == ["the review worker failed; it goes on"]
