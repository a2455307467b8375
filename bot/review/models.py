"""Gaps: what people wanted to know and weren't told, each with the questions that mean it and what was decided."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from bot.chat.models import LANGUAGES, Question
from bot.editorial.models import Draft
from bot.review import states

WORDS = {
    states.Action.POINT: _("answered already"),
    states.Action.DRAFT: _("guidance drafted"),
    states.Action.ASSIGN: _("given to its owner"),
    states.Action.REDIRECT: _("somebody else helps"),
    states.Action.DISMISS: _("not a question"),
    states.Action.MERGE: _("put together with another"),
    states.Action.SPLIT: _("split"),
    states.Action.MOVE: _("questions moved"),
    states.Action.REOPEN: _("opened again"),
    states.Action.UNDO: _("undone"),
    states.Action.CONFIRM: _("asked again and answered"),
    states.Action.CONFIRM_REDIRECT: _("asked again and sent to the service"),
}


class Gap(models.Model):
    class State(models.TextChoices):
        OPEN = states.State.OPEN, _("open")
        ASSIGNED = states.State.ASSIGNED, _("with its owner")
        AWAITING = states.State.AWAITING, _("waiting for a release")
        ANSWERED = states.State.ANSWERED, _("answered")
        REDIRECTED = states.State.REDIRECTED, _("sent to a service")
        DISMISSED = states.State.DISMISSED, _("not a question")
        MERGED = states.State.MERGED, _("part of another gap")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    title = models.TextField()  # the question nearest to what they all mean
    language = models.CharField(max_length=2, choices=LANGUAGES)
    centre = models.BinaryField()  # the mean of its questions' vectors, as float32
    version = models.PositiveIntegerField(default=1)  # counts up with every change, so that nobody overwrites another

    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="gaps")
    due = models.DateField(null=True, blank=True)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="gaps")
    target = models.JSONField(default=dict)  # {"section": "cars#1.1"} or {"service": "Payroll"}
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    # What the queue shows and sorts by; `grouping.refresh` keeps it true.
    asked_cy = models.PositiveIntegerField(default=0)
    asked_en = models.PositiveIntegerField(default=0)
    asked = models.GeneratedField(
        expression=models.F("asked_cy") + models.F("asked_en"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    first_at = models.DateTimeField(null=True, db_index=True)
    last_at = models.DateTimeField(null=True, db_index=True)
    channels = models.JSONField(default=list)

    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True)
    release = models.CharField(max_length=64, blank=True)  # that its questions were last asked of
    again = models.JSONField(default=dict)  # what came of it: {"answered": 3, "of": 5, "sections": [...]}

    class Meta:
        ordering = ["-last_at"]
        indexes = [models.Index(fields=["state", "-last_at"], name="queue")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Member(models.Model):
    """A question in its gap."""

    class Reason(models.TextChoices):
        UNANSWERED = "unanswered", _("wasn't answered")
        FAILED = "failed", _("failed on the way")
        NOT_HELPFUL = "not_helpful", _("the answer didn't help")
        PERSON = "person", _("wanted a person")

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="member")
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="members")
    reason = models.CharField(max_length=12, choices=Reason)
    vector = models.BinaryField()  # what it means, as float16
    encoder = models.CharField(max_length=64)  # the digest of what wrote the vector
    placed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)  # nobody: Holi did

    def __str__(self) -> str:
        return f"{self.question_id} in {self.gap_id}"


class Decision(models.Model):
    """Never changed but to say that it was undone, and never deleted."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=20, choices=[(str(one), WORDS[one]) for one in states.Action])
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)  # nobody: Holi, by asking again
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    why = models.TextField(blank=True)
    before = models.CharField(max_length=10, choices=Gap.State)
    after = models.CharField(max_length=10, choices=Gap.State)
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action} {self.gap_id}"


class Contact(models.Model):
    """Where somebody wants to be told of the answer: asked for only then, and deleted once they are."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    left_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"for {self.question_id}"


class SavedFilter(models.Model):
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_filter_of_a_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DigestReader(models.Model):
    """Somebody who asked for the weekly digest."""

    person = models.OneToOneField(User, on_delete=models.CASCADE)
    email = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.person)


class Regrouping(models.Model):
    """Somebody asked for every undecided gap to be formed anew; the worker does it, and says how far it is."""

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT)
    asked_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
