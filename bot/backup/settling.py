"""Bring what was unpacked up to this version, and out of it what was erased since: `python -m bot.backup.settling`.

A process of its own, whose home is the folder where the backup was unpacked; with PostgreSQL, its database is the one
that was empty.
"""

import json
import os
import secrets
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import django

from bot.backup.archive import Manifest
from knowledge.errors import HoliError
from knowledge.settings import ROOT, load_settings

REFUSED = 3


def run(home: Path, manifest: Manifest, values: dict[str, str]) -> list[str]:
    """What was erased. Raises HoliError."""
    kept = {"HOLI_RETENTION_MONTHS": manifest.settings.get("HOLI_RETENTION_MONTHS", "")}
    environment = {
        **os.environ,
        **{name: value for name, value in kept.items() if value},
        **values,
        "HOLI_HOME": str(home),
        "HOLI_ERASURES": "",
        "HOLI_SECRET_KEY": values.get("HOLI_SECRET_KEY") or secrets.token_urlsafe(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot.backup.settling", manifest.made, manifest.holi],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == REFUSED:
        raise HoliError(done.stderr.strip())
    if done.returncode:
        raise HoliError(f"What the backup holds can't be used ({_last(done.stderr)}). Nothing was changed.")
    said: list[str] = json.loads(done.stdout)
    return said


def settle(made: datetime, version: str) -> list[str]:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from bot.chat.models import Conversation
    from bot.chat.spool import take_in
    from bot.privacy import erasures, requests, retention, spool
    from knowledge.audit import Audit
    from knowledge.releases import Releases

    migrations = MigrationLoader(connection)
    if unknown := sorted(set(migrations.applied_migrations) - set(migrations.disk_migrations or ())):
        raise HoliError(
            f"The backup was made by a later Holi ({version}): this one doesn't know {'.'.join(unknown[0])}. "
            "Install that version first."
        )
    call_command("migrate", verbosity=0, interactive=False)
    take_in()
    settings = load_settings()
    Audit(settings.home).entries()
    releases = Releases(settings.home)
    if releases.current_or_none():
        _ = releases.current().library
    erased = erasures.since(erasures.read(settings.erasures), made)
    known = spool.ids().union(Conversation.objects.values_list("id", flat=True))
    ids = [id for id in known if erasures.digest(id) in erased]
    said = requests.erase(ids) if ids else []
    return [*said, *retention.apply(dry_run=False, anew=True)]


def _last(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    try:
        django.setup()
        said = settle(datetime.fromisoformat(sys.argv[1]), sys.argv[2])
    except HoliError as error:
        print(error, file=sys.stderr)
        sys.exit(REFUSED)
    print(json.dumps(said))


if __name__ == "__main__":
    main()
