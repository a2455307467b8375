"""Which language a message is in, decided in this one place."""

import re
from functools import lru_cache
from math import exp, log

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

from knowledge.models import Language

PRIOR = 4.0  # in log odds, halved for every WORDS_THAT_HALVE_IT words of the message
WORDS_THAT_HALVE_IT = 1.5
LONGEST = 600  # characters; more doesn't change the verdict


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(Lingua.ENGLISH, Lingua.WELSH).build()


def detect(text: str, usual: Language | None = None) -> Language:
    """The language of most of the message; `usual` is the conversation's, for short and mixed ones."""
    words = re.findall(r"[^\W\d_]+", text[:LONGEST])
    if not words:
        return usual or Language.CY
    welsh = _detector().compute_language_confidence(text[:LONGEST], Lingua.WELSH)
    odds = log(max(welsh, 1e-6) / max(1 - welsh, 1e-6))
    if usual:
        prior = PRIOR * exp(-log(2) * (len(words) - 1) / WORDS_THAT_HALVE_IT)
        odds += prior if usual is Language.CY else -prior
    return Language.CY if odds > 0 else Language.EN
