import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.processes import Process, processes
from knowledge.settings import load_settings

INSIDE = ("rasa", "actions")
SECRETS = {"HOLI_SECRET_KEY": "k", "HOLI_RASA_TOKEN": "t", "HOLI_TEAMS_SECRET": "s", "HOLI_SMTP_URL": "smtp://u:p@h"}


def made(**values: str) -> dict[str, Process]:
    return processes(load_settings(), values)


def listens(process: Process) -> str:
    flag = "-i" if "-i" in process.command else "--host"
    return process.command[process.command.index(flag) + 1]


def test_all_listen_on_loopback_unless_told_otherwise() -> None:
    assert {listens(process) for process in made().values() if process.port} == {"127.0.0.1"}


def test_what_people_reach_and_what_they_may_not_are_told_apart() -> None:
    outside, inside = made(HOLI_HOST="10.0.0.1"), made(HOLI_INTERNAL_HOST="0.0.0.0")
    assert [listens(outside[name]) for name in (*INSIDE, "web")] == ["127.0.0.1", "127.0.0.1", "10.0.0.1"]
    assert [listens(inside[name]) for name in (*INSIDE, "web")] == ["0.0.0.0", "0.0.0.0", "127.0.0.1"]
    assert inside["rasa"].health == "http://127.0.0.1:5005/webhooks/holi/"


def test_rasa_is_told_no_secret_but_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    told = made(**SECRETS)["rasa"].surroundings(SECRETS)
    assert [name for name in SECRETS if name in told] == ["HOLI_RASA_TOKEN"]


def test_a_process_is_started_in_the_place_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[str, ...]] = []
    monkeypatch.setattr(os, "execvpe", lambda file, command, environment: became.append(command))
    monkeypatch.setenv("HOLI_ACTIONS_PORT", "5999")
    monkeypatch.chdir(Path.cwd())
    assert CliRunner().invoke(app, ["start", "actions"]).exit_code == 0
    assert "5999" in became[0]


def test_what_does_not_answer_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_ACTIONS_PORT", "9")
    failed = CliRunner().invoke(app, ["ready", "actions"])
    assert "actions doesn't answer at http://127.0.0.1:9/health" in str(failed.exception)
