"""The endpoint that Microsoft's channel posts activities to."""

import json
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bot.teams.callers import Callers, Refused
from bot.teams.configuration import Configuration
from bot.web.limits import TooOften, acheck_address
from knowledge.observing.metrics import FAILURES

logger = structlog.stdlib.get_logger(__name__)


@lru_cache(maxsize=1)
def callers(configuration: Configuration) -> Callers:
    return Callers(configuration)


@csrf_exempt  # no cookie speaks for anyone here
async def messages(request: HttpRequest) -> HttpResponse:
    configuration: Configuration | None = settings.HOLI_TEAMS
    if configuration is None:
        raise Http404
    from bot.teams.receiving import receive

    try:
        if request.method != "POST":
            raise Refused(405, "it isn't a POST", {"Allow": "POST"})
        try:
            caller = await callers(configuration).identify(request.headers.get("authorization", ""))
        except Refused:
            await acheck_address(request, "teams")  # Microsoft's own addresses carry everybody's messages
            raise
        activity = _activity(request)
        caller.check_activity(activity)
        status, body = await receive(activity, caller.token)
    except Refused as refusal:
        logger.warning("a Teams activity was refused", status=refusal.status, reason=refusal)
        return JsonResponse({"error": "refused"}, status=refusal.status, headers=refusal.headers)
    except TooOften as too_often:
        return JsonResponse({"error": "refused"}, status=429, headers={"Retry-After": str(too_often.seconds)})
    except DatabaseError:
        FAILURES.labels("database").inc()
        logger.exception("the question log can't be used")
        return JsonResponse({"error": "unready"}, status=503)
    return HttpResponse(status=status) if body is None else JsonResponse(body, status=status)


def _activity(request: HttpRequest) -> dict[str, Any]:
    try:
        # What no database can hold: halves of characters, and NUL.
        whole = (
            json.dumps(json.loads(request.read()), ensure_ascii=False).encode(errors="replace").replace(rb"\u0000", b"")
        )
        found = json.loads(whole)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "the activity isn't a JSON object")
    return found
