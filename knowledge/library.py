"""Read a library: a folder of Markdown, a file for each document and language."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from knowledge.documents import parse_document
from knowledge.errors import LibraryError
from knowledge.models import Anchor, Document, Language, Section, Status
from knowledge.sentences import Problem
from knowledge.succession import Documents, succession, succession_problems


@dataclass(frozen=True)
class Library:
    """`documents` are in force; `withdrawn` are those that no language of is any more."""

    documents: Documents
    problems: tuple[Problem, ...] = field(default=())
    withdrawn: Documents = field(default_factory=dict)

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
        """Every section that can be quoted, in either language, in reading order."""
        return [anchor for anchor in _with_text(self.documents) if anchor not in self.successors]

    @cached_property
    def successors(self) -> dict[Anchor, Anchor]:
        """Of each section that is superseded, the one that is quoted in its place."""
        return succession(self.documents)

    def predecessors(self, anchor: Anchor, language: Language) -> list[Section]:
        """What this section is quoted in place of."""
        old = [before for before, after in self.successors.items() if after == anchor]
        return [section for before in old if (section := self.section(before, language)) and section.text]

    @property
    def withdrawn_anchors(self) -> list[Anchor]:
        """The sections of which a question can be told when they were withdrawn."""
        dated = {key: document for key, document in self.withdrawn.items() if document.withdrawn}
        superseded = self.with_withdrawn.successors
        return [anchor for anchor in _with_text(dated) if anchor not in superseded]

    @property
    def with_withdrawn(self) -> "Library":
        return Library({**self.withdrawn, **self.documents})


def _with_text(documents: Documents) -> list[Anchor]:
    found: dict[Anchor, None] = {}
    for id in sorted({id for id, _ in documents}):
        for language in Language:
            document = documents.get((id, language))
            for section in document.sections if document else ():
                if section.text:
                    found[section.anchor] = None
    return list(found)


def library_files(folder: Path) -> list[Path]:
    """What of a folder is the library: its documents, its register, and where sections went that were removed."""
    found = [file for file in folder.glob("*.md") if file.is_file() and file.name.lower() != "readme.md"]
    return sorted([*found, *folder.glob("register.yml"), *folder.glob("redirects.yml")])


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
    documents: Documents = {}
    withdrawn: Documents = {}
    files = [file for file in library_files(folder) if file.suffix == ".md"]
    if not files:
        raise LibraryError("no_documents", folder=folder)
    for file in files:
        document = _read_document(file, problems)
        if document is None or document.status is Status.DRAFT:
            continue
        found = withdrawn if document.status is Status.WITHDRAWN else documents
        found[document.id, document.language] = document
    problems += succession_problems(documents)
    in_force = {id for id, _ in documents}
    gone = {key: document for key, document in withdrawn.items() if document.id not in in_force}
    return Library(documents, tuple(problems), gone)


def _read_document(file: Path, problems: list[Problem]) -> Document | None:
    try:
        return parse_document(file.name, file.read_text(encoding="utf-8-sig"), problems)
    except UnicodeDecodeError:
        problems.append(Problem(file.name, 1, "not_utf8"))
        return None
