"""What a Word file's paragraph styles say: headings, titles, contents, numbering, hidden text."""

import re
from typing import Any

from docx.oxml.ns import qn

CONTENTS = re.compile(r"(toc|contents|table of figures|index)\b( heading|\s*\d+)?", re.IGNORECASE)
HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
BODY_LEVEL = 9  # Word's outline level of ordinary text


def element_value(parent: Any | None, name: str) -> str | None:
    """The w:val of a child, if there is such a child."""
    child = parent.find(qn(name)) if parent is not None else None
    found: str | None = child.get(qn("w:val")) if child is not None else None
    return found


def switched_on(properties: Any | None, name: str) -> bool | None:
    """What a property such as w:b or w:vanish is set to here; None where it isn't."""
    child = properties.find(qn(name)) if properties is not None else None
    return None if child is None else child.get(qn("w:val")) not in ("0", "false", "off")


def left_indent(properties: Any | None) -> int | None:
    own = properties.find(qn("w:ind")) if properties is not None else None
    text = (own.get(qn("w:left")) or own.get(qn("w:start"))) if own is not None else None
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else None


class Styles:
    def __init__(self, root: Any | None) -> None:
        items = root.findall(qn("w:style")) if root is not None else []
        self.items = {item.get(qn("w:styleId")): item for item in items}
        self.default = next(
            (
                item.get(qn("w:styleId"))
                for item in items
                if item.get(qn("w:type")) == "paragraph" and item.get(qn("w:default")) in ("1", "true")
            ),
            "",
        )
        self.chains: dict[str, list[str]] = {}

    def chain(self, style: str) -> list[str]:
        """The style and those that it is based on, nearest first."""
        if style not in self.chains:
            found: list[str] = []
            at = style
            while at in self.items and at not in found:
                found.append(at)
                at = element_value(self.items[at], "w:basedOn") or ""
            self.chains[style] = found
        return self.chains[style]

    def name(self, style: str) -> str:
        return element_value(self.items.get(style), "w:name") or ""

    def numbering(self, style: str) -> tuple[str, str | None] | None:
        """The list that a style numbers by, and the level if the style says so."""
        level = None
        for id in self.chain(style):
            properties = self.items[id].find(qn("w:pPr"))
            own = properties.find(qn("w:numPr")) if properties is not None else None
            level = level or element_value(own, "w:ilvl")
            if (list_id := element_value(own, "w:numId")) is not None:
                return list_id, level
        return None

    def indent(self, properties: Any | None, style: str, of_list: int | None) -> int:
        """The paragraph's own goes before that of a style that numbers, and that before the list's."""
        own = left_indent(properties)
        if own is not None:
            return own
        for id in self.chain(style):
            inside = self.items[id].find(qn("w:pPr"))
            found = left_indent(inside)
            if found is not None and (of_list is None or inside.find(qn("w:numPr")) is not None):
                return found
        return of_list or 0

    def heading_level(self, properties: Any | None, style: str) -> int:
        """1 to 9 by outline level or by the name of the style; 0 for ordinary text."""
        own = element_value(properties, "w:outlineLvl")
        if own is not None:
            return int(own) + 1 if int(own) < BODY_LEVEL else 0
        for id in self.chain(style):
            outline = element_value(self.items[id].find(qn("w:pPr")), "w:outlineLvl")
            if outline is not None:
                return int(outline) + 1 if int(outline) < BODY_LEVEL else 0
            if named := HEADING.fullmatch(self.name(id)):
                return int(named[1])
        return 0

    def is_title(self, style: str) -> bool:
        return self.name(style).lower() == "title"

    def is_contents(self, style: str) -> bool:
        return any(CONTENTS.fullmatch(self.name(id)) for id in self.chain(style))

    def run_property(self, run_properties: Any | None, paragraph_style: str, name: str) -> bool:
        """Bold or hidden as the run says, else its style, else the paragraph's."""
        own = switched_on(run_properties, name)
        if own is not None:
            return own
        for start in (element_value(run_properties, "w:rStyle") or "", paragraph_style):
            for id in self.chain(start):
                found = switched_on(self.items[id].find(qn("w:rPr")), name)
                if found is not None:
                    return found
        return False
