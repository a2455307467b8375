"""What policy owners added to the version before stays with a new one: other wordings, and what supersedes what."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from knowledge.importing.remarks import Remark
from knowledge.models import Anchor, Document, Section


def kept_fields(before: Document, after: Document) -> tuple[dict[str, Any], list[Remark]]:
    """Front matter for `after`. A section is the same where its number and title are, or else its title alone."""
    numbers = _same_sections(before, after)
    asked: dict[str, list[str]] = {}
    superseded: dict[str, str] = {}
    remarks: list[Remark] = []
    for section in before.sections:
        number = numbers.get(section.anchor.number)
        successor = _successor(section, before.id, numbers)
        if section.also_asked and number:
            asked[number] = list(section.also_asked)
        if successor and number:
            superseded[number] = successor
        if (section.also_asked and not number) or (section.superseded_by and not (number and successor)):
            remarks.append(Remark("additions_lost", after.language, section.anchor.number))
    if asked or superseded:
        remarks.insert(0, Remark("additions_kept", after.language, values={"count": len(asked.keys() | superseded)}))
    fields = {"also_asked": asked, "superseded": superseded}
    return {name: value for name, value in fields.items() if value}, remarks


def _same_sections(before: Document, after: Document) -> dict[str, str]:
    """The numbers of sections that are in both, as they were and as they are."""
    titled = dict(_titles(after))
    found = {}
    for title, number in _titles(before):
        section = after.section(number)
        if section and _title(section) == title:
            found[number] = number
        elif title in titled:
            found[number] = titled[title]
    return found


def _titles(document: Document) -> Iterator[tuple[str, str]]:
    """With their numbers; of those that stand there more than once, none: which is which can't be known."""
    often = Counter(_title(section) for section in document.sections)
    for section in document.sections:
        if often[_title(section)] == 1:
            yield _title(section), section.anchor.number


def _title(section: Section) -> str:
    return " ".join(section.title.casefold().split())


def _successor(section: Section, document: str, numbers: dict[str, str]) -> str | None:
    by: Anchor | None = section.superseded_by
    if by is None:
        return None
    return numbers.get(by.number) if by.document == document else str(by)
