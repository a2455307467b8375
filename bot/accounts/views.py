"""Sign in with a one-time link, and sign out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bot.accounts.models import SignInLink
from bot.web.language import page_language
from bot.web.limits import limited


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sign_in.html", {"twin": page_language(request).twin})


@never_cache
@require_http_methods(["GET", "POST"])
@limited("sign-in")
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it shows a button: a mail scanner that follows links mustn't use it up."""
    language = page_language(request)
    if request.method == "GET":
        return render(request, "accounts/use_link.html", {"twin": language.twin})
    person = SignInLink.use(token)
    if person is None:
        return render(request, "accounts/use_link.html", {"twin": language.twin, "spent": True}, status=410)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(f"{reverse('editorial:documents')}?language={language}")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(f"{reverse('demo')}?language={page_language(request)}")
