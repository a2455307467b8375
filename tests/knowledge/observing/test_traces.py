"""Spans of several processes joined into one trace, without a word of the question; nothing at all unless it is on."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.chat import rasa as asking
from knowledge.observing import traces
from knowledge.observing.requests import begin
from knowledge.observing.steps import step
from knowledge.observing.traces import traceparent
from knowledge.settings import ROOT
from tests.actions.test_actions import call, client  # noqa: F401
from tests.knowledge.observing.collector import Received, receiving

MARKER = "Gwdihŵ4711"


@pytest.fixture
def received() -> Iterator[Received]:
    with receiving() as found:
        traces.start("web", found.url)
        yield found
        traces.stop()


def test_a_turn_is_one_trace_through_all_processes(received: Received, client: TestClient) -> None:  # noqa: F811
    id = begin()
    with step("turn", channel="widget", text=MARKER), step("rasa"):
        sent = {"request": id, "traceparent": traceparent()}
    call(client, "action_answer", f"Who approves {MARKER} pages?", metadata=sent)
    traces.stop()
    spans = received.spans
    assert {"turn", "rasa", "action", "understand", "encode", "search", "decide"} <= spans.keys()
    assert received.services == {"holi-web"}
    assert len({span.trace_id for span in spans.values()}) == 1
    parents = {"rasa": "turn", "action": "rasa", "encode": "action", "search": "action", "decide": "action"}
    assert {name: spans[name].parent_span_id for name in parents} == {
        name: spans[parent].span_id for name, parent in parents.items()
    }
    attributes = {each.key: each.value.string_value for each in spans["turn"].attributes}
    assert attributes == {"request": id, "channel": "widget"}
    assert MARKER.encode() not in received.bytes


def test_a_failure_is_named_without_its_words(received: Received) -> None:
    with pytest.raises(ValueError, match=MARKER), step("turn"):
        raise ValueError(MARKER)
    traces.stop()
    assert received.spans["turn"].status.message == "ValueError"
    assert MARKER.encode() not in received.bytes


@pytest.mark.django_db
def test_rasa_is_told_which_trace_it_belongs_to(received: Received, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import Client

    sent: list[dict[str, str]] = []

    async def ask(conversation: str, message: str, metadata: dict[str, str]) -> None:
        sent.append(dict(metadata))
        raise asking.RasaFailed("down")

    monkeypatch.setattr(asking, "ask", ask)
    Client().post("/api/chat", {"message": "Pwy?"}, content_type="application/json")
    traces.stop()
    Client().post("/api/chat", {"message": "Pwy?"}, content_type="application/json")
    rasa = received.spans["rasa"]
    assert sent[0]["traceparent"].startswith(f"00-{rasa.trace_id.hex()}-{rasa.span_id.hex()}-")
    assert rasa.status.message.endswith("RasaFailed")
    assert "traceparent" not in sent[1]


ON_OR_OFF = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bot.web.settings"
import bot.web.asgi, bot.chat.turns
print(any(name.startswith("opentelemetry") for name in sys.modules))
"""


@pytest.mark.parametrize(("name", "on"), [("", "False"), (traces.STANDARD[0], "True")])
def test_it_is_loaded_only_where_there_is_an_address(name: str, on: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OTEL_")}
    environment |= {"HOLI_SECRET_KEY": "x"} | ({name: "http://127.0.0.1:9"} if name else {})
    ran = subprocess.run(
        [sys.executable, "-c", ON_OR_OFF], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == on
