"""What search reads of one release: vectors and word pieces of every section's views, and keywords, by language."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.keyword import KeywordIndex
from knowledge.late import TokenStore
from knowledge.library import Library
from knowledge.markup import plain
from knowledge.models import Anchor, Language, Passage, Section
from knowledge.passages import heading_path, passages
from knowledge.pretrained import finished_folder
from knowledge.texts import Kept, Known, Text, read_texts, write_texts
from knowledge.words import TERMS, grams

WHOLE, PASSAGE, ASKED = range(3)
BATCH = 64
PART = 1024  # texts: two minutes' work at most is done again after a stop
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
    in_force: int  # the first so many are quoted; the rest were withdrawn, and are only recognised
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
    text: Text


def _views(library: Library, anchors: list[Anchor], language: Language) -> list[_View]:
    found = []
    for number, anchor in enumerate(anchors):
        section = library.section(anchor, language)
        if section is None or not section.text:
            continue
        found.append(_View(number, WHOLE, -1, Text(language, _whole(section), True)))
        asked = [*section.also_asked, *map(_whole, library.predecessors(anchor, language))]
        found += [_View(number, ASKED, -1, Text(language, wording, True)) for wording in asked]
        pieces = passages(section)
        if len(pieces) > 1:
            long = len(plain(section.text).split()) > SHORT
            found += [
                _View(number, PASSAGE, at, Text(language, f"{section.title}\n{piece.plain}", long))
                for at, piece in enumerate(pieces)
            ]
    return found


def _whole(section: Section) -> str:
    return f"{heading_path(section)}\n{plain(section.text)}"


def build_index(
    library: Library, folder: Path, encoder: Encoder, known: Known, parts: Path, progress: Progress | None = None
) -> None:
    """Write the index into `folder`.

    `known` holds texts already encoded by the same encoder. What is encoded now is kept in `parts` as it comes, so
    that a build that is stopped goes on from there.
    """
    in_force, withdrawn = library.anchors, library.withdrawn_anchors
    anchors, library = in_force + withdrawn, library.with_withdrawn
    views = {language: _views(library, anchors, language) for language in Language}
    encoded = {**known, **read_texts(sorted(parts.glob("part-*")))}
    total = sum(map(len, views.values()))
    wanted = {(view.text.language, view.text.key): view.text for rows in views.values() for view in rows}
    missing = sorted((text for key, text in wanted.items() if key not in encoded), key=_by_length)
    done = total - len(missing)
    for start in range(0, len(missing), PART):
        part = missing[start : start + PART]
        for kept in _encode_part(part, encoder, parts):
            done += kept
            if progress:
                progress(done, total)
    encoded |= read_texts(sorted(parts.glob("part-*")))
    for language, rows in views.items():
        keys = [row.text.key for row in rows]
        write_texts(folder, language, keys, [encoded[language, key] for key in keys])
        np.savez(
            folder / f"views.{language}.npz",
            section=np.array([row.section for row in rows], dtype=np.int32),
            kind=np.array([row.kind for row in rows], dtype=np.int8),
            passage=np.array([row.passage for row in rows], dtype=np.int16),
        )
        corpus = [_section_words(library, anchor, language) for anchor in anchors]
        KeywordIndex.build([TERMS[language](text) for text in corpus]).save(folder / f"terms.{language}")
        KeywordIndex.build([grams(text) for text in corpus]).save(folder / f"grams.{language}")
    (folder / "sections.json").write_text(json.dumps({"in_force": in_force, "withdrawn": withdrawn}))


def _by_length(text: Text) -> tuple[Language, int]:
    return text.language, len(text.words)


def _encode_part(texts: list[Text], encoder: Encoder, parts: Path) -> Iterator[int]:
    """Encode texts into a folder of their own; yields how many are done as they are."""
    done: dict[Language, dict[str, Kept]] = {language: {} for language in Language}
    for language, group in groupby(texts, key=attrgetter("language")):
        ones = list(group)
        for batch in (ones[at : at + BATCH] for at in range(0, len(ones), BATCH)):
            encoded = encoder.encode([text.words for text in batch], language)
            done[language] |= {t.key: Kept.of(t, e) for t, e in zip(batch, encoded, strict=True)}
            yield len(batch)
    with finished_folder(parts / f"part-{texts[0].key}") as folder:
        for language, kept in done.items():
            write_texts(folder, language, list(kept), list(kept.values()))


def _section_words(library: Library, anchor: Anchor, language: Language) -> str:
    section = library.section(anchor, language)
    if section is None or not section.text:
        return ""
    # The titles count twice: they say what the section is about.
    before = map(_whole, library.predecessors(anchor, language))
    return "\n".join((section.title, _whole(section), *section.also_asked, *before))


def load_index(library: Library, folder: Path) -> Index:
    sections = json.loads((folder / "sections.json").read_text())
    in_force, withdrawn = ([Anchor(*pair) for pair in sections[name]] for name in ("in_force", "withdrawn"))
    anchors = (*in_force, *withdrawn)
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
        len(in_force),
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
