"""Whatever comes back from Rasa's address, the question is kept and the person reads a sentence."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.chat.models import Question

pytestmark = pytest.mark.django_db

GOOD = {"replies": [{"act": "utter_greet", "text": "Helo", "custom": {}}]}
NONSENSE = {
    "not JSON": "<html>",
    "another shape": "[]",
    "no replies": json.dumps({"replies": []}),
    "replies of another shape": json.dumps({"replies": [{"text": 5}]}),
    "no words": json.dumps({"replies": [{"act": "", "text": "", "custom": {}}]}),
    "an unknown outcome": json.dumps({"replies": [{"act": "", "text": "x", "custom": {"outcome": "maybe"}}]}),
    "a citation without a quotation": json.dumps({"replies": [{"act": "", "text": "", "custom": {"citations": [{}]}}]}),
}


class Answering(BaseHTTPRequestHandler):
    body, status, seconds = "", 200, 0.0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        time.sleep(type(self).seconds)
        self.send_response(type(self).status)
        self.end_headers()
        self.wfile.write(type(self).body.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def rasa(settings: Settings) -> Iterator[type[Answering]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.HOLI_RASA_URL = f"http://127.0.0.1:{server.server_port}/webhooks/holi/webhook"
    Answering.body, Answering.status, Answering.seconds = json.dumps(GOOD), 200, 0.0
    yield Answering
    server.shutdown()
    server.server_close()


def outcome(client: Client) -> tuple[str, str, int]:
    response = client.post("/api/chat", {"message": "Pwy sy'n cymeradwyo?"}, content_type="application/json")
    assert response.status_code == 200
    question = Question.objects.get()
    assert question.text == "Pwy sy'n cymeradwyo?"
    return response.json()["outcome"], question.outcome, question.milliseconds or 0


def test_a_good_reply_is_shown(client: Client, rasa: type[Answering]) -> None:
    assert outcome(client)[:2] == ("small_talk", "small_talk")


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_a_failure(client: Client, rasa: type[Answering], body: str) -> None:
    rasa.body = body
    assert outcome(client)[:2] == ("failed", "failed")


@pytest.mark.parametrize("status", [401, 404, 500])
def test_another_status_is_a_failure(client: Client, rasa: type[Answering], status: int) -> None:
    rasa.status = status
    assert outcome(client)[:2] == ("failed", "failed")


def test_a_slow_reply_is_a_failure_within_the_time_that_is_set(
    client: Client, rasa: type[Answering], settings: Settings
) -> None:
    settings.HOLI_TURN_SECONDS = 0.5
    rasa.seconds = 2.0
    shown, kept, milliseconds = outcome(client)
    assert (shown, kept) == ("failed", "failed")
    assert milliseconds < 1500
