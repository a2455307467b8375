"""A page that failed, as a line with its route and the exception's places."""

from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest

from knowledge.observing.metrics import FAILURES

logger = structlog.stdlib.get_logger(__name__)


def route(request: HttpRequest) -> str:
    """The pattern, not the address: in that anything may stand."""
    return request.resolver_match.route if request.resolver_match else ""


@receiver(got_request_exception)
def page_failed(request: HttpRequest, **more: Any) -> None:
    FAILURES.labels("page").inc()
    logger.exception("a page failed", method=request.method, route=route(request))
