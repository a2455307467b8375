"""Word's automatic numbering as the reader sees it: numbering.xml counted through the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from knowledge.importing.styles import Styles, element_value, left_indent

LEVELS = 9
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    start: int
    format: str
    text: str  # "%1.%2": as lvlText gives it
    legal: bool  # all counters of the label in digits
    restart: int | None  # the level (from 1) whose use starts this one again; 0: none does
    style: str
    indent: int | None


@dataclass(frozen=True)
class Label:
    text: str  # empty for a bullet
    level: int
    bullet: bool
    indent: int  # of its words, in twentieths of a point


class Numbering:
    def __init__(self, root: Any | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts = {item.get(qn("w:abstractNumId")): item for item in _all(root, "w:abstractNum")}
        self.lists = {item.get(qn("w:numId")): item for item in _all(root, "w:num")}
        self.levels: dict[str, dict[int, Level]] = {}
        self.counters: dict[str, list[int | None]] = {}  # of each abstract list: lists of one kind count together
        self.begun: set[tuple[str, int]] = set()  # list and level whose own start has been applied

    def label(self, properties: Any | None, style: str) -> Label | None:
        """The label that Word prints before this paragraph; counts it. None where there is no number."""
        found = self._list_of(properties, style)
        if found is None:
            return None
        list_id, at = found
        levels = self._levels(list_id)
        if at not in levels:
            return None
        level = levels[at]
        counters = self._count(list_id, at, levels)
        indent = self.styles.indent(properties, style, level.indent) or at
        if level.format == "bullet":
            return Label("", at, True, indent)
        text = level.text
        for other in range(at + 1):
            shown = levels.get(other, level)
            number = counters[other] if counters[other] is not None else shown.start
            figure = format_number(number or 0, "decimal" if level.legal else shown.format)
            text = text.replace(f"%{other + 1}", figure)
        return Label(text.strip(), at, False, indent)

    def _list_of(self, properties: Any | None, style: str) -> tuple[str, int] | None:
        own = properties.find(qn("w:numPr")) if properties is not None else None
        list_id = element_value(own, "w:numId")
        level = element_value(own, "w:ilvl")
        if list_id is None:
            inherited = self.styles.numbering(style)
            if inherited is None:
                return None
            list_id, from_style = inherited
            # Which level a style numbers at is said in the list itself, where a level names the style.
            named = next(
                (at for at, item in self._levels(list_id).items() if item.style in self.styles.chain(style)), None
            )
            level = level or (str(named) if named is not None else from_style)
        if list_id == "0" or list_id not in self.lists:
            return None
        return list_id, min(int(level or 0), LEVELS - 1)

    def _count(self, list_id: str, at: int, levels: dict[int, Level]) -> list[int | None]:
        counters = self.counters.setdefault(self._abstract_id(list_id), [None] * LEVELS)
        override = self._start_override(list_id, at)
        if override is not None and (list_id, at) not in self.begun:
            counters[at] = override
        else:
            before = counters[at]
            counters[at] = levels[at].start if before is None else before + 1
        self.begun.add((list_id, at))
        for higher in range(at):
            if counters[higher] is None and higher in levels:
                counters[higher] = levels[higher].start
        for deeper in range(at + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                counters[deeper] = None
        return counters

    def _abstract_id(self, list_id: str) -> str:
        return element_value(self.lists[list_id], "w:abstractNumId") or ""

    def _start_override(self, list_id: str, at: int) -> int | None:
        for override in _all(self.lists[list_id], "w:lvlOverride"):
            if override.get(qn("w:ilvl")) == str(at):
                start = element_value(override, "w:startOverride")
                return int(start) if start else None
        return None

    def _levels(self, list_id: str) -> dict[int, Level]:
        if list_id not in self.levels:
            self.levels[list_id] = dict(self._read_levels(list_id)) if list_id in self.lists else {}
        return self.levels[list_id]

    def _read_levels(self, list_id: str, hops: int = 0) -> Iterator[tuple[int, Level]]:
        abstract = self.abstracts.get(self._abstract_id(list_id))
        link = element_value(abstract, "w:numStyleLink")
        linked = self.styles.numbering(link) if link else None
        if linked and linked[0] in self.lists and hops < LEVELS:  # a list may stand in a style; a chain of them ends
            yield from self._read_levels(linked[0], hops + 1)
        found = [*_all(abstract, "w:lvl")]
        for override in _all(self.lists[list_id], "w:lvlOverride"):
            found += _all(override, "w:lvl")
        for item in found:
            restart = element_value(item, "w:lvlRestart")
            legal = item.find(qn("w:isLgl"))
            yield (
                int(item.get(qn("w:ilvl"))),
                Level(
                    start=int(element_value(item, "w:start") or 0),
                    format=element_value(item, "w:numFmt") or "decimal",
                    text=element_value(item, "w:lvlText") or "",
                    legal=legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
                    restart=int(restart) if restart is not None else None,
                    style=element_value(item, "w:pStyle") or "",
                    indent=left_indent(item.find(qn("w:pPr"))),
                ),
            )


def format_number(number: int, format: str) -> str:
    match format:
        case "lowerLetter" | "upperLetter":
            # After z Word prints aa, bb, cc.
            text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 800 else str(number)
            return text.upper() if format == "upperLetter" else text
        case "lowerRoman" | "upperRoman":
            text = _roman(number) if 0 < number < 4000 else str(number)
            return text.upper() if format == "upperRoman" else text
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, letters in ROMAN:
        count, number = divmod(number, worth)
        text += letters * count
    return text


def _all(element: Any | None, name: str) -> list[Any]:
    return element.findall(qn(name)) if element is not None else []
