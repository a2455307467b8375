"""Names of what is counted, in the active language."""

from django.utils.translation import gettext as _

from bot.review.models import Gap
from bot.review.states import Action, State
from knowledge.models import Language, Outcome


def language_names() -> dict[Language, str]:
    return {Language.CY: _("Welsh"), Language.EN: _("English")}


def outcome_names() -> dict[Outcome, str]:
    return {
        Outcome.ANSWERED: _("Answered"),
        Outcome.CHOICE: _("A choice offered"),
        Outcome.UNANSWERED: _("Unanswered"),
        Outcome.OUT_OF_SCOPE: _("Out of scope"),
        Outcome.FAILED: _("Failed"),
    }


def state_name(state: State) -> str:
    return str(Gap.State(state).label)


def action_name(action: str) -> str:
    return {
        Action.POINT: _("pointed to a section"),
        Action.DRAFT: _("guidance drafted"),
        Action.ASSIGN: _("assigned"),
        Action.REDIRECT: _("sent to a service, to be published"),
        Action.DISMISS: _("dismissed"),
        Action.MERGE: _("merged"),
        Action.SPLIT: _("split"),
        Action.MOVE: _("questions moved"),
        Action.REOPEN: _("opened again"),
        Action.UNDO: _("undone"),
        Action.CONFIRM: _("asked again: answered"),
        Action.CONFIRM_REDIRECT: _("asked again: sent to the service"),
    }[Action(action)]
