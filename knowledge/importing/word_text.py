"""The words of a Word paragraph as they would print: changes accepted, fields by their result, nothing hidden."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from knowledge.importing.inline import Piece, one_line
from knowledge.importing.styles import Styles, element_value, switched_on

TEXT = {qn("w:tab"): "\t", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "‑"}
DELETED = {qn("w:del"), qn("w:moveFrom")}
INSERTED = {qn("w:ins"), qn("w:moveTo")}
THROUGH = {qn(name) for name in ("w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple", "w:customXml", "w:dir", "w:bdo")}
NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass
class Words:
    """What one paragraph holds."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)  # text boxes that hang on this paragraph
    in_contents: bool = False  # inside a table of contents that Word made
    hidden: bool = False  # there were words, and all were hidden or deleted
    in_heading: bool = False

    @property
    def text(self) -> str:
        return one_line("".join(piece.text for piece in self.pieces))

    @property
    def bold(self) -> bool:
        words = [piece for piece in self.pieces if piece.text.strip()]
        return bool(words) and all(piece.bold for piece in words)


class TextReader:
    def __init__(self, styles: Styles, notes: dict[str, dict[str, Any]], links: dict[str, str], counts: Counter[str]):
        self.styles = styles
        self.notes = notes  # footnotes and endnotes, each by its id
        self.links = links
        self.counts = counts
        self.fields: list[str] = []  # instructions of the fields that we are inside; a field may span paragraphs
        self.instructing: list[bool] = []

    def read(self, paragraph: Any, style: str, in_heading: bool = False) -> Words:
        words = Words(in_heading=in_heading, in_contents=self._in_contents())
        gone = self._gone_count()
        self._walk(paragraph, style, words, "")
        words.in_contents = words.in_contents or self._in_contents()
        words.hidden = not words.text and self._gone_count() > gone
        return words

    def _gone_count(self) -> int:
        return self.counts["hidden_text"] + self.counts["deletions"]

    def _in_contents(self) -> bool:
        return any(instruction.split()[:1] == ["TOC"] for instruction in self.fields)

    def _walk(self, element: Any, style: str, words: Words, link: str) -> None:
        for child in element:
            if child.tag == qn("w:r"):
                self._run(child, style, words, link)
            elif child.tag in DELETED:
                self.counts["deletions"] += any(True for _ in child.iter(qn("w:delText"), qn("w:t")))
            elif child.tag in INSERTED:
                self.counts["insertions"] += any(True for _ in child.iter(qn("w:t")))
                self._walk(child, style, words, link)
            elif child.tag == qn("w:hyperlink"):
                self._walk(child, style, words, self.links.get(child.get(qn("r:id")) or "", ""))
            elif child.tag in THROUGH:
                self._walk(child, style, words, link)
            elif child.tag.startswith(MATHS) if isinstance(child.tag, str) else False:
                words.pieces += [Piece(item.text or "") for item in child.iter(f"{MATHS}t")]

    def _run(self, run: Any, style: str, words: Words, link: str) -> None:
        properties = run.find(qn("w:rPr"))
        hidden = self.styles.run_property(properties, style, "w:vanish")
        bold = self.styles.run_property(properties, style, "w:b")
        italic = self.styles.run_property(properties, style, "w:i")
        text = "".join(self._texts(run, words))
        if hidden:
            self.counts["hidden_text"] += bool(text.strip())
        elif text:
            words.pieces.append(Piece(text, bold, italic, link))

    def _texts(self, run: Any, words: Words) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == qn("w:fldChar"):
                self._field(child.get(qn("w:fldCharType")))
            elif tag == qn("w:instrText") and self.fields:
                self.fields[-1] += child.text or ""
            elif tag == qn("w:t") and not any(self.instructing):
                yield child.text or ""
            elif tag == qn("w:sym"):
                yield self._symbol(child)
            elif tag in TEXT:
                yield TEXT[tag]
            elif tag in NOTES:
                yield from self._note(self.notes[NOTES[tag]].get(child.get(qn("w:id"))), words)
            else:
                self._drawn(child, words)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append("")
            self.instructing.append(True)
        elif kind == "separate" and self.instructing:
            self.instructing[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()
            self.instructing.pop()

    def _symbol(self, symbol: Any) -> str:
        """Symbol fonts keep their signs in the private use area; most of what policies use are bullets and ticks."""
        code = int(symbol.get(qn("w:char")) or "0", 16)
        return "" if 0xE000 <= code <= 0xF8FF or not 0 < code < 0x110000 else chr(code)

    def _note(self, note: Any | None, words: Words) -> Iterator[str]:
        if note is None:
            return
        inner = TextReader(self.styles, {"footnotes": {}, "endnotes": {}}, {}, self.counts)
        text = one_line(" ".join(inner.read(item, self.styles.default).text for item in note.iter(qn("w:p"))))
        if not text:
            return
        self.counts["footnotes"] += 1
        if words.in_heading:
            words.notes.append(text)
        else:
            yield f" [{text}]"

    def _drawn(self, element: Any, words: Words) -> None:
        """A picture is counted; a text box is read after its paragraph, from the first of its two renderings."""
        if element.tag == f"{COMPATIBLE}AlternateContent":
            element = next(iter(element), element)
        boxes = list(element.iter(qn("w:txbxContent")))
        words.boxes += boxes
        if not boxes and any(tag in str(item.tag) for item in element.iter() for tag in ("}blip", "}imagedata")):
            self.counts["pictures"] += 1


def mark_is(paragraph: Any, change: str) -> bool:
    """Whether the paragraph's own end is deleted or hidden, so that it runs into the next."""
    properties = paragraph.find(qn("w:pPr"))
    mark = properties.find(qn("w:rPr")) if properties is not None else None
    if change == "w:vanish":
        return bool(switched_on(mark, change))
    return mark is not None and mark.find(qn(change)) is not None


def style_of(paragraph: Any, styles: Styles) -> str:
    return element_value(paragraph.find(qn("w:pPr")), "w:pStyle") or styles.default
