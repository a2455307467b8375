"""Tell people who asked in Teams, where they asked, that their question is answered now."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from bot.chat.models import Question
from bot.chat.replies import Reply
from bot.review.states import State
from knowledge.answering import Assistant
from knowledge.models import Answer, Citation, Language, Outcome, Service


def tell_in_teams(assistant: Assistant) -> int:
    """How many were told. Nobody is told twice, and who can't be reached isn't tried again."""
    if settings.HOLI_TEAMS is None:
        return 0
    from bot.teams.proactive import TOLD, tell  # the library behind it takes seconds to load

    answered_since = (
        Question.objects.filter(member__gap__state__in=[State.ANSWERED, State.REDIRECTED])
        .filter(teams_messages__deleted=False, teams_messages__thread__gone_at=None)
        .exclude(text="")  # emptied by retention or on request
        .exclude(teams_messages__teams_id__startswith=TOLD)
        .distinct()
    )
    told = 0
    for question in answered_since:
        language = Language(question.language)
        messages = _messages(assistant.answer(question.text, language), language)
        if messages and tell(question, messages):
            told += 1
    return told


def _messages(answer: Answer, language: Language) -> list[dict[str, Any]]:
    with translation.override(language):
        if answer.outcome is Outcome.ANSWERED:
            illustrative = any(citation.illustrative for citation in answer.citations)
            words = _("This text is illustrative until the Council's adopted wording is imported.")
            cited = [_cited(citation) for citation in answer.citations]
            notice = words if illustrative else ""
            return Reply(language, answer.outcome, "", notice=notice, citations=cited).messages()
        if isinstance(answer.pointer, Service):
            helps = [f"{answer.pointer.name}: {answer.pointer.where}", answer.pointer.url]
            return Reply(language, answer.outcome, "\n\n".join(filter(None, helps))).messages()
        return []


def _cited(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.anchor.document, "section": citation.anchor.number, "title": citation.title,
        "section_title": citation.section_title, "version": citation.version, "language": citation.language,
        "quote": citation.quote, "url": citation.url,
    }  # fmt: skip
