"""Where somebody whose question wasn't answered leaves a way to be told."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, JsonResponse

from bot.chat.api import endpoint
from bot.chat.models import Question
from bot.chat.requests import Refused, clean_id, json_body
from bot.review.models import Contact
from bot.web.limits import acheck_person, person_asking
from knowledge.models import Outcome

UNANSWERED = (Outcome.UNANSWERED, Outcome.FAILED)


@endpoint("POST", "contact")
async def leave_contact(request: HttpRequest) -> HttpResponse:
    """`{"question_id": "…", "email": "…"}`; left twice, the last address counts."""
    body = json_body(request)
    id = clean_id(body.get("question_id"), "question")
    await acheck_person(request, "contact", await person_asking(request, str(id)))
    question = await Question.objects.filter(id=id, outcome__in=UNANSWERED).afirst()
    if question is None:
        raise Refused("question")
    email = _work_address(body.get("email"))
    await Contact.objects.aupdate_or_create(question=question, defaults={"email": email, "language": question.language})
    return JsonResponse({"question_id": str(question.id), "kept": True})


def _work_address(value: object) -> str:
    email = str(value or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("email") from None
    domains = settings.HOLI_EMAIL_DOMAINS
    if domains and email.rpartition("@")[2].lower() not in domains:
        raise Refused("email")
    return email
