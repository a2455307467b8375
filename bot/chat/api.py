"""The chat API, as formats.md describes it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bot.accounts.configuration import SIGNED_IN
from bot.chat.models import Conversation, Question
from bot.chat.requests import Refused, check_origin, clean_id, clean_message, json_body
from bot.chat.turns import take_turn
from bot.web.limits import TooOften, acheck_address, acheck_person, person_asking
from knowledge.models import Language
from knowledge.observing.metrics import FAILURES

logger = structlog.stdlib.get_logger(__name__)

View = Callable[..., Coroutine[Any, Any, HttpResponse]]


def endpoint(method: str, what: str) -> Callable[[View], View]:
    """The origin is checked, and only JSON is taken, so no other site can ask in somebody's name.

    `what`: which limit an address is held to.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        async def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                check_origin(request)
                if request.method != method:
                    raise Refused(method.lower(), {"Allow": method})
                await acheck_address(request, what)
                if settings.HOLI_ASKING == SIGNED_IN and not (await request.auser()).is_authenticated:
                    raise Refused("sign_in")
                return await view(request, *args, **kwargs)
            except TooOften as too_often:
                return Refused("too_often", {"Retry-After": str(too_often.seconds)}).response()
            except Refused as refusal:
                return refusal.response()
            except DatabaseError:
                FAILURES.labels("database").inc()
                logger.exception("the question log can't be used")
                return Refused("database").response()

        return checked

    return decorate


@endpoint("POST", "questions")
async def chat(request: HttpRequest) -> HttpResponse:
    body = json_body(request)
    text = clean_message(body.get("message"))
    language = _given(body, "language")
    if language is not None and language not in tuple(Language):
        raise Refused("language")
    await acheck_person(request, "questions", await person_asking(request, str(body.get("conversation") or "")))
    conversation = await _conversation_or_new(_given(body, "conversation"), Language(language or Language.CY))
    question, reply = await take_turn(conversation, text, Language(language or conversation.language))
    return JsonResponse(
        {
            "conversation": str(conversation.id),
            "language": reply.language,
            "outcome": reply.outcome,
            "question_id": str(question.id),
            "release": question.release,
            "messages": reply.messages(),
        }
    )


def _given(body: dict[str, Any], name: str) -> Any:
    """Nothing, or an empty text, is as good as left out; 0 and [] are mistakes."""
    value = body.get(name)
    return None if value == "" else value


async def _conversation_or_new(value: object, language: Language) -> Conversation:
    """Without the database, one that goes by the same id: what is asked in it is kept all the same."""
    new = Conversation(channel="widget", language=language, started_at=timezone.now())
    if value is None:
        return new  # written down with its first question
    try:
        return await _conversation(value)
    except DatabaseError:
        new.id = clean_id(value, "conversation")
        return new


async def _conversation(value: object) -> Conversation:
    found = await Conversation.objects.filter(id=clean_id(value, "conversation")).afirst()
    if found is None:
        raise Refused("conversation")
    return found


@endpoint("GET", "questions")
async def history(request: HttpRequest, conversation: str) -> HttpResponse:
    found = await _conversation(conversation)
    turns = [
        {
            "question_id": str(question.id),
            "message": question.text,
            "language": question.language,
            "outcome": question.outcome,
            "helpful": question.helpful,
            "messages": question.reply.get("messages", []),
        }
        async for question in found.questions.exclude(text="")  # emptied by retention or on request
    ]
    return JsonResponse({"conversation": str(found.id), "language": found.language, "turns": turns})


@endpoint("POST", "feedback")
async def feedback(request: HttpRequest) -> HttpResponse:
    body = json_body(request)
    helpful = body.get("helpful")
    if not isinstance(helpful, bool):
        raise Refused("broken")
    id = clean_id(body.get("question_id"), "question")
    await acheck_person(request, "feedback", await person_asking(request, str(id)))
    question = await Question.objects.filter(id=id).afirst()
    if question is None:
        raise Refused("question")
    question.helpful = helpful
    await question.asave(update_fields=["helpful"])
    return JsonResponse({"question_id": str(question.id), "helpful": helpful})
