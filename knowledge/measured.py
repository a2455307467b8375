"""What question sets say of a release, asked once and kept beside the releases."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge import evaluation
from knowledge.answering import Assistant
from knowledge.encoder import Encoder
from knowledge.errors import ReleaseError
from knowledge.index import Progress
from knowledge.questions import read_questions
from knowledge.releases import Release

WEIGHTS = Path(__file__).parent / "weights"


class Measured:
    def __init__(self, home: Path, files: list[Path]) -> None:
        self.folder, self.files = home / "evaluations", files

    def figures(self, release: Release, encoder: Callable[[], Encoder], progress: Progress | None = None) -> Any:
        """As `holi evaluate --json` prints them, without the times. Raises ReleaseError where it can't be asked."""
        kept = self.folder / f"{release.digest}-{self._digest()}.json"
        if not kept.exists():
            found = self._ask(release, encoder(), progress)
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(found, ensure_ascii=False, indent=1))
        return json.loads(kept.read_text())

    def _ask(self, release: Release, encoder: Encoder, progress: Progress | None) -> dict[str, Any]:
        if release.manifest.encoder != encoder.digest:
            raise ReleaseError(f"Release {release.digest} was built with other models and can't be asked any more.")
        asked = read_questions(self.files)
        assistant = Assistant(release, encoder)
        results = []
        for result in evaluation.ask(assistant, asked):
            results.append(result)
            if progress:
                progress(len(results), len(asked))
        found = evaluation.report(assistant, results)
        del found["milliseconds"]
        return found

    def _digest(self) -> str:
        """Of the questions, and of how Holi decides: with other ones the figures are others."""
        found = hashlib.sha256()
        for file in [*sorted(self.files), *sorted(WEIGHTS.glob("*.json"))]:
            found.update(f"{file.name}\0".encode() + file.read_bytes())
        return found.hexdigest()[:16]
