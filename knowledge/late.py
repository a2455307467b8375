"""Late interaction (Khattab and Zaharia, "ColBERT", 2020): a question's word pieces, each with its best match.

One vector a text forgets which words it was made of. Here every piece of the question looks for its nearest
piece in the section, and what counts is how near they come together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

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
    def of(cls, tokens: Array) -> "TokenStore":
        """One row of unit vectors, (tokens, width)."""
        scales = np.maximum(np.abs(tokens).max(axis=1), 1e-6) / 127 if len(tokens) else np.empty(0)
        values = np.round(tokens / scales[:, None]).astype(np.int8)
        return cls(values, scales.astype(np.float16), np.array([0, len(tokens)]))

    @classmethod
    def write(cls, stem: Path, rows: "Sequence[TokenStore]") -> None:
        """All the rows of several stores as one, row by row: together they may be more than memory holds."""
        starts = np.concatenate([[0], np.cumsum([len(row.values) for row in rows], dtype=np.int64)])
        pieces, width = int(starts[-1]), rows[0].values.shape[1] if rows else 1
        np.save(f"{stem}.starts.npy", starts)
        _write(Path(f"{stem}.values.npy"), (pieces, width), np.int8, (row.values for row in rows))
        _write(Path(f"{stem}.scales.npy"), (pieces,), np.float16, (row.scales for row in rows))

    def row(self, number: int) -> "TokenStore":
        first, last = self.starts[number], self.starts[number + 1]
        return TokenStore(self.values[first:last], self.scales[first:last], np.array([0, last - first]))

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
        """Each question piece's best cosine in each row, shape (rows, tokens); rows must hold pieces.

        The question's pieces become int8 as well: whole numbers are multiplied in half the time, and a cosine moves
        by less than a thousandth.
        """
        import torch

        held = [slice(self.starts[row], self.starts[row + 1]) for row in rows]
        values, scales = (np.asarray(stored) for stored in (self.values, self.scales))  # slicing a memmap is slow
        pieces = torch.from_numpy(np.concatenate([values[one] for one in held]))
        asked = TokenStore.of(tokens)
        products = torch._int_mm(torch.from_numpy(asked.values), pieces.T).numpy().astype(np.float32)
        products *= np.concatenate([scales[one] for one in held]).astype(np.float32)
        firsts = np.cumsum([0, *self._counts[rows[:-1]]])
        best: Array = np.maximum.reduceat(products, firsts, axis=1).T * asked.scales.astype(np.float32)
        return best


def _write(file: Path, shape: tuple[int, ...], kind: type[np.generic], parts: Iterable[NDArray[Any]]) -> None:
    with file.open("wb") as sink:
        header = {"descr": np.dtype(kind).str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(sink, header)
        for part in parts:
            sink.write(part.tobytes())
