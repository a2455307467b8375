"""What an import says to people: each remark of a kind, at a place, as one sentence in Welsh and in English."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import HoliError
from knowledge.models import Language

NAMES = {
    Language.CY: {Language.CY: "Gymraeg", Language.EN: "Saesneg"},
    Language.EN: {Language.CY: "Welsh", Language.EN: "English"},
}


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("remarks.yml").read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Remark:
    kind: str  # a key of remarks.yml
    document: Language | None = None  # the version that it is about; None: the file
    number: str = ""  # of the section; empty: the whole
    page: int = 0  # of the file, from 1; 0 where it has none
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """found, dropped, wrong or refused."""
        return catalogue()[self.kind]["group"]

    def sentence(self, language: Language) -> str:
        values = {
            name: NAMES[language][value] if isinstance(value, Language) else value
            for name, value in self.values.items()
        }
        return catalogue()[self.kind][language].format(number=self.number, **values)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "group": self.group, "document": self.document, "section": self.number,
            "page": self.page or None, "message": {language: self.sentence(language) for language in Language},
        }  # fmt: skip


class ImportRefused(HoliError):
    def __init__(self, kind: str, **values: Any) -> None:
        self.remark = Remark(kind, values=values)
        super().__init__(self.remark.sentence(Language.EN))
