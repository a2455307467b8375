"""Texts into vectors, a whole and one a word piece: all-mpnet-base-v2 for English, its Welsh student for Welsh.

Both write into one space. Questions are read by the same models with low-rank adapters: how staff ask is not how
policies are written.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from knowledge.digests import DIGESTS, write_digests
from knowledge.errors import ModelError
from knowledge.late import TokenHead
from knowledge.models import Language
from knowledge.pretrained import E5_SHA256, MPNET_SHA256, unpack_e5, unpack_mpnet
from knowledge.together import Together
from knowledge.weights import QUESTIONS, STUDENT, TOKENS, merge_adapters, restore_student

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """A text's unit vector, (width,); of each word piece a unit vector, (tokens, token width), and its share of
    what a question asks, (tokens,), which sums to one."""

    vector: Vectors
    tokens: Vectors
    shares: Vectors


class Encoder(Protocol):
    @property
    def digest(self) -> str:
        """Changes whenever the vectors of passages would."""

    def encode(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        """Passages."""

    def encode_questions(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        """Questions, in the same space."""


class PairedEncoder:
    """English text goes to the teacher and Welsh to its student. Models are loaded when first needed."""

    def __init__(self, models: Path) -> None:
        self.models = models
        self._loaded: dict[tuple[Language, bool], SentenceTransformer] = {}
        reading = Lock()
        self._together = {language: Together(partial(self._read_questions, language), reading) for language in Language}
        self.heads = {language: TokenHead.load(file) for language, file in TOKENS.items()}

    @cached_property
    def digest(self) -> str:
        made = b"".join(file.read_bytes() for file in (STUDENT, *TOKENS.values()))
        weights = hashlib.sha256(made).hexdigest()
        return hashlib.sha256(f"{E5_SHA256} {MPNET_SHA256} {weights}".encode()).hexdigest()

    @property
    def folders(self) -> dict[Language, Path]:
        """Where the models are once they are unpacked."""
        return {Language.CY: self.models / f"welsh-{self.digest[:12]}", Language.EN: self.models / "mpnet"}

    def unpack(self) -> None:
        """What would otherwise be unpacked at the first text, where it may be that nothing can be written."""
        for language, folder in self.folders.items():
            self._unpacked(language)
            if not (folder / DIGESTS).exists():  # unpacked by a version that kept none, or killed before
                write_digests(folder)

    def _unpacked(self, language: Language) -> Path:
        folder, e5 = self.folders[language], self.models / "e5"
        if folder.is_dir():
            return folder
        if language is Language.EN:
            unpack_mpnet(folder)
        else:
            if not e5.is_dir():
                unpack_e5(e5)
            restore_student(e5, folder)
        write_digests(folder)
        return folder

    def _model(self, language: Language, *, questions: bool) -> "SentenceTransformer":
        key = (language, questions)
        if key not in self._loaded:
            model = load_model(self._unpacked(language))
            if questions:
                merge_adapters(model, QUESTIONS[language])
                if has_half_precision():
                    model.bfloat16()
            self._loaded[key] = model
        return self._loaded[key]

    def encode(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        return encode_in_halves(self._model(language, questions=False), texts, self.heads[language])

    def encode_questions(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        return self._together[language](texts)

    def _read_questions(self, language: Language, texts: Sequence[str]) -> list[Encoded]:
        return _encode(self._model(language, questions=True), texts, self.heads[language])


class SingleEncoder:
    """Another multilingual model, for both languages: a folder or a name that sentence-transformers knows."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    def encode(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        model = load_shared(self.name)
        transformer: Any = model[0]
        return _encode(model, texts, TokenHead.plain(transformer.get_embedding_dimension()))

    encode_questions = encode


def read(model: "SentenceTransformer", texts: Sequence[str]) -> Iterator[tuple["Tensor", "Tensor"]]:
    """Of each text what the model's last layer holds of its word pieces, (tokens, model's width), and its vector."""
    rows: Any = model.encode(list(texts), batch_size=32, output_value=None, show_progress_bar=False)
    for row in rows:
        yield row["token_embeddings"][row["attention_mask"].bool()].float(), row["sentence_embedding"].float()


def _encode(model: "SentenceTransformer", texts: Sequence[str], head: TokenHead) -> list[Encoded]:
    found = []
    for pieces, whole in read(model, texts):
        hidden, vector = pieces.numpy(), whole.numpy()
        found.append(Encoded(vector / np.linalg.norm(vector), head.tokens(hidden), head.weights(hidden)))
    return found


def encode_in_halves(model: "SentenceTransformer", texts: Sequence[str], head: TokenHead) -> list[Encoded]:
    """As for questions, but in half precision where the processor has it.

    A library is many long texts: it takes half the time, and moves a vector by less than a thousandth of its cosine.
    """
    import torch

    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_half_precision()):
        return _encode(model, texts, head)


def has_half_precision() -> bool:
    import torch

    found: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return found


def load_model(source: Path | str) -> "SentenceTransformer":
    # A model is a folder that we made, or one that the setting names; nothing is fetched behind one's back.
    if isinstance(source, Path):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # NumPy's products here are small; its threads and PyTorch's wait for each other, and took six times as long.
    threadpool_limits(1, user_api="blas")
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
