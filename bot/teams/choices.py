"""A button says its label as the person's own words; here the label becomes what it stands for."""

from bot.teams.models import Thread


async def message_chosen(thread: Thread, text: str) -> str:
    """Empty where `text` isn't one of the choices that stand open in this conversation."""
    latest = await thread.conversation.questions.order_by("-asked_at").afirst()
    messages = latest.reply.get("messages", []) if latest else []
    choices = [choice for message in messages for choice in message["choices"]]
    return next((choice["message"] for choice in choices if choice["label"] == text), "")
