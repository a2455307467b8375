"""Work on a draft: import, withdraw, build, discard."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bot.accounts.permissions import Right, needs, rights
from bot.editorial import build as building
from bot.editorial.drafts import draft_folder, problems, rebase
from bot.editorial.forms import ImportForm, RedirectForm
from bot.editorial.gone import Gone, described, unexplained
from bot.editorial.imports import imported
from bot.editorial.models import Draft, DraftFile
from bot.editorial.policies import can_build, can_edit
from bot.editorial.steps import address, editable, keep, record, tell, to
from bot.web.language import page_language
from bot.web.limits import limited
from bot.web.published import current_library
from knowledge.editing import withdrawn
from knowledge.errors import HoliError
from knowledge.library import Library, inspect_library, library_files
from knowledge.models import Anchor, Language
from knowledge.redirects import read_redirects


@require_safe
@needs(Right.READ)
def draft(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    language = page_language(request)
    with draft_folder(found) as folder:
        library, redirects = inspect_library(folder), read_redirects(folder)
    published = current_library()[1]
    gone = described(unexplained(published, library, redirects), published, library, language)
    documents = [(one, [d for language in Language if (d := library.document(one, language))]) for one in library.ids]
    context = {
        "twin": language.twin,
        "draft": found,
        "error": found.error.get(language),
        "files": [(file, list(_remarks(request, file, library))) for file in found.files.all()],
        "documents": documents,
        "problems": [problem.sentence(language) for problem in library.problems if problem.fatal],
        "gone": [(one, RedirectForm(library=library, initial=_redirect(one))) for one in gone],
        "form": ImportForm(),
        "can_edit": can_edit(found) and Right.EDIT in rights(request.user),
        "can_build": can_build(found) and Right.EDIT in rights(request.user),
    }
    return render(request, "editorial/draft.html", context)


def _redirect(gone: Gone) -> dict[str, str]:
    return {"section": str(gone.section), "to": str(gone.likely or "")}


def _remarks(request: HttpRequest, file: DraftFile, library: Library) -> Iterator[tuple[str, str]]:
    """What its import said, each with the address of the section that it is about, where there is one."""
    id = file.name.split(".")[0]
    for remark in file.remarks:
        number = remark["section"]
        held = any(library.section(Anchor(id, number), one) for one in Language) if number else False
        place = address(request, "section", file.draft_id, id, number) if held else ""
        yield remark["message"][page_language(request)], place


@require_POST
@needs(Right.EDIT)
@limited("imports")
def import_file(request: HttpRequest, id: int) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return to(request, "draft", id)
    try:
        found = editable(id)
        for name, text, remarks in imported(found, form.cleaned_data):
            keep(found, name, text, request, source=form.cleaned_data["file"].name, remarks=remarks)
    except HoliError as error:
        tell(request, error)
    else:
        record(request, "document imported", found, form.cleaned_data["file"].name)
    return to(request, "draft", id)


@require_POST
@needs(Right.EDIT)
def withdraw(request: HttpRequest, id: int) -> HttpResponse:
    document = request.POST.get("document", "")
    try:
        found = editable(id)
        with draft_folder(found) as folder:
            wanted = {f"{document}.{language}.md" for language in Language}
            for file in (file for file in library_files(folder) if file.name in wanted):
                keep(found, file.name, withdrawn(file.read_text(encoding="utf-8"), date.today()), request)
        record(request, "document withdrawn", found, document)
    except HoliError as error:
        tell(request, error)
    return to(request, "draft", id)


@require_POST
@needs(Right.EDIT)
def build(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    if not can_build(found):
        messages.error(request, _("The draft is being built already."))
    elif wrong := problems(found):
        messages.error(request, wrong[0].sentence(page_language(request)))
    else:
        for name in rebase(found):
            sentence = _(
                "Somebody has published this document since. See in the preview that nothing of theirs is lost:"
            )
            messages.warning(request, f"{sentence} {name}")
        found.state, found.step, found.done, found.total, found.error = Draft.State.BUILDING, "", 0, 0, {}
        found.save()
        record(request, "preview built", found)
        building.start(found.id)
    return to(request, "draft", id)


@require_safe
@needs(Right.READ)
def progress(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    return JsonResponse(
        {"state": found.state, "step": found.step, "done": found.done, "total": found.total, "stopped": found.stopped}
    )


@require_POST
@needs(Right.EDIT)
def discard(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    if can_edit(found):
        found.state = Draft.State.DISCARDED
        found.save()
        record(request, "draft discarded", found)
    return to(request, "documents")
