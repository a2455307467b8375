"""Headings and lists of Word files that number by hand, by style or not at all."""

from pathlib import Path

import docx

from knowledge.importing.importer import import_document
from knowledge.models import Language
from tests.knowledge.importing.conftest import count, kinds, take, text
from tests.knowledge.importing.word_files import WordFile


def test_numbers_typed_by_hand_are_read(word: WordFile, tmp_path: Path) -> None:
    for level, heading in [
        (1, "Section 4: Accounts"), (2, "4.1 – Opening"), (2, "4.2. Closing"), (1, "5) Times"),
        (1, "Appendix 2: Forms"), (2, "2.1 Request"), (1, "Atodiad C"),
    ]:  # fmt: skip
        word.heading(heading, level, number=0)
        word.text("Words.")
    document = take(word, tmp_path).documents[Language.EN].document
    assert [(section.anchor.number, section.title) for section in document.sections] == [
        ("4", "Accounts"), ("4.1", "Opening"), ("4.2", "Closing"), ("5", "Times"),
        ("A2", "Appendix 2: Forms"), ("2.1", "Request"), ("C", "Atodiad C"),
    ]  # fmt: skip


def test_a_lettered_heading_is_cited_within_its_section(word: WordFile, tmp_path: Path) -> None:
    word.list(7, [("decimal", "%1"), ("lowerLetter", "(%2)")])
    for heading, level in [("Leave", 1), ("Annual", 2), ("Sick", 2), ("Pay", 1), ("Monthly", 2)]:
        word.heading(heading, level, number=7)
        word.text("Words.")
    document = take(word, tmp_path).documents[Language.EN].document
    assert [section.anchor.number for section in document.sections] == ["1", "1(a)", "1(b)", "2", "2(a)"]


def test_headings_without_styles_are_known_by_bold_and_number(word: WordFile, tmp_path: Path) -> None:
    for heading in ("1. Leave", "1.1 Annual leave"):
        word.document.add_paragraph().add_run(heading).bold = True
        word.text("Words that follow.")
    document = take(word, tmp_path).documents[Language.EN].document
    assert [section.anchor.number for section in document.sections] == ["1", "1.1"]


def test_a_heading_style_round_a_whole_paragraph_makes_a_section_without_title(word: WordFile, tmp_path: Path) -> None:
    sentence = "Members of staff who are away for longer than a month hand their passwords to the communications team"
    word.heading("Leave", 1)
    word.heading(f"{sentence}, and are given new ones by that team on the day that they come back to work.", 2)
    word.text("Words.")
    found = take(word, tmp_path)
    assert text(found, "1.1").startswith(sentence)
    assert "### 1.1\n" in found.documents[Language.EN].markdown


def test_a_footnote_in_a_heading_moves_to_the_text(word: WordFile, tmp_path: Path) -> None:
    word.heading("Times", 1)
    word.text("Words.")
    heading = word.document.paragraphs[0]
    word.noted("", "Since 2024.", "More.")
    heading._p.append(word.document.paragraphs[-1].runs[0]._r)
    found = take(word, tmp_path)
    assert text(found, "1") == "[Since 2024.]\n\nWords.\n\nMore."
    assert "footnotes" in kinds(found)


def test_lists_made_with_word_s_own_styles_nest_by_their_indent(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("1 Leave", 1)
    for text_, style in [("one", ""), ("two", " 2"), ("three", " 3"), ("four", "")]:
        document.add_paragraph(text_, style=f"List Bullet{style}")
    document.save(str(tmp_path / "policy.docx"))
    found = import_document(tmp_path / "policy.docx", id="policy", language=Language.EN)
    assert text(found, "1") == "- one\n  - two\n    - three\n- four"


def test_contents_typed_by_hand_are_dropped_and_tabbed_lines_elsewhere_are_not(word: WordFile, tmp_path: Path) -> None:
    for line in ("Contents", "Leave\t3", "Pay\t4"):
        word.text(line)
    word.heading("Leave", 1)
    word.text("Days for a new starter:\t25")
    found = take(word, tmp_path)
    assert "Pay" not in found.documents[Language.EN].markdown
    assert text(found, "1") == "Days for a new starter: 25"
    assert count(found, "contents") == 1


def test_a_file_that_marks_no_headings_is_read_by_its_numbers(word: WordFile, tmp_path: Path) -> None:
    lines = "Parking policy|1. Purpose|Words.|2. Permits|Staff may:|1. park;|2. wait.|2.1 Fees|More words."
    for line in lines.split("|"):
        word.text(line)
    found = take(word, tmp_path)
    sections = found.documents[Language.EN].document.sections
    assert [(section.anchor.number, section.title) for section in sections] == [
        ("1", "Purpose"), ("2", "Permits"), ("2.1", "Fees"),
    ]  # fmt: skip
    assert text(found, "2") == "Staff may:\n\n1. park;\n2. wait."


def test_an_outline_whose_letters_begin_again_is_told_apart(word: WordFile, tmp_path: Path) -> None:
    word.list(7, [("upperRoman", "%1."), ("upperLetter", "%2."), ("decimal", "%3.")])
    for heading, level in [("Scope", 1), ("Who", 2), ("Staff", 3), ("Where", 2), ("Rules", 1), ("Posts", 2)]:
        word.heading(heading, level, number=7)
        word.text("Words.")
    found = take(word, tmp_path)
    numbers = [section.anchor.number for section in found.documents[Language.EN].document.sections]
    assert numbers == ["I", "I(A)", "1", "I(B)", "II", "II(A)"]
    assert "twice" in kinds(found)


def test_headings_without_numbers_are_cited_by_their_place(tmp_path: Path) -> None:
    document = docx.Document()
    for heading in ("Leave", "Pay"):
        document.add_heading(heading, 1)
        document.add_paragraph("Words.")
    document.save(str(tmp_path / "policy.docx"))
    found = import_document(tmp_path / "policy.docx", id="policy", language=Language.EN)
    assert [section.anchor.number for section in found.documents[Language.EN].document.sections] == ["1", "2"]
    assert "unnumbered" in kinds(found)
