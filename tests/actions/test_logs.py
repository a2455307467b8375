"""What the action server says of a question, and of one that it fails on."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from knowledge.answering import Assistant
from tests.actions.test_actions import call, client  # noqa: F401
from tests.knowledge.observing.logged import logging_everything

MARKER = "Gwdihŵ4711"
QUESTION = f"Who approves {MARKER} pages?"


def test_lines_carry_the_request_and_no_word_of_the_question(
    client: TestClient,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: Assistant, question: str, *more: Any) -> None:
        raise ValueError(question)

    metadata = {"request": "from-the-web-app"}
    with logging_everything() as logged:
        call(client, "action_answer", QUESTION, metadata=metadata, slots={"last_question": MARKER})
        monkeypatch.setattr(Assistant, "answer", fail)
        call(client, "action_answer", QUESTION, metadata=metadata, expected=500)
    assert MARKER not in logged.text
    ours = [line for line in logged.lines if line["logger"].startswith("actions")]
    assert [line["event"] for line in ours] == ["an answer", "an action failed"]
    assert {line["request"] for line in ours} == {"from-the-web-app"}
    assert set(ours[0]["steps"]) >= {"encode", "search", "decide"}
