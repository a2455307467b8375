"""Change one document's Markdown, leaving every other byte as it is."""

import json
import re
from datetime import date

from knowledge.errors import LibraryError
from knowledge.models import Anchor, Document, Status

FRONT_MATTER = re.compile(r"\A---\n(?P<fields>.*?\n)---\n", re.DOTALL)

HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)


def section_text(file: str, document: Document, number: str) -> str:
    first, last = _lines(file, document, number)
    return "\n".join(file.split("\n")[first:last]).strip("\n")


def with_section(file: str, document: Document, number: str, text: str) -> str:
    """The file with this section's words replaced; its heading stays. Raises LibraryError."""
    first, last = _lines(file, document, number)
    _refuse_headings(text)
    lines = file.split("\n")
    body = ["", *text.strip("\n").replace("\r\n", "\n").split("\n"), ""]
    return "\n".join([*lines[:first], *body, *lines[last:]])


def with_field(file: str, name: str, value: str) -> str:
    """The file with a front-matter field set."""
    found = FRONT_MATTER.match(file)
    if not found:
        raise LibraryError("begin_front_matter")
    fields = re.sub(rf"^{re.escape(name)}:.*\n(?:[ \t-].*\n)*", "", found["fields"], flags=re.MULTILINE)
    return f"---\n{fields}{name}: {value}\n---\n{file[found.end() :]}"


def with_also_asked(file: str, document: Document, number: str, wordings: list[str]) -> str:
    """The file with this section's other wordings set; none takes them away."""
    asked = {section.anchor.number: list(section.also_asked) for section in document.sections if section.also_asked}
    asked[number] = wordings
    kept = {at: said for at, said in asked.items() if said}
    return with_field(file, "also_asked", json.dumps(kept, ensure_ascii=False))  # JSON is YAML, on one line


def with_superseded(file: str, document: Document, number: str, by: Anchor | None) -> str:
    """The file with this section marked as superseded by another, or not any more."""
    marked = {section.anchor.number: section.superseded_by for section in document.sections}
    marked[number] = by
    kept = {at: one.number if one.document == document.id else str(one) for at, one in marked.items() if one}
    return with_field(file, "superseded", json.dumps(kept, ensure_ascii=False))


def withdrawn(file: str, since: date) -> str:
    return with_field(with_field(file, "status", Status.WITHDRAWN), "withdrawn", since.isoformat())


def _refuse_headings(text: str) -> None:
    if HEADING.search(text):
        raise LibraryError("opens_section")


def _lines(file: str, document: Document, number: str) -> tuple[int, int]:
    """From the line after the section's heading to the next heading's, counted from 0."""
    section = document.section(number)
    if section is None:
        raise LibraryError("no_section", number=number, document=document.id)
    later = [other.line - 1 for other in document.sections if other.line > section.line]
    return section.line, min(later, default=len(file.split("\n")))


def with_new_section(file: str, number: str, title: str, text: str) -> str:
    """The file with a section at its end."""
    _refuse_headings(text)
    body = text.replace("\r\n", "\n").strip("\n")
    return f"{file.rstrip()}\n\n## {number} {' '.join(title.split())}\n\n{body}\n"
