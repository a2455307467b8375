"""Bring an answer before the person, and write down whether it got there."""

import structlog
from django.utils import timezone
from microsoft_teams.api.activities.message import MessageActivityInput

from bot.teams import sending
from bot.teams.models import DELIVERED, SUPERSEDED, UNDELIVERED, Message
from knowledge.observing.metrics import DELIVERIES

logger = structlog.stdlib.get_logger(__name__)


async def show(message: Message, activities: list[MessageActivityInput]) -> None:
    """In place of what was answered before, if anything was: an edit changes the answer where it stands."""
    before, shown = list(message.sent), []
    try:
        for activity in activities:
            old = before.pop(0) if before else None
            thread = message.thread
            shown.append(await (sending.replace(thread, old, activity) if old else sending.send(thread, activity)))
        while before:
            await sending.remove(message.thread, before[0])
            before.pop(0)
        message.state, message.reason = DELIVERED if activities else SUPERSEDED, ""
    except sending.Undelivered as failure:
        await _write_down(message, failure)
    DELIVERIES.labels(message.state).inc()
    message.sent = shown + before
    await message.asave(update_fields=["sent", "state", "reason", "question"])


async def _write_down(message: Message, failure: sending.Undelivered) -> None:
    message.state, message.reason = UNDELIVERED, str(failure)
    logger.warning("an answer wasn't delivered to Teams", activity=message.id, reason=failure)
    if message.question:
        message.question.reason = f"undelivered: {failure}"
        await message.question.asave(update_fields=["reason"])
    if failure.gone:
        message.thread.gone_at = timezone.now()
        await message.thread.asave(update_fields=["gone_at"])
