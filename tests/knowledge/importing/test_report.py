"""What an import says: kinds, places, and the same sentence in both languages."""

import re
from pathlib import Path

import pytest

from knowledge.importing.importer import import_document
from knowledge.importing.remarks import Remark, catalogue
from knowledge.models import Language

TEXT = "Staff must ask the communications team before they open an account."


def remarks(folder: Path, markdown: str, name: str = "policy.md") -> list[Remark]:
    (folder / name).write_text(markdown, encoding="utf-8")
    return list(import_document(folder / name, id="policy", language=Language.EN).report)


def of_kind(found: list[Remark], kind: str) -> list[tuple[str, str]]:
    return [(remark.number, remark.sentence(Language.EN)) for remark in found if remark.kind == kind]


@pytest.mark.parametrize("kind", list(catalogue()))
def test_every_sentence_stands_in_both_languages_with_the_same_values(kind: str) -> None:
    entry = catalogue()[kind]
    assert set(entry) == {"group", "cy", "en"}
    assert entry["group"] in ("found", "dropped", "wrong", "refused")
    values = [sorted(set(re.findall(r"\{(\w+)\}", entry[language]))) for language in Language]
    assert values[0] == values[1]
    assert all(entry[language].endswith(".") and entry[language].count(". ") == 0 for language in Language)


def test_every_kind_that_the_code_names_has_a_sentence() -> None:
    folder = Path(__file__).parents[3] / "knowledge" / "importing"
    code = "\n".join(file.read_text() for file in folder.glob("*.py"))
    unused = [kind for kind in catalogue() if f'"{kind}"' not in code and not kind.startswith("no_")]
    assert unused == []
    assert set(re.findall(r'ImportRefused\("(\w+)"', code)) <= set(catalogue())


def test_a_jump_in_numbering_is_placed(tmp_path: Path) -> None:
    numbers = ["1", "2", "2.1", "2.3", "4", "Appendix A", "A.1", "A.2"]
    found = remarks(tmp_path, "\n\n".join(f"{'#' * (2 + ('.' in n))} {n} Heading\n\n{TEXT}" for n in numbers))
    assert of_kind(found, "jump") == [
        ("2.3", "2.3 follows 2.1: check that nothing is missing between them."),
        ("4", "4 follows 2: check that nothing is missing between them."),
    ]
    assert of_kind(found, "not_first") == []


def test_a_list_of_sections_that_does_not_begin_at_the_first_is_placed(tmp_path: Path) -> None:
    found = remarks(tmp_path, f"## 1 One\n\n{TEXT}\n\n### 1.2 Two\n\n{TEXT}\n\n### 1.3 Three\n\n{TEXT}\n")
    assert [number for number, _ in of_kind(found, "not_first")] == ["1.2"]


def test_numbered_paragraphs_fill_what_headings_leave_out(tmp_path: Path) -> None:
    text = f"1 PURPOSE\n\n1.1 {TEXT}\n\n1.2 {TEXT}\n\n1.3 Accounts\n\n{TEXT}\n"
    found = remarks(tmp_path, text, "policy.txt")
    assert of_kind(found, "jump") + of_kind(found, "not_first") == []
    assert "from 1 to 1.3" in of_kind(found, "sections_found")[0][1]


def test_a_heading_without_text_is_placed_but_not_one_that_only_has_sections(tmp_path: Path) -> None:
    found = remarks(tmp_path, f"## 1 One\n\n### 1.1 Two\n\n{TEXT}\n\n### 1.2 Three\n\n## 2 Four\n\n{TEXT}\n")
    assert [number for number, _ in of_kind(found, "no_text")] == ["1.2"]


def test_a_long_section_is_counted(tmp_path: Path) -> None:
    found = remarks(tmp_path, f"## 1 One\n\n{'word ' * 1501}\n\n## 2 Two\n\n{'word ' * 1499}\n")
    assert [number for number, _ in of_kind(found, "long_section")] == ["1"]
    assert "1501" in of_kind(found, "long_section")[0][1]


def test_a_number_that_is_printed_twice_is_told_apart(tmp_path: Path) -> None:
    heads = ["## 1 One", "## 2 Two", "## Appendix A", "### 1 First form", "### 2 Second form"]
    found = remarks(tmp_path, "\n\n".join(f"{head}\n\n{TEXT}" for head in heads))
    assert of_kind(found, "twice") == [
        ("A.1", "The number 1 is printed more than once; this one is cited as A.1."),
        ("A.2", "The number 2 is printed more than once; this one is cited as A.2."),
    ]


def test_a_number_that_stands_twice_side_by_side_gives_way_to_its_place(tmp_path: Path) -> None:
    found = remarks(tmp_path, f"## 1 One\n\n{TEXT}\n\n## 2 Two\n\n{TEXT}\n\n## 2 Three\n\n{TEXT}\n")
    assert of_kind(found, "twice") == [("3", "The number 2 is printed more than once; this one is cited as 3.")]


def test_what_has_to_be_filled_in_is_said(tmp_path: Path) -> None:
    found = remarks(tmp_path, f"{TEXT}\n")
    kinds = {remark.kind for remark in found}
    assert {"no_headings", "no_version", "no_owner", "no_title"} <= kinds


def test_remarks_about_a_pdf_name_the_page(tmp_path: Path) -> None:
    remark = Remark("no_text", Language.CY, "4.2", 7)
    assert remark.as_json() == {
        "kind": "no_text", "group": "wrong", "document": "cy", "section": "4.2", "page": 7,
        "message": {"cy": "Pennawd heb destun yw adran 4.2.", "en": "Section 4.2 is a heading without text."},
    }  # fmt: skip
