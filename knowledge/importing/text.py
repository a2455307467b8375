"""Markdown and plain text into blocks."""

import re
from collections.abc import Callable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.importing.blocks import Block, Kind, Parsed, Progress
from knowledge.importing.inline import escape, one_line
from knowledge.importing.numbers import parts, read_heading, split_label
from knowledge.markup import blocks as markdown_blocks
from knowledge.models import Status

DATES = ("effective", "review_by")
FIELDS: dict[str, Callable[[Any], bool]] = {  # what is taken from a file's own front matter, where it is fit
    **dict.fromkeys(("title", "version", "owner"), lambda _: True),
    **dict.fromkeys(DATES, lambda value: type(value) is date),
    "url": lambda value: str(value).startswith(("https://", "http://")),
    "status": lambda value: value in tuple(Status),
}
LONGEST_HEADING = 120
UNDERLINE = re.compile(r"={3,}|-{3,}|_{3,}")


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16; else as Windows wrote it before. Every line ends as on Unix."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_markdown(file: Path, progress: Progress) -> Parsed:
    text = decode(file.read_bytes())
    try:
        metadata, body = frontmatter.parse(text, handler=YAMLHandler())
    except (yaml.YAMLError, ValueError):
        metadata, body = {}, text
    progress()
    parsed = Parsed()
    for name, fits in FIELDS.items():
        value = metadata.get(name)
        if isinstance(value, str | int | float | date) and str(value).strip() and fits(value):
            parsed.fields[name] = one_line(str(value))
    parsed.title = parsed.fields.get("title", "")
    lines = body.split("\n")
    end = 0
    for block in [*markdown_blocks(body), None]:
        # What is no block (the targets of reference links) stays where it stands.
        between = "\n".join(lines[end : block.first if block else None]).strip()
        parsed.blocks += [Block(Kind.MARKDOWN, between)] if between else []
        if block is None:
            break
        end = block.last
        if block.kind == "heading":
            parsed.blocks.append(Block(Kind.HEADING, block.text, block.level))
        else:
            parsed.blocks.append(Block(Kind.MARKDOWN, "\n".join(lines[block.first : end]).strip("\n")))
        progress()
    return parsed


def read_text(file: Path, progress: Progress) -> Parsed:
    text = decode(file.read_bytes()).replace("\f", "\n\n")
    paragraphs = [lines for piece in re.split(r"\n\s*\n", text) if (lines := _lines(piece))]
    parsed = Parsed()
    for listed, group in groupby(paragraphs, key=_like_an_item):
        run = list(group)
        for lines in run:
            progress()
            depth = 0 if listed and len(run) > 1 else _heading_depth(lines)
            if depth:
                is_title = not parsed.blocks and not read_heading(lines[0]).number
                parsed.blocks.append(Block(Kind.HEADING, lines[0], 0 if is_title else depth))
            else:
                parsed.blocks += _items_or_paragraph(lines)
    return parsed


def _lines(piece: str) -> list[str]:
    return [line.strip() for line in piece.split("\n") if line.strip()]


def _heading_depth(lines: list[str]) -> int:
    """Of a line that stands alone, with a number, in capitals or underlined; 0 for text."""
    line = lines[0]
    underlined = len(lines) == 2 and bool(UNDERLINE.fullmatch(lines[1]))
    if (len(lines) > 1 and not underlined) or len(line) > LONGEST_HEADING or line.endswith((".", ";", ":", ",")):
        return 0
    printed = read_heading(line)
    if printed.number and not printed.inner and printed.title[:1].isupper():
        return 1 if printed.appendix else len(parts(printed.number))
    return int(underlined or (line.isupper() and len(line) > 3))


def _like_an_item(lines: list[str]) -> bool:
    """A lone line with a single number: a heading where text follows, an item where more of them do."""
    return len(lines) == 1 and bool(re.match(r"\d{1,3}[.)]?\s", lines[0]))


def _items_or_paragraph(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    for line in lines:
        if UNDERLINE.fullmatch(line):
            continue
        label = split_label(line)
        if label:
            kind = Kind.PARAGRAPH if re.search(r"\d\.\d", label[0]) else Kind.ITEM
            found.append(Block(kind, escape(label[1]), 0, label[0]))
        elif found:
            found[-1].text += " " + escape(line)
        else:
            found.append(Block(Kind.PARAGRAPH, escape(line)))
    return found
