"""Answer, offer a choice, or say no: a small calibrated model over what search saw."""

import json
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from knowledge.index import Index
from knowledge.models import Language
from knowledge.search import SIGNALS, Query, Ranking, Scores

NEIGHBOURS = 8
SAME_MATTER = 0.65  # cosine of two sections' texts
THERE = 0.5  # cosine from which on a word piece is taken to be there
MODEL = Path(__file__).parent / "weights" / "confidence.json"


class Verdict(Enum):
    ANSWER = "answer"
    CHOOSE = "choose"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Model:
    """A curve a feature, straight between its knots and level beyond them; their sum, with `bias`, is the log odds."""

    knots: list[list[float]]
    values: list[list[float]]
    bias: float
    lines: tuple[float, float, float]


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model(**json.loads(MODEL.read_text()))


def features(index: Index, query: Query, ranking: Ranking) -> NDArray[np.float64]:
    """What tells a question that is answered from one that isn't, shape (features,)."""
    best = ranking.order[:NEIGHBOURS]
    first = best[0]
    signals = dict(zip(SIGNALS, ranking.signals[first], strict=True))
    keywords = index.terms[query.language]
    rarest = max(query.terms, key=keywords.rarity, default="")
    unknown = [term for term in query.terms if term not in keywords.vocabulary]
    return np.array(
        [
            ranking.scores[first],
            *_lead(ranking.scores, best, _same_matter(index, best)),
            signals["terms"],
            signals["grams"],
            signals["bridge_terms"],
            len(unknown) / max(len(query.terms), 1),
            float(rarest in keywords.vocabulary),
            np.log1p(len(query.terms)),
            float(query.language is Language.CY),
            _agreement(ranking),
            *_matched(index, query, int(first)),
        ],
        dtype=np.float64,
    )


def _same_matter(index: Index, best: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the best sections are about what the first is about.

    A policy and its guidance often state one rule: that the second is close then says nothing against the first.
    """
    vectors = [index.whole_vector(int(section), Language.EN) for section in best]
    first = vectors[0]
    alike = [first is not None and vector is not None and first @ vector >= SAME_MATTER for vector in vectors]
    return np.array([True, *alike[1:]])


def _lead(scores: Scores, best: NDArray[np.int64], same: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The softmax (which the fusion is fitted for) of the first section's matter and of the first three; the
    first section's lead over the next that is about something else."""
    share = softmax(scores.astype(np.float64))
    others = best[~same]
    rival = scores[others[0]] if len(others) else scores[best[-1]]
    return float(share[best[same]].sum()), float(share[best[:3]].sum()), float(scores[best[0]] - rival)


def _agreement(ranking: Ranking) -> float:
    """The mean reciprocal place of the first section by each signal that tells sections apart at all."""
    best = ranking.signals[ranking.order[0]]
    columns = [*ranking.first.T, *ranking.late.T]
    places = [1 / (1 + int((column > own).sum())) for column, own in zip(columns, best, strict=True) if column.any()]
    return float(np.mean(places)) if places else 0.0


def _matched(index: Index, query: Query, section: int) -> tuple[float, float, float, float]:
    """How the question's word pieces, in English where that can be had, find themselves in the section: all in all;
    the one that is found worst; in the passage that has most of them; the share that isn't really there."""
    sides = ((Language.EN, query.bridge if query.bridge else query.own), (query.language, query.own))
    for language, asked in sides if query.language is not Language.EN else sides[:1]:
        views = index.views[language]
        rows = views.tokens.holding(np.flatnonzero(views.section == section))
        if len(rows):
            matches = views.tokens.best_matches(rows, asked.tokens)
            best = matches.max(axis=0)
            there = float(matches.mean(axis=1).max())
            return float(best @ asked.shares), float(best.min()), there, float((best < THERE).mean())
    return 0.0, 0.0, 0.0, 1.0


def probability(values: NDArray[np.float64]) -> float:
    """That the first section answers."""
    model = _model()
    curves = zip(values, model.knots, model.values, strict=True)
    odds = model.bias + sum(np.interp(value, knots, heights) for value, knots, heights in curves)
    return float(1 / (1 + np.exp(-odds)))


def lines() -> tuple[float, float, float]:
    """At least this sure: to answer; to offer a choice; to answer what another service helps with."""
    return _model().lines


def verdict(sure: float, *, close: bool, elsewhere: bool) -> Verdict:
    """`close`: the second section is nearly as good as the first.

    `elsewhere`: the question names what another service helps with, so more is asked of what is here.
    """
    answer, choice, answer_elsewhere = lines()
    if sure >= (answer_elsewhere if elsewhere else answer):
        return Verdict.ANSWER
    return Verdict.CHOOSE if close and sure >= choice and not elsewhere else Verdict.REFUSE
