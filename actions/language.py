"""Change the conversation's language because the person asked for it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge.models import Language


class ActionUseLanguage(Action):
    def __init__(self, language: Language, name: str) -> None:
        self.language, self._name = language, name

    def name(self) -> str:
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(json_message={"language": self.language})
        return [SlotSet("language", self.language)]
