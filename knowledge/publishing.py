"""Publish and roll back, each with a name and a reason in the audit trail."""

from pathlib import Path

from knowledge.audit import Audit, Entry
from knowledge.encoder import Encoder
from knowledge.errors import ReleaseError
from knowledge.index import Progress
from knowledge.releases import Release, Releases

BEGUN = {"publishing": "published", "rolling back": "rolled back"}
UNDONE = "not completed"


class Publisher:
    def __init__(self, releases: Releases, audit: Audit) -> None:
        self.releases, self.audit = releases, audit

    @classmethod
    def at(cls, home: Path) -> "Publisher":
        return cls(Releases(home), Audit(home))

    def publish(self, digest: str, who: str, note: str, *, instead_of: str | None = None, details: str = "") -> Entry:
        """Raises ReleaseError where `instead_of` isn't the current release any more."""
        return self._switch("publishing", digest, who, note, instead_of, details)

    def roll_back(
        self, digest: str, who: str, note: str, encoder: Encoder, progress: Progress | None = None
    ) -> Release:
        """To an earlier release; built anew from its own texts where another version of Holi built it."""
        earlier = self.releases.get(digest)
        release = self.releases.build(earlier.folder / "library", encoder, progress)
        details = "" if release.digest == digest else f"built anew from {digest}"
        self._switch("rolling back", release.digest, who, note, self.releases.current_or_none(), details)
        return release

    @property
    def owned(self) -> bool:
        """Whether people have published here, so that the library is theirs and not the one that Holi came with."""
        return any(entry.what in BEGUN.values() for entry in self.audit.entries())

    def settle(self) -> list[Entry]:
        """After a start: say what became of publications that were cut off. The switch itself is one rename."""
        begun: dict[tuple[str, str], Entry] = {}
        for entry in self.audit.entries():
            if entry.what in BEGUN:
                begun[entry.who, entry.release] = entry
            else:
                begun.pop((entry.who, entry.release), None)
        current = self.releases.current_or_none()
        return [
            self.audit.append(
                entry.who,
                BEGUN[entry.what] if entry.release == current else UNDONE,
                note=entry.note,
                release=entry.release,
                details="found at start",
            )
            for entry in begun.values()
        ]

    def _switch(self, what: str, digest: str, who: str, note: str, instead_of: str | None, details: str) -> Entry:
        if not who.strip() or not note.strip():
            raise ReleaseError("unsigned")
        self.audit.append(who, what, note=note, release=digest, details=details)
        try:
            self.releases.publish(digest, instead_of=instead_of)
        except ReleaseError:
            self.audit.append(who, UNDONE, note=note, release=digest, details=details)
            raise
        return self.audit.append(who, BEGUN[what], note=note, release=digest, details=details)
