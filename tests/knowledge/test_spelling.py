import pytest

from knowledge.library import read_library
from knowledge.models import Language
from knowledge.spelling import library_words, unknown_words
from tests.conftest import LIBRARY, WriteDocument

NOTHING: frozenset[str] = frozenset()


def found(text: str, language: Language, accepted: frozenset[str] = NOTHING) -> list[str]:
    return [one.word for one in unknown_words(text, language, accepted)]


def test_only_words_that_the_languages_dictionary_lacks_are_named() -> None:
    assert found("The council's *organisation* recieves colour leaflets.", Language.EN) == ["recieves"]
    assert found("Mae'r cyfrynagu cymdeithasol a'r polisïau'n bwysig i'r Cyngor.", Language.CY) == ["cyfrynagu"]


def test_american_spelling_is_not_british() -> None:
    (unknown,) = unknown_words("The color of the page", Language.EN, NOTHING)
    assert unknown.suggestions[0] == "colour"


def test_addresses_figures_and_acronyms_are_no_words() -> None:
    text = "Ring 01-23 by 10am; see https://intranet.example/polisi, ask gdpr@example.org about GDPR and #SirGâr."
    assert found(text, Language.EN) == []


def test_suggestions_are_few_for_a_text_full_of_other_words() -> None:
    unknown = unknown_words("qqa qqb qqc qqd qqe qqf qqg", Language.EN, NOTHING)
    assert len(unknown) == 7
    assert unknown[-1].suggestions == ()


@pytest.mark.parametrize("language", list(Language))
def test_the_librarys_own_words_and_the_names_of_both_languages_are_known(
    language: Language, write: WriteDocument
) -> None:
    write("## 1 One\n\nPosts on Qwertagram are fribbled.\n")
    accepted = library_words(read_library(write("## 1 Un\n\nTestun am rywbetha.\n", language="cy")), language)
    assert found("Qwertagram", language, accepted) == []
    own = {Language.EN: ["rywbetha"], Language.CY: ["fribbled"]}
    assert found("fribbled rywbetha", language, accepted) == own[language]


def test_the_dictionary_knows_nearly_all_of_our_english() -> None:
    library = read_library(LIBRARY)
    texts = [section.text for id in library.ids for section in library.documents[id, Language.EN].sections]
    assert len(found("\n\n".join(texts), Language.EN)) < 50  # the Welsh that it quotes, mostly
