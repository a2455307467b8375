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

from knowledge import encoder
from knowledge.training import late
from knowledge.training.descent import Descent
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


def read(model: SentenceTransformer, texts: list[str]) -> tuple[Tensor, Tensor, Tensor]:
    """With gradients: word pieces (texts, longest, model's width), which are there, and vectors (texts, width)."""
    features = {
        # Few shapes: oneDNN keeps what it compiles for each, and memory grew by gigabytes.
        name: nn.functional.pad(values, (0, -values.shape[1] % SHAPE_STEP))
        for name, values in model.preprocess(texts).items()
        if name in ("input_ids", "attention_mask")
    }
    there = features["attention_mask"].bool()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found = model(features)
    return found["token_embeddings"], there, found["sentence_embedding"].float()


@torch.inference_mode()
def read_all(model: SentenceTransformer, texts: list[str]) -> tuple[list[Tensor], NDArray[np.float32]]:
    """Without: each text's word pieces (tokens, model's width), and all vectors (texts, width)."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rows = [(pieces.bfloat16(), vector) for pieces, vector in encoder.read(model, texts)]
    vectors = nn.functional.normalize(torch.stack([vector for _, vector in rows]), dim=1)
    return [pieces for pieces, _ in rows], vectors.numpy()


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
    """One pass over the pairs, kept in `checkpoint` every 100 steps and at the end; a second call goes on from it."""
    batches = _batches(pairs, batch, random.Random(seed))
    trained = [parameter for parameter in student.parameters() if parameter.requires_grad]
    descent = Descent(trained, learning_rate, warmup=len(batches) // 20, steps=len(batches))
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        student.load_state_dict(state["student"])
        descent.optimiser.load_state_dict(state["optimiser"])
        descent.schedule.load_state_dict(state["schedule"])
        done = state["done"]
    student.train()
    teacher = torch.from_numpy(targets)
    progress = tqdm(batches[done:], initial=done, total=len(batches), desc="distilling", mininterval=30)
    for number, chosen in enumerate(progress, start=done + 1):
        welsh = read(student, [pairs[i].welsh for i in chosen])[2]
        english = read(student, [pairs[i].english for i in chosen])[2]
        loss = loss_of(welsh, english, teacher[chosen])
        descent.step(loss)
        progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        if number % 100 == 0 or number == len(batches):
            kept = {
                "student": student.state_dict(),
                "optimiser": descent.optimiser.state_dict(),
                "schedule": descent.schedule.state_dict(),
                "done": number,
            }
            torch.save(kept, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
    student.eval()


def distil_pieces(
    student: SentenceTransformer,
    projection: nn.Linear,
    weight: nn.Linear,
    pairs: list[Pair],
    targets: NDArray[np.float32],
    english: list[Tensor],
    *,
    batch: int = 64,
    learning_rate: float = 1e-4,
    seed: int = 7,
) -> None:
    """One more pass, so that Welsh word pieces meet those of their own English, one by one.

    `english` holds the teacher's word pieces of each pair, (tokens, width), projected as they are compared.
    """
    torch.manual_seed(seed)
    batches = _batches(pairs, batch, random.Random(seed))
    trained = [p for p in student.parameters() if p.requires_grad] + [projection.weight, weight.weight]
    descent = Descent(trained, learning_rate, warmup=len(batches) // 20, steps=len(batches))
    student.train()
    teacher = torch.from_numpy(targets)
    width = english[0].shape[1]
    as_they_are, evenly = late.linear(torch.eye(width)), late.linear(torch.zeros(1, width))
    as_they_are.requires_grad_(False)
    progress = tqdm(batches, desc="distilling word pieces", mininterval=30)
    for chosen in progress:
        hidden, there, vectors = read(student, [pairs[i].welsh for i in chosen])
        welsh = late.Side(hidden, there, projection)
        asked = late.Questions.of(hidden, there, projection, weight)
        theirs = late.Side.of([english[i] for i in chosen], as_they_are)
        # And the other way round: a Welsh passage must hold what an English question looks for.
        turned = late.Questions.of(theirs.hidden.float(), theirs.there, as_they_are, evenly)
        own = torch.arange(len(chosen))
        distance = 1 - (vectors * teacher[chosen]).sum(-1).mean()
        contrast = late.contrast(asked, theirs, own) + late.contrast(turned, welsh, own)
        loss = contrast + WELSH_WEIGHT * distance
        descent.step(loss)
        progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    student.eval()
