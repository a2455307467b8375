"""Rank a release's sections for a question: vectors and keywords of both languages, fused."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.index import PASSAGE, TITLE, WHOLE, Index, Views
from knowledge.lexicon import gloss, twin_terms
from knowledge.models import Anchor, Language
from knowledge.words import TERMS, grams

SIGNALS = (
    "own", "own_whole", "own_title", "twin", "twin_whole", "terms", "grams", "bridge", "bridge_whole", "bridge_terms",
)  # fmt: skip
NEAREST_VIEWS = 1024
WEIGHTS = Path(__file__).parent / "weights" / "fusion.json"
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Query:
    text: str
    language: Language
    vector: Vectors
    bridge: Vectors | None  # of the question word for word in the other language, where there is a lexicon

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
    """`signals` has a row a section and a column a signal; `order` is best first."""

    signals: Scores
    scores: Scores
    order: NDArray[np.int64]


@lru_cache(maxsize=1)
def fusion_weights() -> dict[Language, Scores]:
    stored = json.loads(WEIGHTS.read_text())
    return {
        language: np.array([stored[language].get(name, 0.0) for name in SIGNALS], np.float32) for language in Language
    }


def rank(index: Index, queries: list[tuple[float, Query]]) -> Ranking:
    """Queries come with their weight: a follow-up is asked alone and together with what came before."""
    signals: Scores = np.add.reduce([weight * signals_of(index, query) for weight, query in queries])
    return fuse(signals, queries[0][1].language)


def fuse(signals: Scores, language: Language) -> Ranking:
    scores: Scores = signals @ fusion_weights()[language]
    return Ranking(signals, scores, np.argsort(-scores, kind="stable"))


def signals_of(index: Index, query: Query) -> Scores:
    own, twin = index.views[query.language], index.views[query.language.twin]
    count = len(index.anchors)
    by_kind = dense(own, query.vector, count)
    twin_by_kind = dense(twin, query.vector, count)
    bridged = dense(twin, query.bridge, count) if query.bridge is not None else np.zeros_like(by_kind)
    columns = {
        "own": by_kind.max(axis=0),
        "own_whole": by_kind[WHOLE],
        "own_title": by_kind[TITLE],
        "twin": twin_by_kind.max(axis=0),
        "twin_whole": twin_by_kind[WHOLE],
        "terms": index.terms[query.language].shares(Counter(query.terms)),
        "grams": index.grams[query.language].shares(Counter(grams(query.text))),
        "bridge": bridged.max(axis=0),
        "bridge_whole": bridged[WHOLE],
        "bridge_terms": index.terms[query.language.twin].shares(twin_terms(query.text, query.language)),
    }
    return np.stack([columns[name] for name in SIGNALS], axis=1).astype(np.float32)


def dense(views: Views, vector: Vectors, sections: int) -> Scores:
    """Best cosine of each section's views, shape (kinds, sections); what isn't near gets the lowest seen."""
    if not views.vectors.ntotal:
        return np.zeros((TITLE + 1, sections), np.float32)
    cosines, rows = views.vectors.search(vector[None], min(NEAREST_VIEWS, views.vectors.ntotal))
    found = np.full((TITLE + 1, sections), cosines.min(), np.float32)
    np.maximum.at(found, (views.kind[rows[0]], views.section[rows[0]]), cosines[0])
    return found


def passage_scores(index: Index, anchor: Anchor, language: Language, query: Query) -> Scores:
    """How well each passage of a section, in this language, answers; shape (passages,)."""
    pieces = index.passages[anchor, language]
    views = index.views[language]
    rows = np.flatnonzero((views.section == index.anchors.index(anchor)) & (views.kind == PASSAGE))
    scores = np.zeros(len(pieces), np.float32)
    for row in rows:
        scores[views.passage[row]] = views.vectors.reconstruct(int(row)) @ query.vector
    if language is query.language:
        wanted = set(query.terms)
        for at, piece in enumerate(pieces):
            scores[at] += 0.3 * len(wanted & set(TERMS[language](piece.plain))) / max(len(wanted), 1)
    return scores
