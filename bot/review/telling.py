"""Tell people who left an address that their question is answered now, and forget the address."""

from smtplib import SMTPException
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext

from bot.review.models import Contact
from bot.review.states import State
from bot.status.models import Sign
from knowledge.answering import Assistant
from knowledge.markup import plain
from knowledge.models import Answer, Language, Outcome, Service

logger = structlog.stdlib.get_logger(__name__)


def tell_waiting(assistant: Assistant) -> None:
    """Whoever can't be reached now is tried again."""
    closed = Contact.objects.filter(question__member__gap__state__in=[State.ANSWERED, State.REDIRECTED])
    for contact in closed.select_related("question"):
        answer = assistant.answer(contact.question.text, Language(contact.language))
        message = _message(contact, answer)
        if message is None:
            continue
        try:
            message.send()
        except (OSError, SMTPException) as error:
            Sign.give(Sign.Name.EMAIL_FAILED)
            logger.warning("a message couldn't be sent by e-mail", reason=type(error).__name__)
            continue
        Sign.give(Sign.Name.EMAIL_SENT)
        contact.delete()


def _message(contact: Contact, answer: Answer) -> EmailMessage | None:
    with translation.override(contact.language):
        if answer.outcome is Outcome.ANSWERED:
            shown = [_cited(answer)]
        elif isinstance(answer.pointer, Service):
            shown = [f"{answer.pointer.name}: {answer.pointer.where}", answer.pointer.url]
        else:
            return None
        opening = gettext("You asked Holi a question that it couldn't answer then. Now it can.")
        asked = gettext("You asked") + f": {contact.question.text}"
        ending = gettext("Your address was kept for this message only, and has been deleted.")
        body = "\n\n".join(filter(None, [opening, asked, *shown, ending]))
        return EmailMessage(gettext("Your question to Holi has an answer"), body, to=[contact.email])


def _cited(answer: Answer) -> str:
    pieces = []
    for citation in answer.citations:
        source = f"{citation.title}, {citation.anchor.number} {citation.section_title} ({citation.version})"
        address = urljoin(settings.HOLI_PUBLIC_URL, citation.url)
        pieces.append(f"{plain(citation.quote)}\n\n{source}\n{address}")
    return "\n\n".join(pieces)
