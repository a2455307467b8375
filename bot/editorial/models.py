"""Drafts: changed documents on their way to a release."""

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STALE_SECONDS = 60  # a build says that it goes on more often than this


class Draft(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("being edited")
        BUILDING = "building", _("being built")
        READY = "ready", _("ready to publish")
        FAILED = "failed", _("couldn't be built")
        PUBLISHED = "published", _("published")
        DISCARDED = "discarded", _("discarded")

    title = models.CharField(max_length=120)
    base = models.CharField(max_length=64)  # the release that was current when the draft was begun
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)

    release = models.CharField(max_length=64, blank=True)  # what it was built into
    compared_with = models.CharField(max_length=64, blank=True)  # the release that the preview is against
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.JSONField(default=dict)  # why it couldn't be built, a sentence by language
    answers = models.JSONField(default=list)  # answers that it changes, worst first
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="approved")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def stopped(self) -> bool:
        """Its build died: nothing was heard of it for a while."""
        silent = (timezone.now() - self.changed_at).total_seconds()
        return self.state == self.State.BUILDING and silent > STALE_SECONDS


class DraftFile(models.Model):
    """A document in one language as the draft has it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)  # social-media-policy.cy.md
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)  # the file that it was imported from
    remarks = models.JSONField(default=list)  # what the import said
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="one_file_of_a_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
