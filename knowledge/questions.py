"""Question sets: one JSON object a line."""

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import QuestionSetError
from knowledge.models import Anchor, Language


@dataclass(frozen=True)
class Question:
    id: str
    language: Language
    text: str
    kind: str
    expects: frozenset[Anchor]
    must_quote: str
    previous: str | None

    @property
    def answerable(self) -> bool:
        return bool(self.expects)


def read_questions(files: list[Path]) -> list[Question]:
    found = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise QuestionSetError("questions_unreadable", file=file, error=type(error).__name__) from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found.append(_question(line, f"{file}:{number}"))
    if not found:
        raise QuestionSetError("no_questions")
    return found


def _question(line: str, place: str) -> Question:
    try:
        row = json.loads(line)
        return Question(
            id=str(row["id"]),
            language=Language(row["language"]),
            text=row["question"],
            kind=row.get("kind") or "",
            expects=frozenset(Anchor(str(document), str(number)) for document, number in row["expects"]),
            must_quote=row.get("must_quote") or "",
            previous=row.get("previous") or None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionSetError("not_a_question", place=place, error=error) from error
