"""Whatever words and numbers stand in a file, what is written can be read as a library."""

import random

import pytest

from knowledge.documents import parse_document
from knowledge.importing.blocks import Block, Kind
from knowledge.importing.inline import escape
from knowledge.importing.outline import outline
from knowledge.importing.writing import write_body, write_document
from knowledge.models import Language
from knowledge.sentences import Problem

SIGNS = "# ## --- === ``` ~~~ > * _ [x]: [a](b) | - + • &amp; <b> \\ ` : \" '"
NUMBERS = "1 2 2.1 A. A (b) b) IV. 2018 1. II 3) 1(a) A1 4.2(b)"
ODD = f"{SIGNS} {NUMBERS} Appendix Atodiad Part Rhan Section Adran Foo bar".split()
LABELS = ["", "", "1", "1.1", "(a)", "A", "I.", "Part 1"]


def odd_blocks(chance: random.Random) -> list[Block]:
    def words() -> str:
        return " ".join(chance.choices(ODD, k=chance.randint(1, 4)))

    found = []
    for _ in range(chance.randint(1, 12)):
        kind = chance.choice([Kind.HEADING, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE])
        if kind is Kind.HEADING:
            found.append(Block(kind, words(), chance.randint(0, 4), chance.choice(LABELS)))
        elif kind is Kind.TABLE:
            found.append(Block(kind, rows=[[[Block(Kind.PARAGRAPH, escape(words()))] * 2] * 2]))
        else:
            found.append(Block(kind, escape(words()), chance.randint(0, 2), chance.choice(["", "(a)", "1.", "4.2"])))
    return found


@pytest.mark.parametrize("seed", range(0, 600, 100))
def test_every_heading_opens_one_section_of_its_own_number(seed: int) -> None:
    for at in range(seed, seed + 100):
        found = outline(odd_blocks(random.Random(at)), Language.EN, "", "")
        title = found.title = found.title or "Title"
        fields = {"id": "odd", "title": title, "language": "en", "version": "1", "owner": "Nobody"}
        problems: list[Problem] = []
        document = parse_document("odd.en.md", write_document(fields, write_body(found)), problems)
        assert not [problem for problem in problems if problem.fatal], at
        assert document
        sections = [section for section in document.sections if section.anchor.number != "0"]
        assert len(sections) == len(found.parts), at
        for section, part in zip(sections, found.parts, strict=True):
            assert not part.number or section.anchor.number == part.number, at
