"""Welsh words' English translations with probabilities: IBM model 1 (Brown et al., 1993) on the pairs."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_matrix

from knowledge.lexicon import Lexicon, surface
from knowledge.training.pairs import Pair
from knowledge.words import welsh_terms

ROUNDS = 8
SEEN_AT_LEAST = 2
KEPT = 4  # translations of a word
LEAST = 0.08
LONGEST = 40  # terms of a side; longer ones say little about single words


def learn(pairs: list[Pair]) -> Lexicon:
    """P(English word | Welsh term) for every Welsh term seen often enough."""
    sides = [(welsh_terms(pair.welsh), surface(pair.english)) for pair in pairs]
    sides = [(w, e) for w, e in sides if w and e and len(w) <= LONGEST and len(e) <= LONGEST]
    welsh_ids = _ids(w for w, _ in sides)
    english_ids = _ids(e for _, e in sides)
    # Each row is one possible link: an English word of a pair, a Welsh word of it.
    slots, sources, targets = [], [], []
    slot = 0
    for w, e in sides:
        for term in e:
            for other in w:
                slots.append(slot)
                sources.append(welsh_ids[other])
                targets.append(english_ids[term])
            slot += 1
    source, target, of_slot = (np.array(column) for column in (sources, targets, slots))
    shape = (len(welsh_ids), len(english_ids))
    cell = source.astype(np.int64) * shape[1] + target
    cells, where = np.unique(cell, return_inverse=True)
    probability = np.full(len(cells), 1.0)
    for _ in range(ROUNDS):
        link = probability[where]
        link /= np.bincount(of_slot, weights=link)[of_slot]
        counts = np.bincount(where, weights=link)
        totals = np.bincount(cells // shape[1], weights=counts, minlength=shape[0])
        probability = counts / totals[cells // shape[1]]
    matrix = coo_matrix((probability, (cells // shape[1], cells % shape[1])), shape=shape).tocsr()
    seen = Counter(term for w, _ in sides for term in set(w))
    names = list(english_ids)
    found: Lexicon = {}
    for term, row in welsh_ids.items():
        if seen[term] < SEEN_AT_LEAST:
            continue
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        best = sorted(zip(matrix.data[start:end], matrix.indices[start:end], strict=True), reverse=True)[:KEPT]
        kept = {names[column]: round(float(p), 2) for p, column in best if p >= LEAST}
        if kept:
            found[term] = kept
    return found


def _ids(texts: Iterable[list[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        for term in text:
            found.setdefault(term, len(found))
    return found
