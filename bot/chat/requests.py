"""What a request to the chat API must be, and what is said when it isn't."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from bot.web.language import in_both

LONGEST_MESSAGE = 1000  # characters
LARGEST_BODY = 16 * 1024  # bytes

SENTENCES: dict[str, tuple[int, Callable[[], str]]] = {
    "origin": (403, lambda: _("This site isn't on Holi's list. Ask Holi's administrator to add its address.")),
    "sign_in": (401, lambda: _("Please sign in to ask Holi a question.")),
    "post": (405, lambda: _("Use POST to ask a question.")),
    "get": (405, lambda: _("Use GET to read a conversation.")),
    "not_json": (415, lambda: _("The request isn't JSON. Send it with the content type application/json.")),
    "too_large": (413, lambda: _("The request is too large. A question can have up to 1,000 characters.")),
    "broken": (400, lambda: _("The request can't be read. Send one JSON object with a 'message'.")),
    "empty": (400, lambda: _("There is no question. Type one and send it again.")),
    "too_long": (400, lambda: _("The question is too long. Please ask it in up to 1,000 characters.")),
    "no_words": (400, lambda: _("Holi reads words only. Please write your question in Welsh or English.")),
    "language": (400, lambda: _("The language isn't known. Use cy or en.")),
    "conversation": (400, lambda: _("This conversation isn't known. Please start a new one.")),
    "too_often": (429, lambda: _("There were too many requests in a short time. Please wait a little and try again.")),
    "database": (503, lambda: _("Holi can't keep questions just now, so yours wasn't asked. Please try again soon.")),
    "email": (400, lambda: _("This isn't a work e-mail address that Holi may write to. Correct it and send it again.")),
    "question": (400, lambda: _("This question isn't known, so no feedback was kept.")),
}


class Refused(Exception):
    def __init__(self, code: str, headers: dict[str, str] | None = None) -> None:
        self.code, self.headers = code, headers
        self.status, self.message = SENTENCES[code]

    def response(self) -> JsonResponse:
        error = {"code": self.code, "message": in_both(self.message)}
        return JsonResponse({"error": error}, status=self.status, headers=self.headers)


def check_origin(request: HttpRequest) -> None:
    """A browser says where a page came from; ours and those on the list may ask."""
    origin = request.headers.get("origin")
    if origin and origin not in settings.HOLI_EMBED_ORIGINS and urlsplit(origin).netloc != request.get_host():
        raise Refused("origin")


def json_body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Refused("not_json")
    try:
        length = int(request.headers.get("content-length") or 0)
    except ValueError:
        raise Refused("broken") from None
    if length > LARGEST_BODY:
        raise Refused("too_large")
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        raise Refused("too_large")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("broken") from None
    if not isinstance(found, dict):
        raise Refused("broken")
    return found


def clean_message(value: object) -> str:
    """The words a person typed, without what can't be seen. Raises Refused."""
    if not isinstance(value, str):
        raise Refused("broken" if value is not None else "empty")
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in value if unicodedata.category(c) != "Cs")
    text = "".join(kept).strip()
    if not text:
        raise Refused("empty")
    if len(text) > LONGEST_MESSAGE:
        raise Refused("too_long")
    if not any(character.isalnum() for character in text):
        raise Refused("no_words")
    return text


def clean_id(value: object, code: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise Refused(code) from None
