"""The `holi` command is one, and only what needs the question log loads Django."""

import subprocess
import sys

from knowledge.settings import ROOT

ENTRY = 'holi = "bot.cli:main"'


def run(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_command_starts_without_django() -> None:
    assert ENTRY in (ROOT / "pyproject.toml").read_text()
    assert run("-c", "import sys, bot.cli; print('django' in sys.modules)").strip() == "False"


def test_the_command_has_what_knowledge_offers_and_what_needs_the_question_log() -> None:
    listed = run("-m", "bot.cli", "--help")
    assert [name for name in ("evaluate", "audit", "retention", "subject-access", "erase") if name not in listed] == []
