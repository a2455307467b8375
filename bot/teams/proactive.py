"""Tell somebody in Teams, in the conversation where they asked, that there is an answer now."""

from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bot.chat.models import Question
from bot.teams import delivery
from bot.teams.models import DELIVERED, Message
from bot.teams.rendering import NeutralMessage, plain_message, render

TOLD = "told-"  # before a question's id: the id of what was said to nobody's message


def tell(question: Question, messages: list[NeutralMessage]) -> bool:
    """Whether the person has been told, now or before; `messages` are as Reply.messages() gives them.

    False where the question wasn't asked in Teams or was taken back there, and where Holi can't write to the person:
    they left, blocked it, or Teams refused.
    """
    if settings.HOLI_TEAMS is None:
        return False
    found: bool = async_to_sync(_tell)(question, messages)
    return found


async def _tell(question: Question, messages: list[NeutralMessage]) -> bool:
    asked = (
        await Message.objects.filter(question=question)
        .exclude(teams_id__startswith=TOLD)
        .select_related("thread__conversation")
        .order_by("-received_at")
        .afirst()
    )
    if asked is None or asked.deleted or asked.thread.gone_at:
        return False
    message, created = await Message.objects.aget_or_create(
        thread=asked.thread,
        teams_id=f"{TOLD}{question.id}",
        defaults={"version": timezone.now(), "question": question},
    )
    if created:
        message.thread, message.question = asked.thread, question
        with translation.override(messages[-1]["language"]):
            words, asked_it = _("You asked Holi a question that it couldn't answer then. Now it can."), _("You asked")
            opening = plain_message(f"{words} {asked_it}: {question.text}")
        await delivery.show(message, [opening, *render(messages)])
    return message.state == DELIVERED
