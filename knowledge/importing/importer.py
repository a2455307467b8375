"""Import a file: read it apart, split its languages, write the library's Markdown, report. Nothing is saved here."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.documents import parse_document
from knowledge.importing.bilingual import half, headings_by_language, is_bilingual, main_language, tag
from knowledge.importing.blocks import Block, Parsed, all_blocks
from knowledge.importing.inline import one_line
from knowledge.importing.keeping import kept_fields
from knowledge.importing.outline import outline
from knowledge.importing.reading import read_file
from knowledge.importing.remarks import ImportRefused, Remark
from knowledge.importing.reviewing import document_remarks, file_remarks, twin_remarks
from knowledge.importing.text import DATES
from knowledge.importing.writing import write_body, write_document
from knowledge.models import Document, Language
from knowledge.sentences import Problem

NO_VERSION = "1.0"
NO_OWNER = "–"
VERSION = re.compile(r"(?:version|fersiwn)(?:\s*(?:number|no\.?|rhif))?\s*[:|–-]?\s*v?(\d+(?:\.\d+)*)", re.IGNORECASE)
LOOKED_THROUGH = 40  # blocks at the start, where a version is printed


@dataclass(frozen=True)
class ImportedDocument:
    document: Document
    markdown: str  # the whole file in the library's format

    @property
    def file_name(self) -> str:
        return f"{self.document.id}.{self.document.language}.md"


@dataclass(frozen=True)
class Imported:
    documents: dict[Language, ImportedDocument]
    report: tuple[Remark, ...]


def import_document(
    file: Path,
    *,
    id: str,
    language: Language | None = None,
    title: str | None = None,
    version: str | None = None,
    owner: str | None = None,
    source: str | None = None,
    known: dict[Language, Document] | None = None,
) -> Imported:
    """Raises ImportRefused. Without a language, every language that the file holds is taken.

    `known` are the library's own versions of this document: what the file doesn't say (owner, address, other
    wordings, what is superseded) is taken from them, and the twin that isn't imported now is compared. `source`:
    the file's own name, where it has been uploaded under another.
    """
    if not re.fullmatch(r"[a-z0-9-]+", id):
        raise ImportRefused("bad_id", value=id)
    parsed = read_file(file)
    known = known or {}
    halves, report = _halves(parsed.blocks, language)
    report += file_remarks(parsed)
    given = {"title": title, "version": version, "owner": owner, "source": source or file.name}
    documents = {}
    for own, blocks in halves.items():
        documents[own], remarks = _document(id, own, blocks, parsed, given, known)
        report += remarks
    for own, imported in documents.items():
        other = documents[own.twin].document if own.twin in documents else known.get(own.twin)
        if other:
            report += twin_remarks(imported.document, other)
            report += twin_remarks(other, imported.document) if own.twin not in documents else []
    return Imported(documents, tuple(report))


def _halves(blocks: list[Block], language: Language | None) -> tuple[dict[Language, list[Block]], list[Remark]]:
    blocks = headings_by_language(blocks)
    tagged = tag(blocks)
    if is_bilingual(tagged):
        if language is None:
            return {own: half(tagged, own) for own in Language}, [Remark("split")]
        return {language: half(tagged, language)}, [Remark("other_half", values={"language": language.twin})]
    main = main_language(tagged)
    if language is None:
        return {main: blocks}, [Remark("language_recognised", values={"language": main})]
    wrong = [Remark("wrong_language", language, values={"language": main})] if main is not language else []
    return {language: blocks}, wrong


def _document(
    id: str,
    language: Language,
    blocks: list[Block],
    parsed: Parsed,
    given: dict[str, Any],
    known: dict[Language, Document],
) -> tuple[ImportedDocument, list[Remark]]:
    remarks = []
    like = known.get(language) or known.get(language.twin)

    def field(name: str, found: str, otherwise: str) -> str:
        value = one_line(given[name] or parsed.fields.get(name) or found)
        if not value:
            remarks.append(Remark(f"no_{name}", language, values={"value": otherwise}))
        return value or otherwise

    found = outline(blocks, language, given["title"] or parsed.fields.get("title") or "", parsed.title)
    stem = Path(given["source"]).stem
    fields: dict[str, Any] = {"id": id, "title": field("title", found.title, stem), "language": language.value}
    found.title = fields["title"]
    fields["version"] = field("version", _version(blocks), NO_VERSION)
    fields["owner"] = field("owner", like.owner if like else "", NO_OWNER)
    fields["source"] = given["source"]
    url = {"url": like.url} if like and like.url else {}
    fields |= url | {name: _typed(name, value) for name, value in parsed.fields.items() if name not in fields}
    body = write_body(found)
    document = _read_back(id, language, fields, body)
    sections = [section for section in document.sections if section.anchor.number != "0"]
    pages = {section.anchor.number: part.page for section, part in zip(sections, found.parts, strict=True) if part.page}
    if pages:
        fields["pages"] = pages
    if language in known:
        kept, said = kept_fields(known[language], document)
        fields |= kept
        remarks += said
    document = _read_back(id, language, fields, body)
    return ImportedDocument(document, write_document(fields, body)), remarks + document_remarks(document, found)


def _typed(name: str, value: str) -> str | date:
    return date.fromisoformat(value) if name in DATES else value


def _read_back(id: str, language: Language, fields: dict[str, Any], body: str) -> Document:
    """As the library will read it."""
    problems: list[Problem] = []
    document = parse_document(f"{id}.{language}.md", write_document(fields, body), problems)
    assert document, problems
    assert not any(problem.fatal for problem in problems), problems
    return document


def _version(blocks: list[Block]) -> str:
    """The version that the file prints near its start."""
    for block in all_blocks(blocks[:LOOKED_THROUGH]):
        if found := VERSION.search(block.words):
            return found[1]
    return ""
