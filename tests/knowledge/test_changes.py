from pathlib import Path

from knowledge.changes import Kind, changes
from knowledge.library import read_library
from knowledge.models import Anchor, Language
from tests.conftest import ENGLISH, WELSH, WriteDocument


def test_each_section_says_what_became_of_it(write: WriteDocument, tmp_path: Path) -> None:
    write(ENGLISH)
    old = read_library(write(WELSH, language="cy", title="Ceir"))
    write(
        ENGLISH.replace("30 pounds", "40 pounds").replace("## 2 Swimming", "## 3 Swimming") + "\n## 4 Bikes\n\nFree.\n"
    )
    new = read_library(write(WELSH.replace("### 1.2 Ymwelwyr", "### 1.2 Gwesteion"), language="cy", title="Ceir"))
    found = {(change.anchor.number, change.language): change for change in changes(old, new)}
    assert {key: change.kind for key, change in found.items()} == {
        ("1.1", Language.EN): Kind.CHANGED,
        ("1.2", Language.CY): Kind.CHANGED,
        ("3", Language.EN): Kind.RENUMBERED,
        ("4", Language.EN): Kind.ADDED,
    }
    assert found["3", Language.EN].before == Anchor("cars", "2")
    runs = [(run.side, run.text) for run in found["1.1", Language.EN].words if run.side != "same"]
    assert runs == [("old", "30"), ("new", "40")]


def test_a_section_that_goes_is_shown_with_the_words_that_go(write: WriteDocument) -> None:
    old = read_library(write(ENGLISH))
    new = read_library(write(ENGLISH.split("## 2 Swimming")[0]))
    (change,) = changes(old, new)
    assert (change.kind, change.anchor.number) == (Kind.REMOVED, "2")
    assert {run.side for run in change.words} == {"old"}


def test_nothing_changes_between_a_library_and_itself(write: WriteDocument) -> None:
    library = read_library(write(ENGLISH))
    assert changes(library, library) == []
