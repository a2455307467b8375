"""Of two review workers one works, whichever database there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.settings import ROOT
from tests.bot.privacy.conftest import Home
from tests.postgres import running

HOLD = """
import sys, django
django.setup()
from bot.review.alone import Turn
turn = Turn()
print(turn.mine(), turn.mine(), flush=True)
sys.stdin.readline()
"""


def holds(home: Home) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, env=home.environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def one_after_the_other(home: Home) -> None:
    with holds(home) as first:
        assert said(first) == "True True"
        with holds(home) as second:
            assert said(second) == "False False"
            second.kill()
        first.kill()
    with holds(home) as third:
        assert said(third) == "True True"
        third.kill()


def test_on_sqlite(tmp_path: Path) -> None:
    one_after_the_other(Home(tmp_path))


@pytest.mark.parametrize("stopped", [False, True])
def test_on_postgresql(tmp_path: Path, stopped: bool) -> None:
    with running() as postgres:
        home = Home(tmp_path, {"HOLI_DATABASE_URL": postgres.create("holi")})
        if stopped:
            postgres.stop()
            with holds(home) as nobody:
                assert said(nobody) == "False False"
                nobody.kill()
            postgres.start()
        one_after_the_other(home)
