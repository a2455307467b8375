"""How large a request may be. What is larger isn't read, and is told so in a sentence."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from bot.web.language import in_both, page_language
from bot.web.lifespan import Application, Receive, Scope, Send

LARGEST = 256 * 1024  # bytes; Teams itself allows a message of about 100 KB
LARGEST_IMPORT = 52 * 1024 * 1024  # a file of 50 MB and its form
TOO_LARGE = "holi.too_large"


def largest(path: str) -> int:
    try:
        return LARGEST_IMPORT if resolve(path).view_name == "editorial:import" else LARGEST
    except Resolver404:
        return LARGEST


def within_limits(application: Application) -> Application:
    """Django would write all of a body onto the disk before it asks any view."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        limit, taken = largest(scope["path"]), 0
        length = dict(scope["headers"]).get(b"content-length", b"")
        scope[TOO_LARGE] = length.isdigit() and int(length) > limit
        ended = False

        async def received() -> Mapping[str, Any]:
            nonlocal taken, ended
            if not scope[TOO_LARGE]:
                message = await receive()
                taken += len(message.get("body", b""))
                if taken <= limit:
                    return message
                scope[TOO_LARGE] = True
            if not ended:
                ended = True
                return {"type": "http.request", "body": b"", "more_body": False}
            while (message := await receive())["type"] != "http.disconnect":
                pass  # what still comes is thrown away
            return message

        return await application(scope, received, send)

    return limited


class BodyMiddleware(MiddlewareMixin):
    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        length = str(request.META.get("CONTENT_LENGTH") or "")
        declared = length.isdecimal() and int(length) > largest(request.path_info)
        if declared or getattr(request, "scope", {}).get(TOO_LARGE):
            return too_large(request)
        return None


def too_large(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        error = {"code": "too_large", "message": in_both(lambda: _("The request is too large. Send less at once."))}
        return JsonResponse({"error": error}, status=413)
    return render(request, "web/message.html", {"status": 413, "twin": page_language(request).twin}, status=413)
