"""`holi` as it is installed: what `knowledge` has, and what needs the question log or belongs to a channel."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.cli import app
from knowledge.settings import ROOT

pytestmark = pytest.mark.django_db

ENTRY = 'holi = "bot.cli:main"'
COMMANDS = ("evaluate", "audit", "retention", "subject-access", "erase", "digest", "teams-package")


def holi(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_is_one_command() -> None:
    assert ENTRY in (ROOT / "pyproject.toml").read_text()
    listed = holi("--help")
    assert [name for name in COMMANDS if name not in listed] == []


def test_django_waits_until_a_command_needs_it() -> None:
    code = "import bot.cli, sys; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_without_a_period_audit_prints_the_trail() -> None:
    assert holi("audit").startswith("at,who,what,note,release,details")


def test_a_period_gives_the_pack(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("bot.figures.pack.make_pack", lambda period, progress: str(period).encode())
    file = tmp_path / "pack.zip"
    holi("audit", "--from", "2026-01-01", "--to", "2026-12-31", "--into", str(file))
    assert file.read_text() == "2026-01-01-2026-12-31"


def test_the_digest_says_how_many_it_sent() -> None:
    assert holi("digest") == "Digests sent: 0.\n"
