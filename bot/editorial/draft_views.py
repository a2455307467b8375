"""Work on a draft: import, edit a section, withdraw, build."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bot.accounts.permissions import Right, needs, rights, signed_in
from bot.editorial import build as building
from bot.editorial.drafts import draft_folder, draft_library, keep, problems
from bot.editorial.forms import ImportForm, SectionForm
from bot.editorial.imports import imported
from bot.editorial.models import Draft
from bot.editorial.policies import can_build, can_edit
from bot.web.language import page_language
from knowledge.audit import Audit
from knowledge.editing import section_text, with_also_asked, with_section, withdrawn
from knowledge.errors import HoliError
from knowledge.importing.remarks import ImportRefused
from knowledge.library import inspect_library, library_files
from knowledge.models import Document, Language


def to(request: HttpRequest, name: str, *args: object) -> HttpResponse:
    return redirect(f"{reverse(f'editorial:{name}', args=args)}?language={page_language(request)}")


def record(request: HttpRequest, what: str, draft: Draft, details: str = "") -> None:
    who = request.user.get_username()
    Audit(settings.HOLI_HOME).append(who, what, note=draft.title, release=draft.release or draft.base, details=details)


def editable(id: int) -> Draft:
    """Raises HoliError where its state doesn't allow it."""
    draft = get_object_or_404(Draft, pk=id)
    if not can_edit(draft):
        raise HoliError(_("This draft can't be edited now. Begin another."))
    return draft


@require_safe
@needs(Right.READ)
def draft(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    library = draft_library(found)
    documents = [(one, [d for language in Language if (d := library.document(one, language))]) for one in library.ids]
    context = {
        "twin": page_language(request).twin,
        "draft": found,
        "documents": documents,
        "problems": [problem for problem in library.problems if problem.fatal],
        "form": ImportForm(),
        "can_edit": can_edit(found) and Right.EDIT in rights(request.user),
        "can_build": can_build(found) and Right.EDIT in rights(request.user),
    }
    return render(request, "editorial/draft.html", context)


@require_POST
@needs(Right.EDIT)
def import_file(request: HttpRequest, id: int) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return to(request, "draft", id)
    try:
        found = editable(id)
        for name, text, remarks in imported(found, form.cleaned_data):
            keep(found, name, text, signed_in(request), source=form.cleaned_data["file"].name, remarks=remarks)
    except ImportRefused as refused:
        messages.error(request, refused.remark.sentence(page_language(request)))
    except HoliError as error:
        messages.error(request, str(error))
    else:
        record(request, "document imported", found, form.cleaned_data["file"].name)
    return to(request, "draft", id)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT)
def section(request: HttpRequest, id: int, document: str, number: str) -> HttpResponse:
    language = page_language(request)
    try:
        found = editable(id)
        with draft_folder(found) as folder:
            library = inspect_library(folder)
            sides = {one: d for one in Language if (d := library.document(document, one)) and d.section(number)}
            files = {one: (folder / f"{document}.{one}.md").read_text(encoding="utf-8") for one in sides}
        texts = {one: section_text(files[one], sides[one], number) for one in sides}
        form = SectionForm(
            request.POST or None,
            languages=list(sides),
            initial={f"text_{one}": text for one, text in texts.items()}
            | {f"asked_{one}": "\n".join(_also_asked(side, number)) for one, side in sides.items()},
        )
        if request.method == "POST" and form.is_valid():
            changed = {one: _changed(form, one, files[one], sides[one], number) for one in sides}
            for one, text in changed.items():
                if text != files[one]:
                    keep(found, f"{document}.{one}.md", text, signed_in(request))
            record(request, "section edited", found, f"{document}#{number}")
            return to(request, "draft", id)
    except HoliError as error:
        messages.error(request, str(error))
        return to(request, "draft", id)
    shown = [(one, sides[one].section(number)) for one in sides]
    context = {"twin": language.twin, "draft": found, "form": form, "shown": shown, "number": number}
    return render(request, "editorial/section.html", context, status=422 if form.errors else 200)


def _also_asked(document: Document, number: str) -> tuple[str, ...]:
    found = document.section(number)
    return found.also_asked if found else ()


def _changed(form: SectionForm, language: Language, file: str, document: Document, number: str) -> str:
    text: str = form.cleaned_data[f"text_{language}"].replace("\r\n", "\n").strip("\n")
    if text != section_text(file, document, number):
        file = with_section(file, document, number, text)
    wordings = [line.strip() for line in form.cleaned_data[f"asked_{language}"].splitlines() if line.strip()]
    if wordings != list(_also_asked(document, number)):
        file = with_also_asked(file, document, number, wordings)
    return file


@require_POST
@needs(Right.EDIT)
def withdraw(request: HttpRequest, id: int) -> HttpResponse:
    document = request.POST.get("document", "")
    try:
        found = editable(id)
        with draft_folder(found) as folder:
            wanted = {f"{document}.{language}.md" for language in Language}
            for file in (file for file in library_files(folder) if file.name in wanted):
                keep(found, file.name, withdrawn(file.read_text(encoding="utf-8")), signed_in(request))
        record(request, "document withdrawn", found, document)
    except HoliError as error:
        messages.error(request, str(error))
    return to(request, "draft", id)


@require_POST
@needs(Right.EDIT)
def build(request: HttpRequest, id: int) -> HttpResponse:
    found = get_object_or_404(Draft, pk=id)
    if not can_build(found):
        messages.error(request, _("The draft is being built already."))
    elif wrong := problems(found):
        messages.error(request, str(wrong[0]))
    else:
        found.state, found.step, found.done, found.total, found.error = Draft.State.BUILDING, "", 0, 0, ""
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
