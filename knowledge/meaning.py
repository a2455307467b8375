"""Whether questions mean the same, in Welsh and English together.

A question's meaning is a unit vector: what the teacher reads in its English (its own, or its gloss), and what the
student, which knows both languages, reads in the words as they were typed.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder
from knowledge.lexicon import gloss
from knowledge.models import Language

Vectors = NDArray[np.float32]

IN_ENGLISH = 0.8  # share of the similarity
SAME = 0.46  # on average with a gap's questions: from here on they are taken for one
ALIKE = 0.35  # worth showing a reviewer
BATCH = 32
AT_ONCE = 5000  # questions whose every pair is compared


def meanings(texts: Sequence[str], languages: Sequence[Language], encoder: Encoder) -> Vectors:
    """(questions, width) unit vectors: the dot product of two says how near they are."""
    english = [gloss(text, one) or text for text, one in zip(texts, languages, strict=True)]
    parts = [
        np.sqrt(share) * _read(shown, language, encoder)
        for share, shown, language in (
            (IN_ENGLISH, english, Language.EN),
            (1 - IN_ENGLISH, list(texts), Language.CY),
        )
    ]
    found: Vectors = np.hstack(parts).astype(np.float32)
    return found


def _read(texts: list[str], language: Language, encoder: Encoder) -> Vectors:
    return np.stack([one.vector for one in encoder.encode_questions(texts, language)])


def nearest(centres: Vectors, vector: Vectors) -> tuple[int, float]:
    """Of groups' mean vectors (groups, width), the one whose questions are nearest on average, and how near;
    -1 where there is no group."""
    if not len(centres):
        return -1, 0.0
    scores = centres @ vector
    best = int(np.argmax(scores))
    return best, float(scores[best])


def group(vectors: Vectors, progress: Callable[[int, int], None] | None = None) -> NDArray[np.int64]:
    """(questions,) of the group of each, counted from 0, by average linkage; of very many, groups are formed one
    question after the other first, as they came."""
    if len(vectors) <= AT_ONCE:
        return _linked(vectors)
    centres, sizes = np.empty_like(vectors), np.zeros(len(vectors), np.int64)
    labels, groups = np.empty(len(vectors), np.int64), 0
    for row, vector in enumerate(vectors):
        at, score = nearest(centres[:groups], vector)
        if score < SAME:
            at, groups = groups, groups + 1
            centres[at] = 0
        sizes[at] += 1
        centres[at] += (vector - centres[at]) / sizes[at]
        labels[row] = at
        if progress:
            progress(row + 1, len(vectors))
    merged: NDArray[np.int64] = _linked(centres[:groups])[labels]
    return merged


def _linked(vectors: Vectors) -> NDArray[np.int64]:
    from sklearn.cluster import AgglomerativeClustering

    if len(vectors) < 2:
        return np.zeros(len(vectors), np.int64)
    linkage = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - SAME
    )
    found: NDArray[np.int64] = linkage.fit_predict(1 - vectors @ vectors.T)
    return found
