"""What a home holds: what a backup takes, what it leaves, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.privacy.erasures import NAME as ERASURES

DATABASE, TRACKER, RELEASES, LIBRARY, SPOOL = "holi.db", "tracker.db", "releases", "library", "spool"
DATABASES = (DATABASE, TRACKER)
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DUMP = "holi.dump"  # of PostgreSQL, in an archive only
FILES = ("audit.jsonl", ERASURES)
FOLDERS = ("evaluations",)
TAKEN = (*DATABASES, RELEASES, LIBRARY, SPOOL, *FILES, *FOLDERS)
JOURNALS = tuple(f"{database}{ending}" for database in DATABASES for ending in ("-wal", "-shm", "-journal"))
LEFT = {
    "models": "unpacked from the packages",
    "rasa": "trained at set-up",
    "rasa-train.log": "",
    "locale": "compiled at set-up",
    "secrets.env": "a secret",
    "audit-packs": "made again from the rest, the same bytes",
    "training": "of `make train`",
}

# What opens a door, and what dies with the machine it was on: their rows stay behind.
EMPTIED = (
    "django_session",
    "accounts_signinlink",
    "accounts_providersession",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
)


@dataclass(frozen=True)
class Rows:
    """What a manifest says of the database."""

    migrations: list[str]
    questions: int


def present(home: Path) -> list[str]:
    """What a restore would have to replace."""
    return [name for name in (*TAKEN, *JOURNALS) if (home / name).exists()]


def strangers(home: Path) -> Iterator[str]:
    """What stands in a home and nobody has decided about."""
    known = {*TAKEN, *JOURNALS, *LEFT}
    for path in sorted(home.iterdir()):
        if path.name not in known and not path.name.startswith((".", "before-restore-")):
            yield path.name
