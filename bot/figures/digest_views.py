"""Asking for the weekly digest, and stopping it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bot.accounts.permissions import Right, needs, signed_in
from bot.chat.models import LANGUAGES
from bot.review.models import DigestReader
from bot.web.language import page_language


class DigestForm(forms.Form):
    email = forms.EmailField()
    language = forms.ChoiceField(choices=LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.REVIEW)
def digest(request: HttpRequest) -> HttpResponse:
    person, language = signed_in(request), page_language(request)
    if request.method == "POST":
        _change(request, person)
        return redirect(f"{reverse('figures:digest')}?language={language}")
    reader = DigestReader.objects.filter(person=person).first()
    context = {"twin": language.twin, "reader": reader, "wanted": reader.language if reader else language}
    return render(request, "figures/digest.html", context)


def _change(request: HttpRequest, person: User) -> None:
    if "stop" in request.POST:
        DigestReader.objects.filter(person=person).delete()
        messages.success(request, _("You won't get the digest any more."))
        return
    form = DigestForm(request.POST)
    if form.is_valid():
        DigestReader.objects.update_or_create(person=person, defaults=form.cleaned_data)
        messages.success(request, _("You will get the digest once a week."))
    else:
        messages.error(request, _("This isn't an e-mail address. Write it like name@example.org."))
