"""Fit what decides: the fusion's weights and the confidence model, on questions that no encoder has seen."""

import json

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from knowledge import confidence, search
from knowledge.ablation import Seen
from knowledge.models import Language
from knowledge.search import FIRST, SIGNALS, Scores

SHRINK = 0.02
REGULARISATION = 0.1
KNOTS = np.linspace(0, 1, 4)  # quantiles
WHOLE_WEIGHT = 10


def fit_first(seen: list[Seen]) -> dict[str, float]:
    return _fit([(one.first, one.right) for one in seen if one.right], FIRST)


def fit_all(seen: list[Seen]) -> dict[str, float]:
    rows = [(one.all, np.flatnonzero(np.isin(one.candidates, one.right)).tolist()) for one in seen]
    return _fit([(signals, right) for signals, right in rows if right], SIGNALS)


def _fit(answered: list[tuple[Scores, list[int]]], names: tuple[str, ...]) -> dict[str, float]:
    """Weights under which the sections that answer have most of the softmax over all.

    None is below zero: a signal that would speak against the right section is noise of the fit.
    """
    spread = np.mean([signals.std(axis=0) for signals, _ in answered], axis=0) + 1e-9

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = 0.0, np.zeros_like(weights)
        for signals, right in answered:
            scaled = signals / spread
            share = softmax(scaled @ weights)
            held = share[right].sum() + 1e-12
            wanted = np.zeros_like(share)
            wanted[right] = share[right] / held
            total -= np.log(held)
            gradient += scaled.T @ (share - wanted)
        penalty = SHRINK * float(weights @ weights) / 2
        return float(total / len(answered)) + penalty, gradient / len(answered) + SHRINK * weights

    start = np.full(len(names), 0.3)
    found = minimize(loss, start, jac=True, bounds=[(0, None)] * len(start), method="L-BFGS-B")
    return {name: round(float(weight), 4) for name, weight in zip(names, found.x / spread, strict=True)}


def examples(seen: list[Seen]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Features of each question's ranking, and whether its first section is right."""
    rankings = [one.ranking for one in seen]
    rows = [confidence.features(one.index, one.query, r) for one, r in zip(seen, rankings, strict=True)]
    labels = [int(r.order[0] in one.right) for one, r in zip(seen, rankings, strict=True)]
    return np.array(rows), np.array(labels)


def fit_confidence(held_out: list[Seen], whole: list[Seen], lines: list[float]) -> str:
    """Few features, a curve each: what is asked of a whole library weighs WHOLE_WEIGHT times."""
    (held_rows, held_labels), (own_rows, own_labels) = examples(held_out), examples(whole)
    rows, labels = np.concatenate([held_rows, own_rows]), np.concatenate([held_labels, own_labels])
    weights = np.concatenate([np.ones(len(held_rows)), np.full(len(own_rows), WHOLE_WEIGHT)])
    knots = [np.unique(np.quantile(column, KNOTS).round(5)) for column in rows.T]
    model = LogisticRegression(C=REGULARISATION, max_iter=5000).fit(_hats(rows, knots), labels, weights)
    heights = np.split(model.coef_[0].round(5), np.cumsum([len(one) for one in knots])[:-1])
    stored = {
        "knots": [one.tolist() for one in knots],
        "values": [one.tolist() for one in heights],
        "bias": round(float(model.intercept_[0]), 5),
        "lines": lines,
    }
    return json.dumps(stored)


def _hats(rows: NDArray[np.float64], knots: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Of each feature, how near it is to each of its knots: one there, none at the next."""
    columns = zip(rows.T, knots, strict=True)
    return np.stack([np.interp(column, at, one) for column, at in columns for one in np.eye(len(at))], axis=1)


def write_fusion(steps: dict[str, dict[Language, dict[str, float]]]) -> None:
    search.WEIGHTS.write_text(json.dumps(steps, indent=1) + "\n")
    search.fusion_weights.cache_clear()
