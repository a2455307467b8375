"""`holi` as it is installed: what `knowledge` has, and what needs the question log."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.figures import commands
from knowledge.settings import ROOT

pytestmark = pytest.mark.django_db


def holi(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_without_a_period_audit_prints_the_trail() -> None:
    assert holi("audit").startswith("at,who,what,note,release,details")


def test_a_period_gives_the_pack(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("bot.figures.pack.make_pack", lambda period, progress: str(period).encode())
    file = tmp_path / "pack.zip"
    holi("audit", "--from", "2026-01-01", "--to", "2026-12-31", "--into", str(file))
    assert file.read_text() == "2026-01-01-2026-12-31"


def test_the_digest_says_how_many_it_sent() -> None:
    assert holi("digest") == "Digests sent: 0.\n"


def test_django_waits_until_a_command_needs_it() -> None:
    code = f"import {commands.__name__}, bot.cli, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
