"""Fit what decides: the fusion's weights and the confidence model, on questions that no encoder has seen."""

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge import confidence, search
from knowledge.answering import Assistant
from knowledge.index import Index
from knowledge.models import Language
from knowledge.questions import Question
from knowledge.search import SIGNALS, Query, Scores

RIVALS = 15  # sections that each right one is set against
REGULARISATION = 0.3


@dataclass(frozen=True)
class Seen:
    """A question as search saw it: the signals of every section, and the rows that answer."""

    index: Index
    query: Query
    signals: Scores
    right: list[int]


def see(assistant: Assistant, questions: list[Question]) -> list[Seen]:
    index = assistant.release.index
    place = {anchor: row for row, anchor in enumerate(index.anchors)}
    found = []
    for question in questions:
        queries = assistant.queries(question.text, question.language, question.previous)
        right = [place[anchor] for anchor in question.expects if anchor in place]
        found.append(Seen(index, queries[-1][1], search.rank(index, queries).signals, right))
    return found


def fit_fusion(seen: list[Seen]) -> dict[str, float]:
    """Weights that put the right section above its rivals: logistic regression on differences, no intercept."""
    current = np.ones(len(SIGNALS), np.float32) / len(SIGNALS)
    for _ in range(3):  # rivals are those that the weights so far rank highest
        rows, labels = [], []
        for one in seen:
            if not one.right:
                continue
            scores = one.signals @ current
            best = max(one.right, key=lambda row: scores[row])
            rivals = [row for row in np.argsort(-scores)[: RIVALS + len(one.right)] if row not in one.right]
            for at, rival in enumerate(rivals[:RIVALS]):
                sign = 1 if at % 2 else -1
                rows.append(sign * (one.signals[best] - one.signals[rival]))
                labels.append(sign)
        matrix = np.array(rows)
        scale = matrix.std(axis=0) + 1e-9
        model = LogisticRegression(C=REGULARISATION, fit_intercept=False, max_iter=1000)
        model.fit(matrix / scale, labels)
        # A signal that would speak against the right section is noise of the fit.
        current = np.maximum(model.coef_[0] / scale, 0).astype(np.float32)
        current /= current.sum()
    return {name: round(float(weight), 4) for name, weight in zip(SIGNALS, current, strict=True)}


def examples(seen: list[Seen]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Features of each question's ranking, and whether its first section is right."""
    rankings = [search.fuse(one.signals, one.query.language) for one in seen]
    rows = [confidence.features(one.index, one.query, r) for one, r in zip(seen, rankings, strict=True)]
    labels = [int(r.order[0] in one.right) for one, r in zip(seen, rankings, strict=True)]
    return np.array(rows), np.array(labels)


def fit_confidence(rows: NDArray[np.float64], labels: NDArray[np.int64], lines: list[float]) -> str:
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=REGULARISATION, max_iter=2000).fit(scaler.transform(rows), labels)
    stored = {
        "mean": scaler.mean_.round(5).tolist(),
        "scale": scaler.scale_.round(5).tolist(),
        "weights": model.coef_[0].round(5).tolist(),
        "bias": model.intercept_.round(5).tolist(),
        "lines": lines,
    }
    return json.dumps(stored)


def write_fusion(by_language: dict[Language, dict[str, float]]) -> None:
    search.WEIGHTS.write_text(json.dumps(by_language, indent=1) + "\n")
    search.fusion_weights.cache_clear()
