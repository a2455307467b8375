"""Which number a heading opens, and the page that a section is cited with."""

import pytest

from knowledge.library import inspect_library
from knowledge.models import Language
from knowledge.sections import read_heading
from tests.conftest import ENGLISH, WriteDocument


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("2.3 Posts", "2.3", "Posts"), ("2.3. Posts", "2.3", "Posts"), ("A.4 Forms", "A.4", "Forms"),
        ("4.2", "4.2", "4.2"), ("Appendix B: Forms {#B}", "B", "Appendix B: Forms"), 
        ("Posts {#4.2(b)}", "4.2(b)", "Posts"),
        ("Appendix B: Forms", "", "Appendix B: Forms"), ("B. Forms", "", "B. Forms"), ("IV. Forms", "", "IV. Forms"),
        ("A guide to posting", "", "A guide to posting"), ("U.S. accounts", "", "U.S. accounts"),
    ],
)  # fmt: skip
def test_the_number_of_a_heading(heading: str, number: str, title: str) -> None:
    assert read_heading(heading) == (number, title)


def test_a_section_knows_its_page(write: WriteDocument) -> None:
    folder = write(ENGLISH, pages='{"1.1": 7, "2": 9}')
    document = inspect_library(folder).document("cars", Language.EN)
    assert document
    assert {section.anchor.number: section.page for section in document.sections} == {
        "1": None, "1.1": 7, "1.2": None, "2": 9,
    }  # fmt: skip


@pytest.mark.parametrize("pages", ["{1.1: 7}", '{"1.1": x}', "[7]"])
def test_pages_that_are_no_pages_are_refused(pages: str, write: WriteDocument) -> None:
    (problem,) = [problem for problem in inspect_library(write(ENGLISH, pages=pages)).problems if problem.fatal]
    assert "section numbers, in quotes" in str(problem)
