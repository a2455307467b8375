"""What the documents for those who run Holi name is there."""

import re
from pathlib import Path

import pytest

from bot.commands import Part, Step
from knowledge.settings import KNOWN, ROOT
from tests.test_house import commands_code

DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
OURS = [ROOT / "docs" / f"{name}.md" for name in ("install", "upgrade", "runbook", "architecture")]


def named(pattern: str, file: Path) -> set[str]:
    return set(re.findall(pattern, file.read_text()))


def every_test() -> set[str]:
    return {name for file in (ROOT / "tests").rglob("*.py") for name in named(r"def (test_\w+)", file)}


def test_every_test_of_the_runbook_is_there() -> None:
    rows = [line for line in (ROOT / "docs" / "runbook.md").read_text().splitlines() if line.startswith("| ")][1:]
    proofs = [set(re.findall(r"`(test_\w+)`", row)) for row in rows]
    assert all(proofs), "a row of the runbook names no test"
    assert set.union(*proofs) - every_test() == set()


def test_every_fault_is_in_the_runbook() -> None:
    faults = {
        name for file in (ROOT / "tests" / "cluster").glob("faults.py") for name in named(r"def (test_\w+)", file)
    }
    assert faults - named(r"`(test_\w+)`", ROOT / "docs" / "runbook.md") == set()


@pytest.mark.parametrize("document", OURS, ids=lambda file: file.stem)
def test_every_setting_command_and_file_in_it_is_there(document: Path) -> None:
    assert named(r"\bHOLI_[A-Z_]+\b", document) - KNOWN.keys() - {"HOLI_VERSION"} == set()  # compose's own
    commands = set(re.findall(r"^@app\.command\(\)\ndef (\w+)", commands_code(), re.MULTILINE))
    assert {name.replace("-", "_") for name in named(r"`holi ([a-z-]+)", document)} - commands == set()
    assert named(r"holi ready (\w+)", document) <= set(Part)
    assert named(r"holi prepare (\w+)", document) <= set(Step)
    for link in named(r"\]\((?!https?:)([^)#]+)", document):
        assert (document.parent / link).exists(), link


def test_every_document_is_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    assert [file.name for file in DOCUMENTS if f"docs/{file.name}" not in readme] == []
