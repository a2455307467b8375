from knowledge.lexicon import gloss, twin_terms
from knowledge.models import Language


def test_a_welsh_question_is_put_into_english_word_for_word() -> None:
    assert gloss("Ga i newid cyfrinair y cyfrif?", Language.CY) == "change password account count"


def test_spoken_and_mixed_words_are_understood() -> None:
    found = gloss("dwi isio defnyddio'r laptop adra", Language.CY).split()
    assert [word for word in ("want", "use", "laptop", "home") if word not in found] == []


def test_a_phrase_is_more_than_its_words() -> None:
    assert gloss("rhag ofn", Language.CY) == "in case"


def test_terms_carry_their_probability() -> None:
    terms = twin_terms("cyfrinair", Language.CY)
    assert terms["password"] > 0.7


def test_english_has_no_lexicon() -> None:
    assert gloss("change the password", Language.EN) == ""
    assert twin_terms("change the password", Language.EN) == {}
