"""The training set of questions about policies, as passages or as a library with its question set."""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.markup import plain
from knowledge.models import Anchor, Language
from knowledge.questions import Question
from knowledge.training.pairs import Pair

DATA = Path(__file__).parent / "data"
HELD_OUT_EVERY = 4  # documents, about

ByLanguage = dict[Language, str]
Lists = dict[Language, tuple[str, ...]]


@dataclass(frozen=True)
class Asked:
    """A passage and what is asked about it."""

    id: str
    group: str  # the document's id
    document: ByLanguage
    title: ByLanguage
    text: ByLanguage
    questions: Lists
    near_misses: Lists
    hard_negatives: tuple[str, ...]

    def view(self, language: Language) -> str:
        """As search sees a whole section (knowledge/index.py)."""
        return f"{self.document[language]} › {self.title[language]}\n{plain(self.text[language])}"


def read_asked() -> list[Asked]:
    found = []
    for file in sorted(DATA.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(
                Asked(
                    row["id"],
                    row["id"].rsplit("-", 1)[0],
                    _by_language(row["document"]),
                    _by_language(row["title"]),
                    _by_language(row["text"]),
                    _lists(row["questions"]),
                    _lists(row["near_misses"]),
                    tuple(row["hard_negatives"]),
                )
            )
    return found


def split(asked: list[Asked]) -> tuple[list[Asked], list[Asked]]:
    """For the encoders, and held out for fitting what decides; whole documents."""

    def held_out(one: Asked) -> bool:
        # By name, so that a document stays on its side when others are added.
        return zlib.crc32(one.group.encode()) % HELD_OUT_EVERY == 0

    return [one for one in asked if not held_out(one)], [one for one in asked if held_out(one)]


def write_library(asked: list[Asked], folder: Path) -> list[Question]:
    """Write the passages as a library (formats.md); returns its question set."""
    folder.mkdir(parents=True, exist_ok=True)
    questions: list[Question] = []
    for group in dict.fromkeys(one.group for one in asked):
        members = [one for one in asked if one.group == group]
        for language in Language:
            title = members[0].document[language]
            quoted = json.dumps(title, ensure_ascii=False)
            front = f'id: {group}\ntitle: {quoted}\nlanguage: {language}\nversion: "1"\nowner: training'
            head = f"---\n{front}\n---\n# {title}\n"
            sections = (f"\n## {n} {one.title[language]}\n\n{one.text[language]}\n" for n, one in enumerate(members, 1))
            (folder / f"{group}.{language}.md").write_text(head + "".join(sections), encoding="utf-8")
        for number, one in enumerate(members, start=1):
            anchor = Anchor(group, str(number))
            for language in Language:
                for text in one.questions[language]:
                    questions.append(Question(one.id, language, text, "answerable", frozenset({anchor}), "", None))
                for text in one.near_misses[language]:
                    questions.append(Question(one.id, language, text, "near_miss", frozenset(), "", None))
    return questions


def _by_language(row: dict[str, str]) -> ByLanguage:
    return {language: row[language] for language in Language}


def _lists(row: dict[str, Any]) -> Lists:
    return {language: tuple(row[language]) for language in Language}


def parallel(asked: list[Asked]) -> list[Pair]:
    """The passages' titles and sentences as pairs, where both languages have as many sentences."""
    found = []
    for one in asked:
        for side in (one.document, one.title):
            found.append(Pair(side[Language.EN], side[Language.CY], "asked"))
        english, welsh = (one.text[language].split(". ") for language in (Language.EN, Language.CY))
        if len(english) == len(welsh):
            found += [Pair(e, c, "asked") for e, c in zip(english, welsh, strict=True)]
    return found
