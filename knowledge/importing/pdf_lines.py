"""The lines of a PDF's pages, with where they stand and how they look; running headers and footers taken off."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from knowledge.importing.inline import one_line

BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
PAGE_NUMBER = re.compile(
    r"[-–—|\s]*((page|tudalen|tud\.?|p\.|t\.)\s*)?(\d{1,4}|[ivxl]{1,6})(\s*(of|o|/|allan o)\s*\d{1,4})?[-–—|\s]*",
    re.IGNORECASE,
)
MARGIN = 0.17  # the share of a page's height, at the top and the bottom, where running lines stand
SHARE_OF_PAGES = 0.25  # on which a line must stand to be a running one
SMALL = 0.8  # of the size of the line: a raised figure


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass
class Line:
    page: int
    words: list[Word]
    notes: dict[int, str] = field(default_factory=dict)  # by the place of the raised figure among the words
    column: int = 0  # 1 left, 2 right, 0 where a page has one column

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.size = Counter({word.size: 0 for word in self.words})
        for word in self.words:
            self.size[word.size] += len(word.text)
        self.height = self.size.most_common(1)[0][0]
        self.x0, self.x1 = self.words[0].x0, self.words[-1].x1
        full = [word for word in self.words if word.size >= SMALL * self.height]
        self.top, self.bottom = min(word.top for word in full), max(word.bottom for word in full)
        self.bold = all(word.bold for word in full)

    def raised(self) -> list[int]:
        """The places of the footnote figures."""
        return [
            at
            for at, word in enumerate(self.words)
            if word.size < SMALL * self.height and word.text.isdigit() and word.middle < (self.top + self.bottom) / 2
        ]

    @property
    def text(self) -> str:
        raised, text, end = self.raised(), "", self.x0
        for at, word in enumerate(self.words):
            if at in raised:
                text += f" [{self.notes[at]}]" if at in self.notes else ""
            else:
                text += (" " if text and word.x0 - end > 0.1 * word.size else "") + word.text
            end = word.x1
        return one_line(text)


def read_words(page: Any) -> list[Word]:
    found = page.extract_words(extra_attrs=["fontname", "size"], x_tolerance_ratio=0.15)
    return [
        Word(
            item["text"], item["x0"], item["x1"], item["top"], item["bottom"],
            round(item["size"], 1), bool(BOLD.search(item["fontname"])),
        )
        for item in found
    ]  # fmt: skip


def to_lines(words: Iterable[Word], page: int) -> list[Line]:
    """Words that stand at one height; raised figures join the line that they are raised from."""
    ordered = sorted(words, key=lambda word: (-word.size, word.middle))
    rows: list[list[Word]] = []
    for word in ordered:
        for row in rows:
            if row[0].top - 1 <= word.middle <= row[0].bottom + 1:
                row.append(word)
                break
        else:
            rows.append([word])
    return sorted((Line(page, row) for row in rows), key=lambda line: line.top)


def drop_running(pages: list[list[Line]], heights: list[float], body: float) -> int:
    """Take headers, footers and page numbers off every page; how many lines went."""
    seen = Counter(
        key
        for lines, height in zip(pages, heights, strict=True)
        for key in {_key(line, body) for line in lines if _in_margin(line, height)}
    )
    often = max(2, SHARE_OF_PAGES * len(pages))
    dropped = 0
    for lines, height in zip(pages, heights, strict=True):
        for end in (0, -1):
            while lines and _in_margin(lines[end], height):
                line = lines[end]
                if seen[_key(line, body)] < often and not PAGE_NUMBER.fullmatch(line.text):
                    break
                lines.pop(end)
                dropped += 1
    return dropped


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height


def _key(line: Line, body: float) -> tuple[str, int]:
    """What makes two lines the same; not their numbers, unless they look like headings ("Appendix 1", "Appendix 2")."""
    stands_out = line.bold or line.height > body
    return line.text if stands_out else re.sub(r"\d+", "#", line.text), round(line.top / 4)


def place_notes(lines: list[Line], body: float) -> tuple[list[Line], int]:
    """Footnotes from the foot of a page to where their figures stand; the other lines, and how many were placed."""
    foot = len(lines)
    while foot and lines[foot - 1].height < 0.95 * body:
        foot -= 1
    notes: dict[str, str] = {}
    number = ""
    for line in lines[foot:]:
        first = line.words[0].text
        if first.isdigit() and len(first) <= 3 and len(line.words) > 1:
            number = first
            notes[number] = one_line(" ".join(word.text for word in line.words[1:]))
        elif number:
            notes[number] += " " + line.text
    if not notes:
        return lines, 0
    placed = set()
    for line in lines[:foot]:
        for at in line.raised():
            if line.words[at].text in notes:
                line.notes[at] = notes[line.words[at].text]
                placed.add(line.words[at].text)
    return (lines[:foot], len(placed)) if placed == set(notes) else (lines, len(placed))
