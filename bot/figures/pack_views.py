"""Making audit packs with a button, and taking them."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bot.accounts.permissions import Right, needs
from bot.figures import making
from bot.figures.pack import pack_name
from bot.figures.period import PeriodError, last_days, period_of
from bot.web.language import page_language

NAME = re.compile(r"holi-audit-\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}")
YEAR = 365


@require_safe
@needs(Right.AUDIT)
def packs(request: HttpRequest) -> HttpResponse:
    folder = making.folder()
    busy = {file.stem: making.making(file.stem) for file in sorted(folder.glob(f"*{making.BUSY}"))}
    context = {
        "twin": page_language(request).twin,
        "period": last_days(YEAR, timezone.localdate()),
        "made": [(file.stem, file.stat().st_size) for file in sorted(folder.glob(f"*{making.DONE}"), reverse=True)],
        "busy": {name: state for name, state in busy.items() if state},
        "failed": [(file.stem, file.read_text()) for file in sorted(folder.glob(f"*{making.FAILED}"))],
    }
    return render(request, "figures/packs.html", context)


@require_POST
@needs(Right.AUDIT)
def make(request: HttpRequest) -> HttpResponse:
    try:
        period = period_of(request.POST.get("from", ""), request.POST.get("to", ""))
    except PeriodError as error:
        messages.error(request, str(error))
    else:
        state = making.making(pack_name(period))
        if state and not state.stopped:
            messages.error(request, _("This pack is being made already."))
        else:
            making.start(period)
            messages.success(request, _("The pack is being made. It appears on this page."))
    return redirect(f"{reverse('figures:packs')}?language={page_language(request)}")


@require_safe
@needs(Right.AUDIT)
def progress(request: HttpRequest, name: str) -> HttpResponse:
    state = making.making(name) if NAME.fullmatch(name) else None
    if state is None:
        return JsonResponse({"state": "made"})
    return JsonResponse({"state": "building", "done": state.done, "total": state.total, "stopped": state.stopped})


@require_safe
@needs(Right.AUDIT)
def take(request: HttpRequest, name: str) -> HttpResponse:
    file = making.folder() / f"{name}{making.DONE}"
    if not NAME.fullmatch(name) or not file.is_file():
        raise Http404(name)
    return HttpResponse(
        file.read_bytes(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
