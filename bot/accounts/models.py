"""How people sign in: at an identity provider, or with one-time links."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

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


class Identity(models.Model):
    """Who somebody is at the identity provider, whatever they are called there now.

    In plain only of those who have or had a role: they have to be known under another secret key, too, or whoever
    drafted something could approve it as somebody else.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE)
    issuer = models.CharField(max_length=255)  # empty: the subject is a digest
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_each")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, issuer: str, subject: str) -> "models.QuerySet[Identity]":
        plain = models.Q(issuer=issuer, subject=subject)
        return cls.objects.filter(plain | models.Q(issuer="", subject=keyed(issuer, subject)))

    @classmethod
    def hide(cls, person: User) -> None:
        for one in cls.objects.filter(person=person).exclude(issuer=""):
            cls.objects.filter(pk=one.pk).update(issuer="", subject=keyed(one.issuer, one.subject))


class ProviderSession(models.Model):
    """Which of our sessions a provider's session opened, so that signing out there ends it here."""

    key = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE)
    sid = models.CharField(max_length=255, blank=True)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} until {self.ends_at:%Y-%m-%d %H:%M}"


def person_with(name: str, group: str) -> User:
    """An account without a password, in this group."""
    person, made = User.objects.get_or_create(username=name)
    if made:
        person.set_unusable_password()
        person.save()
    person.groups.add(Group.objects.get(name=group))
    return person


def keyed(issuer: str, subject: str) -> str:
    """With the secret key: of a provider that names people by their addresses, a plain digest could be guessed."""
    return salted_hmac("bot.accounts.identity", f"{issuer} {subject}", algorithm="sha256").hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
