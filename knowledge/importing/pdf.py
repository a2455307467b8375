"""A PDF with text into blocks: headings by size, weight and numbering."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber

from knowledge.importing.blocks import Block, Kind, Parsed, Progress
from knowledge.importing.numbers import CONTENTS
from knowledge.importing.pdf_columns import in_columns
from knowledge.importing.pdf_headings import Looks
from knowledge.importing.pdf_lines import Line, Word, drop_running, place_notes, read_words, to_lines
from knowledge.importing.pdf_paragraphs import Paragraphs

LEADERS = re.compile(r".*?(\s?[.…·_]){4,}\s*\d{1,4}")
ENDS_IN_NUMBER = re.compile(r".*\D\s\d{1,3}")


class Table:
    def __init__(self, page: int, top: float, rows: list[list[list[Line]]]) -> None:
        self.page = page
        self.top = top
        self.rows = rows


def read_pdf(file: Path, progress: Progress) -> Parsed:
    parsed = Parsed()
    pages: list[list[Line]] = []
    heights: list[float] = []
    widths: list[float] = []
    tables: list[Table] = []
    with pdfplumber.open(file) as pdf:
        parsed.title = str(pdf.metadata.get("Title") or "").strip()
        for number, page in enumerate(pdf.pages, 1):
            words = read_words(page)
            found, words = _tables(page, number, words)
            tables += found
            pages.append(to_lines(words, number))
            heights.append(float(page.height))
            widths.append(float(page.width))
            parsed.counts["pictures"] += len(page.images)
            page.close()  # drops what the page has cached
            progress()
    body = _body_size(pages, tables)
    parsed.counts["running"] += drop_running(pages, heights, body)
    flow: list[Line | Table] = []
    for number, lines in enumerate(pages, 1):
        lines, placed = place_notes(lines, body)
        parsed.counts["footnotes"] += placed
        on_page = [table for table in tables if table.page == number]
        if on_page:
            flow += sorted([*lines, *on_page], key=lambda item: item.top)
        else:
            flow += in_columns(lines, widths[number - 1])
    flow, dropped = _without_contents(flow)
    parsed.counts["contents"] += dropped
    looks = Looks([item for item in flow if isinstance(item, Line)], body)
    parsed.blocks = _blocks(flow, looks)
    parsed.title = looks.title or parsed.title
    return parsed


def _tables(page: Any, number: int, words: list[Word]) -> tuple[list[Table], list[Word]]:
    """Ruled tables of two columns or more; the words that are in none."""
    tables = []
    for found in page.find_tables():
        if max(len(row.cells) for row in found.rows) < 2:
            continue
        rows = []
        for row in found.rows:
            cells = []
            for box in row.cells:
                inside = [word for word in words if box and _within(word, box)]
                cells.append(to_lines(inside, number))
            rows.append(cells)
        tables.append(Table(number, found.bbox[1], rows))
        words = [word for word in words if not _within(word, found.bbox)]
    return tables, words


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.middle <= box[3]


def _body_size(pages: list[list[Line]], tables: list[Table]) -> float:
    sizes: Counter[float] = Counter()
    cells = [line for table in tables for row in table.rows for cell in row for line in cell]
    for line in [*(line for lines in pages for line in lines), *cells]:
        sizes[line.height] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _without_contents(flow: list[Line | Table]) -> tuple[list[Line | Table], int]:
    kept: list[Line | Table] = []
    dropped = 0
    inside = False
    for item in flow:
        text = item.text if isinstance(item, Line) else ""
        heading = text.casefold() in CONTENTS
        if heading or LEADERS.fullmatch(text) or (inside and ENDS_IN_NUMBER.fullmatch(text)):
            dropped = 1
            inside = True
        else:
            inside = False
            kept.append(item)
    return kept, dropped


def _blocks(flow: list[Line | Table], looks: Looks) -> list[Block]:
    paragraphs = Paragraphs(looks)
    for item in flow:
        if isinstance(item, Line):
            paragraphs.add(item)
            continue
        rows = [[_cell(cell, looks) for cell in row] for row in item.rows]
        last = paragraphs.blocks[-1] if paragraphs.blocks else None
        if last and last.kind is Kind.TABLE and len(last.rows[0]) == len(rows[0]):
            # The table goes on from the page before, perhaps with its header again.
            last.rows += rows[1:] if _words(rows[0]) == _words(last.rows[0]) else rows
        else:
            paragraphs.append(Block(Kind.TABLE, rows=rows, page=item.page))
    return paragraphs.blocks


def _cell(lines: list[Line], looks: Looks) -> list[Block]:
    paragraphs = Paragraphs(looks)
    for line in lines:
        paragraphs.add(line)
    return paragraphs.blocks


def _words(row: list[list[Block]]) -> list[str]:
    return [block.words for cell in row for block in cell]
