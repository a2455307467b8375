"""A line says what stands in the code and facts from a list; nothing that somebody wrote gets through."""

import json
import logging
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import structlog

from knowledge.observing.logs import WITHHELD
from knowledge.observing.requests import begin
from knowledge.settings import ROOT
from tests.knowledge.observing.logged import logging_everything

MARKER = "Gwdihŵ4711"
OURS = structlog.stdlib.get_logger("bot.somewhere")
THEIRS = logging.getLogger("somebody.else")


def test_a_line_has_its_sentence_its_facts_and_the_requests_id() -> None:
    with logging_everything() as logged:
        id = begin()
        OURS.info("a turn", outcome="answered", milliseconds=12, steps={"encode": 3.5})
    line = logged.lines[0]
    assert line["event"] == "a turn"
    assert (line["process"], line["logger"], line["level"]) == ("test", "bot.somewhere", "info")
    assert (line["request"], line["outcome"], line["milliseconds"], line["steps"]) == (
        id,
        "answered",
        12,
        {"encode": 3.5},
    )


def test_plain_lines_can_be_read() -> None:
    with logging_everything("plain") as logged:
        begin("abcdefgh")
        OURS.warning("a question failed", reason="slow")
    assert logged.text == "WARNING bot.somewhere a question failed  request=abcdefgh reason=slow\n"


def test_a_fact_that_isnt_on_the_list_is_left_out() -> None:
    with logging_everything() as logged:
        OURS.info("a turn", text=MARKER, answer=MARKER, person=MARKER)
        THEIRS.info("a turn", extra={"text": MARKER})
    assert MARKER not in logged.text


@pytest.mark.parametrize("logger", [OURS, THEIRS])
def test_a_sentence_put_together_is_withheld_and_its_place_is_said(logger: Any) -> None:
    with logging_everything() as logged:
        logger.warning(f"somebody asked {MARKER}")
    assert MARKER not in logged.text
    assert logged.lines[0]["event"].startswith(f"{WITHHELD} (test_logs:")


def test_a_sentence_of_others_is_shown_without_what_is_put_into_it() -> None:
    with logging_everything() as logged:
        THEIRS.warning("Not found: %s", MARKER)
    assert logged.lines[0]["event"] == "Not found: %s"


def failing(text: str) -> None:
    kept_in_a_variable = text
    try:
        raise KeyError(kept_in_a_variable)
    except KeyError as error:
        raise ExceptionGroup(text, [ValueError(f"can't read {text}"), OSError(28, text, text)]) from error  # noqa: F821


@pytest.mark.parametrize("logger", [OURS, THEIRS])
def test_an_exception_says_what_it_is_and_where_but_nothing_that_it_holds(logger: Any) -> None:
    with logging_everything() as logged:
        try:
            failing(MARKER)
        except ExceptionGroup:  # noqa: F821 - ruff reads it as Rasa's Python
            logger.exception("it failed")
    assert MARKER not in logged.text
    trace = logged.lines[0]["trace"]
    assert trace[0] == "ExceptionGroup"
    assert trace[2].startswith("  tests/knowledge/observing/test_logs.py:")
    assert trace[2].endswith(" failing")
    assert {"ValueError", "OSError: No space left on device", "KeyError"} < set(trace)


def test_an_exception_as_the_sentence_is_only_named() -> None:
    with logging_everything() as logged:
        THEIRS.error(ValueError(MARKER))
    assert logged.lines[0]["event"] == "ValueError"


def test_a_fact_is_one_line_and_short() -> None:
    with logging_everything("plain") as logged:
        OURS.info("a turn", reason="a\nWARNING forged " + "x" * 1000)
    assert len(logged.text.splitlines()) == 1
    assert len(logged.text) < 300


RASA = f"""
import sys
import structlog
from rasa.utils.log_utils import configure_structlog
configure_structlog(10)
import logging
logger, plain = structlog.get_logger("rasa.before"), logging.getLogger("rasa.plain")
logger.info("rasa.started")
from bot.components.logs import take_over
take_over("json")
from knowledge.observing.requests import begin
begin("from-the-web-app")
def fail(text):
    raise ValueError(text)
try:
    fail("{MARKER}")
except ValueError as error:
    for each in (logger, structlog.get_logger("rasa.after")):
        each.error("rasa.action.failed", user_text="{MARKER}", exc_info=True)
    plain.exception(f"An action failed: {{error}}")
"""


def test_rasas_own_lines_take_the_same_form(tmp_path: Path) -> None:
    """As Rasa comes, it writes the variables of every frame into its lines."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    python = ROOT / ".venv-rasa" / "bin" / "python"
    script = tmp_path / "script.py"  # a sentence is shown where it stands in the code
    script.write_text(RASA)
    ran = subprocess.run([python, script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in ran.stdout.splitlines() if '"rasa.' in line][1:]
    assert MARKER not in ran.stdout + ran.stderr
    assert [line["event"] for line in lines[:2]] == ["rasa.action.failed"] * 2
    assert [line["trace"][0] for line in lines] == ["ValueError"] * 3
    assert {line["request"] for line in lines} == {"from-the-web-app"}
