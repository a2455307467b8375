"""Which releases are kept, and the removal of the rest."""

from collections.abc import Iterable

from knowledge.audit import Audit
from knowledge.publishing import BEGUN
from knowledge.releases import Releases

REMOVED = "release removed"
KEEPER = "Holi"
PUBLISHED = {*BEGUN.values(), "built and published"}


def remove_old(releases: Releases, audit: Audit, most: int, needed: Iterable[str]) -> list[str]:
    """Keep what is current, what is needed, and of both what was built and what was published the last so many."""
    built = [release.digest for release in releases.all()]
    published = dict.fromkeys(entry.release for entry in reversed(audit.entries()) if entry.what in PUBLISHED)
    kept = {*needed, releases.current_digest(), *built[:most], *list(published)[:most]}
    removed = [digest for digest in built if digest not in kept]
    for digest in removed:
        audit.append(KEEPER, REMOVED, release=digest)
        releases.remove(digest)
    return removed
