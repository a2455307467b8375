from datetime import date
from pathlib import Path

import pytest

from knowledge.checking import check_library
from knowledge.errors import LibraryError
from knowledge.library import inspect_library, read_library
from knowledge.models import Anchor, Language, Status
from tests.conftest import LIBRARY, WriteDocument


def test_a_section_is_opened_by_its_number(cars: Path) -> None:
    section = read_library(cars).section(Anchor("cars", "1.1"), Language.EN)
    assert section is not None
    assert section.title == "Permits"
    assert section.path == ("Cars", "Parking")
    assert section.text.startswith("A parking permit costs 30 pounds")


def test_a_heading_without_number_gets_its_position(write: WriteDocument) -> None:
    library = read_library(write("## One\n\nA.\n\n## Two\n\n### Inner\n\nB.\n\n### Other\n\nC.\n"))
    assert [str(anchor) for anchor in library.anchors] == ["cars#1", "cars#2.1", "cars#2.2"]


def test_appendix_numbers_are_numbers(write: WriteDocument) -> None:
    assert read_library(write("## A.4 Forms\n\nText.\n")).anchors == [Anchor("cars", "A.4")]


def test_text_before_the_first_heading_can_be_cited(write: WriteDocument) -> None:
    assert read_library(write("Preamble.\n\n## 1 One\n\nText.\n")).anchors[0] == Anchor("cars", "0")


def test_a_section_0_beside_such_text_is_refused(write: WriteDocument) -> None:
    assert read_library(write("## 0 Scope\n\nText.\n")).anchors == [Anchor("cars", "0")]
    with pytest.raises(LibraryError, match="the number 0 is already that of line"):
        read_library(write("Preamble.\n\n## 0 Scope\n\nText.\n"))


def test_a_heading_in_a_code_block_is_not_a_heading(write: WriteDocument) -> None:
    assert len(read_library(write("## 1 One\n\n```\n## 2 Two\n```\n")).anchors) == 1


def test_a_section_in_one_language_is_shown_from_the_other(write: WriteDocument) -> None:
    write("## 1 One\n\nEnglish.\n\n## 2 Two\n\nOnly here.\n")
    library = read_library(write("## 1 Un\n\nCymraeg.\n", language="cy", title="Ceir"))
    document, section = library.shown(Anchor("cars", "2"), Language.CY)
    assert (document.language, section.text) == (Language.EN, "Only here.")


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_a_document_not_in_force_is_not_read(write: WriteDocument, cars: Path, status: str) -> None:
    write("## 1 One\n\nText.\n", id="bikes", status=status)
    assert read_library(cars).ids == ["cars"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("---\nid", "id"), "no front matter"),
        (("title: Cars", "title: Cars: all of them"), "isn't valid YAML"),
        (("id: cars", "id: bikes"), "isn't the file name's"),
        (("language: en", "language: cy"), "isn't the file name's"),
        (("owner: Corporate Communications\n", ""), "no 'owner'"),
        (("effective: 2024-04-01", "effective: soon"), "isn't a date"),
        (("effective:", "status: maybe\neffective:"), "status 'maybe' isn't known"),
        (("effective:", "url: javascript:alert(1)\neffective:"), "doesn't begin with https://"),
        (("### 1.2", "### 1.1"), "already that of line"),
    ],
)
def test_what_cannot_be_cited_is_refused_with_file_line_and_remedy(
    cars: Path, change: tuple[str, str], message: str
) -> None:
    file = cars / "cars.en.md"
    file.write_text(file.read_text().replace(*change, 1))
    with pytest.raises(LibraryError, match=message) as refused:
        read_library(cars)
    assert str(refused.value).startswith("cars.en.md:")


def test_the_line_of_a_duplicate_number_is_that_of_its_heading(cars: Path) -> None:
    file = cars / "cars.en.md"
    file.write_text(file.read_text().replace("### 1.2", "### 1.1", 1))
    line = 1 + file.read_text().splitlines().index("### 1.1 Visitors")
    with pytest.raises(LibraryError, match=f"cars.en.md:{line}: "):
        read_library(cars)


