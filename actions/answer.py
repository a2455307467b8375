"""Answer a question, or one that follows on from the question before."""

from typing import Any

from anyio import to_thread
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.reply import utter
from knowledge.current import CurrentAssistant
from knowledge.models import Language

FOLLOW_UP = "follow_up"


class ActionAnswer(Action):
    def __init__(self, assistant: CurrentAssistant) -> None:
        self.assistant = assistant

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        question = tracker.latest_message["text"]
        follows = tracker.latest_message["intent"].get("name") == FOLLOW_UP
        previous = tracker.get_slot("last_question") if follows else None
        language = Language(tracker.get_slot("language"))
        assistant = self.assistant.get()
        answer = await to_thread.run_sync(assistant.answer, question, language, previous)
        utter(dispatcher, answer)
        shown = [str(citation.anchor) for citation in answer.citations]
        return [
            SlotSet("last_question", f"{previous} {question}" if previous else question),
            SlotSet("last_section", shown[0] if shown else None),
        ]
