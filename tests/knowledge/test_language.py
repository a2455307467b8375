import pytest

from knowledge.language import detect
from knowledge.models import Language
from knowledge.questions import read_questions
from tests.conftest import QUESTIONS


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who approves a new page?", Language.EN),
        ("Pwy sy'n cymeradwyo tudalen newydd?", Language.CY),
        ("ga i bostio heb ofyn", Language.CY),
        ("fi angen postio rhywbeth ar Facebook nawr, pwy sy'n checko fe?", Language.CY),
    ],
)
def test_a_sentence_is_in_its_own_language_whatever_came_before(text: str, language: Language) -> None:
    assert detect(text, language.twin) is language


@pytest.mark.parametrize("usual", list(Language))
def test_a_word_of_either_language_is_in_the_usual_one(usual: Language) -> None:
    assert detect("Facebook", usual) is usual
    assert detect("123", usual) is usual


def test_questions_of_the_set_are_nearly_all_recognised() -> None:
    questions = read_questions(sorted(QUESTIONS.glob("*.jsonl")))
    right = sum(detect(question.text) is question.language for question in questions)
    assert right / len(questions) >= 0.98
