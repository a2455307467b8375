"""The questions of the demonstration, in both languages."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from knowledge.models import Language

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Topic:
    """What a gap's questions mean, however they are put."""

    wordings: dict[Language, tuple[str, ...]]

    def text(self, language: Language, chance: Random) -> str:
        return _typed(chance.choice(self.wordings[language]), chance)


def topics(most: int, chance: Random) -> list[Topic]:
    found = []
    for family in read("gaps.yml"):
        for a in family["a"]:
            for b in family["b"]:
                found.append(Topic({language: _filled(family, a, b, language) for language in Language}))
    chance.shuffle(found)
    return found[:most]


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _filled(family: dict[str, Any], a: list[str], b: list[str], language: Language) -> tuple[str, ...]:
    side = list(reversed(Language)).index(language)  # English stands first in the file
    return tuple(wording.format(a=a[side], b=b[side]) for wording in family[language])


def _typed(text: str, chance: Random) -> str:
    """As people type: some leave the capital or the question mark out."""
    if chance.random() < 0.2:
        text = text[0].lower() + text[1:]
    return text.removesuffix("?") if chance.random() < 0.15 else text
