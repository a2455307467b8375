"""Which sections people have been shown."""

from collections import Counter

from bot.chat.models import Question
from knowledge.models import Outcome


def times_cited() -> Counter[str]:
    """By anchor, `document#number`, over the whole question log."""
    found: Counter[str] = Counter()
    replies = Question.objects.filter(outcome=Outcome.ANSWERED).values_list("reply", flat=True)
    for reply in replies.iterator():
        for message in reply.get("messages", []):
            found.update(f"{citation['document']}#{citation['section']}" for citation in message["citations"])
    return found
