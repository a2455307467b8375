"""The question log."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge import models as knowledge

ASKED = "asked"  # written before the question goes to Rasa; what stays so was cut off on the way
OUTCOMES = [(ASKED, ASKED), *((str(outcome), str(outcome)) for outcome in knowledge.Outcome)]
LANGUAGES = [(str(language), str(language)) for language in knowledge.Language]


class Conversation(models.Model):
    """The id is random and stands for nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="questions")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    text = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    release = models.CharField(max_length=64, blank=True)

    outcome = models.CharField(max_length=12, choices=OUTCOMES, default=ASKED, db_index=True)
    act = models.CharField(max_length=60, blank=True, help_text=_("The reply's name in domain.yml"))
    reply = models.JSONField(default=dict, help_text=_("What was shown"))
    considered = models.JSONField(default=list, help_text=_("Sections with their scores, best first"))
    confidence = models.FloatField(null=True)
    answered_at = models.DateTimeField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=60, blank=True, help_text=_("Why it failed"))

    helpful = models.BooleanField(null=True)
    wants_person = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.id} {self.outcome}"
