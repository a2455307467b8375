"""What is published now, for pages; read again only when another release is current."""

from functools import lru_cache

from django.conf import settings

from knowledge.library import Library
from knowledge.releases import Releases


def current_library() -> tuple[str, Library]:
    releases = Releases(settings.HOLI_HOME)
    digest = releases.current_digest()
    return digest, _library(digest)


@lru_cache(maxsize=2)
def _library(digest: str) -> Library:
    return Releases(settings.HOLI_HOME).get(digest).library


def current_digest() -> str:
    """Empty where nothing is published: a question is logged all the same."""
    return Releases(settings.HOLI_HOME).current_or_none() or ""
