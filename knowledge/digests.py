"""The digests of a folder's files, kept in it: what was written there can be told from what stands there."""

import hashlib
import json
from pathlib import Path

DIGESTS = "digests.json"
CHUNK = 1 << 20


def write_digests(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    found = {str(file.relative_to(folder)): _digest(file) for file in files}
    (folder / DIGESTS).write_text(json.dumps(found, indent=1))


def altered(folder: Path) -> list[str]:
    """The files that are missing or other than they were written; the list itself, where that is missing."""
    try:
        written = json.loads((folder / DIGESTS).read_text())
    except (OSError, ValueError):
        return [DIGESTS]
    return [name for name, digest in written.items() if _digest(folder / name) != digest]


def _digest(file: Path) -> str:
    found = hashlib.sha256()
    try:
        with file.open("rb") as source:
            while chunk := source.read(CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()
