"""The text of one of a library's files as a document."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.models import Anchor, Document, Language, Section, Status
from knowledge.sections import read_sections
from knowledge.sentences import Problem

FILE_NAME = re.compile(r"(?P<id>[a-z0-9-]+)\.(?P<language>[a-z]+)\.md")
REQUIRED = ("id", "title", "language", "version", "owner")
DATES = ("effective", "review_by", "withdrawn")
Refuse = Callable[..., None]


def parse_document(file_name: str, text: str, problems: list[Problem]) -> Document | None:
    """None where a problem makes it unfit to be read."""

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
    dates = {key: _date(key, metadata.get(key), refuse) for key in DATES}
    status = str(metadata.get("status") or Status.ADOPTED)
    if status not in tuple(Status):
        refuse("unknown_status", value=status)
    _check_by_section(metadata, refuse)
    if len(problems) > before:
        return None
    language = Language(name["language"])
    offset = text.count("\n", 0, len(text) - len(text.split("---", 2)[2].lstrip()))
    sections = read_sections(name["id"], language, str(metadata["title"]), body, offset, file_name, problems)
    _check_superseded(metadata, sections, refuse)
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
        sections=tuple(_with_fields(section, metadata) for section in sections),
        withdrawn=dates["withdrawn"],
    )


def _date(key: str, value: object, refuse: Refuse) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value is not None:
        refuse("not_a_date", name=key, value=value)
    return None


def _check_by_section(metadata: dict[str, Any], refuse: Refuse) -> None:
    """The fields that hold something for a section, by its number."""
    if not _by_section(metadata, "pages", lambda page: type(page) is int):
        refuse("not_pages")
    if not _by_section(metadata, "also_asked", _is_words):
        refuse("not_wordings")
    if not _by_section(metadata, "superseded", lambda by: isinstance(by, str) and bool(by.strip("# "))):
        refuse("not_superseded")


def _by_section(metadata: dict[str, Any], name: str, fits: Callable[[object], bool]) -> bool:
    held = metadata.get(name) or {}
    return isinstance(held, dict) and all(isinstance(at, str) and fits(value) for at, value in held.items())


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_superseded(metadata: dict[str, Any], sections: tuple[Section, ...], refuse: Refuse) -> None:
    held = {section.anchor.number for section in sections}
    for number in metadata.get("superseded") or {}:
        if number not in held:
            refuse("superseded_unknown", number=number)


def _with_fields(section: Section, metadata: dict[str, Any]) -> Section:
    id, number = section.anchor
    by = (metadata.get("superseded") or {}).get(number)
    return replace(
        section,
        page=(metadata.get("pages") or {}).get(number),
        also_asked=tuple((metadata.get("also_asked") or {}).get(number, ())),
        superseded_by=(Anchor.parse(by) if "#" in by else Anchor(id, by)) if by else None,
    )


def _safe_url(metadata: dict[str, Any], refuse: Refuse) -> str:
    url = str(metadata.get("url") or "")
    if url and not url.startswith(("https://", "http://")):
        refuse("not_a_url", value=url)
        return ""
    return url
