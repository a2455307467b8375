"""What people think of an answer, from the buttons below it to the question log."""

import json

from django.utils import translation
from django.utils.translation import gettext as _
from microsoft_teams.api.activities.invoke.message import (
    MessageFetchTaskInvokeActivity,
    MessageSubmitActionInvokeActivity,
)
from microsoft_teams.api.models.task_module import TaskModuleMessageResponse, TaskModuleResponse
from microsoft_teams.apps import ActivityContext

from bot.teams import incoming
from bot.teams.models import Message
from knowledge.masking import mask
from knowledge.models import Language

LONGEST_COMMENT = 1000  # characters


async def on_feedback(context: ActivityContext[MessageSubmitActionInvokeActivity]) -> None:
    """Answered with nothing at all: Teams takes anything else for an error."""
    activity = context.activity
    value = activity.value.action_value
    await _judge(activity, value.reaction, _comment(value.feedback))


async def on_form(context: ActivityContext[MessageFetchTaskInvokeActivity]) -> TaskModuleResponse:
    """Asked where Teams takes our form for our own: the thumb alone is the feedback, so there is nothing to fill in."""
    activity = context.activity
    await _judge(activity, activity.value.data.action_value.reaction, "")
    with translation.override(incoming.language(activity)):
        thanks = _("Thank you. Your feedback has been kept.")
    return TaskModuleResponse(task=TaskModuleMessageResponse(value=thanks))


async def _judge(
    activity: MessageSubmitActionInvokeActivity | MessageFetchTaskInvokeActivity, reaction: str, comment: str
) -> None:
    message = await _judged(activity)
    if message and message.question:
        message.question.helpful = reaction == "like"
        await message.question.asave(update_fields=["helpful"])
        message.comment = mask(comment, Language(message.question.language)).text
        await message.asave(update_fields=["comment"])


async def _judged(activity: MessageSubmitActionInvokeActivity | MessageFetchTaskInvokeActivity) -> Message | None:
    """The message whose answer was judged; the person's last where Teams doesn't say which."""
    answered = (
        Message.objects.filter(thread__teams_id=activity.conversation.id)
        .exclude(question=None)
        .exclude(sent=[])
        .select_related("question")
        .order_by("-received_at")
    )
    if activity.reply_to_id:
        async for message in answered:
            if activity.reply_to_id in message.sent:
                return message
    return await answered.filter(thread__person=incoming.person(activity)).afirst()


def _comment(feedback: str) -> str:
    """Teams wraps what was written into JSON, as a text."""
    try:
        found = json.loads(feedback)
    except ValueError:
        return feedback[:LONGEST_COMMENT]
    words = found.get("feedbackText") if isinstance(found, dict) else None
    return words[:LONGEST_COMMENT] if isinstance(words, str) else ""
