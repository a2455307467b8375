"""Print the figures of masking: `python -m tests.masking`, or with a half's name what it gets wrong."""

import json
import sys

from knowledge.masking import Kind, find
from knowledge.models import Language
from knowledge.settings import ROOT
from tests.masking.figures import HALVES, Figures, figures, read

COLUMNS = [(half, language) for half in HALVES for language in reversed(Language)]


def table() -> str:
    counted: list[Figures] = [figures(read(half, language)) for half, language in COLUMNS]
    rows = [("masked of what should be", [f"{half} {language}" for half, language in COLUMNS])]
    for kind in Kind:
        rows.append((kind, [f"{each.recall(kind):.2f} of {each.labelled[kind]}" for each in counted]))
    rows.append(("all", [f"{each.recall():.2f} of {each.labelled.total()}" for each in counted]))
    rows.append(("false alarms", [f"{each.alarms} in {each.examples}" for each in counted]))
    rows.append(("questions with nothing to mask", [f"{each.disturbed} of {each.clean}" for each in counted]))
    return "\n".join(f"{name:<32}" + "".join(f"{cell:>14}" for cell in cells) for name, cells in rows)


def questions() -> str:
    """The question sets ask of policies, so masking should leave them alone."""
    files = sorted((ROOT / "tests" / "questions").glob("*.dev.jsonl"))
    asked = [json.loads(line)["question"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    touched = sum(bool(find(question)) for question in asked)
    return f"Of the {len(asked)} questions of the dev question sets, {touched} are masked anywhere."


def mistakes(half: str) -> str:
    lines = []
    for language in Language:
        for example in read(half, language):
            for what, spans in (("missed", example.missed), ("in vain", example.false_alarms)):
                lines += [
                    f"{example.id} {what} {s.kind}: {example.text[s.start : s.end]!r} in {example.text!r}"
                    for s in spans
                ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(mistakes(sys.argv[1]) if len(sys.argv) > 1 else f"{table()}\n{questions()}")
