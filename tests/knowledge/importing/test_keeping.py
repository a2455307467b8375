from pathlib import Path

from knowledge.documents import parse_document
from knowledge.importing.importer import import_document
from knowledge.models import Anchor, Document, Language

BEFORE = """---
id: cars
title: Cars
language: en
version: "1.0"
owner: Transport
also_asked: {"1": ["Where do I park?"], "2": ["Who washes it?"], "3": ["May I smoke in it?"]}
superseded: {"4": "3", "5": "bikes#2"}
---

# Cars

## 1 Parking

Park behind the depot.

## 2 Washing

Wash it on Fridays.

## 3 Smoking

Nobody smokes in a car.

## 4 Pipes

Pipes are allowed.

## 5 Bicycles

Bicycles are borrowed at the desk.
"""
AFTER = """# Cars

## 1 Parking

Park in front of the depot.

## 2 Fuel

The card is in the glove box.

## 3 Washing

Wash it on Mondays.

## 4 Smoking

Nobody smokes in a car or beside it.

## 5 Pipes

Pipes are allowed.
"""


def imported(tmp_path: Path, text: str = AFTER) -> tuple[Document, list[tuple[str, str]]]:
    before = parse_document("cars.en.md", BEFORE, [])
    assert before
    file = tmp_path / "cars.md"
    file.write_text(text)
    found = import_document(file, id="cars", language=Language.EN, known={Language.EN: before})
    remarks = [(one.kind, one.number) for one in found.report if one.kind.startswith("additions")]
    return found.documents[Language.EN].document, remarks


def test_other_wordings_go_with_their_section_to_its_new_number(tmp_path: Path) -> None:
    document, _ = imported(tmp_path)
    asked = {one.anchor.number: one.also_asked for one in document.sections if one.also_asked}
    assert asked == {"1": ("Where do I park?",), "3": ("Who washes it?",), "4": ("May I smoke in it?",)}


def test_what_supersedes_is_followed_to_its_new_number(tmp_path: Path) -> None:
    document, remarks = imported(tmp_path)
    superseded = {one.anchor.number: one.superseded_by for one in document.sections if one.superseded_by}
    assert superseded == {"5": Anchor("cars", "4")}
    assert remarks == [("additions_kept", ""), ("additions_lost", "5")]


def test_of_sections_with_one_title_none_gets_what_may_be_anothers(tmp_path: Path) -> None:
    document, remarks = imported(tmp_path, AFTER.replace("## 5 Pipes", "## 5 Washing"))
    assert not any("Who washes it?" in one.also_asked for one in document.sections)
    assert ("additions_lost", "2") in remarks
