"""Welsh-English pairs of government text, as `../shared/data/welsh-english` holds them."""

import gzip
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

DEVELOPMENT_REPOSITORIES = frozenset(
    {
        "hmcts/tax-tribunals-datacapture",
        "moneyadviceservice/frontend",
        "companieshouse/acsp-web",
        "alphagov/collections",
        "nrw-digital/week-notes",
    }
)


@dataclass(frozen=True)
class Pair:
    english: str
    welsh: str
    repository: str


def read_pairs(path: Path) -> list[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [Pair(row["en"], row["cy"], row["repo"]) for row in rows]


def split(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Training and development pairs: whole repositories, so that no stock phrase stands in both."""
    training = [pair for pair in pairs if pair.repository not in DEVELOPMENT_REPOSITORIES]
    development = [pair for pair in pairs if pair.repository in DEVELOPMENT_REPOSITORIES]
    return training, development


def balanced(pairs: list[Pair], *, most: int, a_repository: int = 2000, seed: int = 7) -> list[Pair]:
    """At most `most` pairs, no repository over its share, short interface labels thinned to one in three."""
    chance = random.Random(seed)
    by_repository: dict[str, list[Pair]] = defaultdict(list)
    for pair in chance.sample(pairs, len(pairs)):
        if len(pair.english.split()) >= 5 or chance.random() < 1 / 3:
            by_repository[pair.repository].append(pair)
    chosen = [pair for group in by_repository.values() for pair in group[:a_repository]]
    return chance.sample(chosen, min(most, len(chosen)))
