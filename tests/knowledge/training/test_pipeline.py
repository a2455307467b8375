"""A short run of the real pipeline: every step, on a few dozen rows, into a folder of its own."""

import subprocess
import sys

import pytest
from safetensors import safe_open

from knowledge.settings import ROOT, load_settings
from knowledge.training.__main__ import PAIRS
from knowledge.weights import QUESTIONS, STUDENT, TOKENS

SAMPLE = 48


@pytest.mark.skipif(not PAIRS.exists(), reason="the Welsh-English pairs aren't beside the checkout")
def test_a_sample_goes_through_every_step() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "knowledge.training", "--sample", str(SAMPLE)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    folder = load_settings().home / "training" / f"sample-{SAMPLE}"
    for shipped in (STUDENT, *QUESTIONS.values(), *TOKENS.values()):
        with safe_open(shipped, "pt") as ours, safe_open(folder / shipped.name, "pt") as made:
            assert sorted(made.keys()) == sorted(ours.keys())
