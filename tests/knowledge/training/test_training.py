"""The steps of `make train` on a handful of rows; `make train SAMPLE=200` runs the pipeline itself."""

from pathlib import Path

from knowledge.library import read_library
from knowledge.models import Language
from knowledge.training import asking, lexicon
from knowledge.training.pairs import DEVELOPMENT_REPOSITORIES, Pair, balanced, split


def test_the_lexicon_learns_which_word_goes_with_which() -> None:
    rows = [
        ("the red house", "y tŷ coch"),
        ("the red car", "y car coch"),
        ("the big car", "y car mawr"),
        ("a big house", "tŷ mawr"),
    ]
    found = lexicon.learn([Pair(english, welsh, "test") for english, welsh in rows])
    assert max(found["coch"], key=lambda word: found["coch"][word]) == "red"
    assert max(found["ty"], key=lambda word: found["ty"][word]) == "house"


def test_development_pairs_are_of_other_repositories() -> None:
    pairs = [Pair("one", "un", repository) for repository in (*DEVELOPMENT_REPOSITORIES, "a/b")]
    training, development = split(pairs)
    assert [pair.repository for pair in training] == ["a/b"]
    assert len(development) == len(DEVELOPMENT_REPOSITORIES)


def test_no_repository_takes_more_than_its_share() -> None:
    pairs = [Pair(f"one two three four five {n}", "un", "large") for n in range(50)] + [
        Pair("one two three four five", "un", "small")
    ]
    chosen = balanced(pairs, most=100, a_repository=10)
    assert sum(pair.repository == "large" for pair in chosen) == 10
    assert any(pair.repository == "small" for pair in chosen)


def test_the_training_questions_make_a_library_that_can_be_evaluated(tmp_path: Path) -> None:
    asked, held_out = asking.split(asking.read_asked())
    assert not {one.group for one in asked} & {one.group for one in held_out}
    questions = asking.write_library(held_out[:20], tmp_path)
    library = read_library(tmp_path)
    for question in questions:
        for anchor in question.expects:
            assert library.section(anchor, question.language)


def test_the_training_set_is_as_large_as_it_says() -> None:
    asked = asking.read_asked()
    counts = {language: sum(len(one.questions[language]) for one in asked) for language in Language}
    assert len(asked) >= 800
    assert min(counts.values()) >= 2000
    assert len({one.id for one in asked}) == len(asked)


def test_no_training_question_stands_in_the_question_sets() -> None:
    from knowledge.questions import read_questions
    from tests.conftest import QUESTIONS

    visible = {question.text.lower() for question in read_questions(sorted(QUESTIONS.glob("*.jsonl")))}
    for one in asking.read_asked():
        for language in Language:
            assert not visible & {text.lower() for text in one.questions[language]}
