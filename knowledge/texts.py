"""Encoded texts on disk: a folder's vectors, word pieces and keys, by language."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge.encoder import Encoded, Vectors
from knowledge.late import TokenStore
from knowledge.models import Language


@dataclass(frozen=True)
class Text:
    language: Language
    words: str
    in_pieces: bool  # whether its word pieces are kept too

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.in_pieces} {self.words}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Kept:
    """A text as it is stored: its vector, (width,), and its word pieces as the one row of a store."""

    vector: Vectors
    tokens: TokenStore

    @classmethod
    def of(cls, text: Text, encoded: Encoded) -> "Kept":
        return cls(encoded.vector, TokenStore.of(encoded.tokens if text.in_pieces else encoded.tokens[:0]))


Known = Mapping[tuple[Language, str], Kept]


def write_texts(folder: Path, language: Language, keys: Sequence[str], kept: Sequence[Kept]) -> None:
    flat = faiss.IndexFlatIP(len(kept[0].vector) if kept else 1)
    if kept:
        flat.add(np.stack([one.vector for one in kept]))
    faiss.write_index(flat, str(folder / f"views.{language}.faiss"))
    TokenStore.write(folder / f"tokens.{language}", [one.tokens for one in kept])
    np.save(folder / f"keys.{language}.npy", np.array(keys, dtype="U32"))


def read_texts(folders: Iterable[Path]) -> dict[tuple[Language, str], Kept]:
    """Every text by language and key; word pieces stay on disk until they are needed."""
    found: dict[tuple[Language, str], Kept] = {}
    for folder in folders:
        for language in Language:
            if not (folder / f"keys.{language}.npy").exists():
                continue
            flat = faiss.read_index(str(folder / f"views.{language}.faiss"))
            vectors: Vectors = flat.reconstruct_n(0, flat.ntotal) if flat.ntotal else np.empty((0, 1), np.float32)
            tokens = TokenStore.load(folder / f"tokens.{language}")
            for row, key in enumerate(np.load(folder / f"keys.{language}.npy")):
                found[language, str(key)] = Kept(vectors[row], tokens.row(row))
    return found