@pytest.mark.parametrize("name", ["cars.fr.md", "Cars Policy.md"])
def test_a_file_with_an_unknown_name_or_language_is_refused(cars: Path, name: str) -> None:
    (cars / name).write_text("text")
    with pytest.raises(LibraryError, match=r"isn't known|isn't <id>"):
        read_library(cars)


def test_bytes_that_are_not_utf8_are_refused(cars: Path) -> None:
    (cars / "cars.en.md").write_bytes("---\ntitle: Tŷ\n---".encode("utf-16"))
    with pytest.raises(LibraryError, match="isn't UTF-8"):
        read_library(cars)


def test_missing_folders_and_empty_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no library folder"):
        read_library(tmp_path / "nowhere")
    with pytest.raises(LibraryError, match="holds no documents"):
        read_library(tmp_path)


def test_checking_reports_missing_twins_empty_sections_and_reviews_past(write: WriteDocument) -> None:
    write("## 1 One\n\nText.\n\n## 2 Empty\n")
    write("## 1 Alone\n\nText.\n", id="bikes")
    folder = write("## 1 Un\n\nTestun.\n\n## 3 Tri\n\nTestun.\n", language="cy")
    problems = [str(problem) for problem in check_library(inspect_library(folder), date(2100, 1, 1))]
    for expected in ("no bikes.cy.md", "section 2 has no text", "section 3 has no twin", "review was due by 2096"):
        assert any(expected in problem for problem in problems), expected


class TestTheLibraryThatWeShip:
    library = read_library(LIBRARY)

    def test_it_has_no_problem(self) -> None:
        assert not check_library(inspect_library(LIBRARY), date(2026, 11, 25))

    def test_every_document_stands_in_both_languages_and_is_illustrative(self) -> None:
        assert len(self.library.ids) >= 9
        for id in self.library.ids:
            for language in Language:
                document = self.library.document(id, language)
                assert document is not None
                assert document.status is Status.ILLUSTRATIVE

    @pytest.mark.parametrize(
        "name",
        [
            "Internet Usage and Monitoring Policy",
            "Social Media Best Practice Guidelines",
            "Code of Conduct",
            "Information Security Policy",
            "Behavioural Standards in the Workplace Guidance",
            "Equality and Diversity",
            "Covert Surveillance Policy",
            "Customer Complaints and Complaints Procedure",
            "Close Personal Associations",
            "Breaches of Security Policy",
            "articles 7 and 8",
            "Welsh Language Standards (No. 1) Regulations 2015",
            "(EU) 2016/679",
        ],
    )
    def test_sections_10_and_11_list_what_the_report_lists(self, name: str) -> None:
        listed = [self.library.section(Anchor("social-media-policy", n), Language.EN) for n in ("10.1", "11.1")]
        assert any(section and name in section.text.replace("’", "'") for section in listed)


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("## Introduction\n\nA.\n\n## 1 Purpose\n\nB.\n", ["2", "1"]),
        ("## 2.3\n\nA.\n", ["2.3"]),
        ("## 2.3: Who\n\nA.\n\n## 4) What\n\nB.\n", ["2.3", "4"]),
        ("## 1 One\n\nA\x0cB\u2028C.\n\n## 2 Two\n\nD.\n", ["1", "2"]),
    ],
)
def test_headings_as_people_write_them(write: WriteDocument, body: str, numbers: list[str]) -> None:
    assert [anchor.number for anchor in read_library(write(body)).anchors] == numbers


def test_a_title_that_begins_with_a_number_is_a_title(write: WriteDocument) -> None:
    assert read_library(write("## 1 One\n\nA.\n", title="2024 Policy")).anchors == [Anchor("cars", "1")]


@pytest.mark.parametrize("date", ["2024-02-30", "2024-02-20 10:00:00"])
def test_dates_that_are_none_are_refused(write: WriteDocument, cars: Path, date: str) -> None:
    file = cars / "cars.en.md"
    file.write_text(file.read_text().replace("2096-04-01", date))
    with pytest.raises(LibraryError, match=r"cars\.en\.md:"):
        read_library(cars)


def test_a_library_without_any_text_is_refused(write: WriteDocument) -> None:
    with pytest.raises(LibraryError, match="no section with text"):
        read_library(write("## 1 One\n"))
