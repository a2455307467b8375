"""`holi evaluate` is a contract (formats.md): its keys, and what they count."""

import json
from pathlib import Path

import pytest

from knowledge.evaluation import Result, figures
from knowledge.library import read_library
from knowledge.models import Anchor, Answer, Choice, Citation, Language, Outcome
from knowledge.questions import Question, read_questions
from tests.conftest import LIBRARY, QUESTIONS

ONE, TWO = Anchor("cars", "1"), Anchor("cars", "2")
KEYS = {
    "answerable", "unanswerable", "retrieved@1", "retrieved@3", "retrieved@5", "mrr", "cited@1", "cited@3",
    "quoted", "answered", "answered_wrongly", "refused", "language_right",
}  # fmt: skip


def result(
    expects: set[Anchor], outcome: Outcome, cited: Anchor | None = None, rank: int = 1, quote: str = ""
) -> Result:
    question = Question("q", Language.EN, "Where?", "plain", frozenset(expects), "thirty", None)
    citations = (Citation(cited, "Cars", "One", "1", Language.EN, quote or "The words", False),) if cited else ()
    choices = (Choice(ONE, "One", Language.EN),) if outcome is Outcome.CHOICE else ()
    return Result(question, Answer(outcome, Language.EN, citations, choices), rank, 1.0)


def test_every_key_of_the_contract_is_there() -> None:
    assert set(figures([result({ONE}, Outcome.ANSWERED, ONE)])) == KEYS


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (result({ONE}, Outcome.ANSWERED, ONE), {"cited@1": 1, "cited@3": 1, "answered": 1, "answered_wrongly": 0}),
        (result({ONE}, Outcome.ANSWERED, TWO, 4), {"cited@1": 0, "answered_wrongly": 1, "retrieved@3": 0, "mrr": 0.25}),
        (result({ONE}, Outcome.CHOICE), {"cited@1": 0, "cited@3": 1, "answered": 1, "answered_wrongly": 0}),
        (result({TWO}, Outcome.CHOICE), {"cited@3": 0, "answered": 0, "answered_wrongly": 1}),
        (result({ONE}, Outcome.UNANSWERED), {"answered": 0, "answered_wrongly": 0, "quoted": 0}),
        (result(set(), Outcome.UNANSWERED), {"refused": 1, "answered_wrongly": 0, "unanswerable": 1}),
        (result(set(), Outcome.ANSWERED, ONE), {"refused": 0, "answered_wrongly": 1}),
        (result({ONE}, Outcome.ANSWERED, ONE, quote="costs **thirty**\npounds"), {"quoted": 1}),
    ],
)
def test_what_each_figure_counts(one: Result, expected: dict[str, float]) -> None:
    found = figures([one])
    assert {name: found[name] for name in expected} == expected


def test_the_question_sets_expect_what_the_library_holds() -> None:
    library = read_library(LIBRARY)
    for question in read_questions(sorted(QUESTIONS.glob("*.jsonl"))):
        for anchor in question.expects:
            section = library.section(anchor, question.language)
            assert section is not None, (question.id, anchor)
            plain = " ".join(section.text.replace("*", "").split())
            assert " ".join(question.must_quote.split()) in plain, question.id


@pytest.mark.parametrize("language", list(Language))
def test_the_question_sets_are_large_enough(language: Language) -> None:
    questions = [q for q in read_questions(sorted(QUESTIONS.glob("*.jsonl"))) if q.language is language]
    assert sum(question.answerable for question in questions) >= 150
    assert sum(not question.answerable for question in questions) >= 50
    assert len({question.id for question in questions}) == len(questions)


def test_the_command_prints_one_json_object_for_any_library(cars: Path, tmp_path: Path, run_holi) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "a", "language": "en", "question": "How much is a parking permit?", "expects": [["cars", "1.1"]],
         "must_quote": "30 pounds", "kind": "plain"},
        {"id": "b", "language": "cy", "question": "Pryd mae'r pwll yn cau?", "expects": [["cars", "2"]]},
        {"id": "c", "language": "en", "question": "Who won the football?", "expects": []},
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)))
    details = tmp_path / "details.jsonl"
    done = run_holi("evaluate", "--library", cars, "--questions", file, "--json", "--details", details)
    report = json.loads(done.stdout)
    assert set(report) == {"library", "overall", "en", "cy", "kinds", "milliseconds"}
    assert set(report["overall"]) == KEYS
    assert report["library"]["documents"] == 1
    assert report["library"]["sections"] == 3
    assert report["overall"]["retrieved@1"] == 1.0
    assert len(details.read_text().splitlines()) == 3
