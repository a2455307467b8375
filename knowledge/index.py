"""What search reads of one release: vectors of every section's views, and keywords, in each language."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.keyword import KeywordIndex
from knowledge.library import Library
from knowledge.markup import plain
from knowledge.models import Anchor, Language, Passage, Section
from knowledge.passages import heading_path, passages
from knowledge.words import TERMS, grams

WHOLE, PASSAGE, TITLE = range(3)
BATCH = 64
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Views:
    """Rows of `vectors`: whose they are, of which kind, and for a passage which one of its section's."""

    vectors: faiss.Index
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


def _views(library: Library, anchors: list[Anchor], language: Language) -> list[_View]:
    found = []
    for number, anchor in enumerate(anchors):
        section = library.section(anchor, language)
        if section is None or not section.text:
            continue
        path = heading_path(section)
        pieces = passages(section)
        found.append(_View(number, WHOLE, -1, f"{path}\n{plain(section.text)}"))
        found.append(_View(number, TITLE, -1, path))
        if len(pieces) > 1:
            found += [_View(number, PASSAGE, at, f"{section.title}\n{piece.plain}") for at, piece in enumerate(pieces)]
    return found


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def build_index(
    library: Library,
    folder: Path,
    encoder: Encoder,
    known: Mapping[tuple[Language, str], Vectors] | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the index into `folder`; `known` holds vectors of texts already encoded by the same encoder."""
    known = known or {}
    anchors = library.anchors
    views = {language: _views(library, anchors, language) for language in Language}
    total = sum(map(len, views.values()))
    done = 0
    for language, rows in views.items():
        missing = [row.text for row in rows if (language, key(row.text)) not in known]
        done += len(rows) - len(missing)
        missing.sort(key=len)
        fresh: dict[str, Vectors] = {}
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            fresh.update(zip(map(key, batch), encoder.encode(batch, language), strict=True))
            done += len(batch)
            if progress:
                progress(done, total)
        keys = [key(row.text) for row in rows]
        vectors = [fresh[k] if k in fresh else known[language, k] for k in keys]
        _write_vectors(folder, language, rows, keys, vectors)
        corpus = [_section_words(library.section(anchor, language)) for anchor in anchors]
        KeywordIndex.build([TERMS[language](text) for text in corpus]).save(folder / f"terms.{language}")
        KeywordIndex.build([grams(text) for text in corpus]).save(folder / f"grams.{language}")
    (folder / "sections.json").write_text(json.dumps([list(anchor) for anchor in anchors]))


def _section_words(section: Section | None) -> str:
    if section is None or not section.text:
        return ""
    # The titles count twice: they say what the section is about.
    return f"{section.title}\n{heading_path(section)}\n{plain(section.text)}"


def _write_vectors(
    folder: Path, language: Language, rows: list[_View], keys: list[str], vectors: list[Vectors]
) -> None:
    width = len(vectors[0]) if vectors else 1
    flat = faiss.IndexFlatIP(width)
    if vectors:
        flat.add(np.stack(vectors))
    faiss.write_index(flat, str(folder / f"views.{language}.faiss"))
    np.savez(
        folder / f"views.{language}.npz",
        section=np.array([row.section for row in rows], dtype=np.int32),
        kind=np.array([row.kind for row in rows], dtype=np.int8),
        passage=np.array([row.passage for row in rows], dtype=np.int16),
        keys=np.array(keys, dtype="U32"),
    )


def load_index(library: Library, folder: Path) -> Index:
    anchors = tuple(Anchor(*pair) for pair in json.loads((folder / "sections.json").read_text()))
    views = {}
    for language in Language:
        with np.load(folder / f"views.{language}.npz") as stored:
            views[language] = Views(
                faiss.read_index(str(folder / f"views.{language}.faiss")),
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


def stored_vectors(folder: Path) -> dict[tuple[Language, str], Vectors]:
    """Every vector of a built index by language and text key, to be used again."""
    found = {}
    for language in Language:
        flat = faiss.read_index(str(folder / f"views.{language}.faiss"))
        with np.load(folder / f"views.{language}.npz") as stored:
            keys = stored["keys"]
        vectors = flat.reconstruct_n(0, flat.ntotal) if flat.ntotal else np.empty((0, 1), np.float32)
        found.update({(language, str(k)): vector for k, vector in zip(keys, vectors, strict=True)})
    return found
