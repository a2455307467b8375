"""Who somebody is that the provider has signed in, and which roles they have now.

Of somebody without a role nothing is kept but a keyed digest of the provider's id; a name is needed only in the trail.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from bot.accounts.models import Identity, keyed
from bot.accounts.refusals import SignInRefused


def roles_of(claims: dict[str, Any]) -> frozenset[str]:
    """Raises SignInRefused where Entra left the groups out because they are too many."""
    roles_by_group = settings.HOLI_PROVIDER.roles if settings.HOLI_PROVIDER else {}
    named = [*_listed(claims.get("groups")), *_listed(claims.get("roles"))]
    roles: frozenset[str] = frozenset().union(*(roles_by_group.get(each, frozenset()) for each in named))
    if not roles and ("groups" in (claims.get("_claim_names") or {}) or claims.get("hasgroups")):
        raise SignInRefused("groups")
    return roles


def person_of(claims: dict[str, Any]) -> User:
    """Raises SignInRefused. Nobody is ever found by name or address: those are given to others later."""
    roles = roles_of(claims)
    issuer, subject = claims["iss"], claims["sub"]
    with transaction.atomic():
        identity = Identity.of(issuer, subject).select_related("person").first()
        if identity is None:
            digest = keyed(issuer, subject)
            person = User.objects.create_user(username=f"staff-{digest[:12]}")
            identity = Identity.objects.create(person=person, issuer="", subject=digest)
        person = identity.person
        if not person.is_active:
            raise SignInRefused("inactive")
        if roles:
            Identity.objects.filter(pk=identity.pk).update(issuer=issuer, subject=subject)
            _name(person, claims)
        person.groups.set(Group.objects.filter(name__in=roles))
    return person


def _name(person: User, claims: dict[str, Any]) -> None:
    name = str(claims.get("preferred_username") or claims.get("email") or "")[:120]
    if name and User.objects.filter(username=name).exclude(pk=person.pk).exists():
        name = f"{name} ({person.pk})"  # somebody else had it before
    person.username = name or person.username
    person.email = str(claims.get("email") or "")[:254]
    person.save(update_fields=["username", "email"])


def _listed(claim: object) -> list[str]:
    return [str(each) for each in claim] if isinstance(claim, list) else []
