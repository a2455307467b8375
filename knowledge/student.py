"""The shape of the Welsh student: multilingual-e5-small and a linear layer to the teacher's width."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEACHER_WIDTH = 768
LONGEST = 256  # word pieces


def student_from(e5: Path, teacher_width: int) -> "SentenceTransformer":
    """Word embeddings are frozen: they are two thirds of the model, and most of Welsh isn't in our pairs."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling
    from torch import nn

    transformer: Any = SentenceTransformer(str(e5), device="cpu")[0]
    transformer.max_seq_length = LONGEST
    width = transformer.get_embedding_dimension()
    dense = Dense(width, teacher_width, bias=True, activation_function=nn.Identity())
    transformer.auto_model.embeddings.word_embeddings.requires_grad_(False)
    return SentenceTransformer(modules=[transformer, Pooling(width, "mean"), dense, Normalize()], device="cpu")
