"""A Word file (.docx) into blocks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from knowledge.importing.blocks import Block, Kind, Parsed, Progress
from knowledge.importing.inline import Piece, escape, to_markdown
from knowledge.importing.numbering import Label, Numbering
from knowledge.importing.numbers import CONTENTS, read_heading, split_label
from knowledge.importing.styles import Styles, element_value
from knowledge.importing.word_text import TextReader, Words, mark_is, style_of

LONGEST_BOLD_HEADING = 100  # characters of a bold line with a number, in a file whose author used no heading styles
CONTENTS_LINE = re.compile(r".*\t\s*\d{1,4}\s*")  # typed by hand, where a heading says that contents follow
MOST_COLUMNS = 60


def read_word(file: Path, progress: Progress) -> Parsed:
    package = docx.Document(str(file))
    parsed = Parsed(title=(package.core_properties.title or "").strip())
    _Reader(package.part, parsed, progress).read(package.element.body)
    return parsed


class _Reader:
    def __init__(self, part: Any, parsed: Parsed, progress: Progress) -> None:
        self.parsed = parsed
        self.progress = progress
        related = {relation.reltype: relation for relation in part.rels.values() if not relation.is_external}
        links = {id: relation.target_ref for id, relation in part.rels.items() if relation.is_external}
        self.styles = Styles(_root(related.get(RELATIONSHIP_TYPE.STYLES)))
        self.numbering = Numbering(_root(related.get(RELATIONSHIP_TYPE.NUMBERING)), self.styles)
        notes = {
            "footnotes": _notes(_root(related.get(RELATIONSHIP_TYPE.FOOTNOTES)), "w:footnote"),
            "endnotes": _notes(_root(related.get(RELATIONSHIP_TYPE.ENDNOTES)), "w:endnote"),
        }
        self.text = TextReader(self.styles, notes, links, parsed.counts)
        comments = _root(related.get(RELATIONSHIP_TYPE.COMMENTS))
        parsed.counts["comments"] += len(comments.findall(qn("w:comment"))) if comments is not None else 0
        kinds = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        running = [parse_xml(relation.target_part.blob) for relation in part.rels.values() if relation.reltype in kinds]
        parsed.counts["running"] += sum(any(item.text for item in root.iter(qn("w:t"))) for root in running)
        self.carried: list[Piece] = []  # of a paragraph whose end is deleted
        self.in_contents = False

    def read(self, body: Any) -> None:
        for block in self._blocks(body):
            self.parsed.blocks.append(block)

    def _blocks(self, container: Any) -> Iterator[Block]:
        for position, child in enumerate(container):
            if position % 50 == 0:
                self.progress()
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag == qn("w:sdt"):
                yield from self._control(child)
            elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:sdtContent")):
                yield from self._blocks(child)

    def _control(self, control: Any) -> Iterator[Block]:
        galleries = [item.get(qn("w:val")) or "" for item in control.iter(qn("w:docPartGallery"))]
        content = control.find(qn("w:sdtContent"))
        if any("Contents" in gallery for gallery in galleries):
            self.parsed.counts["contents"] |= 1
        elif content is not None:
            yield from self._blocks(content)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        style = style_of(paragraph, self.styles)
        properties = paragraph.find(qn("w:pPr"))
        level = self.styles.heading_level(properties, style)
        words = self.text.read(paragraph, style, in_heading=level > 0)
        words.pieces[:0] = self.carried
        self.carried = []
        for box in words.boxes:
            yield from self._blocks(box)
        typed = self.in_contents and CONTENTS_LINE.fullmatch("".join(piece.text for piece in words.pieces))
        if words.in_contents or self.styles.is_contents(style) or typed:
            self.parsed.counts["contents"] |= 1
            self.in_contents = True
            return
        if words.text:
            self.in_contents = words.text.casefold() in CONTENTS
        if mark_is(paragraph, "w:del") or (words.hidden and mark_is(paragraph, "w:vanish")):
            self.carried = words.pieces
            return
        label = self.numbering.label(properties, style)
        if not words.text and not (level and label):
            return
        yield from self._block(words, level, label, self.styles.is_title(style))

    def _block(self, words: Words, level: int, label: Label | None, title: bool) -> Iterator[Block]:
        if title:
            yield Block(Kind.HEADING, words.text, 0)
        elif level or self._bold_heading(words, label):
            printed = label.text if label else ""
            depth = level or len(read_heading(f"{printed} {words.text}".strip()).number.split("."))
            yield Block(Kind.HEADING, words.text, depth, printed)
            yield from (Block(Kind.PARAGRAPH, f"[{escape(note)}]") for note in words.notes)
        elif label:
            kind = Kind.PARAGRAPH if re.search(r"\d\.\d", label.text) else Kind.ITEM
            yield Block(kind, to_markdown(words.pieces), label.indent, label.text)
        elif typed := split_label(words.text):
            kind = Kind.PARAGRAPH if re.search(r"\d\.\d", typed[0]) else Kind.ITEM
            yield Block(kind, escape(typed[1]), 0, typed[0])
        else:
            yield Block(Kind.PARAGRAPH, to_markdown(words.pieces))

    def _bold_heading(self, words: Words, label: Label | None) -> bool:
        """A short bold line with a number: how headings look in files made without heading styles."""
        if not words.bold or len(words.text) > LONGEST_BOLD_HEADING or words.text.endswith((".", ";", ":", ",")):
            return False
        printed = read_heading(f"{label.text} {words.text}" if label and not label.bullet else words.text)
        return bool(printed.number) and not printed.inner and bool(printed.title)

    def _table(self, table: Any) -> Iterator[Block]:
        rows: list[list[list[Block]]] = []
        for row in table.iter(qn("w:tr")):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue  # of a table inside a cell
            self.progress()
            changed = row.find(qn("w:trPr"))
            if changed is not None and changed.find(qn("w:del")) is not None:
                self.parsed.counts["deletions"] += 1
                continue
            rows.append(self._cells(row, rows[-1] if rows else []))
        if (len(rows) == 1 and len(rows[0]) == 1) or all(len(row) == 1 for row in rows):
            for row_read in rows:  # a box round text
                yield from row_read[0]
        elif any(cell for row_read in rows for cell in row_read):
            yield Block(Kind.TABLE, rows=rows)

    def _cells(self, row: Any, above: list[list[Block]]) -> list[list[Block]]:
        cells: list[list[Block]] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr"))) is not row:
                continue
            properties = cell.find(qn("w:tcPr"))
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            if merged is not None and merged.get(qn("w:val")) != "restart":
                cells.append(above[len(cells)] if len(cells) < len(above) else [])
            else:
                cells.append(list(self._blocks(cell)))
            span = min(int(element_value(properties, "w:gridSpan") or 1), MOST_COLUMNS)
            cells += [[] for _ in range(span - 1)]
            if len(cells) >= MOST_COLUMNS:
                break
        return cells


def _root(relation: Any | None) -> Any | None:
    return parse_xml(relation.target_part.blob) if relation is not None else None


def _notes(root: Any | None, name: str) -> dict[str, Any]:
    notes = root.findall(qn(name)) if root is not None else []
    return {note.get(qn("w:id")): note for note in notes if note.get(qn("w:type")) in (None, "normal")}
