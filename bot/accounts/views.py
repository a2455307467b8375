"""The page to sign in from, one-time links, and signing out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bot.accounts.models import ProviderSession, SignInLink
from bot.accounts.oidc import sign_out_address
from bot.accounts.provider_views import refused
from bot.accounts.records import signed_in, signed_out
from bot.accounts.refusals import REFUSALS
from bot.web.language import page_language
from bot.web.limits import limited


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """With what went wrong, where somebody comes back from the provider without being signed in."""
    after = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        after = ""
    refusal = REFUSALS.get(request.GET.get("refused", ""))
    return render(
        request,
        "accounts/sign_in.html",
        {
            "twin": page_language(request).twin,
            "provider": settings.HOLI_PROVIDER is not None,
            "links": settings.HOLI_LINKS,
            "next": after,
            "refusal": refusal() if refusal else "",
        },
    )


@require_GET
def signed_in_page(request: HttpRequest) -> HttpResponse:
    """Where who came from the widget on another page ends."""
    return render(request, "accounts/signed_in.html", {"twin": page_language(request).twin})


@never_cache
@require_http_methods(["GET", "POST"])
@limited("sign-in")
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it shows a button: a mail scanner that follows links mustn't use it up."""
    language = page_language(request)
    if not settings.HOLI_LINKS:
        return refused(request, "links")
    if request.method == "GET":
        return render(request, "accounts/use_link.html", {"twin": language.twin})
    person = SignInLink.use(token)
    if person is None:
        return render(request, "accounts/use_link.html", {"twin": language.twin, "spent": True}, status=410)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    signed_in(person)
    return redirect(f"{reverse('editorial:documents')}?language={language}")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    after = sign_out_address(request, f"{reverse('demo')}?language={page_language(request)}")
    if isinstance(request.user, User):
        signed_out(request.user)
    ProviderSession.objects.filter(key=request.session.session_key or "").delete()
    logout(request)
    return redirect(after)
