"""Edit one section of a draft, its languages beside each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from bot.accounts.permissions import Right, needs
from bot.editorial.drafts import draft_folder
from bot.editorial.forms import SectionForm
from bot.editorial.looks import look
from bot.editorial.steps import editable, keep, record, tell, to
from bot.web.language import page_language
from knowledge.editing import section_text, with_also_asked, with_section, with_superseded
from knowledge.errors import HoliError
from knowledge.library import inspect_library
from knowledge.models import Anchor, Document, Language


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
            section=Anchor(document, number),
            library=library,
            initial={f"text_{one}": text for one, text in texts.items()}
            | {f"asked_{one}": "\n".join(_also_asked(side, number)) for one, side in sides.items()}
            | {"superseded_by": str(_superseded_by(sides, number) or "")},
        )
        if request.method == "POST" and form.is_valid() and "look" not in request.POST:
            changed = {one: _changed(form, one, files[one], sides[one], number) for one in sides}
            for one, text in changed.items():
                if text != files[one]:
                    keep(found, f"{document}.{one}.md", text, request)
            record(request, "section edited", found, f"{document}#{number}")
            return to(request, "draft", id)
    except HoliError as error:
        tell(request, error)
        return to(request, "draft", id)
    context = {
        "twin": language.twin,
        "draft": found,
        "form": form,
        "sides": [_side(form, one, side, number) for one, side in sides.items()],
        "rest": [field for field in form if not field.name.startswith("text_")],
        "number": number,
    }
    return render(request, "editorial/section.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Right.EDIT)
def look_at(request: HttpRequest) -> HttpResponse:
    """A part of the section's page: how one language's text looks now."""
    language = Language.EN if request.POST.get("language") == Language.EN else Language.CY
    context = {"look": look(request.POST.get("text", ""), language)}
    return render(request, "editorial/look.html", context)


def _side(form: SectionForm, language: Language, document: Document, number: str) -> dict[str, object]:
    field = form[f"text_{language}"]
    section = document.section(number)
    return {"field": field, "title": section.title if section else "", "look": look(field.value() or "", language)}


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
    by = form.cleaned_data["superseded_by"]
    if by != _superseded_by({language: document}, number):
        file = with_superseded(file, document, number, by)
    return file


def _superseded_by(sides: dict[Language, Document], number: str) -> Anchor | None:
    """As one language has it, Welsh first."""
    held = [found.superseded_by for side in sides.values() if (found := side.section(number))]
    return next(filter(None, held), None)
