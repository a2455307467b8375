"""What a file is read into, whatever its kind: blocks in reading order, and what was dropped on the way."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Progress = Callable[[], None]  # called after every page, or every few paragraphs


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list; its label is empty for a bullet
    TABLE = "table"
    MARKDOWN = "markdown"  # a block that is library Markdown already


@dataclass
class Block:
    kind: Kind
    text: str = ""  # Markdown; of a heading, the bare words
    level: int = 0  # depth of a heading from 1; how far in an item stands, in any measure
    label: str = ""  # the number as printed: "4.2.1", "(b)"
    page: int = 0  # from 1; 0 where the file has no pages
    rows: "list[list[list[Block]]]" = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words of a block, those of a table cell by cell."""
        cells = (inner.words for row in self.rows for cell in row for inner in cell)
        return " ".join(filter(None, [self.label, self.text, *cells]))


@dataclass
class Parsed:
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    counts: Counter[str] = field(default_factory=Counter)  # by kind of remark
    fields: dict[str, str] = field(default_factory=dict)  # front matter that the file brought itself

    def as_json(self) -> dict[str, Any]:
        blocks = [asdict(block) for block in self.blocks]
        return {"blocks": blocks, "title": self.title, "counts": dict(self.counts), "fields": self.fields}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Parsed":
        return cls(_blocks(data["blocks"]), data["title"], Counter(data["counts"]), data["fields"])


def _blocks(rows: list[dict[str, Any]]) -> list[Block]:
    return [
        Block(
            Kind(row["kind"]), row["text"], row["level"], row["label"], row["page"],
            [[_blocks(cell) for cell in cells] for cells in row["rows"]],
        )
        for row in rows
    ]  # fmt: skip


def all_blocks(blocks: list[Block]) -> Iterator[Block]:
    """Those in table cells too."""
    for block in blocks:
        yield block
        for row in block.rows:
            for cell in row:
                yield from all_blocks(cell)
