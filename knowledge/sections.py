"""A document's headings into numbered sections."""

import re

from knowledge.markup import blocks
from knowledge.models import Anchor, Language, Section
from knowledge.sentences import Problem

NUMBERED = re.compile(r"(?P<number>(?:[A-Z]\.)?\d+(?:\.\d+)*)(?:[.:)]?\s+(?P<title>\S.*)|[.:)]?)")
# "Appendix B: Forms {#B}": the number is one that words before the brace don't say, or not in that form.
GIVEN = re.compile(r"(?P<title>\S.*?)\s+\{#(?P<number>[A-Za-z0-9][A-Za-z0-9.()]*)\}")


def read_heading(text: str) -> tuple[str, str]:
    """The number that a heading opens, empty if its place becomes its number, and the title."""
    if given := GIVEN.fullmatch(text):
        return given["number"], given["title"]
    found = NUMBERED.fullmatch(text)
    return (found["number"], found["title"] or found["number"]) if found else ("", text)


def read_sections(
    id: str, language: Language, title: str, body: str, offset: int, file: str, problems: list[Problem]
) -> tuple[Section, ...]:
    lines = body.split("\n")  # as markdown-it counts them: not at form feeds and the like
    headings = [block for block in blocks(body) if block.kind == "heading"]
    opened: list[tuple[int, str, str]] = []  # level, number and title of the headings that we are inside
    children: dict[str, int] = {}
    sections: list[Section] = []
    seen: dict[str, int] = {}

    printed = {number for heading in headings if (number := read_heading(heading.text)[0])}
    first_line = headings[0].first if headings else len(lines)
    preamble = "\n".join(lines[:first_line]).strip()
    for position, heading in enumerate(headings):
        following = headings[position + 1].first if position + 1 < len(headings) else len(lines)
        text = "\n".join(lines[heading.last : following]).strip()
        number, heading_title = read_heading(heading.text)
        if position == 0 and heading.level == 1 and (not number or heading.text == title):
            preamble = "\n\n".join(filter(None, [preamble, text]))
            continue
        while opened and opened[-1][0] >= heading.level:
            opened.pop()
        parent = opened[-1][1] if opened else ""
        children[parent] = children.get(parent, 0) + 1
        number = number or _position(parent, children, printed)
        line = heading.first + 1 + offset
        if number in seen:
            problems.append(Problem(file, line, "number_twice", {"number": number, "line": seen[number]}))
        seen.setdefault(number, line)
        path = (title, *(above for _, _, above in opened))
        sections.append(Section(Anchor(id, number), language, heading_title, path, text, line))
        opened.append((heading.level, number, heading_title))
        last_of_branch = position + 1 == len(headings) or headings[position + 1].level <= heading.level
        if not text and last_of_branch:
            problems.append(Problem(file, line, "no_text", {"number": number}, fatal=False))
    if preamble:
        if "0" in seen:
            problems.append(Problem(file, seen["0"], "number_twice", {"number": "0", "line": 1 + offset}))
        sections.insert(0, Section(Anchor(id, "0"), language, title, (title,), preamble, 1 + offset))
    return tuple(sections)


def _position(parent: str, children: dict[str, int], printed: set[str]) -> str:
    """The number of a heading that has none: its place among its siblings, or the next that is free."""
    place = children[parent]
    while (number := f"{parent}.{place}" if parent else str(place)) in printed:
        place += 1
    children[parent] = max(children[parent], place)
    return number
