"""What is published now, for pages; read again only when another release is current."""

from functools import lru_cache

from django.conf import settings

from knowledge.library import Library
from knowledge.releases import Release, Releases


def current_release() -> Release:
    return _release(Releases(settings.HOLI_HOME).current_digest())


def current_library() -> tuple[str, Library]:
    release = current_release()
    return release.digest, release.library


@lru_cache(maxsize=2)
def _release(digest: str) -> Release:
    return Releases(settings.HOLI_HOME).get(digest)


def current_digest() -> str:
    """Empty where nothing is published: a question is logged all the same."""
    return Releases(settings.HOLI_HOME).current_or_none() or ""
