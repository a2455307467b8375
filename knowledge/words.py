"""Text into the terms that keyword search counts, in each language."""

import re
from collections.abc import Callable
from functools import lru_cache

import Stemmer

from knowledge import welsh
from knowledge.models import Language

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
ENGLISH_STOPWORDS = frozenset(
    """
    a about all am an and any are as at be been being but by can can't could did do does doing don't for from
    get go got had has have having he her here him his how i i'd i'll i'm i've if in into is it it's its just
    like me my no not of off on or our out over she should so some something still than that that's the their
    them then there these they this those to too u up us was we we're were what what's when where which who
    who's whom why will with would you your
    """.split()
)
WELSH_CLITIC = re.compile(r"'(?:r|n|i|m|u|w|ch|th|na|ma|da)\b")


@lru_cache(maxsize=1)
def _english_stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def wording(text: str) -> tuple[str, ...]:
    """Its words as they stand: two texts with the same differ in capitals, accents and punctuation at most."""
    return tuple(WORD.findall(welsh.fold(text)))


def english_terms(text: str) -> list[str]:
    words = [word for word in WORD.findall(welsh.fold(text)) if word not in ENGLISH_STOPWORDS]
    stems: list[str] = _english_stemmer().stemWords([word.split("'")[0] for word in words])
    return [stem for stem in stems if stem]


def welsh_terms(text: str) -> list[str]:
    words = WORD.findall(WELSH_CLITIC.sub(" ", welsh.fold(text)))
    return [welsh.stem(word.strip("'")) for word in words if word not in welsh.STOPWORDS]


def grams(text: str, size: int = 4) -> list[str]:
    """Pieces of words that survive a typo, a missing accent or a mutation."""
    found = []
    for word in WORD.findall(welsh.fold(text).replace("'", "")):
        if len(word) >= 3:
            padded = f"_{word}_"
            found += [padded[at : at + size] for at in range(max(1, len(padded) - size + 1))]
    return found


TERMS: dict[Language, Callable[[str], list[str]]] = {Language.EN: english_terms, Language.CY: welsh_terms}
