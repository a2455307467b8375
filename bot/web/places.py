"""Where what a page no longer says is said now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.library import Library
from knowledge.models import Anchor, Language, section_url
from knowledge.redirects import Redirect


@dataclass(frozen=True)
class Place:
    url: str
    label: str
    language: Language  # of the label


@dataclass(frozen=True)
class Moved:
    """A section whose words aren't in the library any more."""

    number: str
    removed: date
    note: str
    note_language: Language
    to: Place | None


def place(library: Library, anchor: Anchor, language: Language) -> Place:
    try:
        document, section = library.shown(anchor, language)
    except KeyError:  # it has gone elsewhere since, and its document's page says where
        return Place(section_url(anchor, language), str(anchor), language)
    return Place(section_url(anchor, language), f"{document.title}, {anchor.number} {section.title}", section.language)


def moved(library: Library, redirects: dict[Anchor, Redirect], id: str, language: Language) -> Iterator[Moved]:
    """The sections of this document that went, by number."""
    for anchor, redirect in sorted(redirects.items()):
        if anchor.document != id or any((held := library.section(anchor, one)) and held.text for one in Language):
            continue
        said = language if language in redirect.note else language.twin
        to = place(library, redirect.to, language) if redirect.to else None
        yield Moved(anchor.number, redirect.removed, redirect.note.get(said, ""), said, to)
