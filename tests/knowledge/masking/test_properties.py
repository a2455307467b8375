"""What holds of masking for any text at all."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.masking import find, mask
from knowledge.masking.kinds import PLACEHOLDERS
from knowledge.models import Language

LONGEST_PLACEHOLDER = max(len(words) for each in PLACEHOLDERS.values() for words in each.values())

PIECES = """
    Sarah Jones sian Mark May a i o the Mr Cllr ap 's case ref rhif number 4481 07700 900123 QQ123456C SA31 1JP
    INC0012345 x@y.org [name] [enw] ( ) . - / + 0 12/03/2024 Ysgol School Ddafydd ext NI J. £
""".split()
LIKELY = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "\u00a0", "\u0302", "\n"])), max_size=25
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))
TEXTS = st.one_of(st.text(max_size=200), LIKELY)
LANGUAGES = st.sampled_from(list(Language))


@given(TEXTS, LANGUAGES, LANGUAGES)
@settings(deadline=None, max_examples=400)
def test_masking_twice_is_masking_once(text: str, first: Language, second: Language) -> None:
    once = mask(text, first)
    again = mask(once.text, second)
    assert again.text == once.text
    assert again.kinds == ()


@given(TEXTS, LANGUAGES)
@settings(deadline=None, max_examples=400)
def test_no_text_grows_by_more_than_its_placeholders(text: str, language: Language) -> None:
    masked = mask(text, language)
    assert len(masked.text) <= 3 * len(text) + LONGEST_PLACEHOLDER * len(masked.kinds)
    assert len(masked.kinds) <= len(text)


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_what_is_found_lies_in_the_text_in_order_and_apart(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= following.start for one, following in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1000,
        "0" * 1000,
        "a1" * 500,
        "A " * 500,
        "Sarah " * 160,
        "0 " * 500,
        "x@" * 500,
        "ref " * 250,
        "SA31 1JP " * 110,
    ],
)
def test_no_text_of_the_length_that_is_allowed_takes_long(text: str) -> None:
    mask(text, Language.EN)  # reads the lists
    started = perf_counter()
    mask(text, Language.EN)
    assert perf_counter() - started < 0.1
