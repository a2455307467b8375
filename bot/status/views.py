"""Metrics, for Prometheus."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bot.status.queue import Standing
from observing.metrics import CONTENT_TYPE, may_read, written

standing = Standing()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    headers = {name.lower(): value for name, value in request.headers.items()}
    if not may_read(request.META.get("REMOTE_ADDR", ""), headers, settings.HOLI_OBSERVING.metrics_token):
        return JsonResponse({"error": "unauthorised"}, status=401)
    return HttpResponse(written(standing), content_type=CONTENT_TYPE)
