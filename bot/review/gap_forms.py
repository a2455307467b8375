"""The forms that a gap's state and a person's rights leave."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict

from bot.review.drafting import GUIDANCE, NEW_GUIDANCE
from bot.review.forms import (
    AssignForm,
    DecisionForm,
    DismissForm,
    GuidanceForm,
    MergeForm,
    PointForm,
    RedirectForm,
    ReopenForm,
    SortForm,
    UndoForm,
)
from bot.review.models import Gap
from bot.review.policies import can_decide
from bot.review.states import Action, State, allows
from knowledge.library import Library
from knowledge.models import Anchor, Language
from knowledge.releases import Releases

FORMS: dict[Action, type[DecisionForm]] = {
    Action.POINT: PointForm,
    Action.DRAFT: GuidanceForm,
    Action.ASSIGN: AssignForm,
    Action.REDIRECT: RedirectForm,
    Action.DISMISS: DismissForm,
    Action.MERGE: MergeForm,
    Action.MOVE: SortForm,
    Action.REOPEN: ReopenForm,
    Action.UNDO: UndoForm,
}


def gap_forms(
    person: AbstractBaseUser | AnonymousUser, gap: Gap, library: Library, language: Language
) -> dict[str, forms.Form]:
    """By the action's name."""
    state = State(gap.state)
    allowed = [action for action in FORMS if allows(state, action) and can_decide(person, gap, action)]
    if not gap.decisions.filter(undone=False).exclude(action=Action.UNDO).exists():
        allowed = [action for action in allowed if action is not Action.UNDO]
    return {action.value: form_for(action, gap, library, language) for action in allowed}


def form_for(
    action: Action, gap: Gap, library: Library, language: Language, data: QueryDict | None = None
) -> DecisionForm:
    more: dict[str, Any] = {}
    if action is Action.POINT:
        more["sections"] = dict.fromkeys(map(str, library.anchors), "")
    elif action is Action.DRAFT:
        more["documents"] = _documents(library, language)
    elif action is Action.REDIRECT:
        more["services"] = _services(language)
    elif action is Action.MOVE:
        more["questions"] = [str(id) for id in gap.members.values_list("question_id", flat=True)]
    return FORMS[action](data, initial={"version": gap.version}, auto_id=f"{action}_%s", **more)


def _documents(library: Library, language: Language) -> list[tuple[str, str]]:
    """Those that stand in both languages; the one for answers first, whether it exists yet or not."""
    both = [id for id in library.ids if all(library.document(id, one) for one in Language) and id != GUIDANCE]
    titled = [(id, library.shown(_first(library, id), language)[0].title) for id in both]
    return [(GUIDANCE, NEW_GUIDANCE[language][0]), *titled]


def _first(library: Library, id: str) -> Anchor:
    return next(anchor for anchor in library.anchors if anchor.document == id)


def _services(language: Language) -> list[tuple[str, str]]:
    offered = Releases(settings.HOLI_HOME).current().register.offered()
    return [(one[language].id, one[language].name) for one in offered]
