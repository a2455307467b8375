"""Late interaction (Khattab and Zaharia, "ColBERT", 2020): a question's word pieces, each with its best match.

One vector a text forgets which words it was made of. Here every piece of the question looks for its nearest
piece in the section, and what counts is how near they come together.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Array = NDArray[np.float32]


@dataclass(frozen=True)
class TokenHead:
    """Learned: `projection` (width, model's width) of every word piece, `weight` (model's width,) of a question's."""

    projection: Array
    weight: Array

    @classmethod
    def load(cls, file: Path) -> "TokenHead":
        from safetensors.numpy import load_file

        stored = load_file(file)
        return cls(stored["projection"].astype(np.float32), stored["weight"].astype(np.float32))

    @classmethod
    def plain(cls, width: int) -> "TokenHead":
        """For a model that has learned none."""
        return cls(np.eye(width, dtype=np.float32), np.zeros(width, np.float32))

    def tokens(self, hidden: Array) -> Array:
        """Of a model's last layer (tokens, model's width): unit vectors, (tokens, width)."""
        projected = hidden @ self.projection.T
        unit: Array = projected / np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
        return unit

    def weights(self, hidden: Array) -> Array:
        found: Array = softmax(hidden @ self.weight)
        return found


@dataclass(frozen=True)
class TokenStore:
    """Every row's word pieces as int8 with one scale a piece; row r has those from starts[r] to starts[r + 1]."""

    values: NDArray[np.int8]
    scales: NDArray[np.float16]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: "list[TokenStore] | list[Array]") -> "TokenStore":
        """Each row as unit vectors, (tokens, width), or as it was stored."""
        parts = [row if isinstance(row, TokenStore) else _pack(row) for row in rows]
        counts = [len(part.values) for part in parts]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        if not parts:
            return cls(np.empty((0, 1), np.int8), np.empty(0, np.float16), starts)
        return cls(
            np.concatenate([part.values for part in parts]), np.concatenate([part.scales for part in parts]), starts
        )

    def row(self, number: int) -> "TokenStore":
        first, last = self.starts[number], self.starts[number + 1]
        return TokenStore(self.values[first:last], self.scales[first:last], np.array([0, last - first]))

    def save(self, stem: Path) -> None:
        for name in ("values", "scales", "starts"):
            np.save(f"{stem}.{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, stem: Path) -> "TokenStore":
        """The pieces stay on disk, and are read as they are needed."""
        return cls(*(np.load(f"{stem}.{name}.npy", mmap_mode="r") for name in ("values", "scales", "starts")))

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        return np.diff(self.starts)

    def holding(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the rows that have any pieces."""
        return rows[self._counts[rows] > 0]

    def best_matches(self, rows: NDArray[np.int64], tokens: Array) -> Array:
        """Each question piece's best cosine in each row, shape (rows, tokens); rows must hold pieces."""
        found = np.empty((len(rows), len(tokens)), np.float32)
        for place, row in enumerate(rows):  # one at a time stays in the processor's cache: four times as fast as all
            held = slice(self.starts[row], self.starts[row + 1])
            cosines = self.values[held].astype(np.float32) @ tokens.T
            found[place] = (cosines * self.scales[held, None]).max(axis=0)
        return found


def _pack(tokens: Array) -> TokenStore:
    scales = np.maximum(np.abs(tokens).max(axis=1), 1e-6) / 127 if len(tokens) else np.empty(0)
    values = np.round(tokens / scales[:, None]).astype(np.int8)
    return TokenStore(values, scales.astype(np.float16), np.array([0, len(tokens)]))
