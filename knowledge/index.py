"""What search reads of one release: vectors and word pieces of every section's views, and keywords, by language."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoded, Encoder, Vectors
from knowledge.keyword import KeywordIndex
from knowledge.late import TokenStore
from knowledge.library import Library
from knowledge.markup import plain
from knowledge.models import Anchor, Language, Passage, Section
from knowledge.passages import heading_path, passages
from knowledge.words import TERMS, grams

WHOLE, PASSAGE = range(2)
BATCH = 64
SHORT = 120  # words: all of a section's word pieces are in what an encoder reads of the whole
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Views:
    """Rows of `vectors` and `tokens`: whose they are, of which kind, and for a passage which one of its section's."""

    vectors: faiss.Index
    tokens: TokenStore
    section: NDArray[np.int32]
    kind: NDArray[np.int8]
    passage: NDArray[np.int16]


@dataclass(frozen=True)
class Index:
    anchors: tuple[Anchor, ...]
    views: dict[Language, Views]
    terms: dict[Language, KeywordIndex]
    grams: dict[Language, KeywordIndex]
    passages: dict[tuple[Anchor, Language], list[Passage]]

    def whole_vector(self, section: int, language: Language) -> Vectors | None:
        """Of a section's whole text, in this language or else the other."""
        for views in (self.views[language], self.views[language.twin]):
            rows = np.flatnonzero((views.section == section) & (views.kind == WHOLE))
            if len(rows):
                vector: Vectors = np.asarray(views.vectors.reconstruct(int(rows[0])))
                return vector
        return None


@dataclass(frozen=True)
class _View:
    section: int
    kind: int
    passage: int
    text: str
    in_pieces: bool  # whether its word pieces are kept too

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.in_pieces} {self.text}".encode()).hexdigest()[:32]


def _views(library: Library, anchors: list[Anchor], language: Language) -> list[_View]:
    found = []
    for number, anchor in enumerate(anchors):
        section = library.section(anchor, language)
        if section is None or not section.text:
            continue
        words = plain(section.text)
        found.append(_View(number, WHOLE, -1, f"{heading_path(section)}\n{words}", True))
        pieces = passages(section)
        if len(pieces) > 1:
            long = len(words.split()) > SHORT
            found += [
                _View(number, PASSAGE, at, f"{section.title}\n{piece.plain}", long) for at, piece in enumerate(pieces)
            ]
    return found


@dataclass(frozen=True)
class Kept:
    """A text as it is stored: its vector, (width,), and its word pieces as the one row of a store."""

    vector: Vectors
    tokens: TokenStore

    @classmethod
    def of(cls, encoded: Encoded, *, in_pieces: bool) -> "Kept":
        return cls(encoded.vector, TokenStore.of([encoded.tokens if in_pieces else encoded.tokens[:0]]))


Known = Mapping[tuple[Language, str], Kept]


def build_index(
    library: Library, folder: Path, encoder: Encoder, known: Known | None = None, progress: Progress | None = None
) -> None:
    """Write the index into `folder`; `known` holds texts already encoded by the same encoder."""
    known = known or {}
    anchors = library.anchors
    views = {language: _views(library, anchors, language) for language in Language}
    total = sum(map(len, views.values()))
    done = 0
    for language, rows in views.items():
        missing = sorted((row for row in rows if (language, row.key) not in known), key=lambda row: len(row.text))
        done += len(rows) - len(missing)
        fresh: dict[str, Kept] = {}
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            encoded = encoder.encode([row.text for row in batch], language)
            fresh.update((row.key, Kept.of(e, in_pieces=row.in_pieces)) for row, e in zip(batch, encoded, strict=True))
            done += len(batch)
            if progress:
                progress(done, total)
        kept = [fresh[row.key] if row.key in fresh else known[language, row.key] for row in rows]
        _write_views(folder, language, rows, kept)
        corpus = [_section_words(library.section(anchor, language)) for anchor in anchors]
        KeywordIndex.build([TERMS[language](text) for text in corpus]).save(folder / f"terms.{language}")
        KeywordIndex.build([grams(text) for text in corpus]).save(folder / f"grams.{language}")
    (folder / "sections.json").write_text(json.dumps([list(anchor) for anchor in anchors]))


def _section_words(section: Section | None) -> str:
    if section is None or not section.text:
        return ""
    # The titles count twice: they say what the section is about.
    return f"{section.title}\n{heading_path(section)}\n{plain(section.text)}"


def _write_views(folder: Path, language: Language, rows: list[_View], kept: list[Kept]) -> None:
    flat = faiss.IndexFlatIP(len(kept[0].vector) if kept else 1)
    if kept:
        flat.add(np.stack([one.vector for one in kept]))
    faiss.write_index(flat, str(folder / f"views.{language}.faiss"))
    TokenStore.of([one.tokens for one in kept]).save(folder / f"tokens.{language}")
    np.savez(
        folder / f"views.{language}.npz",
        section=np.array([row.section for row in rows], dtype=np.int32),
        kind=np.array([row.kind for row in rows], dtype=np.int8),
        passage=np.array([row.passage for row in rows], dtype=np.int16),
        keys=np.array([row.key for row in rows], dtype="U32"),
    )


def load_index(library: Library, folder: Path) -> Index:
    anchors = tuple(Anchor(*pair) for pair in json.loads((folder / "sections.json").read_text()))
    views = {}
    for language in Language:
        with np.load(folder / f"views.{language}.npz") as stored:
            views[language] = Views(
                faiss.read_index(str(folder / f"views.{language}.faiss")),
                TokenStore.load(folder / f"tokens.{language}"),
                stored["section"],
                stored["kind"],
                stored["passage"],
            )
    return Index(
        anchors,
        views,
        {language: KeywordIndex.load(folder / f"terms.{language}") for language in Language},
        {language: KeywordIndex.load(folder / f"grams.{language}") for language in Language},
        {
            (anchor, language): passages(section)
            for anchor in anchors
            for language in Language
            if (section := library.section(anchor, language))
        },
    )


def stored_texts(folder: Path) -> dict[tuple[Language, str], Kept]:
    """Every text of a built index by language and key, to be used again."""
    found = {}
    for language in Language:
        flat = faiss.read_index(str(folder / f"views.{language}.faiss"))
        tokens = TokenStore.load(folder / f"tokens.{language}")
        with np.load(folder / f"views.{language}.npz") as stored:
            keys = stored["keys"]
        vectors: Vectors = (
            np.asarray(flat.reconstruct_n(0, flat.ntotal)) if flat.ntotal else np.empty((0, 1), np.float32)
        )
        for row, text_key in enumerate(keys):
            found[language, str(text_key)] = Kept(vectors[row], tokens.row(row))
    return found
