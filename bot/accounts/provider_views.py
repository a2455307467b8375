"""To the identity provider and back, and what it says when somebody signs out there."""

from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from bot.accounts.models import Identity, ProviderSession
from bot.accounts.oidc import checked, setting
from bot.accounts.permissions import rights
from bot.accounts.records import signed_in
from bot.accounts.refusals import SignInRefused
from bot.web.language import page_language
from bot.web.limits import limited

logger = structlog.stdlib.get_logger(__name__)
BACKEND = "bot.accounts.oidc.ProviderBackend"
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"


def refused(request: HttpRequest, kind: str) -> HttpResponse:
    logger.warning("sign-in refused", reason=kind)
    language = request.session.get("language") or page_language(request)
    return redirect(f"{reverse('sign-in')}?{urlencode({'language': language, 'refused': kind})}")


class Begin(OIDCAuthenticationRequestView):
    get_settings = staticmethod(setting)

    def __init__(self, **kwargs: Any) -> None:
        self.OIDC_RP_CLIENT_ID = settings.HOLI_PROVIDER.client_id if settings.HOLI_PROVIDER else ""

    def get(self, request: HttpRequest) -> HttpResponse:
        if settings.HOLI_PROVIDER is None:
            raise Http404
        request.session["language"] = str(page_language(request))
        try:
            self.OIDC_OP_AUTH_ENDPOINT = setting("OIDC_OP_AUTHORIZATION_ENDPOINT")
        except SignInRefused as refusal:
            return refused(request, str(refusal))
        found: HttpResponse = super().get(request)
        return found

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        language = page_language(request)
        return {"ui_locales": f"{language} {language.twin}"}


class Callback(OIDCAuthenticationCallbackView):
    get_settings = staticmethod(setting)

    def get(self, request: HttpRequest) -> HttpResponse:
        if settings.HOLI_PROVIDER is None:
            raise Http404
        try:
            found: HttpResponse = super().get(request)
        except SuspiciousOperation:
            return refused(request, "state")
        except SignInRefused as refusal:
            return refused(request, str(refusal))
        return found

    def login_failure(self) -> HttpResponse:
        return refused(self.request, "declined" if self.request.GET.get("error") else "state")

    def login_success(self) -> HttpResponse:
        request, person = self.request, self.user
        language, after = request.session.get("language", "cy"), request.session.get("oidc_login_next")
        request.session.flush()  # nothing of whoever sat here before, and a key that nobody knows
        login(request, person, backend=BACKEND)
        request.session["id_token"] = request.id_token
        ProviderSession.objects.filter(ends_at__lt=timezone.now()).delete()
        ProviderSession.objects.create(
            key=request.session.session_key,
            person=person,
            sid=str(request.claims.get("sid") or ""),
            ends_at=request.session.get_expiry_date(),
        )
        signed_in(person)
        home = "editorial:documents" if rights(person) else "demo"
        return redirect(after or f"{reverse(home)}?language={language}")


@csrf_exempt
@require_POST
@limited("sign-in")
def back_channel(request: HttpRequest) -> HttpResponse:
    """The provider says, with a signed token, that somebody has signed out there."""
    if settings.HOLI_PROVIDER is None:
        raise Http404
    try:
        claims = checked(request.POST.get("logout_token", ""))
    except SignInRefused as refusal:
        logger.warning("sign-out refused", reason=str(refusal))
        return HttpResponse(status=400)
    if SIGNED_OUT not in (claims.get("events") or {}) or "nonce" in claims:
        return HttpResponse(status=400)
    theirs = ProviderSession.objects.filter(person__identity__in=Identity.of(claims["iss"], claims["sub"]))
    if claims.get("sid"):
        theirs = theirs.filter(sid=claims["sid"])
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in theirs:
        store(session.key).delete()
    theirs.delete()
    response = HttpResponse(status=200)
    response["Cache-Control"] = "no-store"
    return response
