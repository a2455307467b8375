"""What the steps of a draft's work share: where to go next, what to say, what to write down."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bot.accounts.permissions import signed_in
from bot.editorial import drafts
from bot.editorial.models import Draft
from bot.editorial.policies import can_edit
from bot.web.language import page_language
from knowledge.audit import Audit
from knowledge.errors import HoliError


def address(request: HttpRequest, name: str, *args: object) -> str:
    return f"{reverse(f'editorial:{name}', args=args)}?language={page_language(request)}"


def to(request: HttpRequest, name: str, *args: object) -> HttpResponse:
    return redirect(address(request, name, *args))


def tell(request: HttpRequest, error: HoliError) -> None:
    """What went wrong, in the language of the page."""
    messages.error(request, error.sentence(page_language(request)))


def record(request: HttpRequest, what: str, draft: Draft, details: str = "") -> None:
    who = request.user.get_username()
    Audit(settings.HOLI_HOME).append(who, what, note=draft.title, release=draft.release or draft.base, details=details)


def editable(id: int) -> Draft:
    """Raises HoliError where its state doesn't allow it."""
    draft = get_object_or_404(Draft, pk=id)
    if not can_edit(draft):
        raise HoliError(_("This draft can't be edited now. Begin another."))
    return draft


def keep(draft: Draft, name: str, text: str, request: HttpRequest, **more: Any) -> None:
    drafts.keep(draft, name, text, signed_in(request), **more)
