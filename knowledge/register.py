"""`register.yml`: documents that are only referred to, and services that help with what isn't policy here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import LibraryError
from knowledge.library import Library
from knowledge.models import Anchor, Language, NotHeld, Service
from knowledge.words import TERMS, wording

Names = dict[Language, tuple[tuple[str, ...], ...]]  # each name as keyword terms


@dataclass(frozen=True)
class Entry:
    shown: dict[Language, NotHeld] | dict[Language, Service]
    names: Names
    asked: dict[Language, frozenset[tuple[str, ...]]] = field(default_factory=dict)  # questions decided to be its own

    def named_in(self, terms: list[str], language: Language) -> int:
        """The length, in terms, of the longest of its names that the question holds; 0 if none."""
        found = (len(name) for name in self.names[language] if _holds(terms, name))
        return max(found, default=0)


@dataclass(frozen=True)
class Register:
    documents: tuple[Entry, ...] = ()
    services: tuple[Entry, ...] = ()

    def pointer(self, question: str, language: Language) -> NotHeld | Service | None:
        return self.document(question, language) or self.service(question, language)

    def decided(self, question: str, language: Language) -> Service | None:
        """The service that somebody decided this very question belongs to."""
        asked = wording(question)
        for entry in self.services:
            found = entry.shown[language]
            if isinstance(found, Service) and asked in entry.asked[language]:
                return found
        return None

    def offered(self) -> list[dict[Language, Service]]:
        """Every service."""
        shown = ({k: v for k, v in one.shown.items() if isinstance(v, Service)} for one in self.services)
        return [one for one in shown if one]

    def document(self, question: str, language: Language) -> NotHeld | None:
        entry = _longest(self.documents, question, language)
        found = entry.shown[language] if entry else None
        return found if isinstance(found, NotHeld) else None

    def service(self, question: str, language: Language) -> Service | None:
        entry = _longest(self.services, question, language)
        found = entry.shown[language] if entry else None
        return found if isinstance(found, Service) else None


def _holds(terms: list[str], name: tuple[str, ...]) -> bool:
    return any(tuple(terms[at : at + len(name)]) == name for at in range(len(terms) - len(name) + 1))


def _longest(entries: Iterable[Entry], question: str, language: Language) -> Entry | None:
    terms = TERMS[language](question)
    best = max(entries, key=lambda entry: entry.named_in(terms, language), default=None)
    return best if best and best.named_in(terms, language) else None


def read_register(folder: Path) -> Register:
    file = folder / "register.yml"
    if not file.is_file():
        return Register()
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        documents = tuple(_document(row) for row in content.get("documents", []))
        services = tuple(_service(row) for row in content.get("services", []))
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise LibraryError("register_form", file=file.name, error=error) from error
    return Register(documents, services)


def check_register(register: Register, library: Library) -> None:
    """Raises LibraryError where an entry points to a section that isn't there."""
    for entry in register.documents:
        for shown in entry.shown.values():
            if isinstance(shown, NotHeld) and shown.listed_in not in library.anchors:
                raise LibraryError("register_points_nowhere", file="register.yml", anchor=shown.listed_in)


def _names(row: dict[str, Any], field: str, own: str = "") -> Names:
    found = {}
    for language in Language:
        names = [*row.get(field, {}).get(language, ()), *([row[own][language]] if own else ())]
        terms = (tuple(TERMS[language](name)) for name in names)
        found[language] = tuple(name for name in terms if name)
    return found


def _document(row: dict[str, Any]) -> Entry:
    anchor = Anchor.parse(row["listed_in"])
    version = str(row.get("version") or "")
    shown = {language: NotHeld(row["title"][language], version, anchor) for language in Language}
    return Entry(shown, _names(row, "also_called", own="title"))


def _service(row: dict[str, Any]) -> Entry:
    url = str(row.get("url") or "")
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(f"the url '{url}' doesn't begin with https://")
    shown = {language: Service(row["id"], row["name"][language], row["where"][language], url) for language in Language}
    asked = {language: frozenset(map(wording, row.get("asked", {}).get(language, ()))) for language in Language}
    return Entry(shown, _names(row, "topics"), asked)
