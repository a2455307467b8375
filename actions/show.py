"""Show a section that is already chosen: from a button, whole, again, or just where it stands."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import utter
from knowledge.current import CurrentAssistant
from knowledge.models import Anchor, Answer, Language


class _Showing(Action):
    def __init__(self, assistant: CurrentAssistant) -> None:
        self.assistant = assistant

    def wanted(self, tracker: Tracker) -> str | None:
        found: str | None = tracker.get_slot("last_section")
        return found

    def section(self, tracker: Tracker) -> Answer | None:
        """The section, unless none was shown or a later release has dropped it."""
        try:
            anchor = Anchor.parse(self.wanted(tracker) or "")
            return self.assistant.get().show(anchor, Language(tracker.get_slot("language")))
        except (ValueError, KeyError):
            return None

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        answer = self.section(tracker)
        if answer is None:
            dispatcher.utter_message(response="utter_nothing_to_show")
            return []
        self.say(dispatcher, answer)
        return [SlotSet("last_section", str(answer.citations[0].anchor))]

    def say(self, dispatcher: CollectingDispatcher, answer: Answer) -> None:
        utter(dispatcher, answer)


class ActionShowMore(_Showing):
    def name(self) -> str:
        return "action_show_more"


class ActionShowSection(_Showing):
    def name(self) -> str:
        return "action_show_section"

    def wanted(self, tracker: Tracker) -> str | None:
        found: str | None = (tracker.latest_message.get("metadata") or {}).get("section")
        return found


class ActionShowAgain(_Showing):
    def name(self) -> str:
        return "action_show_again"

    def say(self, dispatcher: CollectingDispatcher, answer: Answer) -> None:
        dispatcher.utter_message(response="utter_in_language")
        utter(dispatcher, answer)


class ActionSource(_Showing):
    def name(self) -> str:
        return "action_source"

    def say(self, dispatcher: CollectingDispatcher, answer: Answer) -> None:
        citation = answer.citations[0]
        dispatcher.utter_message(
            response="utter_source",
            title=citation.title,
            section=citation.anchor.number,
            section_title=citation.section_title,
            version=citation.version,
        )
