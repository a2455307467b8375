"""BM25 over sections. Scores are shares: how much of the question's weight a section holds, 0 to 1."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

K1, B = 1.2, 0.6


class KeywordIndex:
    def __init__(self, bm25: bm25s.BM25) -> None:
        self.bm25 = bm25
        scores = bm25.scores
        self.vocabulary: Mapping[str, int] = bm25.vocab_dict
        shape = (scores["num_docs"], len(scores["indptr"]) - 1)
        self.impacts = csc_matrix((scores["data"], scores["indices"], scores["indptr"]), shape=shape)
        self.most = self.impacts.max(axis=0).toarray().ravel() if self.impacts.nnz else np.zeros(shape[1])
        # A word that stands nowhere weighs as a rare one: it is what the question is about.
        self.unknown = float(self.most.max()) if self.impacts.nnz else 1.0

    @classmethod
    def build(cls, corpus: Sequence[list[str]]) -> "KeywordIndex":
        # A section without text in this language still has a row, so that rows are sections.
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index([terms or ["\x00"] for terms in corpus], show_progress=False)
        return cls(bm25)

    def save(self, folder: Path) -> None:
        self.bm25.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "KeywordIndex":
        return cls(bm25s.BM25.load(folder, load_corpus=False, show_progress=False))

    def shares(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """For each section, shape (sections,); `terms` has each term's weight."""
        known = [(self.vocabulary[term], weight) for term, weight in terms.items() if term in self.vocabulary]
        total = sum(weight for weight in terms.values())
        if not known or not total:
            return np.zeros(self.impacts.shape[0], dtype=np.float32)
        columns = [column for column, _ in known]
        weights = np.array([weight for _, weight in known])
        found = self.impacts[:, columns] @ weights
        possible = float(self.most[columns] @ weights) + self.unknown * (total - weights.sum())
        return np.asarray(found / possible, dtype=np.float32)

    def rarity(self, term: str) -> float:
        column = self.vocabulary.get(term)
        return self.unknown if column is None else float(self.most[column])
