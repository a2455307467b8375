"""What browsers are told about our pages: where scripts come from, who may frame a page, what it may use."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

View = Callable[..., HttpResponse]
UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)


def policy(issuer: str) -> dict[str, Any]:
    """`issuer`: the identity provider's address, where there is one: the form that signs out ends there."""
    elsewhere = [f"{parts.scheme}://{parts.netloc}" for parts in [urlsplit(issuer)] if parts.netloc]
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF, NONCE],
            "img-src": [SELF, "data:"],  # the empty icon
            "connect-src": [SELF],
            "form-action": [SELF, *elsewhere],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }


def framable(view: View) -> View:
    """A page that changes nothing and shows nobody's own things: the intranets that embed us may frame it."""

    @wraps(view)
    def framed(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        if settings.HOLI_EMBED_ORIGINS:
            response._csp_replace = {"frame-ancestors": [SELF, *settings.HOLI_EMBED_ORIGINS]}  # type: ignore[attr-defined]
            response.xframe_options_exempt = True
        return response

    return framed


class PermissionsMiddleware(MiddlewareMixin):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response
