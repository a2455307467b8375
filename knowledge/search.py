"""Rank a release's sections for a question, in two steps.

First by vectors and keywords of both languages, over all sections; then the best of them by late interaction too.
"""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoded, Encoder, Vectors
from knowledge.index import ASKED, PASSAGE, WHOLE, Index, Views
from knowledge.lexicon import gloss, twin_terms
from knowledge.models import Anchor, Language
from knowledge.words import TERMS, grams

FIRST = ("own", "own_whole", "twin", "twin_whole", "terms", "grams", "bridge", "bridge_whole", "bridge_terms")
LATE = ("late", "late_twin", "late_bridge")
SIGNALS = FIRST + LATE
CANDIDATES = 100  # sections that late interaction looks at
BEHIND = 1000.0  # what isn't a candidate stands behind all that are
NEAREST_VIEWS = 1024
WEIGHTS = Path(__file__).parent / "weights" / "fusion.json"
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Query:
    text: str
    language: Language
    own: Encoded
    bridge: Encoded | None  # the question word for word in the other language, where there is a lexicon

    @classmethod
    def of(cls, text: str, language: Language, encoder: Encoder) -> "Query":
        bridge = gloss(text, language)
        return cls(
            text,
            language,
            encoder.encode_questions([text], language)[0],
            encoder.encode_questions([bridge], language.twin)[0] if bridge else None,
        )

    @cached_property
    def terms(self) -> list[str]:
        return TERMS[self.language](self.text)


@dataclass(frozen=True)
class Ranking:
    """`signals` has a row a section and a column a signal; `order` is best first, the `candidates` before the rest."""

    signals: Scores
    scores: Scores
    order: NDArray[np.int64]
    candidates: NDArray[np.int64]

    def in_force(self, sections: int) -> "Ranking":
        """The same without what was withdrawn: only the first so many sections."""
        if sections == len(self.scores):
            return self
        order, candidates = (rows[rows < sections] for rows in (self.order, self.candidates))
        return Ranking(self.signals[:sections], self.scores[:sections], order, candidates)

    @property
    def first(self) -> Scores:
        """The first step's signals of every section."""
        return self.signals[:, : len(FIRST)]

    @property
    def late(self) -> Scores:
        """The second's of every candidate."""
        return self.signals[self.candidates, len(FIRST) :]


@lru_cache(maxsize=1)
def fusion_weights() -> dict[str, dict[Language, Scores]]:
    """For the first step and for the second, by language: shape (signals of the step,)."""
    stored = json.loads(WEIGHTS.read_text())

    def weights(step: str, names: tuple[str, ...]) -> dict[Language, Scores]:
        return {one: np.array([stored[step][one][name] for name in names], np.float32) for one in Language}

    return {"first": weights("first", FIRST), "all": weights("all", SIGNALS)}


def rank(index: Index, queries: list[tuple[float, Query]]) -> Ranking:
    """Queries come with their weight: a follow-up is asked alone and together with what came before."""
    language = queries[0][1].language
    first: Scores = np.add.reduce([weight * first_signals(index, query) for weight, query in queries])
    cheap = first @ fusion_weights()["first"][language]
    candidates = np.sort(np.argsort(-cheap, kind="stable")[:CANDIDATES])
    late = np.add.reduce([weight * late_signals(index, query, candidates) for weight, query in queries])
    return fuse(first, late, candidates, language)


def fuse(first: Scores, late: Scores, candidates: NDArray[np.int64], language: Language) -> Ranking:
    """`first` has a row a section, `late` a row a candidate."""
    weights = fusion_weights()
    signals = np.zeros((len(first), len(SIGNALS)), np.float32)
    signals[:, : len(FIRST)] = first
    signals[candidates, len(FIRST) :] = late
    scores: Scores = first @ weights["first"][language] - BEHIND
    scores[candidates] = signals[candidates] @ weights["all"][language]
    return Ranking(signals, scores, np.argsort(-scores, kind="stable"), candidates)


def first_signals(index: Index, query: Query) -> Scores:
    """Shape (sections, len(FIRST))."""
    own, twin = index.views[query.language], index.views[query.language.twin]
    count = len(index.anchors)
    by_kind = dense(own, query.own.vector, count)
    twin_by_kind = dense(twin, query.own.vector, count)
    bridged = dense(twin, query.bridge.vector, count) if query.bridge is not None else np.zeros_like(by_kind)
    columns = {
        "own": by_kind.max(axis=0),
        "own_whole": by_kind[WHOLE],
        "twin": twin_by_kind.max(axis=0),
        "twin_whole": twin_by_kind[WHOLE],
        "terms": index.terms[query.language].shares(Counter(query.terms)),
        "grams": index.grams[query.language].shares(Counter(grams(query.text))),
        "bridge": bridged.max(axis=0),
        "bridge_whole": bridged[WHOLE],
        "bridge_terms": index.terms[query.language.twin].shares(twin_terms(query.text, query.language)),
    }
    return np.stack([columns[name] for name in FIRST], axis=1).astype(np.float32)


def late_signals(index: Index, query: Query, sections: NDArray[np.int64]) -> Scores:
    """Shape (sections asked for, len(LATE))."""
    own, twin = index.views[query.language], index.views[query.language.twin]
    of_own, of_twin = late(own, query.own, sections), late(twin, query.own, sections)
    bridged = late(twin, query.bridge, sections) if query.bridge else np.zeros(len(sections), np.float32)
    columns = {
        "late": np.where(np.isnan(of_own), of_twin, of_own),
        "late_twin": np.where(np.isnan(of_twin), of_own, of_twin),
        "late_bridge": np.where(np.isnan(bridged), of_own, bridged),
    }
    return np.stack([columns[name] for name in LATE], axis=1).astype(np.float32)


def late(views: Views, question: Encoded, sections: NDArray[np.int64]) -> Scores:
    """How near the question's word pieces come to each section's best view, shape (sections,); nan where it has none
    in this language."""
    rows = views.tokens.holding(np.flatnonzero(np.isin(views.section, sections)))
    found = np.full(len(sections), -1, np.float32)
    if len(rows):
        scores = views.tokens.best_matches(rows, question.tokens) @ question.shares
        np.maximum.at(found, np.searchsorted(sections, views.section[rows]), scores)
    found[found == -1] = np.nan
    return found


def dense(views: Views, vector: Vectors, sections: int) -> Scores:
    """Best cosine of each section's views, shape (kinds, sections); what isn't near gets the lowest seen."""
    if not views.vectors.ntotal:
        return np.zeros((ASKED + 1, sections), np.float32)
    cosines, rows = views.vectors.search(vector[None], min(NEAREST_VIEWS, views.vectors.ntotal))
    found = np.full((ASKED + 1, sections), cosines.min(), np.float32)
    np.maximum.at(found, (views.kind[rows[0]], views.section[rows[0]]), cosines[0])
    return found


def passage_scores(index: Index, anchor: Anchor, language: Language, query: Query) -> Scores:
    """How well each passage of a section, in this language, answers; shape (passages,)."""
    pieces = index.passages[anchor, language]
    views = index.views[language]
    rows = np.flatnonzero((views.section == index.anchors.index(anchor)) & (views.kind == PASSAGE))
    scores = np.zeros(len(pieces), np.float32)
    question = query.own if language is query.language or query.bridge is None else query.bridge
    in_pieces = views.tokens.holding(rows)
    if len(in_pieces):
        scores[views.passage[in_pieces]] = views.tokens.best_matches(in_pieces, question.tokens) @ question.shares
    return scores
