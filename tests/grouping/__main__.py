"""How well questions that mean the same are put into one gap: `make evaluate` prints it.

Pairs of questions: of those put together, how many belong together (precision); of those that belong together, how
many were put together (recall); then the same over pairs of a Welsh and an English question alone. As they come, one
after the other, and after grouping anew.
"""

import json
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.encoder import Encoder, load_encoder
from knowledge.meaning import SAME, Vectors, group, meanings, nearest
from knowledge.models import Language
from knowledge.settings import load_settings

HERE = Path(__file__).parent
SEED = 7


class Labelled(NamedTuple):
    gap: str
    language: Language
    text: str


class Figures(NamedTuple):
    precision: float
    recall: float

    def __str__(self) -> str:
        return f"{self.precision:.2f} / {self.recall:.2f}"


def read(half: str) -> list[Labelled]:
    """In an order in which they might come."""
    rows = [json.loads(line) for line in (HERE / f"groups.{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [Labelled(row["gap"], Language(row["language"]), row["question"]) for row in rows]
    order = np.random.default_rng(SEED).permutation(len(found))
    return [found[at] for at in order]


def placed(vectors: Vectors, same: float = SAME) -> list[int]:
    """As the review worker does it with each question that comes."""
    groups: list[list[int]] = []
    labels = []
    for row, vector in enumerate(vectors):
        centres = np.stack([vectors[ones].mean(axis=0) for ones in groups]) if groups else vectors[:0]
        at, score = nearest(centres, vector)
        if score < same:
            at = len(groups)
            groups.append([])
        groups[at].append(row)
        labels.append(at)
    return labels


def figures(asked: list[Labelled], labels: list[int], *, across: bool) -> Figures:
    together = right = wanted = 0
    for first, second in combinations(range(len(asked)), 2):
        if across and asked[first].language is asked[second].language:
            continue
        belong, put = asked[first].gap == asked[second].gap, labels[first] == labels[second]
        together, wanted, right = together + put, wanted + belong, right + (put and belong)
    return Figures(right / max(together, 1), right / max(wanted, 1))


def measure(half: str, encoder: Encoder) -> dict[str, Figures]:
    asked = read(half)
    vectors = meanings([one.text for one in asked], [one.language for one in asked], encoder)
    found = {}
    for name, labels in (("as they come", placed(vectors)), ("grouped anew", group(vectors).tolist())):
        found[name] = figures(asked, labels, across=False)
        found[f"{name}, Welsh with English"] = figures(asked, labels, across=True)
    return found


def main() -> None:
    settings = load_settings()
    encoder = load_encoder(settings.models, settings.model)
    print("questions that mean the same, put together: precision / recall over pairs")
    for half in ("dev", "test"):
        for name, value in measure(half, encoder).items():
            print(f"  {half}, {name}: {value}")


if __name__ == "__main__":
    main()
