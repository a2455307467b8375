"""What is written to Holi in Teams while the database can't be reached: kept all the same, and said so."""

import asyncio

import structlog
from django.utils import timezone, translation
from microsoft_teams.api.activities.message import MessageActivity, MessageActivityInput

from bot.chat.models import Conversation
from bot.chat.requests import Refused, clean_message
from bot.chat.turns import take_turn
from bot.teams import background, incoming, sending
from bot.teams.models import DELIVERED, UNDELIVERED, Thread
from bot.teams.rendering import plain_message, render
from bot.teams.threads import CHANNEL
from knowledge.observing.metrics import DELIVERIES

logger = structlog.stdlib.get_logger(__name__)


async def keep_for_later(activity: MessageActivity, said: incoming.Said) -> None:
    """On the disk when this returns; the person is told afterwards. Raises DatabaseError where nothing takes it."""
    language = incoming.language(activity)
    conversation = Conversation(channel=CHANNEL, language=language, started_at=timezone.now())
    thread = Thread(
        teams_id=activity.conversation.id, service_url=activity.service_url or "", conversation=conversation
    )
    try:
        text = clean_message(said.text)
    except Refused as refusal:
        with translation.override(language):
            activities = [plain_message(str(refusal.message()))]
    else:
        _, reply = await take_turn(conversation, text, language)
        activities = await asyncio.to_thread(render, reply.messages())
    background.start(_tell(thread, activities))


async def _tell(thread: Thread, activities: list[MessageActivityInput]) -> None:
    try:
        for activity in activities:
            await sending.send(thread, activity)
    except sending.Undelivered as failure:
        DELIVERIES.labels(UNDELIVERED).inc()
        logger.warning("an answer wasn't delivered to Teams", reason=failure)
    else:
        DELIVERIES.labels(DELIVERED).inc()
