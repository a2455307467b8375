import pytest

from bot.chat.rasa import RasaFailed
from bot.chat.replies import merge
from knowledge.models import Language, Outcome


def said(text: str = "", act: str = "", **custom: object) -> dict[str, object]:
    return {"text": text, "act": act, "custom": custom}


def test_sentences_and_quotation_become_one_message() -> None:
    citation = {"quote": "The words."}
    reply = merge(
        [
            said("Only in English.", "utter_only_english"),
            said(outcome="answered", citations=[citation]),
            said("Illustrative.", "utter_illustrative"),
        ],
        Language.CY,
    )
    (message,) = reply.messages()
    assert (message["text"], message["notice"]) == ("Only in English.\n\nThe words.", "Illustrative.")
    assert reply.outcome is Outcome.ANSWERED


def test_each_quotation_stands_in_a_message_with_its_own_citation() -> None:
    citations = [{"quote": "One."}, {"quote": "Two."}]
    messages = merge([said(outcome="answered", citations=citations)], Language.EN).messages()
    assert [(message["text"], message["citations"]) for message in messages] == [
        ("One.", citations[:1]),
        ("Two.", citations[1:]),
    ]


def test_what_the_action_says_of_the_language_counts() -> None:
    assert merge([said("Dyma", "utter_in_language", language="cy")], Language.EN).language is Language.CY


@pytest.mark.parametrize(
    "replies", [[said()], [said(outcome="answered")], [said("text", outcome="maybe")], [said("t", language="fr")]]
)
def test_replies_with_nothing_to_show_or_nonsense_are_failures(replies: list[dict[str, object]]) -> None:
    with pytest.raises(RasaFailed):
        merge(replies, Language.EN)
