"""Sections into passages, and into the views under which search sees a section."""

from collections.abc import Iterator

from knowledge.markup import Block, blocks, plain
from knowledge.models import Passage, Section

ROWS_SHOWN_TOGETHER = 8


def passages(section: Section) -> list[Passage]:
    found = []
    for markdown in _pieces(section.text):
        words = plain(markdown)
        if words:
            found.append(Passage(section.anchor, section.language, markdown, words))
    return found


def heading_path(section: Section) -> str:
    return " › ".join((*section.path, section.title))


def _pieces(text: str) -> Iterator[str]:
    lines = text.split("\n")
    lead_in: list[str] = []
    for block in blocks(text):
        markdown = "\n".join(lines[block.first : block.last]).strip()
        if block.kind == "paragraph" and plain(markdown).endswith(":"):
            if lead_in:
                yield "\n\n".join(lead_in)
            lead_in = [markdown]
            continue
        if block.kind == "table":
            yield from ("\n\n".join([*lead_in, table]) for table in _tables(lines, block))
        else:
            yield "\n\n".join([*lead_in, markdown])
        lead_in = []
    if lead_in:
        yield "\n\n".join(lead_in)


def _tables(lines: list[str], block: Block) -> Iterator[str]:
    """A short table whole; a long one row by row, each under the header."""
    header, rows = lines[block.first : block.first + 2], lines[block.first + 2 : block.last]
    if len(rows) <= ROWS_SHOWN_TOGETHER:
        yield "\n".join([*header, *rows])
    else:
        yield from ("\n".join([*header, row]) for row in rows)
