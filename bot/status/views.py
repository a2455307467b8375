"""Metrics, for Prometheus; and the status page, which itself needs nothing that it tells of."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bot.accounts.permissions import rights
from bot.status.looking import Looking
from bot.status.queue import Standing
from bot.status.saying import rows, short
from bot.web.language import page_language
from knowledge.observing.metrics import CONTENT_TYPE, may_read, written

standing = Standing()
looking = Looking()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not may_read(request.META.get("REMOTE_ADDR", ""), headers, settings.HOLI_OBSERVING.metrics_token):
        return JsonResponse({"error": "unauthorised"}, status=401)
    return HttpResponse(written(standing), content_type=CONTENT_TYPE)


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    found = looking.findings()
    try:
        detailed = bool(rights(request.user))
    except DatabaseError:
        request.user, detailed = AnonymousUser(), False  # the frame of the page asks who it is as well
    shown = {"short": short(found), "rows": rows(found) if detailed else (), "twin": page_language(request).twin}
    return render(request, "status/status.html", shown)
