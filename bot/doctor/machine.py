"""The machine: its disk and its clock."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.doctor.checks import Finding, Place, check, right, wrong
from knowledge.releases import Releases

GIGABYTE = 1_000_000_000
FEWEST_FREE = 2 * GIGABYTE  # a release while it is built, and the question log while it is written anew
ASTRAY = timedelta(minutes=5)


@check
def home(place: Place) -> Iterator[Finding]:
    folder = place.settings.home
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"Holi")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield wrong(
            f"Nothing can be written to {folder} ({error.strerror}). Run 'make setup', or correct HOLI_HOME or the"
            " folder's owner."
        )
        return
    yield right(f"{folder} can be written to.")
    secrets = folder / "secrets.env"
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        yield wrong(f"Others on this machine can read {secrets}. Run 'chmod 600 {secrets}'.")


@check
def disk(place: Place) -> Iterator[Finding]:
    free = shutil.disk_usage(place.settings.home).free
    if free < FEWEST_FREE:
        yield wrong(f"The disk of {place.settings.home} has {free / GIGABYTE:.1f} GB left. Make room: 2 GB are needed.")
    else:
        yield right(f"The disk has {free // GIGABYTE} GB left.")


@check
def clock(place: Place) -> Iterator[Finding]:
    """No release can have been built later than now; `services.provider` asks another clock, where there is one."""
    now = datetime.now(UTC)
    built = [datetime.fromisoformat(release.manifest.built) for release in Releases(place.settings.home).all()]
    latest = max(built, default=now)
    if latest > now + ASTRAY:
        yield wrong(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but a release was built at {latest:%Y-%m-%d %H:%M}. Set the"
            " clock, and keep it right by NTP: nobody can sign in while it is wrong."
        )
    else:
        yield right(f"The clock says {now:%Y-%m-%d %H:%M} UTC, and nothing was built later than that.")
