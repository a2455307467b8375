import pytest

from knowledge.words import english_terms, grams, welsh_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cyfrif", "nghyfrif"),
        ("cyfrif", "chyfrifon"),
        ("tudalen", "dudalennau"),
        ("plant", "mhlant"),
        ("perchennog", "pherchennog"),
        ("perchennog", "berchennog"),
        ("postio", "bostio"),
        ("etholiad", "hetholiadau"),
        ("tŷ", "ty"),
        ("arno", "arnynt"),
        ("rheolwr", "reolwr"),
    ],
)
def test_mutated_inflected_and_unaccented_forms_are_one_term(one: str, other: str) -> None:
    assert welsh_terms(one) == welsh_terms(other)


def test_welsh_clitics_are_not_terms() -> None:
    assert welsh_terms("i'r llun a'r fam") == welsh_terms("llun mam")


def test_english_forms_are_one_term() -> None:
    assert english_terms("approving approvals") == ["approv", "approv"]


def test_a_typo_shares_most_of_its_grams() -> None:
    right, wrong = set(grams("password")), set(grams("pasword"))
    assert len(right & wrong) >= len(right) / 2
