"""A file that holds both languages, side by side, page by page or one after the other, split in two."""

import re
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from knowledge.importing.blocks import Block, Kind
from knowledge.language import detect
from knowledge.markup import plain
from knowledge.models import Language

WORDS_TO_TELL = 8  # fewer take their language from what stands beside them
WORDS_OF_A_SIDE = 12  # in a column, for it to be one language's side
SHARE = 0.25  # of all words, from which the lesser language is a version of its own and not a quotation
HEADS = {Language.CY: {"cymraeg", "welsh"}, Language.EN: {"english", "saesneg"}}


class Tagged(NamedTuple):
    language: Language
    block: Block


def tag(blocks: list[Block], usual: Language | None = None) -> list[Tagged]:
    """Every block with its language; a table with a language in each column is taken apart."""
    flat: list[tuple[Language | None, Block]] = []
    for block in blocks:
        sides = _sides(block)
        if sides:
            flat += [(language, inner) for row in sides for language, inner in row]
        else:
            text = _words(block)
            known = detect(text) if len(text.split()) >= WORDS_TO_TELL else None
            flat.append((known, block))
    found: list[Tagged] = []
    after: list[Language | None] = [None] * (len(flat) + 1)
    for at in range(len(flat) - 1, -1, -1):
        after[at] = flat[at][0] or after[at + 1]
    before = usual
    for at, (known, block) in enumerate(flat):
        # A short heading belongs to what follows it; any other short line to what it follows.
        beside = after[at] or before if block.kind is Kind.HEADING else before or after[at]
        before_this = known or detect(_words(block), beside)
        found.append(Tagged(before_this, block))
        before = before_this
    return found


def headings_by_language(blocks: list[Block]) -> list[Block]:
    """A heading of several lines as one line, or as two headings where each language has its own title."""
    found: list[Block] = []
    for block in blocks:
        rows = [[headings_by_language(cell) for cell in row] for row in block.rows]
        if block.kind is not Kind.HEADING:
            found.append(replace(block, rows=rows))
            continue
        lines = block.text.split("\n")
        titles = [list(group) for _, group in groupby(lines, key=detect)] if block.level == 0 else [lines]
        found += [replace(block, text=" ".join(title)) for title in titles]
    return found


def is_bilingual(tagged: list[Tagged]) -> bool:
    counts = dict.fromkeys(Language, 0)
    for language, block in tagged:
        counts[language] += len(_words(block).split())
    return min(counts.values()) >= max(SHARE * sum(counts.values()), WORDS_OF_A_SIDE)


def main_language(tagged: list[Tagged]) -> Language:
    counts = dict.fromkeys(Language, 0)
    for language, block in tagged:
        counts[language] += len(_words(block).split())
    return max(counts, key=lambda language: counts[language])


def half(tagged: list[Tagged], language: Language) -> list[Block]:
    """One language's blocks, without a bare "Cymraeg" or "English" that told the two apart."""
    names = HEADS[Language.CY] | HEADS[Language.EN]
    return [block for own, block in tagged if own is language and _words(block).casefold() not in names]


def _words(block: Block) -> str:
    return block.words if block.kind in (Kind.TABLE, Kind.HEADING) else plain(block.text)


def _sides(block: Block) -> list[list[tuple[Language, Block]]]:
    """The rows of a side-by-side table, each block with its column's language; empty for other tables."""
    if block.kind is not Kind.TABLE:
        return []
    width = max(len(row) for row in block.rows)
    columns = [" ".join(_cell(row, at) for row in block.rows) for at in range(width)]
    wordy = [at for at, column in enumerate(columns) if len(re.findall(r"[^\W\d_]+", column)) >= WORDS_OF_A_SIDE]
    others = [at for at in range(width) if at not in wordy]
    if len(wordy) != 2 or len(others) > 1:
        return []
    languages = [detect(columns[at]) for at in wordy]
    if languages[0] is languages[1]:
        return []
    rows = []
    for row in block.rows:
        if all(_cell(row, at).casefold() in HEADS[language] for at, language in zip(wordy, languages, strict=True)):
            continue
        number = _cell(row, others[0]) if others else ""
        read: list[tuple[Language, Block]] = []
        for at, language in zip(wordy, languages, strict=True):
            cell = row[at] if at < len(row) else []
            read += [(language, _numbered(inner, number if not place else "")) for place, inner in enumerate(cell)]
        rows.append(read)
    return rows


def _cell(row: list[list[Block]], at: int) -> str:
    return " ".join(block.words for block in row[at]) if at < len(row) else ""


def _numbered(block: Block, number: str) -> Block:
    """A number that stands in a column of its own belongs to both sides."""
    return replace(block, label=number) if number and not block.label else block
