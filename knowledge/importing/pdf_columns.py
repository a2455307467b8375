"""Two columns of text on a PDF's page, read one after the other."""

from knowledge.importing.pdf_lines import Line

MIDDLE = (0.38, 0.62)  # the share of a page's width where the gap between columns lies
STEP = 4  # points
NARROWEST = 8  # points of a gap between columns
FEWEST = 4  # lines with words on both sides of the gap
CROSSING = 0.25  # of those, as many lines may run across it (titles, notes)


def in_columns(lines: list[Line], width: float) -> list[Line]:
    """The left column before the right one, between lines that run across; the lines as they are in one column."""
    first, last = (int(share * width) for share in MIDDLE)
    gaps = {at: _sides(lines, at) for at in range(first, last, STEP)}
    at = max(gaps, key=lambda at: gaps[at].count("both") - gaps[at].count("across"), default=0)
    if not gaps or gaps[at].count("both") < FEWEST or gaps[at].count("across") > CROSSING * gaps[at].count("both"):
        return lines
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line, side in zip(lines, gaps[at], strict=True):
        if side == "across":
            ordered += [*left, *right, line]
            left, right = [], []
            continue
        for column, into in ((1, left), (2, right)):
            words = [word for word in line.words if (word.x0 >= at) == (column == 2)]
            placed = [(line.words[place], note) for place, note in line.notes.items()]
            notes = {words.index(word): note for word, note in placed if word in words}
            into += [Line(line.page, words, notes, column)] if words else []
    return [*ordered, *left, *right]


def _sides(lines: list[Line], at: float) -> list[str]:
    """Of each line: on one side of this place, on both with a gap between, or across it."""
    found = []
    for line in lines:
        before = [word.x1 for word in line.words if word.x0 < at]
        after = [word.x0 for word in line.words if word.x0 >= at]
        if before and max(before) > at:
            found.append("across")
        elif before and after:
            found.append("both" if min(after) - max(before) >= NARROWEST else "across")
        else:
            found.append("one")
    return found
