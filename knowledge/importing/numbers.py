"""Section numbers and list labels as they stand printed at the start of a line."""

import re
from typing import NamedTuple

from knowledge.sections import GIVEN

APPENDIX = re.compile(r"(?i:appendix|atodiad|annex|atodlen|schedule)\s+(?P<number>\d+|[A-Z]|[IVXLC]+)(?![\w’'-]).*")
# In both languages, as the word stands before the number of a section.
SECTION_WORDS = "section|adran|clause|cymal|article|erthygl|paragraph|paragraff"
# What a table of contents calls itself.
CONTENTS = {"contents", "table of contents", "cynnwys", "y cynnwys", "tabl cynnwys", "tabl o gynnwys"}

DOTTED = r"[A-Z]?\d+(?:\.\d+)+(?:\.[a-z]\b)?|(?:[A-Z]|[IVXLC]+)(?:\.\d+)+"
AFTER = r"[.:)]?(?:\s*[-–—:]\s+|\s+|$)"
SECTION = re.compile(rf"(?i:{SECTION_WORDS})\s+(?P<number>{DOTTED}|\d+|[A-Z]|[IVXLC]+){AFTER}(?P<rest>.*)", re.DOTALL)
DIVISION = re.compile(
    rf"(?i:part|rhan|chapter|pennod)\s+(?P<number>\d{{1,3}}|[A-Z]|[IVXLC]+){AFTER}(?P<rest>.*)", re.DOTALL
)
GLUED = r"[.:)]?(?=[A-Z][a-zâêîôûŵŷ'’])"  # "2.1Opening": in a PDF, where the gap was of no width
PLAIN = re.compile(
    rf"(?P<number>(?:{DOTTED}|\d{{1,3}})(?:\(\w{{1,5}}\))*)(?:{AFTER}|{GLUED})(?P<rest>.*)"
    r"|(?P<letter>[A-Z]\d*|[IVXLC]+)(?:[.:)]\s+|[.:)]?$|\s+[-–—]\s+)(?P<after_letter>.*)",
    re.DOTALL,
)
INNER = re.compile(
    r"(?:\((?P<round>[a-z]{1,5}|[A-Z]|\d{1,3})\)|(?P<open>[a-z]|[ivxlc]{1,6})[.)])(?:\s+|$)(?P<rest>.*)", re.DOTALL
)
LABEL = re.compile(
    r"(?P<label>\((?:[A-Za-z]|[ivxlc]{1,6}|\d{1,3})\)|(?:[A-Za-z]|[ivxlc]{1,6}|\d{1,3})[.)])\s+(?P<rest>\S.*)"
    rf"|(?P<clause>(?:\d{{1,3}}|[A-Z])(?:\.\d{{1,3}})+[.)]?)(?:\s+|{GLUED})(?P<words>\S.*)",
    re.DOTALL,
)
BULLET = re.compile(
    r"(?:[•●○▪■◦‣·\uf0b7\uf0a7\uf0d8–*-]|§(?!\s*\d))\s+(?P<rest>\S.*)|o\s(?P<hollow>[A-Z]\S.*)", re.DOTALL
)
ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)


class Printed(NamedTuple):
    """A heading's number as it is cited, and its words; `inner` when the number only tells it from its siblings."""

    number: str
    title: str
    inner: bool = False
    appendix: bool = False
    division: bool = False  # a part or chapter: sections inside may count from 1 again


def read_heading(text: str) -> Printed:
    """The number at the start of a heading: "4.2 Posts", "Adran 4: Cyfrifon", "Appendix B", "(b) Exceptions"."""
    if given := GIVEN.fullmatch(text):
        return Printed(given["number"], given["title"])
    if found := APPENDIX.fullmatch(text):
        # Both languages' words begin with A, so "Appendix 2" and "Atodiad 2" are A2.
        number = f"A{found['number']}" if found["number"].isdigit() else found["number"]
        return Printed(number, text, appendix=True)
    if found := SECTION.match(text):
        return Printed(found["number"], found["rest"].strip())
    if found := DIVISION.match(text):
        return Printed(found["number"], found["rest"].strip(), division=True)
    if (found := INNER.match(text)) and not re.match(r"[IVXLC]", text):
        return Printed(f"({found['round'] or found['open']})", found["rest"].strip(), inner=True)
    if found := PLAIN.match(text):
        number = found["number"] or found["letter"]
        return Printed(number, (found["rest"] or found["after_letter"] or "").strip())
    return Printed("", text)


def split_label(text: str) -> tuple[str, str] | None:
    """The label of a list item or numbered paragraph, and the words after it; the label of a bullet is empty."""
    if found := LABEL.match(text):
        return found["label"] or found["clause"], found["rest"] or found["words"]
    if found := BULLET.match(text):
        return "", found["rest"] or found["hollow"]
    return None


def parts(number: str) -> list[str]:
    return re.findall(r"\w+", number)


def value(part: str, previous: str | None = None) -> int:
    """The place of "3", "c" or "iii" among its siblings; the sibling before tells roman "i" from the letter."""
    if part.isdigit():
        return int(part)
    if part[1:].isdigit():
        return int(part[1:])
    letter = ord(part.lower()) - ord("a") + 1 if len(part) == 1 else 0
    if letter and (not ROMAN.fullmatch(part) or (previous is not None and value(previous) == letter - 1)):
        return letter
    return _roman(part) if ROMAN.fullmatch(part) else letter


def _roman(text: str) -> int:
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    figures = [worth[letter] for letter in text.lower()]
    return sum(-one if one < after else one for one, after in zip(figures, [*figures[1:], 0], strict=True))
