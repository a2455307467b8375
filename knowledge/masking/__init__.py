"""Take out of a question what points to a person, before anything is stored or sent on.

Names are found by lists and what stands around them; addresses and numbers by their shape. Pure, and fast enough to
run on every question. The same rules read both languages, because staff mix them.
"""

import re
import unicodedata
from dataclasses import dataclass

from knowledge.masking.kinds import PLACEHOLDERS, Kind, Span
from knowledge.masking.names import names
from knowledge.masking.numbers import numbers
from knowledge.models import Language

__all__ = ["Kind", "Masked", "Span", "find", "mask"]

ALREADY = re.compile("|".join(re.escape(words) for each in PLACEHOLDERS.values() for words in each.values()))


@dataclass(frozen=True)
class Masked:
    text: str
    kinds: tuple[Kind, ...]  # what was masked, in the order of the text; never the words themselves


def mask(text: str, language: Language) -> Masked:
    """`language` is the one that the placeholders are written in. Masking twice is masking once."""
    text = unicodedata.normalize("NFC", text)
    kinds: list[Kind] = []
    # A placeholder may bring a cue and a number together that something else stood between.
    while spans := find(text):
        pieces, at = [], 0
        for span in spans:
            pieces += [text[at : span.start], PLACEHOLDERS[language][span.kind]]
            at = span.end
        text = "".join([*pieces, text[at:]])
        kinds += [span.kind for span in spans]
    return Masked(text, tuple(kinds))


def find(text: str) -> list[Span]:
    """What points to a person, in order, without overlaps; where two overlap, the surer one."""
    taken = [(match.start(), match.end()) for match in ALREADY.finditer(text)]
    found: list[Span] = []
    for search in (numbers, names):
        for span in search(text):
            if all(span.end <= start or span.start >= end for start, end in taken):
                found.append(span)
                taken.append((span.start, span.end))
    return sorted(found)
