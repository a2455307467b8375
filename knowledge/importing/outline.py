"""Blocks into a title and sections, each with a number that is printed and stands once."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest

from knowledge.importing.blocks import Block, Kind
from knowledge.importing.inline import escape
from knowledge.importing.numbers import CONTENTS, Printed, parts, read_heading
from knowledge.language import detect
from knowledge.markup import plain
from knowledge.models import Language
from knowledge.sections import read_heading as library_heading

LONGEST_HEADING = 150  # characters; more is a numbered paragraph in a heading's style
LONGEST_LINE = 100  # characters of a heading that only its number and its shortness tell
MOST_WORDS_OF_TITLE = 14
NO_TITLE = re.compile(r"(microsoft word|untitled|document\d*|word document|dogfen\d*)\b.*|.*\.(docx?|pdf|odt)", re.I)


@dataclass
class Part:
    """A section as it will be written."""

    number: str  # empty: its place becomes its number
    title: str
    level: int
    page: int
    printed: str = ""  # the number as the file has it
    appendix: bool = False
    body: list[Block] = field(default_factory=list)

    @property
    def heading(self) -> str:
        if not self.number:
            return self.title
        plain = f"{self.number} {self.title}".strip()
        read_as_printed = not self.appendix and library_heading(plain)[0] == self.number
        return plain if read_as_printed else f"{self.title or self.number} {{#{self.number}}}"


@dataclass
class Outline:
    title: str = ""
    preamble: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)  # numbers printed on empty lines


def outline(blocks: list[Block], language: Language, title: str, metadata_title: str) -> Outline:
    found = Outline()
    blocks = [block for block in blocks if block.text.casefold() not in CONTENTS]
    if not any(block.kind is Kind.HEADING and block.label + block.text for block in blocks):
        blocks = _by_numbering(blocks)
    found.title, blocks = _title(blocks, language, title, metadata_title)
    printed: list[tuple[str, Printed]] = []
    for block in blocks:
        if block.kind is not Kind.HEADING:
            (found.parts[-1].body if found.parts else found.preamble).append(block)
            continue
        if not block.text:
            found.wordless.append(block.label)
            continue
        words = f"{block.label} {block.text}".strip()
        read = read_heading(words)
        long = len(read.title) > LONGEST_HEADING
        if (long and not read.number) or block.level == 0:
            text = Block(Kind.PARAGRAPH, escape(words), page=block.page)
            (found.parts[-1].body if found.parts else found.preamble).append(text)
            continue
        part = Part("", "" if long else read.title, block.level, block.page, read.number, read.appendix)
        if long:
            part.body.append(Block(Kind.PARAGRAPH, escape(read.title), page=block.page))
        found.parts.append(part)
        printed.append((words, read))
    least = min((part.level for part in found.parts), default=1)
    for part in found.parts:
        part.level -= least - 1
    _number(found.parts, printed)
    return found


def _by_numbering(blocks: list[Block]) -> list[Block]:
    """In a file that marks no headings: short numbered lines that text follows."""
    found: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        words = plain(block.text)
        line = f"{block.label} {words}"
        text_follows = after is not None and (after.kind is not Kind.ITEM or not after.label or _depth(after) > 1)
        if (
            block.kind in (Kind.ITEM, Kind.PARAGRAPH) and block.label and _depth(block) and text_follows
            and len(line) <= LONGEST_LINE and not line.endswith((".", ";", ":", ",")) and words[:1].isupper()
        ):  # fmt: skip
            block = Block(Kind.HEADING, line, _depth(block), page=block.page)
        found.append(block)
    return found


def _depth(block: Block) -> int:
    """Of the section number in a label; 0 where it is no section's."""
    printed = read_heading(f"{block.label} X")
    return len(parts(printed.number)) if printed.number and not printed.inner else 0


def _title(blocks: list[Block], language: Language, given: str, metadata: str) -> tuple[str, list[Block]]:
    """What the document calls itself, and the blocks without it."""
    headings = [at for at, block in enumerate(blocks) if block.kind is Kind.HEADING and block.text]
    first = next((at for at in headings if blocks[at].level == 0), None)
    if first is None and headings and _stands_over_all(blocks, headings):
        first = headings[0]
    if first is not None:
        return given or blocks[first].text, blocks[:first] + blocks[first + 1 :]
    if given:
        return given, blocks
    if metadata and not NO_TITLE.fullmatch(metadata) and detect(metadata, language) is language:
        return metadata, blocks
    opening = plain(blocks[0].text) if blocks and blocks[0].kind in (Kind.PARAGRAPH, Kind.MARKDOWN) else ""
    if opening and len(opening.split()) <= MOST_WORDS_OF_TITLE and not opening.endswith((".", ":")):
        return opening, blocks[1:]
    return "", blocks


def _stands_over_all(blocks: list[Block], headings: list[int]) -> bool:
    """Whether the first heading, unnumbered, is the only one of its level or has no text before the next."""
    first = blocks[headings[0]]
    if first.label or read_heading(first.text).number:
        return False
    if len(headings) == 1:
        return not any(block.kind is not Kind.HEADING for block in blocks[: headings[0]])
    rest = [blocks[at] for at in headings[1:]]
    alone = all(block.level > first.level for block in rest)
    bare = headings[1] == headings[0] + 1 and all(block.level >= first.level for block in rest)
    return alone or (bare and rest[0].level == first.level)


def _number(sections: list[Part], printed: list[tuple[str, Printed]]) -> None:
    """Numbers as printed; where one stands twice, with the number of the section it stands in before it."""
    often = Counter(read.number for _, read in printed if not read.inner)
    # Where one number of a level begins again, all of that level are told apart alike.
    again = {
        (part.level, read.number[0].isdigit())
        for part, (_, read) in zip(sections, printed, strict=True)
        if read.number and often[read.number] > 1
    }
    open_parts: list[Part] = []
    for part, (heading, read) in zip(sections, printed, strict=True):
        while open_parts and open_parts[-1].level >= part.level:
            open_parts.pop()
        above = next((other for other in reversed(open_parts) if other.number), None)
        open_parts.append(part)
        if not read.number:
            continue
        number = read.number
        if above and number.startswith(f"{above.printed}."):
            number = above.number + number.removeprefix(above.printed)
        elif above and (
            read.inner or often[number] > 1 or ("." not in number and (part.level, number[0].isdigit()) in again)
        ):
            number = _under(above.number, number)
        if (read.inner and not above) or (read.division and often[number] > 1):
            part.title = heading  # with its number among its words, as "(b)" or "Part 2"
        else:
            part.number = number
            part.appendix = read.appendix and number == read.number
    _give_way(sections)


def _give_way(sections: list[Part]) -> None:
    """Where the library would read a number a second time, that heading is cited by its place."""
    taken = {"0"}  # of the words before the first heading
    for part in sections:
        number = library_heading(part.heading)[0]
        if number in taken:
            part.number, part.appendix = "", False
            if not part.title or library_heading(part.title)[0]:
                part.title = f"({number}) {part.title}".strip()
        elif number:
            taken.add(number)


def _under(above: str, number: str) -> str:
    if number.startswith("("):
        return above + number
    return f"{above}.{number}" if number[0].isdigit() and not above.endswith(")") else f"{above}({number})"
