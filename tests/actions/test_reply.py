from rasa_sdk.executor import CollectingDispatcher

from actions.reply import utter
from knowledge.models import Anchor, Answer, Citation, Language, Outcome


def test_a_citation_says_the_page_where_the_document_has_pages() -> None:
    cited = Citation(Anchor("policy", "4.2"), "Policy", "Posts", "1", Language.EN, "Words.", False, page=7)
    without = Citation(Anchor("policy", "4.3"), "Policy", "Posts", "1", Language.EN, "Words.", False)
    dispatcher = CollectingDispatcher()
    utter(dispatcher, Answer(Outcome.ANSWERED, Language.EN, citations=(cited, without)))
    (data,) = [message["custom"] for message in dispatcher.messages if message["custom"]]
    assert [citation.get("page") for citation in data["citations"]] == [7, None]
