"""Who may see and decide a gap. What its state allows is in states.py."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from bot.accounts.permissions import GROUPS, Person, Right, can
from bot.review.models import Gap
from bot.review.states import Action

OWNERS_ACTIONS = (Action.POINT, Action.DRAFT)  # what the policy owner whom a gap is assigned to may do


def can_see(person: Person, gap: Gap) -> bool:
    return can(person, Right.REVIEW) or can(person, Right.AUDIT) or gap.owner == person


def can_decide(person: Person, gap: Gap, action: Action) -> bool:
    return can(person, Right.REVIEW) or (gap.owner == person and action in OWNERS_ACTIONS)


def owners() -> QuerySet[User]:
    """Whom a gap can be assigned to."""
    editing = [name for name, rights in GROUPS.items() if Right.EDIT in rights]
    return User.objects.filter(groups__name__in=editing, is_active=True).distinct().order_by("username")
