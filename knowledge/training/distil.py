"""Teach multilingual-e5-small to write Welsh and English into all-mpnet-base-v2's space.

The method is Reimers and Gurevych, "Making Monolingual Sentence Embeddings Multilingual using Knowledge
Distillation" (2020), with an in-batch contrastive term so that a Welsh sentence is nearest to its own
English and not just near.
"""

import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import get_linear_schedule_with_warmup

from knowledge.training.pairs import Pair

TEMPERATURE = 0.05
WELSH_WEIGHT, ENGLISH_WEIGHT = 4.0, 2.0
SHAPE_STEP = 16  # word pieces


def teach_linear_layer(student: SentenceTransformer, pairs: list[Pair], targets: NDArray[np.float32]) -> None:
    """Solve the linear layer in closed form (ridge), so that training starts near the teacher's space."""
    bare = SentenceTransformer(modules=[student[0], student[1]], device="cpu")
    features = np.concatenate(
        [bare.encode([p.welsh for p in pairs], batch_size=64), bare.encode([p.english for p in pairs], batch_size=64)]
    ).astype(np.float64)
    wanted = np.concatenate([targets, targets]).astype(np.float64)
    centre = features.mean(axis=0)
    centred = features - centre
    mean = wanted.mean(axis=0)
    gram = centred.T @ centred
    ridge = 1e-3 * np.trace(gram) / len(gram) * np.eye(len(gram))
    weights = np.linalg.solve(gram + ridge, centred.T @ (wanted - mean))
    dense: Any = student[2].linear
    with torch.no_grad():
        dense.weight.copy_(torch.from_numpy(weights.T))
        dense.bias.copy_(torch.from_numpy(mean - centre @ weights))


def loss_of(welsh: Tensor, english: Tensor, teacher: Tensor) -> Tensor:
    """All three (batch, width), unit length; the teacher's vectors are of the English."""
    contrast = nn.functional.cross_entropy(welsh @ teacher.T / TEMPERATURE, torch.arange(len(teacher)))
    welsh_distance = 1 - (welsh * teacher).sum(-1).mean()
    english_distance = 1 - (english * teacher).sum(-1).mean()
    return contrast + WELSH_WEIGHT * welsh_distance + ENGLISH_WEIGHT * english_distance


def _batches(pairs: list[Pair], size: int, chance: random.Random) -> list[list[int]]:
    """Batches of texts of like length: on a CPU padding costs as much as words."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].welsh) + chance.random() * 20)
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def embed(model: SentenceTransformer, texts: list[str]) -> Tensor:
    """Vectors with gradients, shape (texts, width)."""
    features = {
        # Few shapes: oneDNN keeps what it compiles for each, and memory grew by gigabytes.
        name: nn.functional.pad(values, (0, -values.shape[1] % SHAPE_STEP))
        for name, values in model.preprocess(texts).items()
        if name in ("input_ids", "attention_mask")
    }
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors: Tensor = model(features)["sentence_embedding"]
    return vectors.float()


def distil(
    student: SentenceTransformer,
    pairs: list[Pair],
    targets: NDArray[np.float32],
    checkpoint: Path,
    *,
    batch: int = 64,
    learning_rate: float = 2e-4,
    seed: int = 7,
) -> None:
    """One pass over the pairs, kept in `checkpoint` every 100 steps; a second call goes on from there."""
    batches = _batches(pairs, batch, random.Random(seed))
    trained = [parameter for parameter in student.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=learning_rate, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, len(batches) // 20, len(batches))
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        student.load_state_dict(state["student"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        done = state["done"]
    student.train()
    teacher = torch.from_numpy(targets)
    progress = tqdm(batches[done:], initial=done, total=len(batches), desc="distilling", mininterval=30)
    for number, chosen in enumerate(progress, start=done + 1):
        welsh = embed(student, [pairs[i].welsh for i in chosen])
        english = embed(student, [pairs[i].english for i in chosen])
        loss = loss_of(welsh, english, teacher[chosen])
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        if number % 100 == 0:
            kept = {
                "student": student.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "done": number,
            }
            torch.save(kept, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    student.eval()
