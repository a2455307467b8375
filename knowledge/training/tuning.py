"""Bring questions to the passages that answer them.

Passages keep the vectors that the teacher and its student write; only the reading of questions learns, by
low-rank adapters. So each step costs no more than its questions, and every passage can be a rival.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import get_linear_schedule_with_warmup

from knowledge.encoder import Vectors
from knowledge.lora import adapt
from knowledge.training.distil import embed

TEMPERATURE = 0.05


@dataclass(frozen=True)
class Labelled:
    text: str
    passage: int  # the row of its passage


def tune(
    model: SentenceTransformer,
    questions: Sequence[Labelled],
    passages: Sequence[Vectors],
    *,
    epochs: int,
    after_epoch: Callable[[int], None] = lambda epoch: None,
    batch: int = 64,
    learning_rate: float = 3e-4,
    seed: int = 7,
) -> None:
    """Add adapters to `model` and train them; `passages` holds each side's vectors, (passages, width)."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    adapt(model)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    targets = [torch.from_numpy(side) for side in passages]
    steps_an_epoch = -(-len(questions) // batch)
    optimiser = torch.optim.AdamW(trained, lr=learning_rate, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, steps_an_epoch // 2, epochs * steps_an_epoch)
    for epoch in range(1, epochs + 1):
        model.train()
        for rows in tqdm(list(_batches(questions, batch, chance)), desc=f"epoch {epoch}", mininterval=30):
            loss = _loss(embed(model, [row.text for row in rows]), [row.passage for row in rows], targets)
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
        model.eval()
        after_epoch(epoch)


def _loss(questions: Tensor, own: list[int], targets: list[Tensor]) -> Tensor:
    """A question's own passage against all others, in each language's text of them."""
    rows = torch.tensor(own)
    losses = [nn.functional.cross_entropy(questions @ side.T / TEMPERATURE, rows) for side in targets]
    return torch.stack(losses).mean()


def _batches(questions: Sequence[Labelled], size: int, chance: random.Random) -> Iterator[list[Labelled]]:
    order = sorted(questions, key=lambda row: len(row.text) + chance.random() * 30)
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    yield from batches
