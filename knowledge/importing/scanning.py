"""The organisation's own virus scanner, asked before anything here opens a file."""

import os
import shlex
import subprocess
from pathlib import Path

from knowledge.importing.remarks import ImportRefused
from knowledge.settings import load_settings

SECONDS = 60.0


def check_scanned(file: Path) -> None:
    """Raises ImportRefused where the command of HOLI_SCAN_COMMAND ends with anything but 0."""
    command = shlex.split(load_settings().scan_command)
    if not command:
        return
    try:
        done = subprocess.run(
            [*command, str(file.resolve())],
            env={"PATH": os.environ.get("PATH", os.defpath)},  # it needs none of our secrets
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ImportRefused("not_scanned") from error
    if done.returncode:
        raise ImportRefused("scanned_bad")
