"""The endpoint as it stands, with Microsoft and Rasa played by servers on this machine."""

import asyncio
import json
from collections.abc import Iterator
from contextvars import copy_context
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import AsyncClient
from pytest_django.fixtures import Settings

from bot.teams import background, sending
from bot.teams.configuration import Configuration
from bot.teams.views import callers
from tests.bot.teams import activities
from tests.bot.teams.microsoft import APP, SECRET, TENANT, Microsoft, running
from tests.bot.test_failures import Answering

URL = "https://holi.example"
CERTIFICATES = httpx.create_ssl_context()  # read once: each posting has an event loop, and so clients, of its own


@pytest.fixture(scope="session")
def _microsoft() -> Iterator[Microsoft]:
    with running() as started:
        yield started


@pytest.fixture
def microsoft(_microsoft: Microsoft) -> Microsoft:
    _microsoft.requests, _microsoft.next, _microsoft.always, _microsoft.fetches = [], [], None, []
    _microsoft.keys, _microsoft.key_seconds, _microsoft.sign_in_status = _microsoft.keys[:1], 0.0, 200
    return _microsoft


@pytest.fixture
def rasa(settings: Settings) -> Iterator[type[Answering]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.HOLI_RASA_URL = f"http://127.0.0.1:{server.server_port}/webhooks/holi/webhook"
    Answering.status, Answering.seconds = 200, 0.1
    Answering.body = json.dumps(APPROVAL)
    yield Answering
    server.shutdown()
    server.server_close()


class Teams:
    """A person's Teams: posts activities to Holi, and waits until it has done all that it does about them."""

    def __init__(self, microsoft: Microsoft) -> None:
        self.microsoft = microsoft

    def post(self, body: Any, authorization: str | None = "") -> HttpResponse:
        return self.post_all([body], authorization)[0]

    def post_all(self, bodies: list[Any], authorization: str | None = "") -> list[HttpResponse]:
        """At once."""
        return async_to_sync(self._post_all)(bodies, authorization)

    async def _post_all(self, bodies: list[Any], authorization: str | None) -> list[HttpResponse]:
        responses = await asyncio.gather(*(self.deliver(body, authorization) for body in bodies))
        while background.running:
            await asyncio.gather(*background.running)
        return list(responses)

    async def deliver(self, body: Any, authorization: str | None = "") -> HttpResponse:
        if authorization == "":
            authorization = f"Bearer {self.microsoft.token()}"
        response: HttpResponse = await AsyncClient().post(
            "/api/messages",
            body if isinstance(body, bytes | str) else json.dumps(body),
            content_type="application/json",
            headers={"authorization": authorization} if authorization else {},
        )
        return response

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        said = activities.message(self.microsoft.service_url, text, **more)
        assert self.post(said).status_code == 200
        return said

    def shown(self, conversation: str = activities.CHAT) -> list[dict[str, Any]]:
        return list(self.microsoft.shown(conversation).values())


@pytest.fixture
def teams(db: None, settings: Settings, microsoft: Microsoft, rasa: Any, monkeypatch: pytest.MonkeyPatch) -> Teams:
    settings.HOLI_TEAMS = Configuration(APP, SECRET, (TENANT,), URL, microsoft.url)
    monkeypatch.setattr(sending, "DELAYS", (0.01, 0.02, 0.03))
    monkeypatch.setattr(httpx._transports.default, "create_ssl_context", lambda *_, **__: CERTIFICATES)
    monkeypatch.setattr(background, "surroundings", copy_context)  # the test's thread, whose transaction it sees
    callers.cache_clear()
    return Teams(microsoft)


def replied(*replies: tuple[str, str], **custom: Any) -> dict[str, Any]:
    """What Rasa gives: sentences by name, and the action's data."""
    said = [{"act": act, "text": text, "custom": {}} for act, text in replies]
    return {"replies": [*said, {"act": "", "text": "", "custom": custom}]}


CITATION = {
    "document": "social-media-policy", "section": "3.1", "title": "Social Media Policy",
    "section_title": "Who approves a new account", "version": "1.0", "language": "en",
    "quote": "Both the **Head of Service** and the Communications Team:\n\n- approve it\n- write down why.",
    "url": "/library/social-media-policy?language=en#3.1",
}  # fmt: skip
APPROVAL = replied(
    ("utter_illustrative", "This text is illustrative."),
    language="en", outcome="answered", citations=[CITATION], choices=[], links=[], considered=[], release="r",
)  # fmt: skip
