"""Activities as Teams sends them, after the examples in Microsoft's documentation, with made-up ids."""

from itertools import count
from typing import Any

from tests.bot.teams.microsoft import APP, TENANT

BOT = f"28:{APP}"
PERSON = "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw"
ANOTHER = "29:1KXAnVdFL6Dh4WzT9xcVEr0jLeo6ZFPjkTUbXqCqHMTgn9fZIwRv0XJ9eHhVvFSpE0VrYw5V6Q2Cns7nVq0Drkg"
CHAT = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSfOpzbfcAg2IaydGElSo10tVr4C7Fc6GtieTJX663WuJCc1uA83n4CSrHSgGBj5XNYLcV"
GROUP = "19:b1a3c2d4e5f60718@thread.v2"
CHANNEL = "19:253b1f341670408fb6fe51050b6e5ceb@thread.tacv2;messageid=1700000000001"
MENTION = {"type": "mention", "mentioned": {"id": BOT, "name": "Holi"}, "text": "<at>Holi</at>"}

_numbers = count(1)


def activity(service_url: str, type: str, **more: Any) -> dict[str, Any]:
    number = next(_numbers)
    return {
        "type": type,
        "id": f"17000000{number:05}",
        "timestamp": f"2026-11-25T10:00:{number // 1000 % 60:02}.{number % 1000:03}Z",
        "localTimestamp": "2026-11-25T10:00:00.000+00:00",
        "localTimezone": "Europe/London",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": PERSON, "name": "Nia Rees", "aadObjectId": "8a1f2b3c-0000-4000-8000-000000000001"},
        "recipient": {"id": BOT, "name": "Holi"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CHAT},
        "entities": [{"type": "clientInfo", "locale": "cy-GB", "country": "GB", "platform": "Windows"}],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "cy-GB",
        **more,
    }


def message(service_url: str, text: str, **more: Any) -> dict[str, Any]:
    html = {"contentType": "text/html", "content": f"<div>{text}</div>"}
    return activity(service_url, "message", **{"text": text, "textFormat": "plain", "attachments": [html], **more})


def in_group(service_url: str, text: str, mentioned: bool = True, id: str = GROUP, **more: Any) -> dict[str, Any]:
    kind = "channel" if id == CHANNEL else "groupChat"
    place = {"conversationType": kind, "tenantId": TENANT, "id": id, "isGroup": True}
    entities = [MENTION] if mentioned else []
    return message(service_url, text, conversation=place, entities=entities, **more)


def changed(said: dict[str, Any], type: str, event: str, **more: Any) -> dict[str, Any]:
    """Another activity about a message that was sent before."""
    later = activity(said["serviceUrl"], type)
    data = {**said["channelData"], "eventType": event}
    return {**said, "type": type, "timestamp": later["timestamp"], "channelData": data, **more}


def edited(said: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    return changed(said, "messageUpdate", "editMessage", text=text, **more)


def deleted(said: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = changed(said, "messageDelete", "softDeleteMessage", **more)
    return {name: value for name, value in found.items() if name not in ("text", "textFormat", "attachments")}


def judged(service_url: str, reply_to: str | None, reaction: str = "like", feedback: Any = "{}", **more: Any) -> Any:
    value = {"actionName": "feedback", "actionValue": {"reaction": reaction, "feedback": feedback}}
    about = {"replyToId": reply_to} if reply_to else {}
    return activity(service_url, "invoke", name="message/submitAction", value=value, **about, **more)
