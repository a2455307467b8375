"""Read a library: a folder of Markdown, a file for each document and language."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.errors import LibraryError
from knowledge.models import Anchor, Document, Language, Section, Status
from knowledge.sections import read_sections
from knowledge.sentences import Problem

FILE_NAME = re.compile(r"(?P<id>[a-z0-9-]+)\.(?P<language>[a-z]+)\.md")
REQUIRED = ("id", "title", "language", "version", "owner")


@dataclass(frozen=True)
class Library:
    documents: dict[tuple[str, Language], Document]
    problems: tuple[Problem, ...] = field(default=())

    def document(self, id: str, language: Language) -> Document | None:
        return self.documents.get((id, language))

    def section(self, anchor: Anchor, language: Language) -> Section | None:
        document = self.document(anchor.document, language)
        return document.section(anchor.number) if document else None

    def shown(self, anchor: Anchor, language: Language) -> tuple[Document, Section]:
        """The section in this language, or its twin where this language has none."""
        for candidate in (language, language.twin):
            document = self.document(anchor.document, candidate)
            section = document.section(anchor.number) if document else None
            if document and section and section.text:
                return document, section
        raise KeyError(str(anchor))

    @property
    def ids(self) -> list[str]:
        return sorted({id for id, _ in self.documents})

    @property
    def anchors(self) -> list[Anchor]:
        """Every section that has words to quote, in either language, in reading order."""
        found: dict[Anchor, None] = {}
        for id in self.ids:
            for language in Language:
                document = self.document(id, language)
                for section in document.sections if document else ():
                    if section.text:
                        found[section.anchor] = None
        return list(found)


def library_files(folder: Path) -> list[Path]:
    """What of a folder is the library: its documents and its register."""
    found = [file for file in folder.glob("*.md") if file.is_file() and file.name.lower() != "readme.md"]
    return sorted([*found, *folder.glob("register.yml")])


def read_library(folder: Path) -> Library:
    """The documents in force. Raises LibraryError where a file can't be read or cited."""
    library = inspect_library(folder)
    fatal = [problem for problem in library.problems if problem.fatal]
    if fatal:
        raise LibraryError("problems", problems=tuple(fatal))
    if not library.anchors:
        raise LibraryError("nothing_in_force", folder=folder)
    return library


def inspect_library(folder: Path) -> Library:
    """As read_library, but with every problem listed and the sound documents kept."""
    if not folder.is_dir():
        raise LibraryError("no_folder", folder=folder)
    problems: list[Problem] = []
    documents: dict[tuple[str, Language], Document] = {}
    files = [file for file in library_files(folder) if file.suffix == ".md"]
    if not files:
        raise LibraryError("no_documents", folder=folder)
    for file in files:
        document = _read_document(file, problems)
        if document and document.status not in (Status.WITHDRAWN, Status.DRAFT):
            documents[document.id, document.language] = document
    return Library(documents, tuple(problems))


def _read_document(file: Path, problems: list[Problem]) -> Document | None:
    try:
        return parse_document(file.name, file.read_text(encoding="utf-8-sig"), problems)
    except UnicodeDecodeError:
        problems.append(Problem(file.name, 1, "not_utf8"))
        return None


def parse_document(file_name: str, text: str, problems: list[Problem]) -> Document | None:
    """The text of one file; None where a problem makes it unfit to be read."""

    def refuse(kind: str, line: int = 1, **values: object) -> None:
        problems.append(Problem(file_name, line, kind, values))

    name = FILE_NAME.fullmatch(file_name)
    if not name:
        refuse("file_name")
        return None
    if name["language"] not in tuple(Language):
        refuse("unknown_language", value=name["language"])
        return None
    try:
        metadata, body = frontmatter.parse(text, handler=YAMLHandler())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date like 2024-02-30
        mark = getattr(error, "problem_mark", None)
        refuse("not_yaml", mark.line + 2 if mark else 1)
        return None
    if not metadata:
        refuse("no_front_matter")
        return None
    before = len(problems)
    for key in REQUIRED:
        if not str(metadata.get(key) or "").strip():
            refuse("field_missing", name=key)
    for key in ("id", "language"):
        if metadata.get(key) and metadata[key] != name[key]:
            refuse("field_unlike_name", name=key, value=metadata[key], expected=name[key])
    dates = {}
    for key in ("effective", "review_by"):
        value = metadata.get(key)
        dates[key] = value if isinstance(value, date) and not isinstance(value, datetime) else None
        if value is not None and dates[key] is None:
            refuse("not_a_date", name=key, value=value)
    status = str(metadata.get("status") or Status.ADOPTED)
    if status not in tuple(Status):
        refuse("unknown_status", value=status)
    pages: Any = metadata.get("pages") or {}
    if not isinstance(pages, dict) or not all(isinstance(at, str) and type(page) is int for at, page in pages.items()):
        refuse("not_pages")
    asked: Any = metadata.get("also_asked") or {}
    if not isinstance(asked, dict) or not all(isinstance(at, str) and _is_words(said) for at, said in asked.items()):
        refuse("not_wordings")
    if len(problems) > before:
        return None
    language = Language(name["language"])
    offset = text.count("\n", 0, len(text) - len(text.split("---", 2)[2].lstrip()))
    sections = read_sections(name["id"], language, str(metadata["title"]), body, offset, file_name, problems)
    return Document(
        id=name["id"],
        language=language,
        title=str(metadata["title"]),
        version=str(metadata["version"]),
        owner=str(metadata["owner"]),
        effective=dates["effective"],
        review_by=dates["review_by"],
        source=str(metadata.get("source") or ""),
        url=_safe_url(metadata, refuse),
        status=Status(status),
        sections=tuple(
            replace(
                section,
                page=pages.get(section.anchor.number),
                also_asked=tuple(asked.get(section.anchor.number, ())),
            )
            for section in sections
        ),
    )


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _safe_url(metadata: dict[str, Any], refuse: Any) -> str:
    url = str(metadata.get("url") or "")
    if url and not url.startswith(("https://", "http://")):
        refuse("not_a_url", value=url)
        return ""
    return url
