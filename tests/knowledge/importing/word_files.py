"""Word files with real automatic numbering, built part by part."""

import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

Level = tuple[str, str]  # numFmt and lvlText


class WordFile:
    def __init__(self) -> None:
        self.document: Document = docx.Document()
        self.numbering = self.document.part.numbering_part.element
        for item in list(self.numbering):
            self.numbering.remove(item)
        self.notes: list[str] = []

    def list(
        self,
        number: int,
        levels: "list[Level]",
        *,
        styles: str = "",
        more: dict[int, str] | None = None,
        start: int = 1,
    ) -> None:
        """An abstract list and one that uses it; `styles`: heading styles number by it; `more`: XML inside a level."""
        xml = ""
        for at, (format, text) in enumerate(levels):
            rest = f'<w:pStyle w:val="{styles}{at + 1}"/>' if styles else ""
            rest += (more or {}).get(at, "")
            xml += (
                f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{rest}'
                f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{360 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="multilevel"/>{xml}</w:abstractNum>'
        )
        self.numbering.insert(len(self.numbering.findall(qn("w:abstractNum"))), abstract)
        self.use(number, number)
        if styles:
            for at in range(len(levels)):
                properties = self.document.styles[f"{styles} {at + 1}"].element.get_or_add_pPr()
                properties.append(number_by(number, at if at else None))

    def use(self, number: int, of: int, override: str = "") -> None:
        """A further list of an abstract one."""
        self.numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>')
        )

    def link(self, number: int, style: str) -> None:
        """A list whose levels are those of a style."""
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        self.numbering.insert(0, parse_xml(f'{abstract}<w:numStyleLink w:val="{style}"/></w:abstractNum>'))
        self.use(number, number)

    def heading(self, text: str, level: int, number: int | None = None) -> None:
        paragraph = self.document.add_heading(text, level)
        if number is not None:
            paragraph._p.get_or_add_pPr().append(number_by(number, level - 1 if number else None))

    def item(self, text: str, number: int, level: int = 0) -> None:
        paragraph = self.document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(number_by(number, level))

    def text(self, text: str) -> None:
        self.document.add_paragraph(text)

    def noted(self, before: str, note: str, after: str) -> None:
        paragraph = self.document.add_paragraph(before)
        self.notes.append(note)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        run._r.append(reference)
        paragraph.add_run(after)

    def contents(self, heading: str, lines: "list[str]") -> None:
        """A field as Word makes it, with the lines that it showed when last updated."""
        self.document.add_paragraph(heading)
        for at, line in enumerate(lines):
            paragraph = self.document.add_paragraph()
            if at == 0:
                _field(paragraph, "begin")
                instruction = OxmlElement("w:instrText")
                instruction.text = ' TOC \\o "1-3" '
                paragraph.add_run()._r.append(instruction)
                _field(paragraph, "separate")
            paragraph.add_run(line)
            if at == len(lines) - 1:
                _field(paragraph, "end")

    def running(self, header: str, footer: str) -> None:
        section = self.document.sections[0]
        section.header.paragraphs[0].text = header
        paragraph = section.footer.paragraphs[0]
        paragraph.text = footer
        field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        paragraph._p.append(field)

    def table(self, rows: "list[list[str]]") -> None:
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    def raw(self, xml: str) -> None:
        """A paragraph's inside as XML."""
        paragraph = self.document.add_paragraph()._p
        for child in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
            paragraph.append(child)

    def save(self, file: Path) -> Path:
        self.document.save(str(file))
        if self.notes:
            _add_footnotes(file, self.notes)
        return file


def number_by(number: int, level: int | None = None) -> object:
    at = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    return parse_xml(f'<w:numPr {nsdecls("w")}>{at}<w:numId w:val="{number}"/></w:numPr>')


def _field(paragraph: object, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)  # type: ignore[attr-defined]


def _add_footnotes(file: Path, notes: list[str]) -> None:
    """python-docx has no footnotes: their part is put into the package."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    separators = "".join(
        f'<w:footnote w:type="{name}" w:id="{id}"><w:p><w:r><w:{name}/></w:r></w:p></w:footnote>'
        for id, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    written = "".join(
        f'<w:footnote w:id="{id}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for id, text in enumerate(notes, 1)
    )
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    relation = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", relation.encode())
    parts["word/footnotes.xml"] = f"<w:footnotes {nsdecls('w')}>{separators}{written}</w:footnotes>".encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
