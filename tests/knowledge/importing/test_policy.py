"""A whole policy in both languages, made by python-docx and by LibreOffice, from Word and from its PDF."""

from pathlib import Path

import pytest

from knowledge.importing.importer import Imported, import_document
from knowledge.library import inspect_library
from knowledge.models import Language
from tests.knowledge.importing.conftest import kinds
from tests.knowledge.importing.office import printed_before, printed_lines
from tests.knowledge.importing.policies import LABELS, NUMBERS, WORDS

Policies = dict[tuple[Language, str], Path]
KINDS = ("docx", "pdf", "writer docx", "writer pdf")
EVERY = pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in Language for kind in KINDS])


def imported(policies: Policies, language: Language, kind: str) -> Imported:
    return import_document(policies[language, kind], id="policy", language=language)


@EVERY
def test_every_section_has_the_number_that_is_printed(policies: Policies, language: Language, kind: str) -> None:
    document = imported(policies, language, kind).documents[language].document
    sections = [section for section in document.sections if section.anchor.number != "0"]
    assert [section.anchor.number for section in sections] == NUMBERS
    lines = printed_lines(policies[language, kind.replace("docx", "pdf")])
    for section in sections:
        words = section.title.removeprefix("Appendix A ").removeprefix("Atodiad A ")
        printed = printed_before(lines, words)
        assert printed.removeprefix("Appendix ").removeprefix("Atodiad ") == section.anchor.number


@EVERY
def test_clauses_keep_their_printed_labels_and_nesting(policies: Policies, language: Language, kind: str) -> None:
    section = imported(policies, language, kind).documents[language].document.section("2.2")
    assert section
    lines = printed_lines(policies[language, kind.replace("docx", "pdf")])
    for (text, level), label in zip(WORDS[language]["clauses"], LABELS, strict=True):
        assert f"{'  ' * level}- {label} {text}" in section.text.split("\n")
        assert any(line.startswith(f"{label} {text[:30]}") for line in lines)


@EVERY
def test_tables_and_footnotes_stay_where_they_were(policies: Policies, language: Language, kind: str) -> None:
    words = WORDS[language]
    document = imported(policies, language, kind).documents[language].document
    times, opening = document.section("3"), document.section("2.1")
    assert times
    assert opening
    header, *rows = (f"| {left} | {right} |" for left, right in words["table"])
    assert times.text == "\n\n".join([words["times_text"], "\n".join([header, "| --- | --- |", *rows])])
    assert opening.text == f"{words['opening_text']} [{words['note']}]{words['opening_more']}"


@EVERY
def test_contents_headers_and_footers_are_dropped_and_said(policies: Policies, language: Language, kind: str) -> None:
    words = WORDS[language]
    found = imported(policies, language, kind)
    markdown = found.documents[language].markdown
    assert words["header"] not in markdown
    assert words["contents"] not in markdown.split("\n")
    assert words["footer"].strip() not in markdown.split()
    assert markdown.count(words["purpose"]) == 1
    assert {"contents", "running", "footnotes", "sections_found"} <= kinds(found)
    assert not {"jump", "not_first", "no_text", "twice", "no_title", "no_version"} & kinds(found)


@EVERY
def test_title_and_version_are_the_file_s_own(policies: Policies, language: Language, kind: str) -> None:
    document = imported(policies, language, kind).documents[language].document
    assert document.title == WORDS[language]["title"]
    assert document.version == "2.3"


@pytest.mark.parametrize("kind", ["pdf", "writer pdf"])
def test_sections_of_a_pdf_know_their_page(policies: Policies, kind: str) -> None:
    document = imported(policies, Language.CY, kind).documents[Language.CY].document
    assert [section.page for section in document.sections if section.anchor.number in ("1", "2.2.1", "3", "A.1")] == [
        1, 1, 2, 2,
    ]  # fmt: skip


@EVERY
def test_what_is_written_is_a_sound_library(policies: Policies, language: Language, kind: str, tmp_path: Path) -> None:
    one = imported(policies, language, kind).documents[language]
    (tmp_path / one.file_name).write_text(one.markdown, encoding="utf-8")
    library = inspect_library(tmp_path)
    assert library.problems == ()
    assert library.document("policy", language) == one.document
