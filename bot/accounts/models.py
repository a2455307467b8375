"""One-time links: how people sign in where no identity provider is set up."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone

VALID = timedelta(hours=12)


class SignInLink(models.Model):
    """Only the token's digest is kept: the database alone opens nothing."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person} until {self.expires_at:%Y-%m-%d %H:%M}"

    @classmethod
    def make(cls, person: User) -> str:
        """The token, to be shown once."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(digest=_digest(token), person=person, expires_at=timezone.now() + VALID)
        return token

    @classmethod
    def use(cls, token: str) -> User | None:
        """Whom it signs in; None where it was used, has expired, or never was."""
        now = timezone.now()
        valid = cls.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now, person__is_active=True)
        if not valid.update(used_at=now):
            return None
        return cls.objects.select_related("person").get(digest=_digest(token)).person


def person_with(name: str, group: str) -> User:
    """An account without a password, in this group."""
    person, made = User.objects.get_or_create(username=name)
    if made:
        person.set_unusable_password()
        person.save()
    person.groups.add(Group.objects.get(name=group))
    return person


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
