"""The status page: a sentence for everybody, the parts for those who look after Holi, whatever is down."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from bot.status import looking, views
from bot.status.models import Sign
from knowledge.publishing import Publisher
from knowledge.releases import Releases

pytestmark = pytest.mark.django_db

NOBODY = "http://127.0.0.1:9"  # discard
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(views, "looking", looking.Looking())
    settings.HOLI_RASA_URL, settings.HOLI_ACTIONS_URL = f"{NOBODY}/webhooks/holi/webhook", NOBODY
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def parts(settings: Settings, published: Path) -> Iterator[dict[str, Any]]:
    """Rasa and the action server, saying that they are well; `asked` is what they were asked."""
    says: dict[str, Any] = {"status": "ok", "release": Releases(published).current_digest(), "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            says["asked"].append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(says).encode())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.HOLI_RASA_URL, settings.HOLI_ACTIONS_URL = f"{address}/webhooks/holi/webhook", address
    yield says
    server.shutdown()
    server.server_close()


def page(client: Client, language: str = "en") -> str:
    response = client.get(f"/status/?language={language}")
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def test_everybody_reads_one_sentence_in_welsh_first(client: Client, parts: dict[str, Any]) -> None:
    welsh = client.get("/status/").content.decode()
    assert "Mae Holi yn ateb cwestiynau." in welsh
    english = page(client)
    assert "Holi is answering questions." in english
    for text in (welsh, english):
        assert "<table" not in text
        assert "Rasa" not in text


def test_those_who_look_after_holi_read_of_each_part(signed_in: SignIn, parts: dict[str, Any], published: Path) -> None:
    Sign.give(Sign.Name.LOOKED)
    Publisher.at(published).publish(parts["release"], "mair", "a note")
    text = page(signed_in("reader"))
    assert text.count("<td>works</td>") == 7
    assert text.count("<td>off</td>") == 1
    assert f"{parts['release']}, since " in text
    assert "It last looked at the questions" in text
    welsh = page(signed_in("reader"), "cy")
    assert welsh.count("<td>yn gweithio</td>") == 7
    assert "Edrychodd ar y cwestiynau ddiwethaf" in welsh


def test_another_release_in_use_and_a_failed_message_are_said(signed_in: SignIn, parts: dict[str, Any]) -> None:
    Sign.give(Sign.Name.EMAIL_SENT)
    Sign.give(Sign.Name.EMAIL_FAILED)
    parts["release"] = "0123456789abcdef"
    text = page(signed_in("reader"))
    assert "Answers still come from 0123456789abcdef." in text
    assert "The last message couldn't be sent." in text


def test_with_rasa_and_the_action_server_down_it_says_that_questions_are_kept(
    client: Client, signed_in: SignIn, published: Path
) -> None:
    assert "Holi can't answer just now. Questions are kept" in page(client)
    text = page(signed_in("reader"))
    assert text.count("doesn't work") >= 4
    assert "127.0.0.1" not in text
    assert "Ni all Holi ateb ar hyn o bryd. Cedwir y cwestiynau" in page(client, "cy")


def test_with_everything_down_it_still_answers(signed_in: SignIn, settings: Settings, tmp_path: Path) -> None:
    client = signed_in("reader")
    settings.HOLI_HOME = tmp_path / "nothing"

    def fail(*_: object) -> None:
        raise OperationalError("no such host as db.internal")

    with connection.execute_wrapper(fail):
        text = page(client)
    assert "Holi can't take questions just now." in text
    assert "internal" not in text


def test_what_was_found_is_said_again_for_some_seconds(
    client: Client, parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    page(client)
    page(client, "cy")
    assert sorted(parts["asked"]) == ["/health", "/webhooks/holi/"]
    monkeypatch.setattr(looking, "KEPT", 0)
    page(client)
    assert len(parts["asked"]) == 4
