"""Answer, offer a choice, or say no: a small calibrated model over what search saw."""

import json
from enum import Enum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Index
from knowledge.models import Language
from knowledge.search import SIGNALS, Query, Ranking

MODEL = Path(__file__).parent / "weights" / "confidence.json"


class Verdict(Enum):
    ANSWER = "answer"
    CHOOSE = "choose"
    REFUSE = "refuse"


@lru_cache(maxsize=1)
def _model() -> dict[str, list[float]]:
    stored: dict[str, list[float]] = json.loads(MODEL.read_text())
    return stored


def features(index: Index, query: Query, ranking: Ranking) -> NDArray[np.float64]:
    """What tells a question that is answered from one that isn't, shape (features,)."""
    first, second, third = (
        ranking.order[0],
        *(ranking.order[[1, 2]] if len(ranking.order) > 2 else ranking.order[[0, 0]]),
    )
    scores, signals = ranking.scores, ranking.signals
    keywords = index.terms[query.language]
    rarest = max(query.terms, key=keywords.rarity, default="")
    unknown = [term for term in query.terms if term not in keywords.vocabulary]
    return np.array(
        [
            scores[first],
            scores[first] - scores[second],
            scores[first] - scores[third],
            scores[first] - scores[ranking.order[:20]].mean(),
            *signals[first],
            *(signals[:, at].max() - signals[first, at] for at in range(len(SIGNALS))),
            len(unknown) / max(len(query.terms), 1),
            float(rarest in keywords.vocabulary),
            np.log1p(len(query.terms)),
            float(query.language is Language.CY),
        ],
        dtype=np.float64,
    )


def probability(values: NDArray[np.float64]) -> float:
    """That the first section answers."""
    model = _model()
    scaled = (values - np.array(model["mean"])) / np.array(model["scale"])
    return float(1 / (1 + np.exp(-(scaled @ np.array(model["weights"]) + model["bias"][0]))))


def verdict(sure: float, *, close: bool, elsewhere: bool) -> Verdict:
    """`close`: the second section is nearly as good as the first.

    `elsewhere`: the question names a document or a service that isn't here, so more is asked of what is.
    """
    answer, choice, answer_elsewhere = _model()["lines"]
    if sure >= (answer_elsewhere if elsewhere else answer):
        return Verdict.ANSWER
    return Verdict.CHOOSE if close and sure >= choice and not elsewhere else Verdict.REFUSE
