"""One turn: log the question, ask, log what came of it. Whatever fails, the question is kept."""

import re
from time import perf_counter

import structlog
from django.db import DatabaseError
from django.utils import timezone

from bot.chat import rasa, spool
from bot.chat.models import Conversation, Question
from bot.chat.replies import Reply, apology, merge
from bot.web.published import current_digest
from knowledge.language import detect
from knowledge.masking import mask
from knowledge.models import Language, Outcome
from knowledge.observing.metrics import FAILURES, count_turn
from knowledge.observing.requests import current
from knowledge.observing.steps import step
from knowledge.observing.traces import traceparent

logger = structlog.stdlib.get_logger(__name__)

SHOW = re.compile(r"/show (?P<section>[a-z0-9-]+#[A-Za-z0-9.()]+)")
JUDGEMENTS = {"utter_helpful": True, "utter_not_helpful": False}
PERSON_WANTED = "utter_talk_to_person"


async def take_turn(conversation: Conversation, text: str, usual: Language) -> tuple[Question, Reply]:
    with step("turn", channel=conversation.channel):
        question, reply = await _take(conversation, text, usual)
    count_turn(reply.outcome, reply.language, conversation.channel)
    return question, reply


async def _take(conversation: Conversation, text: str, usual: Language) -> tuple[Question, Reply]:
    show = SHOW.fullmatch(text)
    language = usual if show else detect(text, usual)
    if not show:
        text = mask(text, language).text  # from here on nothing else is stored, sent on or logged
    question = Question(
        conversation=conversation, language=language, text=text, release=current_digest(), asked_at=timezone.now()
    )
    try:
        await _write_down(conversation, question)
    except DatabaseError:
        return await _for_later(conversation, question)
    started = perf_counter()
    metadata = {"language": str(language), "question": str(question.id), "request": current()}
    if show:
        metadata["section"] = show["section"]
    try:
        with step("rasa", question=question.id):
            if parent := traceparent():
                metadata["traceparent"] = parent
            replies = await rasa.ask(str(conversation.id), "/show_section" if show else text, metadata)
        reply = merge(replies, language)
    except rasa.RasaFailed as failure:
        logger.warning("a question failed", question=question.id, reason=failure)
        FAILURES.labels(str(failure).split()[0]).inc()
        question.reason = str(failure)
        reply = apology(language)
    _say(question, reply)
    question.considered = reply.considered
    question.confidence = reply.confidence
    question.release = reply.release or question.release
    question.answered_at = timezone.now()
    question.milliseconds = round((perf_counter() - started) * 1000)
    question.wants_person = reply.act == PERSON_WANTED
    try:
        await _finish(conversation, question, reply)
    except DatabaseError:
        spool.keep(conversation, question)  # the person has the answer; the log has it later
    logger.info(
        "a turn",
        question=question.id,
        channel=conversation.channel,
        language=reply.language,
        outcome=reply.outcome,
        release=question.release,
        milliseconds=question.milliseconds,
    )
    return question, reply


async def _write_down(conversation: Conversation, question: Question) -> None:
    if conversation._state.adding:
        await conversation.asave(force_insert=True)
    await question.asave(force_insert=True)


async def _for_later(conversation: Conversation, question: Question) -> tuple[Question, Reply]:
    """Not asked: without the database Rasa can't be reached either. Raises DatabaseError where it can't be kept."""
    question.reason = "database"
    reply = apology(Language(question.language))
    _say(question, reply)
    try:
        spool.keep(conversation, question)
    except OSError as error:
        raise DatabaseError("neither the database nor the spool takes the question") from error
    return question, reply


async def _finish(conversation: Conversation, question: Question, reply: Reply) -> None:
    await question.asave(force_update=True)
    if reply.language != conversation.language:
        conversation.language = reply.language
        await conversation.asave(update_fields=["language"])
    if reply.act in JUDGEMENTS:
        await _mark_previous(question, helpful=JUDGEMENTS[reply.act])
    if question.wants_person:
        await _mark_previous(question, wants_person=True)


def _say(question: Question, reply: Reply) -> None:
    question.outcome = reply.outcome
    question.act = reply.act
    question.reply = {"language": reply.language, "messages": reply.messages()}


async def _mark_previous(question: Question, **marks: bool) -> None:
    """'That helped', or 'I want a person', is about the question before."""
    previous = (
        await Question.objects.filter(conversation=question.conversation, asked_at__lt=question.asked_at)
        .exclude(outcome=Outcome.SMALL_TALK)
        .order_by("-asked_at")
        .afirst()
    )
    if previous:
        for name, value in marks.items():
            setattr(previous, name, value)
        await previous.asave(update_fields=list(marks))
