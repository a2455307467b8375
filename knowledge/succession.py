"""Sections that others supersede: which is quoted in place of which."""

from collections.abc import Iterator

from knowledge.models import Anchor, Document, Language, Section
from knowledge.sentences import Problem

Documents = dict[tuple[str, Language], Document]


def succession(documents: Documents) -> dict[Anchor, Anchor]:
    """Of each superseded section the last of its line; what comes round to itself is left as it is."""
    following = _following(documents)
    found = {}
    for anchor in following:
        last, passed = anchor, set[Anchor]()
        while last in following and last not in passed:
            passed.add(last)
            last = following[last]
        if last not in passed:
            found[anchor] = last
    return found


def succession_problems(documents: Documents) -> Iterator[Problem]:
    following, ends = _following(documents), succession(documents)
    held = {section.anchor for section in _sections(documents) if section.text}
    for section in _sections(documents):
        by = section.superseded_by
        if by is None:
            continue
        file, values = f"{section.anchor.document}.{section.language}.md", {"number": section.anchor.number, "by": by}
        if by not in held:
            yield Problem(file, section.line, "superseded_by_nothing", values)
        elif section.anchor not in ends:
            yield Problem(file, section.line, "superseded_in_a_circle", values)
        elif following[section.anchor] != by:
            yield Problem(file, section.line, "superseded_unlike_twin", values)


def _following(documents: Documents) -> dict[Anchor, Anchor]:
    """The next of each superseded section; one language's mark is enough, and Welsh goes first."""
    found: dict[Anchor, Anchor] = {}
    for section in _sections(documents):
        if section.superseded_by:
            found.setdefault(section.anchor, section.superseded_by)
    return found


def _sections(documents: Documents) -> Iterator[Section]:
    for key in sorted(documents):
        yield from documents[key].sections
