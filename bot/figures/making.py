"""Make an audit pack beside the site: `python -m bot.figures.making FROM TO`.

A process of its own: asking the question sets takes minutes and gigabytes.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import django

STALE_SECONDS = 120  # what is being made says so more often than this
DONE, BUSY, FAILED = ".zip", ".making", ".failed"


@dataclass(frozen=True)
class Making:
    """How far a pack is."""

    step: str
    done: int
    total: int
    stopped: bool


def folder() -> Path:
    from django.conf import settings

    return Path(settings.HOLI_HOME) / "audit-packs"


def start(period: "Period") -> None:  # type: ignore[name-defined] # noqa: F821
    from bot.figures.pack import pack_name
    from knowledge.settings import ROOT

    # Before the process is up, so that the page knows of it at once.
    _note(pack_name(period), "beginning", 0, 1)
    subprocess.Popen(
        [sys.executable, "-m", "bot.figures.making", str(period.start), str(period.end)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def making(name: str) -> Making | None:
    file = folder() / f"{name}{BUSY}"
    try:
        return Making(**json.loads(file.read_text()), stopped=time.time() - file.stat().st_mtime > STALE_SECONDS)
    except (OSError, ValueError):
        return None


def make(first: str, last: str) -> None:
    from bot.figures.pack import make_pack, pack_name
    from bot.figures.period import period_of
    from knowledge.errors import HoliError

    period = period_of(first, last)
    name = pack_name(period)
    failed = folder() / f"{name}{FAILED}"
    failed.unlink(missing_ok=True)
    try:
        _write(folder() / f"{name}{DONE}", make_pack(period, partial(_note, name)))
    except HoliError as error:
        _write(failed, str(error).encode())
    except Exception:
        _write(failed, b"")
        raise
    finally:
        (folder() / f"{name}{BUSY}").unlink(missing_ok=True)


def _note(name: str, step: str, done: int, total: int) -> None:
    _write(folder() / f"{name}{BUSY}", json.dumps({"step": step, "done": done, "total": total}).encode())


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all: somebody may be reading it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    make(*sys.argv[1:3])
