"""Bring questions to the passages that answer them: Welsh ones with the student, English ones with the teacher.

Only the side that reads questions learns from English ones (LoRA on the teacher), so that passages keep the
vectors that the student was taught to write.
"""

import random
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import get_linear_schedule_with_warmup

from knowledge.encoder import Vectors
from knowledge.models import Language
from knowledge.training.asking import Asked
from knowledge.training.distil import embed, loss_of
from knowledge.training.pairs import Pair

TEMPERATURE = 0.05


def batches(asked: list[Asked], language: Language, size: int, chance: random.Random) -> list[list[tuple[str, Asked]]]:
    """Every question once, no passage twice in a batch."""
    found: list[list[tuple[str, Asked]]] = []
    for turn in range(max(len(one.questions[language]) for one in asked)):
        order = chance.sample(asked, len(asked))
        rows = [(chance.sample(one.questions[language], len(one.questions[language]))[turn % 3], one) for one in order]
        found += [rows[start : start + size] for start in range(0, len(rows) - size // 2, size)]
    chance.shuffle(found)
    return found


def _contrast(questions: Tensor, passages: Tensor) -> Tensor:
    """Row by row: a question's own passage against the others and the hard negatives behind them."""
    return nn.functional.cross_entropy(questions @ passages.T / TEMPERATURE, torch.arange(len(questions)))


def _negatives(rows: list[tuple[str, Asked]], by_id: dict[str, Asked], chance: random.Random) -> list[Asked]:
    """One hard negative for each question; two questions may bring the same one, but not each other's own."""
    own = {one.id for _, one in rows}
    found: dict[str, Asked] = {}
    for _, one in rows:
        usable = [by_id[id] for id in one.hard_negatives if id in by_id and id not in own]
        if usable:
            chosen = chance.choice(usable)
            found[chosen.id] = chosen
    return list(found.values())


def train(
    parameters: list[nn.Parameter],
    steps: Sequence[Callable[[], Tensor]],
    learning_rate: float,
    label: str,
) -> None:
    optimiser = torch.optim.AdamW(parameters, lr=learning_rate, weight_decay=0.01, fused=True)
    schedule = get_linear_schedule_with_warmup(optimiser, len(steps) // 10, len(steps))
    progress = tqdm(steps, desc=label, mininterval=30)
    for step in progress:
        loss = step()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)


def tune_student(
    student: SentenceTransformer,
    asked: list[Asked],
    english: dict[str, Vectors],
    pairs: list[Pair],
    targets: Vectors,
    *,
    epochs: int = 4,
    batch: int = 32,
    learning_rate: float = 5e-5,
    seed: int = 7,
) -> None:
    """Welsh questions to Welsh passages and to the teacher's vectors of the English ones (`english`, by id).

    Every other step is one of distillation, on `pairs` and the teacher's `targets`, so that what was
    taught there stays.
    """
    chance = random.Random(seed)
    by_id = {one.id: one for one in asked}
    steps: list[Callable[[], Tensor]] = []

    def question_step(rows: list[tuple[str, Asked]]) -> Tensor:
        pool = [one for _, one in rows] + _negatives(rows, by_id, chance)
        questions = embed(student, [text for text, _ in rows])
        welsh = embed(student, [one.view(Language.CY) for one in pool])
        twins = torch.from_numpy(np.stack([english[one.id] for one in pool]))
        drift = 1 - (welsh * twins).sum(-1).mean()
        return _contrast(questions, welsh) + _contrast(questions, twins) + 2 * drift

    def pair_step(chosen: list[int]) -> Tensor:
        welsh = embed(student, [pairs[i].welsh for i in chosen])
        back = embed(student, [pairs[i].english for i in chosen])
        return loss_of(welsh, back, torch.from_numpy(targets[chosen]))

    for _ in range(epochs):
        for rows in batches(asked, Language.CY, batch, chance):
            steps.append(partial(question_step, rows))
            steps.append(partial(pair_step, chance.sample(range(len(pairs)), min(batch, len(pairs)))))
    student.train()
    train([p for p in student.parameters() if p.requires_grad], steps, learning_rate, "Welsh questions")
    student.eval()


def tune_teacher(
    teacher: SentenceTransformer,
    asked: list[Asked],
    english: dict[str, Vectors],
    *,
    epochs: int = 4,
    batch: int = 64,
    learning_rate: float = 2e-4,
    seed: int = 7,
) -> None:
    """English questions to the passages' vectors as the untouched teacher wrote them; adds LoRA in place."""
    from peft import LoraConfig

    chance = random.Random(seed)
    by_id = {one.id: one for one in asked}
    teacher.add_adapter(LoraConfig(r=16, lora_alpha=32, lora_dropout=0.05, target_modules=["q", "k", "v", "o"]))
    for name, parameter in teacher.named_parameters():
        parameter.requires_grad_("lora_" in name)

    def step(rows: list[tuple[str, Asked]]) -> Tensor:
        pool = [one for _, one in rows] + _negatives(rows, by_id, chance)
        questions = embed(teacher, [text for text, _ in rows])
        return _contrast(questions, torch.from_numpy(np.stack([english[one.id] for one in pool])))

    steps = [lambda rows=rows: step(rows) for _ in range(epochs) for rows in batches(asked, Language.EN, batch, chance)]
    teacher.train()
    train([p for p in teacher.parameters() if p.requires_grad], steps, learning_rate, "English questions")
    teacher.eval()
