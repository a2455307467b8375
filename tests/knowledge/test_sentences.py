"""What `knowledge` says: every sentence in both languages, and every one used."""

import re

import pytest

from knowledge.errors import LibraryError, ReleaseError
from knowledge.library import read_library
from knowledge.models import Language
from knowledge.sentences import catalogue
from knowledge.settings import ROOT
from tests.conftest import WriteDocument

NAMED = re.compile(r'(?:LibraryError|ReleaseError|QuestionSetError|refuse)\(\s*"(\w+)"|Problem\(.*?, "(\w+)"')


@pytest.mark.parametrize("kind", list(catalogue()))
def test_every_sentence_stands_in_both_languages_with_the_same_values(kind: str) -> None:
    entry = catalogue()[kind]
    assert list(entry) == ["cy", "en"]
    values = [sorted(re.findall(r"\{(\w+)\}", entry[language])) for language in Language]
    assert values[0] == values[1]


def test_every_kind_that_the_code_names_has_a_sentence_and_no_sentence_is_left_over() -> None:
    folders = (ROOT / "knowledge", ROOT / "actions", ROOT / "bot")
    code = "\n".join(file.read_text() for folder in folders for file in folder.rglob("*.py"))
    named = {first or second for first, second in NAMED.findall(code)}
    assert named == set(catalogue())


def test_an_error_says_the_same_in_the_language_of_who_reads_it(write: WriteDocument) -> None:
    error = ReleaseError("no_release", digest="abc")
    assert str(error) == error.sentence(Language.EN) == "There is no whole release abc. 'holi releases' lists them."
    assert error.sentence(Language.CY).startswith("Nid oes cyhoeddiad cyfan o'r enw abc.")
    with pytest.raises(LibraryError) as refused:
        read_library(write("## 1 One\n\nText.\n", status="maybe"))
    assert "cars.en.md:1: nid yw Holi'n adnabod y statws 'maybe'." in refused.value.sentence(Language.CY)
