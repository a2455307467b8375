"""Read a file in a process of its own, which can die without harm and is ended when it stands still."""

import json
import os
import selectors
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

from knowledge.importing.blocks import Parsed
from knowledge.importing.guarding import check_outside
from knowledge.importing.remarks import ImportRefused
from knowledge.importing.scanning import check_scanned

ROOT = Path(__file__).resolve().parents[2]
SECONDS_WITHOUT_PROGRESS = 8.0
SECONDS_IN_ALL = 120.0
LONGEST_ANSWER = 60_000_000  # bytes
CHUNK = 65536


def read_file(file: Path) -> Parsed:
    """What the file holds. Raises ImportRefused in one sentence for a file that can't or mustn't be read."""
    check_outside(file)
    check_scanned(file)
    command = [sys.executable, "-m", "knowledge.importing.worker", str(file.resolve())]
    # Nothing of this process's environment, where secrets are.
    environment = {"PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as worker:
        try:
            output = _listen(worker)
        finally:
            worker.kill()
    answer = output.rpartition(b"\n{")[2]
    if not output.endswith(b"}\n") or not answer:
        raise ImportRefused("too_heavy")  # it died: of its limits, or of a fault in a library below Python
    return parsed(json.loads(b"{" + answer))


def parsed(read: dict[str, Any]) -> Parsed:
    """What the worker says that it read. Raises ImportRefused."""
    if "refused" in read:
        raise ImportRefused(read["refused"], **read["values"])
    found = Parsed.from_json(read["parsed"])
    if not any(letter.isalpha() for block in found.blocks for letter in block.words):
        raise ImportRefused("empty")
    return found


def _listen(worker: subprocess.Popen[bytes]) -> bytes:
    """All that the worker writes, for as long as it goes on writing."""
    assert worker.stdout
    os.set_blocking(worker.stdout.fileno(), False)
    output = bytearray()
    begun = monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(worker.stdout, selectors.EVENT_READ)
        while True:
            left = min(SECONDS_WITHOUT_PROGRESS, begun + SECONDS_IN_ALL - monotonic())
            if left <= 0 or not selector.select(left):
                raise ImportRefused("too_slow")
            chunk = os.read(worker.stdout.fileno(), CHUNK)
            if not chunk:
                return bytes(output)
            output += chunk
            if len(output) > LONGEST_ANSWER:
                raise ImportRefused("too_heavy")
