"""What of an activity Holi has to do with, and the shapes that are in the wild made the one that is documented."""

import json
from typing import Any

IGNORED, NOT_IMPLEMENTED = 200, 501
FEEDBACK, FORM = "message/submitAction", "message/fetchTask"
EVENTS = {
    "messageUpdate": {"editMessage", "undeleteMessage"},
    "messageDelete": {"softDeleteMessage"},
}


def unhandled(activity: dict[str, Any]) -> int | None:
    """The status for an activity that Holi has nothing to do with; None for the others."""
    kind = activity.get("type")
    if kind == "invoke":
        return None if activity.get("name") in (FEEDBACK, FORM) else NOT_IMPLEMENTED
    if kind in ("message", "conversationUpdate"):
        return None
    if kind == "installationUpdate":
        return None if activity.get("action") in ("add", "remove") else IGNORED
    if isinstance(kind, str) and kind in EVENTS:
        data = activity.get("channelData")
        event = data.get("eventType") if isinstance(data, dict) else None
        return None if isinstance(event, str) and event in EVENTS[kind] else IGNORED
    return IGNORED


def ids(activity: dict[str, Any]) -> list[Any]:
    """What is kept of an activity's ids."""
    conversation = activity.get("conversation")
    return [activity.get("id"), *(conversation.values() if isinstance(conversation, dict) else ())]


def made_regular(activity: dict[str, Any], app_id: str) -> dict[str, Any]:
    regular = {**activity, "recipient": activity.get("recipient") or {"id": f"28:{app_id}"}}
    value = activity.get("value")
    if activity.get("name") == FORM and isinstance(value, dict) and "data" not in value:
        regular["value"] = {"data": value}
    if activity.get("name") == FEEDBACK and isinstance(value, dict) and isinstance(value.get("actionValue"), dict):
        given = value["actionValue"].get("feedback")
        text = given if isinstance(given, str) else json.dumps(given or {}, ensure_ascii=False)
        regular["value"] = {**value, "actionValue": {**value["actionValue"], "feedback": text}}
    return regular
