"""Masking holds what it reached on the labelled examples. The test halves have never been tuned on."""

import pytest

from knowledge.masking import Kind
from knowledge.models import Language
from tests.masking.__main__ import mistakes, questions, table
from tests.masking.figures import HALVES, figures, read

# By half and language: of names, and of all kinds, at least so much is masked; at most so many false alarms.
FLOORS = {
    ("dev", Language.EN): (0.94, 0.97, 1),
    ("dev", Language.CY): (0.98, 0.98, 0),
    ("test", Language.EN): (0.83, 0.90, 5),
    ("test", Language.CY): (0.90, 0.94, 1),
}


@pytest.mark.parametrize(("half", "language"), FLOORS)
def test_what_should_be_masked_is_and_little_else(half: str, language: Language) -> None:
    counted = figures(read(half, language))
    names, everything, alarms = FLOORS[half, language]
    assert counted.recall(Kind.NAME) >= names - 0.005
    assert counted.recall() >= everything - 0.005
    assert counted.alarms <= alarms


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.PHONE, Kind.NATIONAL_INSURANCE, Kind.POSTCODE])
def test_what_has_a_shape_of_its_own_is_always_masked(half: str, language: Language, kind: Kind) -> None:
    assert figures(read(half, language)).recall(kind) == 1.0


@pytest.mark.parametrize("language", list(Language))
def test_there_are_examples_enough_and_their_spans_fit(language: Language) -> None:
    examples = [example for half in HALVES for example in read(half, language)]
    assert len(examples) >= 200
    for example in examples:
        for span in example.spans:
            words = example.text[span.start : span.end]
            assert words
            assert words == words.strip()


def test_the_question_sets_are_left_alone() -> None:
    assert questions() == "Of the 220 questions of the dev question sets, 2 are masked anywhere."


def test_the_figures_can_be_printed() -> None:
    assert "false alarms" in table()
    assert "en-dev-055 missed name" in mistakes("dev")
