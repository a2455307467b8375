"""Signs of life of what has no address to be asked at: the review worker, and commands."""

from django.db import models
from django.db.models import F
from django.utils import timezone


class Sign(models.Model):
    class Name(models.TextChoices):
        LOOKED = "looked"  # the review worker went through its round
        STUMBLED = "stumbled"  # it failed on the way
        EMAIL_SENT = "email-sent"
        EMAIL_FAILED = "email-failed"

    name = models.CharField(max_length=20, primary_key=True, choices=Name)
    at = models.DateTimeField()  # last
    times = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def give(cls, name: Name) -> None:
        cls.objects.get_or_create(name=name, defaults={"at": timezone.now()})
        cls.objects.filter(name=name).update(at=timezone.now(), times=F("times") + 1)
