"""Sections into the library's Markdown."""

import re
from typing import Any

import yaml

from knowledge.importing.blocks import Block, Kind
from knowledge.importing.inline import escape, escape_start
from knowledge.importing.outline import Outline

DEEPEST = 6
COUNTED = re.compile(r"(\d{1,9})\.")
LIKE_COUNTED = re.compile(r"^(\d{1,9})([.)])$")


def write_body(found: Outline) -> str:
    pieces = [f"# {_heading(found.title)}", *_body(found.preamble)]
    for part in found.parts:
        pieces.append(f"{'#' * min(part.level + 1, DEEPEST)} {_heading(part.heading)}")
        pieces += _body(part.body)
    return "\n\n".join(pieces) + "\n"


def write_document(fields: dict[str, Any], body: str) -> str:
    matter = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n{body}"


def _heading(words: str) -> str:
    return re.sub(r"(?<=\s)(#+)$", r"\\\1", escape(words))


def _body(blocks: list[Block]) -> list[str]:
    pieces: list[str] = []
    items: list[Block] = []
    for block in blocks:
        if block.kind is Kind.ITEM:
            items.append(block)
            continue
        pieces += [_list(items)] if items else []
        items = []
        pieces.append(_piece(block))
    pieces += [_list(items)] if items else []
    return [piece for piece in pieces if piece]


def _piece(block: Block) -> str:
    if block.kind is Kind.TABLE:
        return _table(block)
    if block.kind is Kind.MARKDOWN:
        return block.text
    return escape_start(f"{escape(block.label)} {block.text}".strip())


def _list(items: list[Block]) -> str:
    """Numbers that Markdown prints itself stay numbers; any other label stands first in the item's words."""
    lines: list[str] = []
    open_levels: list[tuple[int, int, int]] = []  # level, where its words begin, the last number
    for item in items:
        while open_levels and open_levels[-1][0] > item.level:
            open_levels.pop()
        before = 0
        if open_levels and open_levels[-1][0] == item.level:
            before = open_levels.pop()[2]
        indent = open_levels[-1][1] if open_levels else 0
        counted = COUNTED.fullmatch(item.label)
        number = int(counted[1]) if counted else 0
        if counted and (not before or number == before + 1):
            marker, words = f"{number}. ", escape_start(item.text)
        else:
            number = 0
            label = LIKE_COUNTED.sub(r"\1\\\2", escape(item.label))
            marker, words = "- ", f"{label} {item.text}" if label else escape_start(item.text)
        lines.append(f"{' ' * indent}{marker}{words}")
        open_levels.append((item.level, indent + len(marker), number))
    return "\n".join(lines)


def _table(block: Block) -> str:
    width = max(len(row) for row in block.rows)
    rows = [[_cell(row[at]) if at < len(row) else "" for at in range(width)] for row in block.rows]
    header, *others = rows
    lines = [header, ["---"] * width, *others]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(blocks: list[Block]) -> str:
    """Markdown's cells hold one line."""
    parts = []
    for block in blocks:
        if block.kind is Kind.TABLE:
            parts.append("; ".join(", ".join(_cell(cell) for cell in row) for row in block.rows))
        else:
            label = block.label or ("•" if block.kind is Kind.ITEM else "")
            text = escape(block.text) if block.kind is Kind.HEADING else block.text
            parts.append(f"{label} {text}".strip().replace("\n", " "))
    return " ".join(parts).replace("|", "\\|")
