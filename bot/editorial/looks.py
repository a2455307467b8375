"""How a section being edited will be shown, and which of its words the dictionary doesn't know."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from bot.editorial.forms import LANGUAGES
from bot.web.published import current_library
from bot.web.rendering import rendered
from knowledge.models import Language
from knowledge.spelling import Unknown, library_words, unknown_words


@dataclass(frozen=True)
class Look:
    language: Language
    name: str | Promise
    html: SafeString
    unknown: list[Unknown]


def look(text: str, language: Language) -> Look:
    digest, _ = current_library()
    unknown = unknown_words(text, language, _published_words(digest, language))
    return Look(language, dict(LANGUAGES)[str(language)], rendered(text), unknown)


@lru_cache(maxsize=4)
def _published_words(digest: str, language: Language) -> frozenset[str]:
    """Whoever edits what is published isn't told of words that stand there already."""
    return library_words(current_library()[1], language)
