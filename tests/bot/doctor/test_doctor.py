"""`holi doctor` over a real home, and over what is wrong with it."""

import json
import os
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor.checks import MODULES, Place, all_checks, examine
from knowledge.digests import altered, write_digests
from knowledge.settings import environment, load_settings
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    ports = {name: str(free_port()) for name in ("HOLI_PORT", "HOLI_RASA_PORT", "HOLI_ACTIONS_PORT")}
    return Place(load_settings(), {**environment(), **ports})


@pytest.fixture
def home(place: Place, tmp_path: Path) -> Path:
    """With a copy of the release that set-up made: nothing is built, so no model is loaded."""
    current = place.settings.home / "releases" / "current"
    shutil.copytree(current, tmp_path / "releases" / os.readlink(current))
    (tmp_path / "releases" / "current").symlink_to(os.readlink(current))
    return tmp_path


def sentences(place: Place, name: str) -> list[tuple[bool, str]]:
    """What one check finds."""
    (check,) = (each for each in all_checks() if each.name == name)
    return [(found.right, found.sentence) for _, found in examine(place, [check])]


def elsewhere(place: Place, home: Path, **values: str) -> Place:
    return Place(replace(place.settings, home=home), {**place.values, **values})


def test_what_set_up_made_is_well(place: Place) -> None:
    findings = list(examine(place, all_checks()))
    assert [found.sentence for _, found in findings if not found.right] == []
    assert {each.name for each, _ in findings} >= {"home", "disk", "clock", "database", "models", "rasa", "release"}
    assert all(found.sentence.endswith(".") for _, found in findings)


def test_the_command_prints_every_finding_and_ends_with_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_HOME", str(tmp_path / "nowhere"))
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert "! Nothing can be written to" in done.output
    rows = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).output)
    assert {
        "check": "rasa",
        "right": False,
        "sentence": "Rasa has no model. Run 'make setup', which trains it.",
    } in rows


def test_settings_that_cannot_be_read_are_the_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_HOEM", "/srv/holi")
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1
    assert "The setting HOLI_HOEM isn't known" in done.output


def test_a_model_that_was_altered_is_found(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    write_digests(tmp_path)
    assert altered(tmp_path) == []
    (tmp_path / "model.safetensors").write_bytes(b"Weights")
    assert altered(tmp_path) == ["model.safetensors"]
    (tmp_path / "model.safetensors").unlink()
    assert altered(tmp_path) == ["model.safetensors"]
    (tmp_path / "digests.json").unlink()
    assert altered(tmp_path) == ["digests.json"]


def test_a_release_that_cannot_be_read_is_found(place: Place, home: Path) -> None:
    there = elsewhere(place, home)
    assert sentences(there, "release")[0][0]
    (home / "releases" / "current" / "views.cy.npz").write_bytes(b"broken")
    ((right, sentence),) = sentences(there, "release")
    assert not right
    assert "can't be read" in sentence


def test_secrets_that_others_can_read_are_found(place: Place, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.env"
    secrets.touch(0o600)
    assert [right for right, _ in sentences(elsewhere(place, tmp_path), "home")] == [True]
    secrets.chmod(0o644)
    assert f"Run 'chmod 600 {secrets}'" in sentences(elsewhere(place, tmp_path), "home")[1][1]


def test_a_broken_audit_trail_is_found(place: Place, tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").write_text("{}\n")
    assert not sentences(elsewhere(place, tmp_path), "trail")[0][0]


def test_a_clock_that_is_behind_a_release_is_found(place: Place, home: Path) -> None:
    manifest = home / "releases" / os.readlink(home / "releases" / "current") / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "built": "2096-01-01T00:00:00+00:00"}))
    ((right, sentence),) = sentences(elsewhere(place, home), "clock")
    assert not right
    assert "Set the clock" in sentence


def test_what_is_on_a_port_has_to_be_holi(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.services.PATIENCE", 0.2)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = Place(place.settings, {**place.values, "HOLI_RASA_PORT": str(other.getsockname()[1])})
        found = sentences(taken, "running")
    assert [right for right, _ in found] == [False, True, True]
    assert "set HOLI_RASA_PORT to another" in found[0][1]


def test_a_mail_server_that_is_not_there_is_found(place: Place, tmp_path: Path) -> None:
    there = elsewhere(place, tmp_path, HOLI_SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    assert "doesn't let Holi in" in sentences(there, "mail")[0][1]
    assert not sentences(elsewhere(place, tmp_path, HOLI_EMAIL_FOLDER=str(tmp_path / "post")), "mail")[0][0]


def test_every_module_has_checks() -> None:
    assert {each.run.__module__.rpartition(".")[2] for each in all_checks()} == set(MODULES)
