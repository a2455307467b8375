"""Bring questions to the passages that answer them.

Passages keep what the teacher and its student write of them; only the reading of questions learns, by low-rank
adapters. So each step costs no more than its questions.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from tqdm import tqdm

from knowledge.encoder import Vectors
from knowledge.lora import adapt
from knowledge.training import late
from knowledge.training.descent import Descent
from knowledge.training.distil import read

TEMPERATURE = 0.05
WHOLE_WEIGHT = 0.2  # of the loss of whole vectors, which choose the candidates
RIVALS, RIVALS_FROM = 2, 24  # hard ones a question, drawn anew each time from its nearest


@dataclass(frozen=True)
class Labelled:
    text: str
    passage: int  # the row of its passage


@dataclass(frozen=True)
class Reader:
    """What reads questions: a model with what makes its word pieces comparable."""

    model: SentenceTransformer
    projection: nn.Linear
    weight: nn.Linear

    def read(self, texts: list[str]) -> tuple[late.Questions, Tensor]:
        hidden, there, vectors = read(self.model, texts)
        return late.Questions.of(hidden, there, self.projection, self.weight), vectors


def tune(
    reader: Reader,
    questions: Sequence[Labelled],
    sides: Sequence[late.Side],
    wholes: Sequence[Vectors],
    *,
    epochs: int,
    after_epoch: Callable[[int], None] = lambda epoch: None,
    batch: int = 64,
    learning_rate: float = 3e-4,
    seed: int = 7,
) -> None:
    """Add adapters to the reader's model and train them, with its projection (if that isn't frozen) and weight.

    `sides` and `wholes` hold the passages in each language that is compared with; wholes are (passages, width).
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    adapt(reader.model)
    heads = [reader.projection.weight, reader.weight.weight]
    trained = [p for p in (*reader.model.parameters(), *heads) if p.requires_grad]
    targets = [torch.from_numpy(whole) for whole in wholes]
    steps_an_epoch = -(-len(questions) // batch)
    descent = Descent(trained, learning_rate, warmup=steps_an_epoch // 2, steps=epochs * steps_an_epoch)
    for epoch in range(1, epochs + 1):
        nearest = nearest_rivals(reader, questions, sides[0])
        reader.model.train()
        batches = list(_batches(range(len(questions)), questions, batch, chance))
        for rows in tqdm(batches, desc=f"epoch {epoch}", mininterval=30):
            passages = [questions[row].passage for row in rows]
            rivals = [rival for row in rows for rival in chance.sample(nearest[row], RIVALS)]
            held = list(dict.fromkeys([*passages, *rivals]))
            own = torch.tensor([held.index(passage) for passage in passages])
            asked, vectors = reader.read([questions[row].text for row in rows])
            losses = [late.contrast(asked, side.take(held), own) for side in sides]
            whole = [nn.functional.cross_entropy(vectors @ t.T / TEMPERATURE, torch.tensor(passages)) for t in targets]
            loss = torch.stack(losses).mean() + WHOLE_WEIGHT * torch.stack(whole).mean()
            descent.step(loss)
        reader.model.eval()
        after_epoch(epoch)


@torch.no_grad()
def nearest_rivals(reader: Reader, questions: Sequence[Labelled], side: late.Side, batch: int = 64) -> list[list[int]]:
    """Each question's nearest passages that aren't its own."""
    reader.model.eval()
    order = sorted(range(len(questions)), key=lambda row: len(questions[row].text))
    found: dict[int, list[int]] = {}
    groups = [side.take(rows.tolist()) for rows in torch.arange(len(side.there)).split(100)]
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        asked, _ = reader.read([questions[row].text for row in rows])
        scores = torch.cat([late.scores(asked, group) for group in groups], dim=1)
        scores[torch.arange(len(rows)), torch.tensor([questions[row].passage for row in rows])] = -1
        nearest = scores.topk(min(RIVALS_FROM, scores.shape[1] - 1), dim=1).indices.tolist()
        found.update(zip(rows, nearest, strict=True))
    return [found[row] for row in range(len(questions))]


def _batches(
    rows: Sequence[int], questions: Sequence[Labelled], size: int, chance: random.Random
) -> Iterator[list[int]]:
    order = sorted(rows, key=lambda row: len(questions[row].text) + chance.random() * 30)
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    yield from batches
