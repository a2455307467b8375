"""What differs between two libraries, section by section, down to the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.library import Library
from knowledge.models import Anchor, Language, Section

SAME_SECTION = 0.75  # of the words: a section with another number is the same one
WORD = re.compile(r"\s+|[^\s]+")


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENUMBERED = "renumbered"


@dataclass(frozen=True)
class Run:
    """Words that both have ("same"), or only the old ("old") or the new ("new")."""

    side: str
    text: str


@dataclass(frozen=True)
class Change:
    anchor: Anchor  # in the new library; where it stood before, if removed
    language: Language
    kind: Kind
    title: str
    words: tuple[Run, ...]
    before: Anchor | None = None  # of a section that was renumbered


def changes(old: Library, new: Library) -> list[Change]:
    """In reading order, Welsh before English."""
    found: list[Change] = []
    for id in sorted({*old.ids, *new.ids}):
        for language in Language:
            found += _document_changes(_sections(old, id, language), _sections(new, id, language))
    return sorted(found, key=lambda change: (change.anchor.document, _printed_order(change.anchor), change.language))


def _sections(library: Library, id: str, language: Language) -> dict[str, Section]:
    document = library.document(id, language)
    sections = document.sections if document else ()
    return {section.anchor.number: section for section in sections}


def _document_changes(old: dict[str, Section], new: dict[str, Section]) -> Iterator[Change]:
    gone = {number: section for number, section in old.items() if number not in new}
    for number, section in new.items():
        before = old.get(number)
        if before is None:
            moved = _moved(section, gone)
            if moved:
                del gone[moved.anchor.number]
                yield _change(Kind.RENUMBERED, moved, section)
            elif section.text:
                yield _change(Kind.ADDED, None, section)
        elif _words(before) != _words(section):
            yield _change(Kind.CHANGED, before, section)
    for section in gone.values():
        if section.text:
            yield _change(Kind.REMOVED, section, None)


def _moved(section: Section, gone: dict[str, Section]) -> Section | None:
    """The section without a number of its own any more that this one was."""

    def alike(other: Section) -> float:
        return SequenceMatcher(None, _words(other), _words(section), autojunk=False).ratio()

    best = max(gone.values(), key=alike, default=None)
    return best if best and section.text and best.text and alike(best) >= SAME_SECTION else None


def _words(section: Section) -> list[str]:
    successor = f"→ {section.superseded_by}" if section.superseded_by else ""
    return WORD.findall("\n\n".join(filter(None, (section.title, section.text, *section.also_asked, successor))))


def _change(kind: Kind, before: Section | None, after: Section | None) -> Change:
    shown = after or before
    assert shown is not None
    old, new = _words(before) if before else [], _words(after) if after else []
    moved = before.anchor if before and kind is Kind.RENUMBERED else None
    return Change(shown.anchor, shown.language, kind, shown.title, tuple(_runs(old, new)), moved)


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(new[c:d]))
            continue
        if b > a:
            yield Run("old", "".join(old[a:b]))
        if d > c:
            yield Run("new", "".join(new[c:d]))


def _printed_order(anchor: Anchor) -> list[tuple[int, str]]:
    """2 before 10, and both before A."""
    return [(int(part), "") if part.isdigit() else (10**6, part) for part in anchor.number.split(".")]
