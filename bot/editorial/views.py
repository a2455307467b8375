"""The library as its owners see it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bot.accounts.permissions import Right, needs, rights, signed_in
from bot.editorial.forms import NewDraftForm
from bot.editorial.models import Draft
from bot.editorial.usage import times_cited
from bot.web.language import page_language
from bot.web.published import current_library
from knowledge.audit import Audit
from knowledge.library import Library
from knowledge.models import Anchor, Document, Language
from knowledge.parity import Difference, differences
from knowledge.releases import Releases

MOST_SHOWN = 10


@dataclass(frozen=True)
class Row:
    id: str
    documents: list[Document]  # Welsh first
    overdue: bool
    differences: list[Difference]


@require_safe
@needs(Right.READ)
def documents(request: HttpRequest) -> HttpResponse:
    language = page_language(request)
    digest, library = current_library()
    rows = []
    for id in library.ids:
        own = [found for one in Language if (found := library.document(id, one))]
        overdue = any(one.overdue(date.today()) for one in own)
        rows.append(Row(id, own, overdue, differences(library, id)))
    cited = times_cited()
    titles = {anchor: library.shown(anchor, language)[1] for anchor in library.anchors}
    context = {
        "twin": language.twin,
        "most": [(titles[anchor], cited[str(anchor)]) for anchor in _most(library, cited)],
        "never": [section for anchor, section in titles.items() if str(anchor) not in cited],
        "rows": rows,
        "release": digest,
        "drafts": Draft.objects.exclude(state__in=[Draft.State.PUBLISHED, Draft.State.DISCARDED]),
        "form": NewDraftForm(),
        "rights": rights(request.user),
    }
    return render(request, "editorial/documents.html", context)


def _most(library: Library, cited: Counter[str]) -> list[Anchor]:
    asked = [anchor for anchor in library.anchors if cited[str(anchor)]]
    return sorted(asked, key=lambda anchor: -cited[str(anchor)])[:MOST_SHOWN]


@require_POST
@needs(Right.EDIT)
def new_draft(request: HttpRequest) -> HttpResponse:
    language = page_language(request)
    form = NewDraftForm(request.POST)
    if not form.is_valid():
        return redirect(f"{reverse('editorial:documents')}?language={language}")
    current = Releases(settings.HOLI_HOME).current_digest()
    draft = Draft.objects.create(title=form.cleaned_data["title"], base=current, created_by=signed_in(request))
    Audit(settings.HOLI_HOME).append(request.user.get_username(), "draft begun", note=draft.title, release=current)
    return redirect(f"{reverse('editorial:draft', args=[draft.id])}?language={language}")
