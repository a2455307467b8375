"""A question's words in the other language: as written down by hand, else as learned from pairs.

Only Welsh has one: English questions reach Welsh text through the vectors that both share.
"""

import json
from functools import lru_cache
from pathlib import Path

from knowledge import welsh
from knowledge.models import Language
from knowledge.words import ENGLISH_STOPWORDS, WELSH_CLITIC, WORD, english_terms

Lexicon = dict[str, dict[str, float]]  # Welsh term: English words and their probabilities

LEARNED = Path(__file__).parent / "weights" / "lexicon.json"
WRITTEN = Path(__file__).parent / "glosses.cy.tsv"


def surface(text: str) -> list[str]:
    """English words as they stand, without the commonest."""
    return [word for word in WORD.findall(welsh.fold(text)) if word not in ENGLISH_STOPWORDS]


@lru_cache(maxsize=1)
def _learned() -> Lexicon:
    found: Lexicon = json.loads(LEARNED.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _written() -> dict[tuple[str, ...], list[str]]:
    """Words and phrases as people type them, with their English; some mean nothing by themselves."""
    rows = (line.partition("\t") for line in WRITTEN.read_text(encoding="utf-8").splitlines())
    return {tuple(_words(phrase)): meaning.split() for phrase, _, meaning in rows}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _written()))


def _words(text: str) -> list[str]:
    return WORD.findall(WELSH_CLITIC.sub(" ", welsh.fold(text)))


def _translations(text: str) -> list[dict[str, float]]:
    """For each word or phrase that carries meaning, its English words; a word that isn't known stands for itself."""
    words, found = _words(text), []
    at = 0
    while at < len(words):
        lengths = range(min(_longest(), len(words) - at), 0, -1)
        length = next((n for n in lengths if tuple(words[at : at + n]) in _written()), 0)
        if length:
            found += [{meaning: 1.0} for meaning in _written()[tuple(words[at : at + length])]]
        elif words[at] not in welsh.STOPWORDS:
            found.append(_learned().get(welsh.stem(words[at])) or {words[at]: 1.0})
        at += max(length, 1)
    return found


def _gloss(text: str) -> str:
    return " ".join(max(words, key=lambda word: words[word]) for words in _translations(text))


def _weighted_terms(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for words in _translations(text):
        for word, probability in words.items():
            for term in english_terms(word):
                found[term] = found.get(term, 0.0) + probability
    return found


GLOSSES = {Language.CY: _gloss}
TWIN_TERMS = {Language.CY: _weighted_terms}


def gloss(text: str, language: Language) -> str:
    """The question word for word in the other language; empty where there is no lexicon."""
    found = GLOSSES.get(language)
    return found(text) if found else ""


def twin_terms(text: str, language: Language) -> dict[str, float]:
    """Keyword terms of the other language with their probabilities."""
    found = TWIN_TERMS.get(language)
    return found(text) if found else {}
