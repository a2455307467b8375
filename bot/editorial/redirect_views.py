"""Say where a section went that a draft takes away."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bot.accounts.permissions import Right, needs
from bot.editorial.drafts import draft_library, own_redirects
from bot.editorial.forms import RedirectForm
from bot.editorial.steps import editable, keep, record, tell, to
from knowledge.errors import HoliError
from knowledge.models import Language
from knowledge.redirects import REDIRECTS, Redirect, write_redirects


@require_POST
@needs(Right.EDIT)
def redirect_section(request: HttpRequest, id: int) -> HttpResponse:
    try:
        draft = editable(id)
        form = RedirectForm(request.POST, library=draft_library(draft))
        if form.is_valid():
            given = form.cleaned_data
            note = {language: given[f"note_{language}"] for language in Language if given[f"note_{language}"]}
            redirect = Redirect(given["section"], date.today(), given["to"], note)
            keep(draft, REDIRECTS, write_redirects({**own_redirects(draft), redirect.section: redirect}), request)
            record(request, "redirect written", draft, str(redirect.section))
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    except HoliError as error:
        tell(request, error)
    return to(request, "draft", id)
