"""What staff are told of it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot.web.language import page_language


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"months": settings.HOLI_RETENTION_MONTHS, "twin": page_language(request).twin}
    return render(request, "privacy/privacy.html", context)
