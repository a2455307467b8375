"""What fuzzing starts from, and all that it ever found, again."""

from pathlib import Path

import pytest

from tests.fuzz import activities, files

FOUND = Path(__file__).parent / "found"
TARGETS = {"files": files, "activities": activities}
CASES = [
    pytest.param(name, data, id=f"{name} {label}")
    for name, target in TARGETS.items()
    for label, data in [
        *((f"seed {at}", seed) for at, seed in enumerate(target.seeds())),
        *((file.name, file.read_bytes()) for file in sorted((FOUND / name).glob("*"))),
    ]
]


@pytest.mark.parametrize(("name", "data"), CASES)
def test_it_is_taken_or_refused(name: str, data: bytes) -> None:
    TARGETS[name].check(data)
