"""Which lines of a PDF are headings, and how deep."""

from collections import Counter
from itertools import pairwise
from statistics import median

from knowledge.importing.numbers import Printed, parts, read_heading
from knowledge.importing.pdf_lines import Line

BIGGER = 1.1  # than the body's size: a heading by size alone
LONGEST = 120  # characters of a heading by weight or numbering
SHORT = 0.8  # of the widest line: a line that no other goes on from
MID_SENTENCE = (".", ";", ":", ",")

Look = tuple[float, bool]


class Looks:
    """What the sizes and weights of this file's lines mean."""

    def __init__(self, lines: list[Line], body: float) -> None:
        self.body = body
        pairs = [(before, after) for before, after in pairwise(lines) if before.page == after.page]
        gaps = [after.top - before.bottom for before, after in pairs if before.height == after.height == body]
        self.gap = median(gap for gap in gaps if gap < body) if any(gap < body for gap in gaps) else body * 0.3
        self.widest = max((line.x1 for line in lines), default=0)
        self.by_numbering = False
        self.depths: dict[Look, int] = {}
        marked = [line for line in lines if self.is_heading(line)]
        # Where nothing stands out by size or weight, a short line with a section number is the heading.
        self.by_numbering = not any(read_heading(line.text).number for line in marked)
        depths: dict[Look, Counter[int]] = {}
        for line in marked:
            printed = read_heading(line.text)
            if printed.number and not printed.inner:
                depths.setdefault(_look(line), Counter())[depth_of(printed)] += 1
        self.depths = {look: found.most_common(1)[0][0] for look, found in depths.items()}
        opening = self._title(lines)
        self.title = " ".join(line.text for line in opening)
        self.title_look = _look(opening[0]) if opening else None
        self.looks = sorted({_look(line) for line in marked} - {self.title_look}, reverse=True)

    def is_heading(self, line: Line) -> bool:
        text = line.text
        if not any(letter.isalpha() for letter in text):
            return False
        if line.height >= BIGGER * self.body:
            return True
        if len(text) > LONGEST or text.endswith(MID_SENTENCE):
            return False
        printed = read_heading(text)
        if line.bold:
            # Among numbered headings a bold line of the text's own size is a lead-in, with no number to cite it by.
            return not self.depths or bool(printed.number) or _look(line) in self.depths
        alone = self.by_numbering and line.x1 < SHORT * self.widest
        return alone and bool(printed.number and printed.title[:1].isupper()) and not printed.inner

    def depth(self, line: Line) -> int:
        printed = read_heading(line.text)
        if printed.number and not printed.inner:
            return depth_of(printed)
        look = _look(line)
        if look in self.depths:
            return self.depths[look]
        if look == self.title_look or (self.depths and look > max(self.depths)):
            return 0
        bigger = [depth for other, depth in self.depths.items() if other > look]
        if bigger:
            return max(bigger) + 1
        return self.looks.index(look) + 1 if look in self.looks and not self.depths else 1

    def follows_on(self, before: Line, line: Line) -> bool:
        """Whether this is the next line of the same heading."""
        close = (before.page, before.column) == (
            line.page,
            line.column,
        ) and line.top - before.bottom < 0.7 * line.height
        return close and _look(before) == _look(line) and not read_heading(line.text).number

    def _title(self, lines: list[Line]) -> list[Line]:
        """The biggest words before the first numbered heading, if they are bigger than that heading."""
        opening: list[Line] = []
        for line in lines:
            if line.height < BIGGER * self.body or read_heading(line.text).number:
                break
            if opening and _look(line) != _look(opening[0]):
                break
            opening.append(line)
        top = max((look for look, depth in self.depths.items() if depth == 1), default=None)
        return [] if opening and top and _look(opening[0]) <= top else opening


def depth_of(printed: Printed) -> int:
    return 1 if printed.appendix else len(parts(printed.number))


def _look(line: Line) -> Look:
    return line.height, line.bold
