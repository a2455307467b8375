"""What goes through an answer: documents, sections and passages in; citations and an outcome out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Language(StrEnum):
    CY = "cy"
    EN = "en"

    @property
    def twin(self) -> "Language":
        return Language.EN if self is Language.CY else Language.CY


class Status(StrEnum):
    ADOPTED = "adopted"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    ILLUSTRATIVE = "illustrative"


class Outcome(StrEnum):
    ANSWERED = "answered"
    CHOICE = "choice"
    UNANSWERED = "unanswered"
    OUT_OF_SCOPE = "out_of_scope"
    SMALL_TALK = "small_talk"
    FAILED = "failed"


class Anchor(NamedTuple):
    """Where a section is, whatever the language: `social-media-policy#2.3`."""

    document: str
    number: str

    def __str__(self) -> str:
        return f"{self.document}#{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        document, separator, number = text.partition("#")
        if not (document and separator and number):
            raise ValueError(f"{text!r} isn't an anchor like 'social-media-policy#2.3'.")
        return cls(document, number)


@dataclass(frozen=True)
class Section:
    anchor: Anchor
    language: Language
    title: str
    path: tuple[str, ...]  # the titles above this one, the document's first
    text: str  # Markdown, without the heading
    line: int  # of the heading, from 1, in the document's file
    page: int | None = None  # of the file that it was imported from, where that has pages
    also_asked: tuple[str, ...] = ()  # how people ask for it: searched, never shown
    superseded_by: Anchor | None = None


@dataclass(frozen=True)
class Document:
    id: str
    language: Language
    title: str
    version: str
    owner: str
    effective: date | None
    review_by: date | None
    source: str
    url: str
    status: Status
    sections: tuple[Section, ...]
    withdrawn: date | None = None  # since when, if it is

    def without_twin(self, twin: "Document") -> list[Section]:
        """The sections whose numbers the other language's document doesn't have."""
        theirs = {section.anchor.number for section in twin.sections}
        return [section for section in self.sections if section.anchor.number not in theirs]

    def overdue(self, today: date) -> bool:
        """Whether its review should have been done."""
        return self.review_by is not None and self.review_by < today

    def section(self, number: str) -> Section | None:
        return next((section for section in self.sections if section.anchor.number == number), None)


@dataclass(frozen=True)
class Passage:
    """Words that can be shown alone: a paragraph, a list with its lead-in, table rows with the header."""

    anchor: Anchor
    language: Language
    text: str  # Markdown, as in the section
    plain: str  # the same words without markup


@dataclass(frozen=True)
class Hit:
    """A section that was considered, with the signals that spoke for it."""

    anchor: Anchor
    score: float
    signals: dict[str, float]


@dataclass(frozen=True)
class Citation:
    anchor: Anchor
    title: str
    section_title: str
    version: str
    language: Language
    quote: str
    illustrative: bool
    page: int | None = None

    @property
    def url(self) -> str:
        return section_url(self.anchor, self.language)

    def as_json(self) -> dict[str, Any]:
        """As the chat API gives it (formats.md)."""
        return {
            "document": self.anchor.document,
            "section": self.anchor.number,
            "title": self.title,
            "section_title": self.section_title,
            "version": self.version,
            "language": self.language,
            "quote": self.quote,
            "url": self.url,
            **({"page": self.page} if self.page else {}),
        }


@dataclass(frozen=True)
class Choice:
    anchor: Anchor
    label: str
    language: Language

    @property
    def url(self) -> str:
        return section_url(self.anchor, self.language)


@dataclass(frozen=True)
class NotHeld:
    """A document that the library only refers to."""

    title: str
    version: str
    listed_in: Anchor


@dataclass(frozen=True)
class Service:
    """Who helps with what no document here covers."""

    id: str
    name: str
    where: str
    url: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """A document that answered until it was withdrawn."""

    title: str
    section: Anchor
    since: date


Pointer = NotHeld | Service | Withdrawn


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    language: Language
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()  # to pick from, or, when unanswered, the nearest sections
    considered: tuple[Hit, ...] = ()  # the best few of `ranked`, with what spoke for them
    ranked: tuple[Anchor, ...] = ()  # sections before anything was decided, best first
    pointer: Pointer | None = None
    confidence: float = 0.0
    shortened: bool = False  # the question was longer than Holi reads
    release: str = ""
    steps: dict[str, float] = field(default_factory=dict)  # milliseconds spent, by step

    @property
    def text(self) -> str:
        return "\n\n".join(citation.quote for citation in self.citations)


def section_url(anchor: Anchor, language: Language) -> str:
    return f"/library/{anchor.document}?language={language}#{anchor.number}"
