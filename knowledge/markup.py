"""Library Markdown read as blocks and as plain words."""

from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Block(NamedTuple):
    kind: str  # heading, paragraph, list, table, or markdown-it's name of anything else
    first: int  # line, from 0
    last: int  # one past the last line
    level: int  # of a heading, else 0
    text: str  # of a heading, else empty


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def blocks(markdown: str) -> list[Block]:
    found = []
    tokens = parser().parse(markdown)
    for position, token in enumerate(tokens):
        if token.level or token.map is None or token.nesting < 0:
            continue
        kind = token.type.removesuffix("_open")
        first, last = token.map
        if kind == "heading":
            inline = tokens[position + 1]
            found.append(Block(kind, first, last, int(token.tag[1:]), _words(inline)))
        else:
            found.append(Block("list" if kind.endswith("_list") else kind, first, last, 0, ""))
    return found


def plain(markdown: str) -> str:
    """The words alone, one line a paragraph, list item or table row."""
    lines: list[str] = []
    row: list[str] | None = None
    for token in parser().parse(markdown):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(row))
            row = None
        elif token.type == "inline":
            (lines if row is None else row).append(_words(token))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.strip())
    return "\n".join(line for line in lines if line)


def _words(inline: Token) -> str:
    parts = []
    for child in inline.children or []:
        parts.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(parts).strip()
