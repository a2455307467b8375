"""A PDF's lines into headings, paragraphs and list items."""

import re

from knowledge.importing.blocks import Block, Kind
from knowledge.importing.inline import escape
from knowledge.importing.numbers import split_label
from knowledge.importing.pdf_headings import Looks
from knowledge.importing.pdf_lines import Line

INDENT = 4  # points by which a list's level, or a paragraph's, differs from another
ENDS = re.compile(r"[.:;!?][\"'”’)\]]*$|\b(and|or|a|ac|neu)$")
SHORT_LINE = 0.8  # of the widest line: where a sentence ends a paragraph


class Paragraphs:
    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.blocks: list[Block] = []
        self.before: Line | None = None
        self.indents: list[float] = []  # of the list items that we are inside
        self.widest = 0.0

    def append(self, block: Block) -> None:
        self.blocks.append(block)
        self.before = None
        self.indents = []

    def add(self, line: Line) -> None:
        text = line.text
        if not text:
            return
        last = self.blocks[-1] if self.blocks else None
        if self.looks.is_heading(line):
            if last and last.kind is Kind.HEADING and self.before and self.looks.follows_on(self.before, line):
                last.text += "\n" + text
            else:
                self.append(Block(Kind.HEADING, text, self.looks.depth(line), page=line.page))
        elif last and self.before and last.kind is not Kind.HEADING and self._continues(last, self.before, line):
            # A hyphen that ends a line stays: Welsh and English keep theirs at the same places (e.e. ar-lein).
            last.text += ("" if last.text.endswith("-") else " ") + escape(text)
        else:
            self._begin(line, text)
        self.before = line
        self.widest = max(self.widest, line.x1)

    def _begin(self, line: Line, text: str) -> None:
        found = split_label(text)
        if found is None:
            self.append(Block(Kind.PARAGRAPH, escape(text), page=line.page))
            return
        label, rest = found
        if re.search(r"\d\.\d", label):
            self.append(Block(Kind.PARAGRAPH, escape(rest), label=label, page=line.page))
            return
        while self.indents and self.indents[-1] > line.x0 + INDENT:
            self.indents.pop()
        if not self.indents or line.x0 > self.indents[-1] + INDENT:
            self.indents.append(line.x0)
        self.blocks.append(Block(Kind.ITEM, escape(rest), len(self.indents) - 1, label, line.page))

    def _continues(self, last: Block, before: Line, line: Line) -> bool:
        if last.kind is Kind.TABLE or before.column != line.column:
            return False
        finished = bool(ENDS.search(before.text))
        if split_label(line.text):
            return not finished and abs(line.x0 - before.x0) < INDENT and self._same_paragraph(before, line)
        if line.page != before.page:
            return not finished
        if last.kind is Kind.ITEM and self.indents and line.x0 < self.indents[-1] + INDENT:
            return False
        return self._same_paragraph(before, line)

    def _same_paragraph(self, before: Line, line: Line) -> bool:
        if line.page != before.page:
            return True
        near = line.top - before.bottom < self.looks.gap + 0.35 * self.looks.body
        ended = bool(ENDS.search(before.text)) and before.x1 < SHORT_LINE * self.widest
        return near and not ended
