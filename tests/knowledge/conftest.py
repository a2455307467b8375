import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.settings import ROOT, load_settings

RunHoli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_holi(tmp_path: Path) -> RunHoli:
    """The real command, from another folder, with a home of its own that shares only the unpacked models."""
    home = tmp_path / "command-home"
    home.mkdir()
    (home / "models").symlink_to(load_settings().models)

    def run(*arguments: object, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(ROOT / ".venv/bin/holi"), *map(str, arguments)],
            cwd=tmp_path, env={**os.environ, "HOLI_HOME": str(home)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode == 0) == ok, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run
