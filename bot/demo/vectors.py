"""Vectors that look as if an encoder had read the questions: those of a gap lie close together."""

import numpy as np
from numpy.typing import NDArray

WIDTH = 1536
SPREAD = 0.5  # of a question around what its gap means

Vectors = NDArray[np.float32]


def around(seed: int, gaps: NDArray[np.int64]) -> Vectors:
    """(questions, WIDTH) unit vectors, each near that of its gap."""
    chance = np.random.default_rng(seed)
    means = _unit(chance.standard_normal((int(gaps.max()) + 1, WIDTH), np.float32))
    noise = _unit(chance.standard_normal((len(gaps), WIDTH), np.float32))
    return _unit(means[gaps] + SPREAD * noise)


def _unit(rows: Vectors) -> Vectors:
    found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found
