"""Preview, publish, roll back, and the audit trail."""

import json
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bot.accounts.permissions import Right, can, needs, signed_in
from bot.editorial.forms import PublishForm, RollBackForm
from bot.editorial.models import Draft
from bot.editorial.policies import publish_checks
from bot.editorial.retention import keep_house
from bot.editorial.steps import record, tell, to
from bot.editorial.trail import DEEDS
from bot.web.language import page_language
from knowledge.audit import Audit
from knowledge.changes import changes
from knowledge.errors import HoliError
from knowledge.publishing import Publisher
from knowledge.redirects import Redirect
from knowledge.releases import Releases


def both_sides(old: str, new: str) -> list[dict[str, object]]:
    """Changes of two releases, each section once with its languages beside each other, Welsh first."""
    stored = Releases(settings.HOLI_HOME)
    found = changes(stored.get(old).library, stored.get(new).library)
    return [{"anchor": anchor, "sides": list(sides)} for anchor, sides in groupby(found, key=attrgetter("anchor"))]


@require_safe
@needs(Right.READ)
def preview(request: HttpRequest, id: int) -> HttpResponse:
    draft = get_object_or_404(Draft, pk=id)
    if draft.state not in (Draft.State.READY, Draft.State.PUBLISHED):
        return to(request, "draft", id)
    checks = publish_checks(draft, signed_in(request))
    try:
        rows, redirects = both_sides(draft.compared_with, draft.release), _new_redirects(draft)
    except HoliError as error:  # an old draft, whose releases have gone
        tell(request, error)
        return to(request, "draft", id)
    context = {
        "twin": page_language(request).twin,
        "draft": draft,
        "rows": rows,
        "answers": draft.answers,
        "checks": checks,
        "redirects": redirects,
        "gaps": [gap.sentence(page_language(request)) for gap in checks.gaps],
        "form": PublishForm(needs_reason=checks.needs_reason),
        "can_publish": can(request.user, Right.PUBLISH) and draft.state == Draft.State.READY,
        "second": settings.HOLI_SECOND_APPROVAL,
    }
    return render(request, "editorial/preview.html", context)


def _new_redirects(draft: Draft) -> list[Redirect]:
    stored = Releases(settings.HOLI_HOME)
    before = stored.get(draft.compared_with).redirects
    return [one for section, one in stored.get(draft.release).redirects.items() if before.get(section) != one]


@require_POST
@needs(Right.PUBLISH)
def approve(request: HttpRequest, id: int) -> HttpResponse:
    draft = get_object_or_404(Draft, pk=id)
    if draft.state == Draft.State.READY:
        draft.approved_by = signed_in(request)
        draft.save()
        record(request, "draft approved", draft)
    return to(request, "preview", id)


@require_POST
@needs(Right.PUBLISH)
def publish(request: HttpRequest, id: int) -> HttpResponse:
    draft = get_object_or_404(Draft, pk=id)
    checks = publish_checks(draft, signed_in(request))
    form = PublishForm(request.POST, needs_reason=checks.needs_reason)
    if checks.stops or not form.is_valid():
        for sentence in checks.stops or [_("Write why it is published, and why what is missing is accepted.")]:
            messages.error(request, sentence)
        return to(request, "preview", id)
    details = {"draft": draft.id, "reason": form.cleaned_data.get("reason", "")}
    if draft.approved_by:
        details["approved by"] = draft.approved_by.get_username()
    try:
        Publisher.at(settings.HOLI_HOME).publish(
            draft.release,
            request.user.get_username(),
            form.cleaned_data["note"],
            instead_of=draft.compared_with,
            details=json.dumps(details, ensure_ascii=False),
        )
    except HoliError as error:
        tell(request, error)
        return to(request, "preview", id)
    draft.state = Draft.State.PUBLISHED
    draft.save()
    keep_house()
    messages.success(request, _("Published. The next question is answered from it."))
    return to(request, "releases")


@require_safe
@needs(Right.READ)
def releases(request: HttpRequest) -> HttpResponse:
    stored = Releases(settings.HOLI_HOME)
    notes = {entry.release: entry for entry in Audit(settings.HOLI_HOME).entries() if entry.note}
    context = {
        "twin": page_language(request).twin,
        "releases": [(release.manifest, notes.get(release.digest)) for release in stored.all()],
        "current": stored.current_digest(),
        "form": RollBackForm(),
        "can_publish": can(request.user, Right.PUBLISH),
    }
    return render(request, "editorial/releases.html", context)


@require_safe
@needs(Right.READ)
def compare(request: HttpRequest) -> HttpResponse:
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    try:
        rows = both_sides(old, new)
    except HoliError as error:
        tell(request, error)
        return to(request, "releases")
    context = {"twin": page_language(request).twin, "rows": rows, "old": old, "new": new}
    return render(request, "editorial/compare.html", context)


@require_POST
@needs(Right.PUBLISH)
def roll_back(request: HttpRequest, digest: str) -> HttpResponse:
    from knowledge.encoder import load_encoder
    from knowledge.settings import load_settings

    form = RollBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write why you go back."))
        return to(request, "releases")
    values = load_settings()
    try:
        encoder = load_encoder(values.models, values.model)
        Publisher.at(settings.HOLI_HOME).roll_back(
            digest, request.user.get_username(), form.cleaned_data["note"], encoder
        )
        messages.success(request, _("Rolled back. The next question is answered from it."))
    except HoliError as error:
        tell(request, error)
    return to(request, "releases")


@require_safe
@needs(Right.AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    trail = reversed(Audit(settings.HOLI_HOME).entries())
    entries = [(entry, DEEDS.get(entry.what, entry.what)) for entry in trail]
    return render(request, "editorial/audit.html", {"twin": page_language(request).twin, "entries": entries})


@require_safe
@needs(Right.AUDIT)
def audit_csv(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(Audit(settings.HOLI_HOME).csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="holi-audit.csv"'
    return response
