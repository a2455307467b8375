from datetime import date
from pathlib import Path

import pytest

from knowledge.editing import section_text, with_also_asked, with_section, withdrawn
from knowledge.errors import LibraryError
from knowledge.library import inspect_library, read_library
from knowledge.models import Anchor, Language
from knowledge.parity import Kind, differences
from tests.conftest import ENGLISH, WELSH, WriteDocument


@pytest.fixture
def file(write: WriteDocument) -> Path:
    return write(ENGLISH) / "cars.en.md"


def test_only_the_sections_words_change(file: Path) -> None:
    before = file.read_text()
    document = read_library(file.parent).documents["cars", Language.EN]
    assert section_text(before, document, "1.1").startswith("A parking permit costs 30 pounds")
    file.write_text(with_section(before, document, "1.1", "It costs 40 pounds.\n\nOr nothing."))
    library = read_library(file.parent)
    section = library.section(Anchor("cars", "1.1"), Language.EN)
    assert section is not None
    assert section.text == "It costs 40 pounds.\n\nOr nothing."
    for number in ("1.2", "2"):
        was, now = document.section(number), library.documents["cars", Language.EN].section(number)
        assert was is not None
        assert now is not None
        assert was.text == now.text


def test_a_heading_inside_a_section_is_refused(file: Path) -> None:
    document = read_library(file.parent).documents["cars", Language.EN]
    with pytest.raises(LibraryError, match="begins with #"):
        with_section(file.read_text(), document, "1.1", "Fine.\n\n## 9 Another")


def test_a_field_of_several_lines_is_replaced_whole(file: Path) -> None:
    several = file.read_text().replace("owner:", 'also_asked:\n  "1.1":\n  - What is a permit?\nowner:', 1)
    file.write_text(several)
    document = read_library(file.parent).documents["cars", Language.EN]
    file.write_text(with_also_asked(several, document, "2", ["Can I swim?"]))
    document = read_library(file.parent).documents["cars", Language.EN]
    assert {s.anchor.number: s.also_asked for s in document.sections if s.also_asked} == {
        "1.1": ("What is a permit?",), "2": ("Can I swim?",),
    }  # fmt: skip
    assert document.owner == "Corporate Communications"


def test_a_withdrawn_document_is_not_answered_from(file: Path, write: WriteDocument) -> None:
    write(ENGLISH, id="boats")
    file.write_text(withdrawn(file.read_text(), date(2026, 4, 1)))
    assert inspect_library(file.parent).ids == ["boats"]


def test_where_the_languages_differ_is_seen(write: WriteDocument) -> None:
    write(ENGLISH)
    folder = write(
        WELSH.replace("30 punt", "14 punt").split("## 2 Nofio")[0], language="cy", title="Ceir", version='"2.0"'
    )
    found = differences(read_library(folder), "cars")
    assert [(one.kind, one.number) for one in found][-2:] == [(Kind.FIGURES, "1.1"), (Kind.NO_SECTION, "2")]
    assert (found[-2].welsh, found[-2].english) == ("14", "30")
