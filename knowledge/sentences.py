"""What `knowledge` says to people: sentences by name, in Welsh and in English, from one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.models import Language

SENTENCES = Path(__file__).with_name("sentences.yml")
NAMES = {
    Language.CY: {Language.CY: "Gymraeg", Language.EN: "Saesneg"},
    Language.EN: {Language.CY: "Welsh", Language.EN: "English"},
}


@lru_cache
def catalogue(file: Path = SENTENCES) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return found


def fill(template: str, language: Language, values: Mapping[str, Any]) -> str:
    """The template with its values: a language by its name, what is a sentence itself in this language."""
    return template.format(**{name: _shown(value, language) for name, value in values.items()})


def _shown(value: Any, language: Language) -> Any:
    if isinstance(value, Language):
        return NAMES[language][value]
    if type(value) is tuple:  # not an Anchor
        return "\n".join(str(_shown(one, language)) for one in value)
    return value.sentence(language) if hasattr(value, "sentence") else value


@dataclass(frozen=True)
class Sentence:
    kind: str  # a key of sentences.yml
    values: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        return fill(catalogue()[self.kind][language], language, self.values)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a library, at its place."""

    file: str
    line: int
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    fatal: bool = True

    def sentence(self, language: Language) -> str:
        return f"{self.file}:{self.line}: {Sentence(self.kind, self.values).sentence(language)}"

    def __str__(self) -> str:
        return self.sentence(Language.EN)
