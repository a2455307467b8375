"""Low-rank adapters (Hu et al., 2021) on attention: what makes an encoder of text one of questions.

PEFT would do this, but none of its releases that can be had yet works with transformers 5.24.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

RANK, SCALE = 16, 2.0
TARGETS = ("q", "k", "v", "o", "query", "key", "value")  # MPNet's and BERT's names of what attention projects


def _attention(model: "SentenceTransformer") -> Iterator[tuple[str, Any]]:
    for name, module in model.named_modules():
        if name.rsplit(".", 1)[-1] in TARGETS and hasattr(module, "weight"):
            yield name, module


def adapt(model: "SentenceTransformer") -> None:
    """Add adapters that change nothing yet; only they are trained."""
    import torch
    from torch.nn.utils import parametrize

    class LowRank(torch.nn.Module):
        def __init__(self, rows: int, columns: int) -> None:
            super().__init__()
            self.down = torch.nn.Parameter(torch.randn(RANK, columns) / columns**0.5)
            self.up = torch.nn.Parameter(torch.zeros(rows, RANK))

        def forward(self, weight: "Tensor") -> "Tensor":
            return weight + SCALE * (self.up @ self.down)

    model.requires_grad_(False)
    for _, module in list(_attention(model)):
        parametrize.register_parametrization(module, "weight", LowRank(*module.weight.shape))


def adapters(model: "SentenceTransformer") -> dict[str, "Tensor"]:
    """The adapters' weights by layer, as half floats."""
    found = {}
    for name, tensor in model.state_dict().items():
        if name.endswith((".0.up", ".0.down")):
            layer, _, side = name.replace(".parametrizations.weight.0.", "/").rpartition("/")
            found[f"{layer}/{side}"] = tensor.half().contiguous()
    return found


def merge(model: "SentenceTransformer", stored: Mapping[str, "Tensor"]) -> None:
    """Add stored adapters into a plain model's weights."""
    import torch

    with torch.no_grad():
        for name, module in _attention(model):
            module.weight += SCALE * (stored[f"{name}/up"].float() @ stored[f"{name}/down"].float())
