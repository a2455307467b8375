"""Who may read metrics, what a process gives, and several processes behind one address."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from knowledge.observing.metrics import count_turn, may_read, written
from knowledge.observing.steps import step
from knowledge.settings import ROOT


def value(text: str, sample: str, **labels: str) -> float:
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            if one.name == sample and labels.items() <= one.labels.items():
                return float(one.value)
    return 0.0


@pytest.mark.parametrize(
    ("peer", "headers", "may"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("10.0.0.7", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"forwarded": "for=10.0.0.7"}, False),
        ("10.0.0.7", {"authorization": "Bearer sesame"}, True),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7", "authorization": "Bearer sesame"}, True),
        ("10.0.0.7", {"authorization": "Bearer sesamê"}, False),
        ("10.0.0.7", {"authorization": "Bearer "}, False),
    ],
)
def test_only_this_machine_or_the_token_reads_them(peer: str, headers: dict[str, str], may: bool) -> None:
    assert may_read(peer, headers, "sesame") is may


def test_without_a_token_nobody_elsewhere_reads_them() -> None:
    assert not may_read("10.0.0.7", {"authorization": "Bearer "}, "")
    assert not may_read("10.0.0.7", {}, "")


def test_turns_and_steps_are_counted_with_labels_from_short_lists() -> None:
    turn = {"outcome": "answered", "language": "cy"}
    before = written().decode()
    count_turn("answered", "cy", "widget")
    count_turn("answered", "cy", "somebody's own name for a channel")
    with pytest.raises(ValueError, match="no"), step("search"):
        raise ValueError("no")
    after = written().decode()
    for channel in ("widget", "other"):
        was = value(before, "holi_turns_total", channel=channel, **turn)
        assert value(after, "holi_turns_total", channel=channel, **turn) == was + 1
    was = value(before, "holi_step_seconds_count", step="search")
    assert value(after, "holi_step_seconds_count", step="search") == was + 1
    assert "somebody" not in after


COUNTS = "from knowledge.observing.metrics import count_turn, written; count_turn('answered', 'en', 'teams'); "


def test_several_processes_that_share_a_folder_are_added_up(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [sys.executable, "-c", f"{COUNTS} print(written().decode())"]
    for _ in range(3):
        text = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert value(text, "holi_turns_total", outcome="answered", language="en", channel="teams") == 3
