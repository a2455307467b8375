"""The one script that an intranet pastes in, served without comments and indents."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from rjsmin import jsmin

from bot.accounts.configuration import SIGNED_IN

ANONYMOUSLY, WITH_COOKIES = b'"same-origin"', b'"include"'
SCRIPT = Path(__file__).parent / "static" / "chat" / "embed.js"


@lru_cache(maxsize=1)
def minified() -> bytes:
    # rjsmin takes a template inside a template's ${…} for code; a test sees to it that there is none.
    return jsmin(SCRIPT.read_text(encoding="utf-8")).encode()  # type: ignore[no-any-return]


@require_safe
@cache_control(public=True, max_age=300)
def script(request: HttpRequest) -> HttpResponse:
    script = minified()
    if settings.HOLI_ASKING == SIGNED_IN:
        script = script.replace(ANONYMOUSLY, WITH_COOKIES)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
