"""A certified identity provider on this machine, as a process of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.settings import ROOT


@contextmanager
def running(holi: str) -> Iterator[str]:
    """Its issuer, for the Holi at that address."""
    started = subprocess.Popen(
        ["node", "provider.mjs", holi], cwd=ROOT / "tests" / "oidc", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    assert started.stdout
    try:
        yield started.stdout.readline().strip()
    finally:
        started.kill()
        started.wait()
        started.stdout.close()
