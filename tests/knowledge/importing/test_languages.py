"""Files that hold both languages."""

from pathlib import Path

import pytest

from knowledge.importing.blocks import Block, Kind
from knowledge.importing.importer import Imported, import_document
from knowledge.importing.reviewing import twin_remarks
from knowledge.models import Document, Language
from tests.knowledge.importing.conftest import Convert, kinds
from tests.knowledge.importing.policies import WORDS
from tests.knowledge.importing.word_files import WordFile

CY, EN = WORDS[Language.CY], WORDS[Language.EN]
SECTIONS = [("purpose", "purpose_text"), ("accounts", "who_text"), ("times", "times_text"), ("records", "records_text")]


def numbered(word: WordFile) -> WordFile:
    word.list(1, [("decimal", "%1")], styles="Heading")
    word.list(2, [("decimal", "%1")])
    return word


def one_after_the_other(word: WordFile) -> None:
    numbered(word)
    for number, words in ((1, CY), (2, EN)):
        word.document.add_paragraph(words["title"], style="Title")
        for heading, text in SECTIONS:
            word.heading(words[heading], 1, number=number)
            word.text(words[text])


def page_by_page(word: WordFile) -> None:
    numbered(word)
    for words in (CY, EN):
        word.document.add_paragraph(words["title"], style="Title")
    for heading, text in SECTIONS:
        for number, words in ((1, CY), (2, EN)):
            word.heading(words[heading], 1, number=number)
            word.text(words[text])
            word.document.add_page_break()


def side_by_side(word: WordFile, style: str = "Table Grid") -> None:
    table = word.document.add_table(1, 2, style=style)
    table.cell(0, 0).text, table.cell(0, 1).text = "Cymraeg", "English"
    for number, (heading, text) in enumerate(SECTIONS, 1):
        cells = table.add_row().cells
        for cell, words in zip(cells, (CY, EN), strict=True):
            cell.paragraphs[0].add_run(f"{number} {words[heading]}").bold = True
            cell.add_paragraph(words[text])


def side_by_side_without_lines(word: WordFile) -> None:
    side_by_side(word, "Normal Table")


def with_a_column_of_numbers(word: WordFile) -> None:
    table = word.document.add_table(0, 3, style="Table Grid")
    for number, (heading, text) in enumerate(SECTIONS, 1):
        cells = table.add_row().cells
        cells[0].text = str(number)
        for cell, words in zip(cells[1:], (CY, EN), strict=True):
            cell.paragraphs[0].style = "Heading 1"
            cell.paragraphs[0].add_run(words[heading])
            cell.add_paragraph(words[text])


LAYOUTS = [one_after_the_other, page_by_page, side_by_side, side_by_side_without_lines, with_a_column_of_numbers]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, office: Convert) -> dict[str, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("both")
    found: dict[str, dict[str, Path]] = {}
    for layout in LAYOUTS:
        word = WordFile()
        layout(word)
        found[layout.__name__] = {"docx": word.save(folder / f"{layout.__name__}.docx")}
    pdfs = office([kind["docx"] for kind in found.values()])
    for kind, pdf in zip(found.values(), pdfs, strict=True):
        kind["pdf"] = pdf
    return found


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("layout", [layout.__name__ for layout in LAYOUTS])
def test_each_language_gets_its_own_half(layout: str, kind: str, files: dict[str, dict[str, Path]]) -> None:
    found = import_document(files[layout][kind], id="policy")
    for language, words in WORDS.items():
        document = found.documents[language].document
        sections = [section for section in document.sections if section.anchor.number != "0"]
        assert [(section.anchor.number, section.title, section.text) for section in sections] == [
            (str(number), words[heading], words[text]) for number, (heading, text) in enumerate(SECTIONS, 1)
        ]
    assert "split" in kinds(found)
    assert not {"no_twin", "jump", "twice", "other_language"} & kinds(found)


@pytest.mark.parametrize("layout", ["one_after_the_other", "page_by_page"])
def test_each_half_has_its_own_title(layout: str, files: dict[str, dict[str, Path]]) -> None:
    for kind in ("docx", "pdf"):
        found = import_document(files[layout][kind], id="policy")
        titles = {language: one.document.title for language, one in found.documents.items()}
        assert titles == {language: words["title"] for language, words in WORDS.items()}


def test_a_chosen_language_takes_one_half_and_says_so(files: dict[str, dict[str, Path]]) -> None:
    found = import_document(files["side_by_side"]["docx"], id="policy", language=Language.EN)
    assert set(found.documents) == {Language.EN}
    assert CY["times_text"] not in found.documents[Language.EN].markdown
    assert "other_half" in kinds(found)


def policy(folder: Path, *texts: str) -> Path:
    word = numbered(WordFile())
    for heading, text in zip(("Purpose", "Accounts", "Times", "Records"), texts, strict=False):
        word.heading(heading, 1)
        word.text(text)
    return word.save(folder / "policy.docx")


def test_a_quotation_in_the_other_language_stays_and_is_pointed_out(tmp_path: Path) -> None:
    quotation = f"{CY['purpose_text']} {CY['times_text']}"
    found = import_document(
        policy(tmp_path, EN["purpose_text"] * 3, EN["who_text"] * 3, quotation, EN["records_text"] * 3), id="policy"
    )
    assert set(found.documents) == {Language.EN}
    assert quotation in found.documents[Language.EN].markdown
    assert [remark.number for remark in found.report if remark.kind == "other_language"] == ["3"]
    assert "language_recognised" in kinds(found)


def test_a_file_in_the_language_that_was_not_chosen_is_pointed_out(tmp_path: Path) -> None:
    found: Imported = import_document(policy(tmp_path, EN["purpose_text"]), id="policy", language=Language.CY)
    assert "wrong_language" in kinds(found)


def test_sections_without_a_twin_are_named(tmp_path: Path) -> None:
    english = import_document(policy(tmp_path, EN["purpose_text"], EN["who_text"]), id="policy", language=Language.EN)
    welsh = import_document(policy(tmp_path, CY["purpose_text"]), id="policy", language=Language.CY)
    two: Document = english.documents[Language.EN].document
    assert [remark.number for remark in twin_remarks(two, welsh.documents[Language.CY].document)] == ["2"]
    known = {Language.EN: two}
    again = import_document(tmp_path / "policy.docx", id="policy", language=Language.CY, known=known)
    assert [(remark.document, remark.number) for remark in again.report if remark.kind == "no_twin"] == [
        (Language.EN, "2")
    ]


def test_short_lines_go_with_what_stands_beside_them() -> None:
    from knowledge.importing.bilingual import tag

    blocks = [
        Block(Kind.HEADING, "1 Facebook"), Block(Kind.PARAGRAPH, CY["purpose_text"]), Block(Kind.PARAGRAPH, "2024"),
        Block(Kind.HEADING, "1 Facebook"), Block(Kind.PARAGRAPH, EN["purpose_text"]), Block(Kind.PARAGRAPH, "2024"),
    ]  # fmt: skip
    assert [tagged.language for tagged in tag(blocks)] == [Language.CY] * 3 + [Language.EN] * 3
