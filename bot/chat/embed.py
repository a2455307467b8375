"""The one script that an intranet pastes in, served without comments and indents."""

from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from rjsmin import jsmin

SCRIPT = Path(__file__).parent / "static" / "chat" / "embed.js"


@lru_cache(maxsize=1)
def minified() -> bytes:
    # rjsmin takes a template inside a template's ${…} for code; a test sees to it that there is none.
    return jsmin(SCRIPT.read_text(encoding="utf-8")).encode()  # type: ignore[no-any-return]


@require_safe
@cache_control(public=True, max_age=300)
def script(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(minified(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
