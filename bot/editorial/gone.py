"""Sections that a draft takes away and that people may still be sent to."""

from dataclasses import dataclass

from bot.editorial.usage import times_cited
from knowledge.changes import Kind, changes
from knowledge.library import Library
from knowledge.models import Anchor, Language
from knowledge.redirects import Redirect


@dataclass(frozen=True)
class Gone:
    section: Anchor
    title: str
    language: Language  # of the title
    likely: Anchor | None  # the section of another number with the same words


def unexplained(old: Library, new: Library, redirects: dict[Anchor, Redirect]) -> list[Anchor]:
    """Cited by an answer or by an earlier redirect, and not said where it went.

    Of a withdrawn document its page says so, and of a superseded section its own.
    """
    withdrawn = {id for id, _ in new.withdrawn}
    removed = [
        anchor
        for anchor in old.anchors
        if anchor not in {*new.anchors, *new.successors, *redirects} and anchor.document not in withdrawn
    ]
    if not removed:
        return []
    led_to = {str(redirect.to) for redirect in redirects.values()}
    wanted = times_cited().keys() | led_to
    return [anchor for anchor in removed if str(anchor) in wanted]


def described(sections: list[Anchor], old: Library, new: Library, language: Language) -> list[Gone]:
    if not sections:
        return []
    likely = {change.before: change.anchor for change in changes(old, new) if change.kind is Kind.RENUMBERED}
    found = []
    for anchor in sections:
        _, section = old.shown(anchor, language)
        found.append(Gone(anchor, section.title, section.language, likely.get(anchor)))
    return found
