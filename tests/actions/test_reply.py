from datetime import date

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import utter
from knowledge.models import Anchor, Answer, Citation, Language, Outcome, Withdrawn


def test_a_citation_says_the_page_where_the_document_has_pages() -> None:
    cited = Citation(Anchor("policy", "4.2"), "Policy", "Posts", "1", Language.EN, "Words.", False, page=7)
    without = Citation(Anchor("policy", "4.3"), "Policy", "Posts", "1", Language.EN, "Words.", False)
    dispatcher = CollectingDispatcher()
    utter(dispatcher, Answer(Outcome.ANSWERED, Language.EN, citations=(cited, without)))
    (data,) = [message["custom"] for message in dispatcher.messages if message["custom"]]
    assert [citation.get("page") for citation in data["citations"]] == [7, None]


@pytest.mark.parametrize(("language", "day"), [(Language.CY, "2 Mawrth 2026"), (Language.EN, "2 March 2026")])
def test_of_a_withdrawn_document_it_is_said_when_in_the_language_of_the_question(language: Language, day: str) -> None:
    pointer = Withdrawn("Pools", Anchor("pools", "1"), date(2026, 3, 2))
    dispatcher = CollectingDispatcher()
    utter(dispatcher, Answer(Outcome.UNANSWERED, language, pointer=pointer))
    (said,) = [message for message in dispatcher.messages if message["response"]]
    assert (said["response"], said["title"], said["since"]) == ("utter_withdrawn", "Pools", day)
