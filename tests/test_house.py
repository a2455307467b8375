"""What architecture.md and style.md promise of the whole repository."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from knowledge.settings import ROOT

SHARED = "knowledge.observing"
FORBIDDEN = {
    "knowledge": {"django", "rasa", "rasa_sdk", "starlette", "httpx", "bot", "actions"},
    "actions": {"django", "bot", "sqlite3", "rasa"},
    "bot/web": {"actions", "rasa", "rasa_sdk"},
    "bot/chat": {"actions", "rasa", "rasa_sdk"},
    "bot/backup": {"actions", "rasa", "rasa_sdk"},
    "bot/privacy": {"actions", "rasa", "rasa_sdk"},
    "bot/teams": {"actions", "rasa", "rasa_sdk"},
    "bot/figures": {"actions", "rasa", "rasa_sdk"},
    "bot/doctor": {"actions", "rasa", "rasa_sdk"},
    "bot/demo": {"actions", "rasa", "rasa_sdk"},
    "bot/status": {"actions", "rasa", "rasa_sdk"},
    "bot/components": {"django", "knowledge", "actions"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {_room(name.name) for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(_room(node.module))
    return found


def _room(module: str) -> str:
    """What every process uses, Rasa's too, is written for both Pythons."""
    return SHARED if module.startswith(SHARED) else module.split(".")[0]


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    for file in (ROOT / room).rglob("*.py"):
        assert not imports(file) & FORBIDDEN[room], file


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines()]


def test_the_pythons_agree_wherever_they_are_named() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert set(re.findall(r"\$\(call python,(3\.\d+)\)", makefile)) == {"3.10", "3.11"}
    assert set(re.findall(r"--python-version (3\.\d+)", makefile)) == {"3.10", "3.11"}
    pyproject = (ROOT / "pyproject.toml").read_text()
    assert 'requires-python = ">=3.11,<3.12"' in pyproject
    assert 'python_version = "3.11"' in pyproject
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"Python (3\.\d+)", readme)) == {"3.10", "3.11"}


def commands_code() -> str:
    files = [
        ROOT / "knowledge" / "cli.py",
        ROOT / "knowledge" / "release_commands.py",
        ROOT / "bot/teams/package.py",
        ROOT / "bot/commands.py",
    ]
    return "".join(file.read_text() for file in [*files, *(ROOT / "bot").glob("*/commands.py")])


def test_every_command_and_target_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    commands = re.findall(r"^@app\.command\(\)\ndef (\w+)", commands_code(), re.MULTILINE)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [name for name in commands if f"`holi {name.replace('_', '-')}" not in readme] == []
    unnamed = {"browser", "writer", "provider", "servers"}
    assert [name for name in targets if name not in unnamed and f"make {name}" not in readme] == []


def test_modules_are_small() -> None:
    long = [
        f
        for f in tracked()
        if f.suffix == ".py" and "migrations" not in f.parts and len(f.read_text().splitlines()) > 220
    ]
    assert long == []


def test_no_phone_number_of_the_report_is_in_the_product() -> None:
    for file in tracked():
        if file.suffix in {".md", ".yml", ".py", ".jsonl", ".html", ".js"}:
            assert not re.search(r"0126[7]|@carmarthenshire[.]gov", file.read_text()), file
