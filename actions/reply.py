"""An answer as Rasa's messages: sentences by their name in domain.yml, the quotation as data."""

from typing import Any

import structlog
from babel.dates import format_date
from rasa_sdk.executor import CollectingDispatcher

from knowledge.models import Answer, Choice, Language, NotHeld, Outcome, Service, Withdrawn

logger = structlog.stdlib.get_logger(__name__)

ONLY_IN = {Language.EN: "utter_only_english", Language.CY: "utter_only_welsh"}


def utter(dispatcher: CollectingDispatcher, answer: Answer) -> None:
    if answer.shortened:
        dispatcher.utter_message(response="utter_long_question")
    for response, values in _sentences(answer):
        dispatcher.utter_message(response=response, **values)
    dispatcher.utter_message(json_message=_data(answer))
    logger.info(
        "an answer", language=answer.language, outcome=answer.outcome, release=answer.release, steps=answer.steps
    )
    if any(citation.illustrative for citation in answer.citations):
        dispatcher.utter_message(response="utter_illustrative")


def _sentences(answer: Answer) -> list[tuple[str, dict[str, str]]]:
    if answer.outcome is Outcome.ANSWERED:
        shown = {citation.language for citation in answer.citations}
        return [(ONLY_IN[language], {}) for language in shown if language is not answer.language]
    if answer.outcome is Outcome.CHOICE:
        return [("utter_choice", {})]
    if isinstance(answer.pointer, NotHeld):
        pointer = answer.pointer
        title = f"{pointer.title} ({pointer.version})" if pointer.version else pointer.title
        return [("utter_not_held", {"title": title, "listed_in": pointer.listed_in.number})]
    if isinstance(answer.pointer, Service):
        return [("utter_service", {"name": answer.pointer.name, "where": answer.pointer.where})]
    nearest: list[tuple[str, dict[str, str]]] = [("utter_nearest", {})] if answer.choices else []
    if isinstance(answer.pointer, Withdrawn):
        since = format_date(answer.pointer.since, "d MMMM y", locale=answer.language)
        return [("utter_withdrawn", {"title": answer.pointer.title, "since": since}), *nearest]
    return [("utter_unanswered", {}), *nearest]


def _data(answer: Answer) -> dict[str, Any]:
    is_choice = answer.outcome is Outcome.CHOICE
    links = [] if answer.pointer else [_link(choice) for choice in answer.choices]
    if isinstance(answer.pointer, Service) and answer.pointer.url:
        links = [{"label": answer.pointer.name, "url": answer.pointer.url, "language": answer.language}]
    return {
        "outcome": answer.outcome,
        "language": answer.language,
        "release": answer.release,
        "confidence": round(answer.confidence, 4),
        "steps": answer.steps,
        "citations": [citation.as_json() for citation in answer.citations],
        "choices": [{"label": c.label, "message": f"/show {c.anchor}"} for c in answer.choices] if is_choice else [],
        "links": [] if is_choice else links,
        "considered": [
            {"section": str(hit.anchor), "score": hit.score, "signals": hit.signals} for hit in answer.considered
        ],
    }


def _link(choice: Choice) -> dict[str, str]:
    return {"label": choice.label, "url": choice.url, "language": choice.language}
