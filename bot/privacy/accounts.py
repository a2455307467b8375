"""Accounts of people who haven't signed in for long, or who ask for theirs to be erased; and sessions that ended.

Whoever has drafted, decided or published stays named where it was done: of them everything else goes.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import PROTECT, Exists, OuterRef, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from bot.accounts.models import Identity, ProviderSession, SignInLink
from bot.review.models import DigestReader, SavedFilter
from knowledge.errors import HoliError

HELD = Q(email__gt="") | Q(groups__isnull=False) | Q(digestreader__isnull=False) | Q(filters__isnull=False)


class Accounts:
    words = ("the account of {} person who no longer signs in", "the accounts of {} people who no longer sign in")

    def expired(self, before: datetime) -> int:
        return len(_away(before))

    def expire(self, before: datetime) -> int:
        now = timezone.now()
        Session.objects.filter(expire_date__lt=now).delete()
        ProviderSession.objects.filter(ends_at__lt=now).delete()
        SignInLink.objects.filter(expires_at__lt=before).delete()
        return len([_forget(person) for person in _away(before)])


def people(email: str, identity: str) -> list[User]:
    """Whose address or user name it is, or whose id at the identity provider. Raises HoliError."""
    if not identity:
        return list(User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email))) if email else []
    if settings.HOLI_PROVIDER is None:
        raise HoliError("HOLI_OIDC_ISSUER isn't set, so nobody is known by an identity. Set it, or give --email.")
    found = Identity.of(settings.HOLI_PROVIDER.issuer, identity).select_related("person")
    return [one.person for one in found]


def export(person: User) -> dict[str, Any]:
    known = Identity.objects.filter(person=person)
    return {
        "account": {
            "user name": person.username,
            "email": person.email,
            "joined": person.date_joined,
            "last sign-in": person.last_login,
            "open": person.is_active,
            "roles": sorted(person.groups.values_list("name", flat=True)),
        },
        "identities": list(known.values("issuer", "subject")),
        "sessions": list(ProviderSession.objects.filter(person=person).values("sid", "ends_at")),
        "digest": list(DigestReader.objects.filter(person=person).values("email", "language")),
        "filters": list(SavedFilter.objects.filter(person=person).values("name", "query")),
    }


def erase(person: User) -> bool:
    """Whether nothing is left of them."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    return _forget(person)


def _forget(person: User) -> bool:
    if person.is_active:
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            Identity.hide(person)  # still found again: somebody new could approve what they drafted themselves
        else:
            return True
    for model in (ProviderSession, SignInLink, DigestReader, SavedFilter):
        model._default_manager.filter(person=person).delete()
    person.groups.clear()
    User.objects.filter(pk=person.pk).update(email="")
    return False


def _away(before: datetime) -> "QuerySet[User]":
    """Of whom something can go; an account that was closed stays, and is known by what it was."""
    seen = User.objects.annotate(seen=Coalesce("last_login", "date_joined")).filter(seen__lt=before)
    return seen.filter(HELD | Q(is_active=True, identity__issuer__gt="") | Q(is_active=True) & ~_has_deeds()).distinct()


def _has_deeds() -> Q:
    found = Q(pk__in=[])
    for relation in User._meta.related_objects:
        if relation.on_delete is PROTECT:
            theirs = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            found |= Q(Exists(theirs))
    return found
