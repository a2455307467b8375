"""Every number as LibreOffice prints it, for the ways in which Word's lists are set up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.enum.style import WD_STYLE_TYPE

from knowledge.importing.blocks import Block
from knowledge.importing.numbering import format_number
from knowledge.importing.word import read_word
from tests.knowledge.importing.conftest import Convert
from tests.knowledge.importing.office import printed_before, printed_lines
from tests.knowledge.importing.word_files import WordFile, number_by

COLOURS = ("Red", "Green", "Blue", "Amber")
THINGS = ("house", "river", "stone", "bridge", "garden", "window", "market", "harbour")
WORDS = [f"{colour} {thing}" for colour in COLOURS for thing in THINGS]


def headings(levels: list[tuple[str, str]], depths: str, **options: object) -> Callable[[WordFile], None]:
    def write(word: WordFile) -> None:
        word.list(1, levels, styles="Heading", **options)  # type: ignore[arg-type]
        for text, depth in zip(WORDS, depths, strict=False):
            word.heading(text, int(depth))

    return write


def items(levels: list[tuple[str, str]], depths: str, **options: object) -> Callable[[WordFile], None]:
    def write(word: WordFile) -> None:
        word.list(1, levels, **options)  # type: ignore[arg-type]
        for text, depth in zip(WORDS, depths, strict=False):
            word.item(text, 1, int(depth))

    return write


def restarted(override: str) -> Callable[[WordFile], None]:
    """Two lists of one kind; the second with an override."""

    def write(word: WordFile) -> None:
        word.list(1, [("decimal", "%1."), ("lowerLetter", "%2)")])
        word.use(2, 1, override)
        for text, (number, level) in zip(WORDS, [(1, 0), (1, 0), (1, 1), (2, 0), (2, 0), (2, 1), (2, 1)], strict=False):
            word.item(text, number, level)

    return write


def appendix_after_sections(word: WordFile) -> None:
    word.list(1, [("decimal", "%1"), ("decimal", "%1.%2")], styles="Heading")
    word.list(2, [("upperLetter", "Appendix %1"), ("decimal", "%1.%2")])
    for text, depth in zip(WORDS, "1221", strict=False):
        word.heading(text, int(depth))
    for text, depth in zip(WORDS[10:], "12212", strict=False):
        word.heading(text, int(depth), number=2)


def unnumbered_heading(word: WordFile) -> None:
    word.list(1, [("decimal", "%1")], styles="Heading")
    word.heading(WORDS[0], 1)
    word.heading(WORDS[1], 1, number=0)
    word.heading(WORDS[2], 1)


DECIMAL = [("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")]
CASES: dict[str, Callable[[WordFile], None]] = {
    "three deep": headings(DECIMAL, "12331231"),
    "dots after": headings([("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3.")], "1223122"),
    "a level skipped": headings(DECIMAL, "1312"),
    "begins below the top": headings(DECIMAL, "2212"),
    "lettered third level": headings([*DECIMAL[:2], ("lowerLetter", "(%3)")], "123323"),
    "roman third level": headings([*DECIMAL[:2], ("lowerRoman", "(%3)")], "12333323"),
    "parts in roman": headings([("upperRoman", "Part %1"), ("decimal", "%1.%2")], "1221112"),
    "letters and numbers": headings([("upperLetter", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")], "12331212"),
    "Adran": headings([("decimal", "Adran %1"), ("decimal", "%1.%2")], "12212"),
    "with a nought": headings([("decimalZero", "%1"), ("decimalZero", "%1.%2")], "1212"),
    "clauses": items([("lowerLetter", "(%1)"), ("lowerRoman", "(%2)"), ("upperLetter", "%3.")], "0112210"),
    "past z": items([("lowerLetter", "%1)")], "0" * 28),
    "many romans": items([("upperRoman", "%1.")], "0" * 14),
    "start at five": items([("decimal", "%1.")], "000", start=5),
    "continued": restarted(""),
    "begun again": restarted('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    "begun at four": restarted('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'),
    "appendices": appendix_after_sections,
    "a heading without its number": unnumbered_heading,
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, office: Convert) -> dict[str, tuple[Path, list[str]]]:
    folder = tmp_path_factory.mktemp("numbering")
    files = []
    for place, write in enumerate(CASES.values()):
        word = WordFile()
        write(word)
        files.append(word.save(folder / f"case-{place}.docx"))
    pdfs = office(files)
    return {name: (file, printed_lines(pdf)) for name, file, pdf in zip(CASES, files, pdfs, strict=True)}


@pytest.mark.parametrize("case", CASES)
def test_numbers_are_those_that_are_printed(case: str, printed: dict[str, tuple[Path, list[str]]]) -> None:
    file, lines = printed[case]
    blocks: list[Block] = read_word(file, lambda: None).blocks
    assert len(blocks) > 2
    assert {block.text: block.label for block in blocks} == {
        block.text: printed_before(lines, block.text) for block in blocks
    }


def test_letters_go_on_after_z_as_word_has_them() -> None:
    assert [format_number(number, "lowerLetter") for number in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [format_number(number, "upperRoman") for number in (4, 9, 14, 40, 1999)] == [
        "IV",
        "IX",
        "XIV",
        "XL",
        "MCMXCIX",
    ]


@pytest.mark.parametrize(
    ("levels", "inside", "labels"),
    [
        ([("upperRoman", "%1."), ("decimal", "%1.%2")], "<w:isLgl/>", ["I.", "1.1", "1.2", "II.", "2.1"]),
        ([("decimal", "%1"), ("decimal", "R%2")], '<w:lvlRestart w:val="0"/>', ["1", "R1", "R2", "2", "R3"]),
    ],
)
def test_what_word_does_and_libreoffice_does_not(
    tmp_path: Path, levels: list[tuple[str, str]], inside: str, labels: list[str]
) -> None:
    word = WordFile()
    headings(levels, "12212", more={1: inside})(word)
    assert [block.label for block in read_word(word.save(tmp_path / "w.docx"), lambda: None).blocks] == labels


def test_a_list_that_stands_in_a_style_numbers_by_it(tmp_path: Path) -> None:
    """numStyleLink: the list names a style, and the style the list that holds the levels."""
    word = WordFile()
    word.list(1, [("decimal", "%1)"), ("lowerLetter", "%2)")])
    word.document.styles.add_style("Clauses", WD_STYLE_TYPE.PARAGRAPH).element.get_or_add_pPr().append(number_by(1))
    word.link(5, "Clauses")
    for text, level in zip(WORDS, (0, 1, 1, 0), strict=False):
        word.item(text, 5, level)
    assert [block.label for block in read_word(word.save(tmp_path / "w.docx"), lambda: None).blocks] == [
        "1)", "a)", "b)", "2)",
    ]  # fmt: skip
