"""Questions whose turn was cut off, because the process that had it died: they failed, and are looked at."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bot.chat.models import ASKED, Question
from bot.chat.replies import apology
from knowledge.models import Language, Outcome

CUT_OFF = "cut off"


def longest_turn() -> timedelta:
    return timedelta(seconds=2 * settings.HOLI_TURN_SECONDS + 5)


def settle() -> int:
    """How many were."""
    left = Question.objects.filter(outcome=ASKED, asked_at__lt=timezone.now() - longest_turn())
    settled = 0
    for id, language in left.values_list("id", "language"):
        reply = apology(Language(language))
        settled += Question.objects.filter(id=id, outcome=ASKED).update(
            outcome=Outcome.FAILED, reason=CUT_OFF, reply={"language": reply.language, "messages": reply.messages()}
        )
    return settled
