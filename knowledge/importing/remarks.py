"""What an import says to people: each remark of a kind, at a place, as one sentence in Welsh and in English."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge import sentences
from knowledge.errors import HoliError
from knowledge.models import Language

REMARKS = Path(__file__).with_name("remarks.yml")


def catalogue() -> dict[str, dict[str, str]]:
    return sentences.catalogue(REMARKS)


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
        return sentences.fill(catalogue()[self.kind][language], language, {"number": self.number, **self.values})

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind, "group": self.group, "document": self.document, "section": self.number,
            "page": self.page or None, "message": {language: self.sentence(language) for language in Language},
        }  # fmt: skip


class ImportRefused(HoliError):
    def __init__(self, kind: str, **values: Any) -> None:
        self.remark = Remark(kind, values=values)
        super().__init__(self.remark.sentence(Language.EN))

    def sentence(self, language: Language) -> str:
        return self.remark.sentence(language)
