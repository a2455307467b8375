"""The weights that we make ourselves: small enough for Git, restored onto base models from pip."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.models import Language

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

STUDENT = Path(__file__).parent / "welsh-student.safetensors"
# Low-rank adapters that make each encoder read questions.
QUESTIONS = {language: Path(__file__).parent / f"questions.{language}.safetensors" for language in Language}

# What makes word pieces comparable one by one (knowledge/late.py).
TOKENS = {language: Path(__file__).parent / f"tokens.{language}.safetensors" for language in Language}


def pack(tensors: Mapping[str, "Tensor"]) -> dict[str, "Tensor"]:
    """Matrices as int8 with one scale a row, the rest as they are."""
    import torch

    packed = {}
    for name, tensor in tensors.items():
        if tensor.ndim < 2:
            packed[name] = tensor.half().contiguous()
            continue
        scale = (tensor.abs().amax(dim=1, keepdim=True) / 127).clamp_min(1e-12)
        packed[name] = torch.round(tensor / scale).to(torch.int8)
        packed[f"{name}/scale"] = scale.half()
    return packed


def unpack(packed: Mapping[str, "Tensor"]) -> dict[str, "Tensor"]:
    return {
        name: tensor.float() * packed[f"{name}/scale"].float() if f"{name}/scale" in packed else tensor.float()
        for name, tensor in packed.items()
        if not name.endswith("/scale")
    }


def learned(student: "SentenceTransformer") -> dict[str, "Tensor"]:
    """What training changed: everything but the word embeddings, which stay multilingual-e5-small's."""
    return {name: tensor for name, tensor in student.state_dict().items() if "word_embeddings" not in name}


def save_student(student: "SentenceTransformer", file: Path = STUDENT) -> None:
    from safetensors.torch import save_file

    save_file(pack(learned(student)), file)


def merge_adapters(model: "SentenceTransformer", file: Path) -> None:
    from safetensors.torch import load_file

    from knowledge.lora import merge

    merge(model, load_file(file))


def restore_student(e5: Path, target: Path, file: Path = STUDENT) -> None:
    """Write the student as a sentence-transformers folder."""
    from knowledge.pretrained import finished_folder
    from knowledge.student import TEACHER_WIDTH, student_from

    student = student_from(e5, TEACHER_WIDTH)
    load_student(student, file)
    with finished_folder(target) as folder:
        student.save(str(folder), create_model_card=False)


def load_student(student: "SentenceTransformer", file: Path = STUDENT) -> None:
    from safetensors.torch import load_file

    missing, unexpected = student.load_state_dict(unpack(load_file(file)), strict=False)
    if unexpected or any("word_embeddings" not in name for name in missing):
        raise ValueError(f"{file.name} doesn't fit multilingual-e5-small.")
