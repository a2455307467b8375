"""The queue, a gap, and an owner's tasks."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bot.accounts.permissions import Right, can, needs, signed_in
from bot.review.forms import FilterForm
from bot.review.gap_forms import gap_forms
from bot.review.grouping import alike
from bot.review.models import Gap, Regrouping, SavedFilter
from bot.review.policies import can_see
from bot.review.queue import QueueForm
from bot.review.states import CLOSED, LIVE
from bot.web.language import page_language
from bot.web.published import current_library
from knowledge.meaning import ALIKE
from knowledge.models import Anchor

A_PAGE = 50
SHOWN = 200  # questions of one gap on its page, the newest
CONSIDERED = 5
ALIKE_SHOWN = 3


def to_queue(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('review:queue')}?language={page_language(request)}")


def to_gap(request: HttpRequest, id: int) -> HttpResponse:
    return redirect(f"{reverse('review:gap', args=[id])}?language={page_language(request)}")


@require_safe
@needs(Right.REVIEW, Right.AUDIT)
def queue(request: HttpRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    page = Paginator(form.gaps(), A_PAGE).get_page(request.GET.get("page"))
    filters = {name: value for name, value in request.GET.items() if name not in ("page", "language")}
    context = {
        "twin": page_language(request).twin,
        "form": form,
        "page": page,
        "query": urlencode(filters),
        "counts": _counts(),
        "regrouping": Regrouping.objects.filter(finished_at=None).first(),
        "filters": SavedFilter.objects.filter(person=signed_in(request)),
        "filter_form": FilterForm(),
        "can_decide": can(request.user, Right.REVIEW),
    }
    return render(request, "review/queue.html", context)


def _counts() -> list[tuple[str, str, int]]:
    """Of each state that has any: its name, its words, how many gaps."""
    counted = Gap.objects.values_list("state").annotate(Count("id"))
    found = dict(counted)
    return [(state.value, str(state.label), found[state]) for state in Gap.State if found.get(state)]


@require_safe
@needs(Right.REVIEW, Right.AUDIT, Right.EDIT)
def gap(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Gap, pk=id)
    if not can_see(request.user, found):
        raise PermissionDenied
    return gap_page(request, found)


def gap_page(request: HttpRequest, found: Gap, bound: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """`bound`: a form by its action, as it came and couldn't be taken."""
    language = page_language(request)
    _digest, library = current_library()
    members = found.members.select_related("question__conversation").order_by("-question__asked_at")[:SHOWN]
    decided = Gap.objects.filter(state__in=CLOSED).exclude(pk=found.pk)
    considered = []
    for anchor, times, score in _considered([member.question.considered for member in members]):
        document, section = library.shown(anchor, language) if anchor in library.anchors else (None, None)
        if document and section:
            considered.append((anchor, f"{document.title}: {section.title}", section.language, times, score))
    context = {
        "twin": language.twin,
        "gap": found,
        "members": members,
        "considered": considered,
        "alike": alike(found, decided, ALIKE)[:ALIKE_SHOWN],
        "decisions": found.decisions.select_related("by"),
        "forms": gap_forms(request.user, found, library, language) | (bound or {}),
        "sections": {str(a): library.shown(a, language)[1].title for a in library.anchors},
        "live": found.state in LIVE,
    }
    return render(request, "review/gap.html", context, status=status)


def _considered(lists: list[list[dict[str, Any]]]) -> list[tuple[Anchor, int, float]]:
    """The sections that came nearest: how many of the questions had it among their first three, and its best score."""
    times: Counter[str] = Counter()
    best: dict[str, float] = {}
    for one in lists:
        for hit in one[:3]:
            times[hit["section"]] += 1
            best[hit["section"]] = max(best.get(hit["section"], 0.0), hit["score"])
    ordered = sorted(times, key=lambda section: (-times[section], -best[section]))
    return [(Anchor.parse(section), times[section], best[section]) for section in ordered[:CONSIDERED]]


@require_safe
@needs(Right.EDIT, Right.REVIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    own = Gap.objects.filter(owner=signed_in(request), state__in=LIVE).order_by("due")
    return render(request, "review/tasks.html", {"twin": page_language(request).twin, "gaps": own})


@require_POST
@needs(Right.REVIEW)
def regroup(request: HttpRequest) -> HttpResponse:
    if not Regrouping.objects.filter(finished_at=None).exists():
        Regrouping.objects.create(asked_by=signed_in(request))
    messages.success(request, _("The questions are being grouped anew. What people decided stays as it is."))
    return to_queue(request)


@require_POST
@needs(Right.REVIEW, Right.AUDIT)
def save_filter(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.POST)
    query = request.POST.get("query", "")[:500]
    if form.is_valid():
        SavedFilter.objects.update_or_create(
            person=signed_in(request), name=form.cleaned_data["name"], defaults={"query": query}
        )
        messages.success(request, _("The filter is kept."))
    return redirect(f"{reverse('review:queue')}?language={page_language(request)}&{query}")


@require_POST
@needs(Right.REVIEW, Right.AUDIT)
def drop_filter(request: HttpRequest, id: int) -> HttpResponse:
    SavedFilter.objects.filter(pk=id, person=signed_in(request)).delete()
    return to_queue(request)
