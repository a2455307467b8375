"""Take a decision from a form: what it drafts, then what it changes; somebody who came second is told."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bot.accounts.permissions import Right, needs, signed_in
from bot.review import decisions
from bot.review.drafting import Guidance, draft_for, give_guidance, give_service, give_wordings
from bot.review.forms import DecisionForm, GuidanceForm
from bot.review.gap_forms import FORMS, form_for
from bot.review.models import Gap
from bot.review.policies import can_decide
from bot.review.states import Action, Refusal, State, allows
from bot.review.views import gap_page, to_gap, to_queue
from bot.web.language import page_language
from bot.web.published import current_library
from knowledge.errors import HoliError
from knowledge.models import Anchor, Language
from knowledge.releases import Releases

BULK = (Action.DISMISS, Action.MERGE)


class Unsuitable(HoliError):
    """A sentence for the person, in the page's language already."""


@require_POST
@needs(Right.REVIEW, Right.EDIT)
def decide(request: HttpRequest, id: int, action: str) -> HttpResponse:
    gap = get_object_or_404(Gap, pk=id)
    if action not in {str(one) for one in FORMS}:
        return HttpResponseNotFound()
    wanted = Action(action)
    if not can_decide(request.user, gap, wanted):
        raise PermissionDenied
    library = current_library()[1]
    form = form_for(wanted, gap, library, page_language(request), request.POST)
    if not form.is_valid():
        return gap_page(request, gap, {action: form}, 422)
    try:
        if not allows(State(gap.state), wanted):
            raise Refusal(State(gap.state), wanted)
        if gap.version != form.cleaned_data["version"]:
            raise decisions.Overtaken
        HANDLERS[wanted](gap, form, signed_in(request))
    except (decisions.Overtaken, Refusal):
        return _overtaken(request, gap, action, form)
    except HoliError as error:
        form.add_error(None, error.sentence(page_language(request)))
        return gap_page(request, gap, {action: form}, 422)
    messages.success(request, _("Kept."))
    return to_gap(request, gap.pk)


def _overtaken(request: HttpRequest, gap: Gap, action: str, form: DecisionForm) -> HttpResponse:
    """The form as it was written, over the gap as it is now."""
    gap.refresh_from_db()
    last = gap.decisions.last()
    who = last.by.get_username() if last and last.by else "Holi"
    form.data = {**form.data, "version": str(gap.version)}
    sentence = _("The gap changed while you had it open, so nothing of yours was kept yet. Last changed by: ")
    form.add_error(None, f"{sentence}{who}")
    return gap_page(request, gap, {action: form}, 409)


def _point(gap: Gap, form: DecisionForm, person: User) -> None:
    section = form.cleaned_data["section"]
    draft = draft_for(gap, person)
    give_wordings(gap, Anchor.parse(section), draft, person)
    decisions.await_release(gap, Action.POINT, person, gap.version, draft, {"section": section}, _why(form))


def _draft(gap: Gap, form: DecisionForm, person: User) -> None:
    assert isinstance(form, GuidanceForm)
    guidance = Guidance(form.cleaned_data["document"], form.texts("title"), form.texts("text"))
    draft = draft_for(gap, person)
    anchor = give_guidance(gap, guidance, draft, person)
    decisions.await_release(gap, Action.DRAFT, person, gap.version, draft, {"section": str(anchor)}, _why(form))


def _assign(gap: Gap, form: DecisionForm, person: User) -> None:
    given = form.cleaned_data
    decisions.assign(gap, person, gap.version, given["owner"], given["due"], _why(form))


def _redirect(gap: Gap, form: DecisionForm, person: User) -> None:
    given = form.cleaned_data
    offered = Releases(settings.HOLI_HOME).current().register.offered()
    known = next((one for one in offered if one[Language.EN].id == given["service"]), None)
    names = {one: known[one].name if known else given[f"name_{one}"] for one in Language}
    where = {one: known[one].where if known else given[f"where_{one}"] for one in Language}
    draft = draft_for(gap, person)
    service = give_service(gap, names, where, given["url"], draft, person)
    decisions.await_release(gap, Action.REDIRECT, person, gap.version, draft, {"service": service}, _why(form))


def _dismiss(gap: Gap, form: DecisionForm, person: User) -> None:
    decisions.decide(gap, Action.DISMISS, person, gap.version, _why(form))


def _merge(gap: Gap, form: DecisionForm, person: User) -> None:
    decisions.merge(gap, _other(gap, form.cleaned_data["into"]), person, gap.version, _why(form))


def _move(gap: Gap, form: DecisionForm, person: User) -> None:
    questions, into = form.cleaned_data["questions"], form.cleaned_data["into"]
    if into:
        decisions.move(gap, questions, _other(gap, into), person, gap.version, _why(form))
    elif len(questions) == gap.members.count():
        raise Unsuitable(_("Leave at least one question where it is, or there is nothing to split."))
    else:
        decisions.split(gap, questions, person, gap.version, _why(form))


def _reopen(gap: Gap, form: DecisionForm, person: User) -> None:
    decisions.decide(gap, Action.REOPEN, person, gap.version, _why(form))


def _undo(gap: Gap, form: DecisionForm, person: User) -> None:
    decisions.undo(gap, person, gap.version, _why(form))


def _why(form: DecisionForm) -> str:
    return str(form.cleaned_data["why"])


def _other(gap: Gap, id: int) -> Gap:
    other = Gap.objects.filter(pk=id).exclude(state=State.MERGED).exclude(pk=gap.pk).first()
    if other is None:
        raise Unsuitable(_("There is no other gap of that number. Look it up in the queue."))
    return other


HANDLERS: dict[Action, Callable[[Gap, DecisionForm, User], None]] = {
    Action.POINT: _point,
    Action.DRAFT: _draft,
    Action.ASSIGN: _assign,
    Action.REDIRECT: _redirect,
    Action.DISMISS: _dismiss,
    Action.MERGE: _merge,
    Action.MOVE: _move,
    Action.REOPEN: _reopen,
    Action.UNDO: _undo,
}


@require_POST
@needs(Right.REVIEW)
def decide_many(request: HttpRequest) -> HttpResponse:
    """The ticked gaps, each as the page showed it ("12:3" is gap 12 in its version 3): all that can be, and how many
    couldn't."""
    person, why = signed_in(request), request.POST.get("why", "").strip()[:500]
    try:
        action = Action(request.POST.get("action", ""))
        chosen = [(int(id), int(version)) for id, version in (one.split(":") for one in request.POST.getlist("gap"))]
    except ValueError:
        action, chosen = Action.UNDO, []
    if action not in BULK or len(chosen) < (2 if action is Action.MERGE else 1):
        messages.error(request, _("Tick gaps first, two or more to put together, and choose what to do with them."))
        return to_queue(request)
    gaps = Gap.objects.in_bulk([id for id, _ in chosen])
    ordered = sorted((gaps[id] for id, _ in chosen if id in gaps), key=lambda gap: -gap.asked)
    versions, kept = dict(chosen), 0
    for gap in ordered if action is Action.DISMISS else ordered[1:]:
        try:
            if action is Action.DISMISS:
                decisions.decide(gap, action, person, versions[gap.pk], why)
            else:
                decisions.merge(gap, ordered[0], person, versions[gap.pk], why)
            kept += 1
        except (decisions.Overtaken, Refusal):
            continue
    left = len(ordered) - kept - (action is Action.MERGE)
    messages.success(request, f"{_('Gaps decided')}: {kept}.")
    if left:
        messages.error(request, f"{_('Changed by somebody else meanwhile, so left as they are')}: {left}.")
    return to_queue(request)
