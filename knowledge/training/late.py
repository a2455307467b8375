"""Late interaction with gradients: the loss under which a question's own passage is its nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

SCALE = 30.0


def projection_onto(hidden: Sequence[Tensor], width: int) -> nn.Linear:
    """Onto the directions in which these word pieces, each (tokens, model's width), differ most."""
    pieces = torch.cat(list(hidden)).float()
    pieces -= pieces.mean(0)
    directions = torch.linalg.eigh(pieces.T @ pieces).eigenvectors[:, -width:]
    return linear(directions.T)


def linear(weight: Tensor) -> nn.Linear:
    found = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    with torch.no_grad():
        found.weight.copy_(weight)
    return found


@dataclass(frozen=True)
class Side:
    """Passages in one language: their word pieces (passages, longest, model's width), which of them are there, and
    what projects them."""

    hidden: Tensor
    there: Tensor
    projection: nn.Linear

    @classmethod
    def of(cls, passages: Sequence[Tensor], projection: nn.Linear) -> "Side":
        lengths = torch.tensor([len(passage) for passage in passages])
        hidden = nn.utils.rnn.pad_sequence([passage.bfloat16() for passage in passages], batch_first=True)
        return cls(hidden, torch.arange(hidden.shape[1]) < lengths[:, None], projection)

    def take(self, rows: list[int], step: int = 16) -> "Side":
        longest = -(-int(self.there[rows].sum(1).max()) // step) * step
        return Side(self.hidden[rows, :longest], self.there[rows, :longest], self.projection)


@dataclass(frozen=True)
class Questions:
    """Word pieces as unit vectors (questions, longest, width) and their shares, zero where there is none."""

    tokens: Tensor
    shares: Tensor

    @classmethod
    def of(cls, hidden: Tensor, there: Tensor, projection: nn.Linear, weight: nn.Linear) -> "Questions":
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = nn.functional.normalize(projection(hidden).float(), dim=-1)
        shares = weight(hidden.float()).squeeze(-1).masked_fill(~there, -1e4).softmax(-1)
        return cls(tokens, shares)


def scores(questions: Questions, side: Side) -> Tensor:
    """Shape (questions, passages)."""
    asked, longest, width = questions.tokens.shape
    passages, held = side.there.shape
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pieces = nn.functional.normalize(side.projection(side.hidden).float(), dim=-1).bfloat16()
        cosines = questions.tokens.bfloat16().reshape(-1, width) @ pieces.reshape(-1, width).T
    best = cosines.view(asked * longest, passages, held).masked_fill(~side.there, -1).amax(-1).float()
    return (best.view(asked, longest, passages) * questions.shares[..., None]).sum(1)


def contrast(questions: Questions, side: Side, own: Tensor) -> Tensor:
    """`own` is each question's row in `side`."""
    return nn.functional.cross_entropy(SCALE * scores(questions, side), own)
