from pathlib import Path

import pytest

from knowledge.errors import LibraryError
from knowledge.library import read_library
from knowledge.models import Language
from knowledge.register import read_register
from tests.conftest import LIBRARY

REGISTER = read_register(LIBRARY)


def test_every_entry_points_to_a_section_of_the_library() -> None:
    library = read_library(LIBRARY)
    assert len(REGISTER.documents) == 13
    for entry in REGISTER.documents:
        for language, shown in entry.shown.items():
            assert library.section(shown.listed_in, language) is not None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "language", "title"),
    [
        ("what does the information security policy say about usb sticks", Language.EN, "Information Security Policy"),
        ("beth mae'r polisi diogelwch gwybodaeth yn dweud", Language.CY, "Polisi Diogelwch Gwybodaeth"),
    ],
)
def test_a_document_is_recognised_by_its_name(question: str, language: Language, title: str) -> None:
    found = REGISTER.document(question, language)
    assert found is not None
    assert found.title == title


def test_a_question_that_names_none_points_nowhere() -> None:
    assert REGISTER.document("who approves a new page", Language.EN) is None


def test_a_service_is_recognised_in_both_languages() -> None:
    for question, language in (("when is my payslip out", Language.EN), ("ble mae fy slip cyflog", Language.CY)):
        assert REGISTER.service(question, language) is not None


def test_a_broken_register_is_named(tmp_path: Path) -> None:
    (tmp_path / "register.yml").write_text("documents: [{id: x}]")
    with pytest.raises(LibraryError, match=r"register\.yml"):
        read_register(tmp_path)
