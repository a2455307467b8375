"""How much of what points to a person is masked, and what is masked besides."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from knowledge.masking import Kind, Span, find
from knowledge.models import Language

FOLDER = Path(__file__).parent
HALVES = ("dev", "test")
# A public body's own, which look like anybody's (the set's README names them); not counted.
PUBLISHED = {"SA31 1JP", "SA18 3EP", "SA15 3BD", "01632 960000"}
ROLE = re.compile(r"(?:cllr|councillor|cyng|[cg]?h?ynghorydd)\b", re.I)


@dataclass(frozen=True)
class Example:
    id: str
    text: str
    spans: tuple[Span, ...]

    @property
    def missed(self) -> list[Span]:
        """Labelled, and yet a letter or a figure of it is left: a councillor's title apart, which is a role."""
        found = _characters(find(self.text))
        return [span for span in self.spans if ROLE.sub("", _left(self.text, span, found)).strip()]

    @property
    def false_alarms(self) -> list[Span]:
        """Masked, and not a letter of it labelled."""
        labelled = _characters(self.spans)
        found = (span for span in find(self.text) if labelled.isdisjoint(range(*span[:2])))
        return [span for span in found if self.text[span.start : span.end] not in PUBLISHED]


@dataclass
class Figures:
    examples: int = 0
    labelled: Counter[Kind] = field(default_factory=Counter)
    missed: Counter[Kind] = field(default_factory=Counter)
    alarms: int = 0
    clean: int = 0  # examples without anything to mask
    disturbed: int = 0  # of these, those in which something is masked

    def recall(self, kind: Kind | None = None) -> float:
        labelled = self.labelled[kind] if kind else self.labelled.total()
        missed = self.missed[kind] if kind else self.missed.total()
        return 1 - missed / labelled if labelled else 1.0


@lru_cache
def read(half: str, language: Language) -> tuple[Example, ...]:
    lines = (FOLDER / f"masking.{language}.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return tuple(
        Example(row["id"], row["text"], tuple(Span(s["start"], s["end"], Kind(s["kind"])) for s in row["spans"]))
        for row in rows
    )


def figures(examples: Iterable[Example]) -> Figures:
    counted = Figures()
    for example in examples:
        counted.examples += 1
        counted.labelled.update(span.kind for span in example.spans)
        counted.missed.update(span.kind for span in example.missed)
        counted.alarms += len(example.false_alarms)
        counted.clean += not example.spans
        counted.disturbed += bool(not example.spans and example.false_alarms)
    return counted


def _characters(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def _left(text: str, span: Span, found: set[int]) -> str:
    kept = (text[at] if at not in found else " " for at in range(span.start, span.end))
    return "".join(character if character.isalnum() else " " for character in kept)
