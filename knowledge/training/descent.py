"""How every training here goes down its loss: AdamW, gradients cut to unit length, a linear warm-up and decay."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from transformers import get_linear_schedule_with_warmup


class Descent:
    def __init__(self, trained: Iterable[Tensor], learning_rate: float, *, warmup: int, steps: int) -> None:
        self.trained = list(trained)
        self.optimiser = torch.optim.AdamW(self.trained, lr=learning_rate, weight_decay=0.01, fused=True)
        self.schedule = get_linear_schedule_with_warmup(self.optimiser, warmup, steps)

    def step(self, loss: Tensor) -> None:
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad()
