import pytest

from knowledge.answering import Assistant
from knowledge.encoder import Encoder
from knowledge.models import Anchor, Language, NotHeld, Outcome
from knowledge.releases import Release


@pytest.fixture(scope="module")
def assistant(shipped: Release, encoder: Encoder) -> Assistant:
    return Assistant(shipped, encoder)


@pytest.mark.parametrize(
    ("question", "language", "sections"),
    [
        ("Who has to approve a new Facebook page for my service?", Language.EN, {"3.1"}),
        ("Ga i bostio ar fy nghyfrif personol yn ystod oriau gwaith?", Language.CY, {"6.1", "6.2", "2", "2.1", "2.2"}),
    ],
)
def test_the_right_section_is_quoted_in_the_language_of_the_question(
    assistant: Assistant, question: str, language: Language, sections: set[str]
) -> None:
    answer = assistant.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    citation = answer.citations[0]
    assert citation.anchor.number in sections
    assert citation.language is language
    assert citation.illustrative


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("What will the weather be like tomorrow?", Outcome.UNANSWERED),
        ("How many days of annual leave do I get?", Outcome.OUT_OF_SCOPE),
        ("Sut dywydd fydd hi fory?", Outcome.UNANSWERED),
        ("Faint o wyliau blynyddol ydw i'n eu cael?", Outcome.OUT_OF_SCOPE),
    ],
)
def test_what_the_policies_do_not_answer_is_not_answered(assistant: Assistant, question: str, outcome: Outcome) -> None:
    answer = assistant.answer(question)
    assert answer.outcome is outcome
    assert answer.text == ""
    assert answer.choices


def test_the_quotation_is_the_sections_own_words(assistant: Assistant) -> None:
    answer = assistant.answer("Who approves a new corporate account, and on which form?")
    citation = answer.citations[0]
    section = assistant.release.library.section(citation.anchor, citation.language)
    assert section is not None
    assert all(part in section.text for part in citation.quote.split("\n\n"))


@pytest.mark.parametrize(
    ("message", "sections"),
    [
        (
            "Who has to approve a new Facebook page for my service? And how often is social media use audited?",
            [{"3.1"}, {"2.2"}],
        ),
        (
            "Pwy sy'n gorfod cymeradwyo tudalen Facebook newydd i fy ngwasanaeth? A pha mor aml mae'r archwiliad?",
            [{"3.1"}, {"2.2"}],
        ),
    ],
)
def test_two_questions_in_one_message_get_both(assistant: Assistant, message: str, sections: list[set[str]]) -> None:
    cited = [citation.anchor.number for citation in assistant.answer(message).citations]
    assert len(cited) == 2
    assert all(number in right for number, right in zip(cited, sections, strict=True))


def test_a_document_that_is_not_held_is_pointed_to(assistant: Assistant) -> None:
    answer = assistant.answer("What does the Close Personal Associations guidance say about dating my manager?")
    assert answer.outcome is Outcome.UNANSWERED
    assert isinstance(answer.pointer, NotHeld)
    assert answer.pointer.listed_in == Anchor("social-media-policy", "10.1")


def test_a_very_long_question_is_cut_and_said_so(assistant: Assistant) -> None:
    answer = assistant.answer("Who approves a new page? " + "Thank you for your help with this. " * 500)
    assert answer.shortened


@pytest.mark.parametrize(
    "question", ["?", "a", "😀😀😀", "\x00\x07", "C'est qui le patron de la page Facebook ?", "WHO APPROVES A NEW PAGE"]
)
def test_odd_questions_get_an_outcome(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).outcome in Outcome


def test_a_section_in_english_only_is_shown_in_english(write, releases, encoder: Encoder) -> None:  # type: ignore[no-untyped-def]
    folder = write(
        "## 1 Permits\n\nA parking permit costs 30 pounds a year.\n\n## 2 Pool\n\nThe pool closes at nine.\n"
    )
    answer = Assistant(releases.build(folder, encoder), encoder).show(Anchor("cars", "1"), Language.CY)
    assert answer.language is Language.CY
    assert answer.citations[0].language is Language.EN


def test_a_library_of_one_section_in_one_language_answers_in_both(write, releases, encoder: Encoder) -> None:  # type: ignore[no-untyped-def]
    release = releases.build(write("## Permits\n\nA parking permit costs 30 pounds a year.\n"), encoder)
    assistant = Assistant(release, encoder)
    for question in ("how much is a parking permit?", "faint mae trwydded barcio yn costio?"):
        answer = assistant.answer(question, previous="parking")
        assert [hit.anchor for hit in answer.considered] == [Anchor("cars", "1")]


def test_a_section_that_came_from_a_pdf_is_cited_with_its_page(write, releases, encoder: Encoder) -> None:  # type: ignore[no-untyped-def]
    text = "## 1 Parking\n\nA parking permit costs 30 pounds a year.\n\n## 2 Pool\n\nThe pool closes at nine.\n"
    folder = write(text, pages='{"1": 7}')
    answer = Assistant(releases.build(folder, encoder), encoder).show(Anchor("cars", "1"), Language.EN)
    assert answer.citations[0].page == 7
