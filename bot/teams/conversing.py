"""Messages, edits and deletions: written down at once, answered after Teams has its 200."""

import asyncio
from weakref import WeakKeyDictionary, WeakValueDictionary

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _
from microsoft_teams.api.activities.message import MessageActivity, MessageDeleteActivity, MessageUpdateActivity
from microsoft_teams.apps import ActivityContext

from bot.chat.models import Question
from bot.chat.requests import SENTENCES, Refused, clean_message
from bot.chat.turns import take_turn
from bot.teams import background, delivery, incoming, sending
from bot.teams.choices import message_chosen
from bot.teams.kept import asks_what_is_kept, what_is_kept
from bot.teams.models import SUPERSEDED, Message
from bot.teams.rendering import plain_message, render
from bot.teams.threads import first_time, newer, thread_of
from bot.teams.without_database import keep_for_later
from bot.web.limits import TooOften, acheck_person
from knowledge.models import Language

AT_ONCE = 12  # what the models read together; who waits here isn't yet on the clock of HOLI_TURN_SECONDS
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

# A message and its edit are answered at the same time, but only one of them is shown at a time.
_showing: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


async def on_message(context: ActivityContext[MessageActivity]) -> None:
    said = incoming.read(context.activity)
    try:
        await _take(context.activity, said)
    except DatabaseError:
        if not said.to_holi:
            raise
        await keep_for_later(context.activity, said)


async def _take(activity: MessageActivity, said: incoming.Said) -> None:
    thread = await thread_of(activity)
    chosen = await message_chosen(thread, said.text)
    if not (said.to_holi or chosen):
        return
    message = await first_time(thread, activity)
    if message and await _in_time(message):
        background.start(_answer(message, incoming.Said(chosen or said.text, said.attached, True)))


async def on_edit(context: ActivityContext[MessageUpdateActivity]) -> None:
    said = incoming.read(context.activity)
    message = await newer(await thread_of(context.activity), context.activity, deleted=False)
    if message and said.to_holi and await _in_time(message):
        background.start(_answer(message, said))


async def on_delete(context: ActivityContext[MessageDeleteActivity]) -> None:
    message = await newer(await thread_of(context.activity), context.activity, deleted=True)
    if message:
        background.start(_take_back(message))


async def _in_time(message: Message) -> bool:
    """Whether the person may ask now. Who may not is told so once: a sentence each would double the flood."""
    try:
        await acheck_person(None, "teams", message.thread.person)
    except TooOften as too_often:
        if too_often.first or message.sent:  # an answer to other words mustn't stand under an edited question
            background.start(_put_off(message))
        return False
    return True


async def _answer(message: Message, said: incoming.Said) -> None:
    thread = message.thread
    typing = asyncio.create_task(sending.show_typing(thread))
    language = Language(thread.conversation.language)
    question: Question | None = None
    try:
        text = clean_message(said.text)
    except Refused as refusal:
        with translation.override(language):
            sentence = _text_only() if said.attached else str(refusal.message())
        text, activities = "", [plain_message(sentence)]
    if text and asks_what_is_kept(text):
        activities = [plain_message(what_is_kept(thread.conversation))]
    elif text:
        async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
            question, reply = await take_turn(thread.conversation, text, language)
        activities = await asyncio.to_thread(render, reply.messages())
        if said.attached:
            with translation.override(reply.language):
                activities.insert(0, plain_message(_text_only()))
    typing.cancel()  # after the answer it would be shown as if more came
    async with _showing.setdefault(message.id, asyncio.Lock()):
        if await _overtaken(message):
            if question:
                question.reason = "edited or deleted before it was shown"
                await question.asave(update_fields=["reason"])
            return
        message.question = question
        await delivery.show(message, activities)


async def _put_off(message: Message) -> None:
    with translation.override(message.thread.conversation.language):
        sentence = plain_message(SENTENCES["too_often"][1]())
    async with _showing.setdefault(message.id, asyncio.Lock()):
        await message.arefresh_from_db(fields=["sent"])
        await delivery.show(message, [sentence])


async def _take_back(message: Message) -> None:
    async with _showing.setdefault(message.id, asyncio.Lock()):
        await message.arefresh_from_db(fields=["sent", "version"])
        await delivery.show(message, [])


async def _overtaken(message: Message) -> bool:
    """Whether the message was edited or deleted since we set out to answer it."""
    set_out = message.version
    await message.arefresh_from_db(fields=["version", "deleted", "sent"])
    if message.version == set_out and not message.deleted:
        return False
    await Message.objects.filter(id=message.id, sent=[]).aupdate(state=SUPERSEDED)
    return True


def _text_only() -> str:
    return _("Holi reads text only, so it didn't look at what you attached.")
