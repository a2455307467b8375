"""Sections that others supersede, and documents that were withdrawn: what a question gets then."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answering import Assistant
from knowledge.editing import with_superseded, withdrawn
from knowledge.encoder import Encoder
from knowledge.library import inspect_library, read_library
from knowledge.models import Anchor, Language, Outcome, Withdrawn
from knowledge.releases import Releases
from tests.conftest import ENGLISH, WriteDocument

PERMIT = "What does a parking permit cost?"
PERMITS, POOL, NEWER = Anchor("cars", "1.1"), Anchor("cars", "2"), Anchor("cars", "3")
BODY = ENGLISH + "\n## 3 Charges\n\nThe yearly charge is 45 pounds.\n"


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in inspect_library(folder).problems if problem.fatal]


def test_a_question_gets_the_section_that_supersedes_the_one_that_answered(
    write: WriteDocument, releases: Releases, encoder: Encoder
) -> None:
    before = Assistant(releases.build(write(BODY), encoder), encoder)
    assert before.answer(PERMIT, Language.EN).ranked[0] == PERMITS
    after = Assistant(releases.build(write(BODY, superseded='{"1.1": "3"}'), encoder), encoder)
    answer = after.answer(PERMIT, Language.EN)
    assert answer.ranked[0] == NEWER
    assert PERMITS not in answer.ranked
    assert "30 pounds" not in answer.text
    assert after.show(PERMITS, Language.EN).citations[0].anchor == NEWER


def test_the_last_of_a_line_is_quoted_whichever_language_marks_it(write: WriteDocument) -> None:
    write(BODY, superseded='{"1.1": "1.2"}')
    folder = write(BODY, language="cy", superseded='{"1.2": "cars#3"}')
    assert read_library(folder).successors == {PERMITS: NEWER, Anchor("cars", "1.2"): NEWER}


@pytest.mark.parametrize(
    ("superseded", "words"),
    [
        ('{"1.1": "9"}', "no section cars#9 with text"),
        ('{"1.1": "boats#1"}', "no section boats#1 with text"),
        ('{"1.1": "2", "2": "1.1"}', "leads back to it"),
        ('{"1.1": "1.1"}', "leads back to it"),
        ('{"9": "1.1"}', "names section 9, which isn't in the document"),
        ('{1.1: "2"}', "section numbers, in quotes"),
        ('{"1.1": 2}', "section numbers, in quotes"),
    ],
)
def test_what_supersedes_nothing_is_refused(superseded: str, words: str, write: WriteDocument) -> None:
    assert any(words in problem for problem in problems(write(ENGLISH, superseded=superseded)))


def test_the_two_languages_name_the_same_successor(write: WriteDocument) -> None:
    write(BODY, superseded='{"1.1": "3"}')
    folder = write(BODY, language="cy", superseded='{"1.1": "2"}')
    assert ["another section in the other language" in problem for problem in problems(folder)] == [True]


def test_a_mark_is_set_and_taken_away(write: WriteDocument) -> None:
    folder = write(BODY, superseded='{"2": "1.2"}')
    file = folder / "cars.en.md"
    for by, expected in ((NEWER, {PERMITS: NEWER, POOL: Anchor("cars", "1.2")}), (None, {POOL: Anchor("cars", "1.2")})):
        document = read_library(folder).documents["cars", Language.EN]
        file.write_text(with_superseded(file.read_text(), document, "1.1", by))
        assert read_library(folder).successors == expected


@pytest.fixture
def pools(write: WriteDocument) -> Path:
    """Cars, and pools in a document of their own that was withdrawn."""
    write(ENGLISH.split("## 2 Swimming")[0])
    folder = write("## 1 Swimming\n\nThe pool closes at nine in the evening.\n", id="pools", title="Pools")
    file = folder / "pools.en.md"
    file.write_text(withdrawn(file.read_text(), date(2026, 3, 2)))
    return folder


def test_what_a_withdrawn_document_answered_says_when_it_was_withdrawn(
    pools: Path, releases: Releases, encoder: Encoder
) -> None:
    assistant = Assistant(releases.build(pools, encoder), encoder)
    answer = assistant.answer("When does the swimming pool close in the evening?", Language.EN)
    assert answer.outcome is Outcome.UNANSWERED
    assert answer.citations == ()
    assert answer.pointer == Withdrawn("Pools", Anchor("pools", "1"), date(2026, 3, 2))
    assert {anchor.document for anchor in answer.ranked} == {"cars"}


def test_what_is_in_force_is_answered_beside_what_was_withdrawn(
    pools: Path, releases: Releases, encoder: Encoder
) -> None:
    assistant = Assistant(releases.build(pools, encoder), encoder)
    answer = assistant.answer("What does a parking permit cost?", Language.EN)
    assert [citation.anchor for citation in answer.citations] == [PERMITS]
    assert assistant.answer("Who won the cup final?", Language.EN).pointer is None


def test_a_document_withdrawn_in_one_language_is_answered_from_in_the_other(write: WriteDocument) -> None:
    write(ENGLISH)
    library = read_library(write(ENGLISH, language="cy", status="withdrawn", withdrawn="2026-03-02"))
    assert library.withdrawn == {}
    assert PERMITS in library.anchors


def test_where_it_is_not_known_when_nothing_is_said_of_it(write: WriteDocument) -> None:
    write(ENGLISH)
    library = read_library(write(ENGLISH, id="pools", status="withdrawn"))
    assert library.withdrawn_anchors == []
    assert ("pools", Language.EN) in library.withdrawn
