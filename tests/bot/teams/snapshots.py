"""Stored activities that what is rendered now is compared with. `SNAPSHOTS=write` stores them anew, to be read over."""

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "snapshots"


def check(name: str, found: Any) -> None:
    file = FOLDER / f"{name}.json"
    if os.environ.get("SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    assert found == json.loads(file.read_text())
