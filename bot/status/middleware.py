"""The first and last of every request: its id, and a line where it was refused."""

from collections.abc import Awaitable, Callable

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bot.status.failures import route
from knowledge.observing.metrics import REFUSALS
from knowledge.observing.requests import HEADER, begin

logger = structlog.stdlib.get_logger(__name__)


class RequestIdMiddleware:
    async_capable = True
    sync_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        id = begin(request.headers.get(HEADER) if settings.HOLI_OBSERVING.ids_taken else None)
        response = self.get_response(request)
        return (
            _ended(request, response, id) if isinstance(response, HttpResponseBase) else _awaited(request, response, id)
        )


async def _awaited(request: HttpRequest, response: Awaitable[HttpResponseBase], id: str) -> HttpResponseBase:
    return _ended(request, await response, id)


def _ended(request: HttpRequest, response: HttpResponseBase, id: str) -> HttpResponseBase:
    response[HEADER] = id
    if response.status_code >= 400:
        REFUSALS.labels(response.status_code).inc()
        logger.warning("refused", status=response.status_code, method=request.method, route=route(request))
    return response
