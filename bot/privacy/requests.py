"""What one person may ask for: to be given what is kept of them, or to have it erased."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from bot.chat.models import Conversation, Question
from bot.chat.spool import take_in
from bot.privacy import accounts, spool
from bot.privacy.sources import CONVERSATIONS, said
from bot.privacy.traces import compact, left
from knowledge.errors import HoliError


@dataclass(frozen=True)
class Kept:
    """What is kept of one person."""

    conversations: list[UUID]
    people: list[User]


def find(conversation: str = "", email: str = "", identity: str = "") -> Kept:
    """Raises HoliError unless exactly one of them is given and leads somewhere."""
    if sum(map(bool, (conversation, email, identity))) != 1:
        raise HoliError("Give one of --conversation, --email and --identity.")
    take_in(wait=True)
    if conversation:
        return Kept([_conversation(conversation)], [])
    people = accounts.people(email, identity)
    left = set().union(*(source.conversations_of(email) for source in CONVERSATIONS)) if email else set()
    if identity and not people:
        raise HoliError("Nobody with this identity has signed in, or their account is gone.")
    if not people and not left:
        raise HoliError("Nobody has left this address or has an account with it, or it was deleted when used.")
    return Kept(sorted(left), people)


def _conversation(conversation: str) -> UUID:
    try:
        id = UUID(conversation)
    except ValueError:
        raise HoliError(f"'{conversation}' isn't a conversation's id, like {UUID(int=0)}. Correct it.") from None
    if not Conversation.objects.filter(id=id).exists() and id not in spool.ids():
        raise HoliError(f"There is no conversation {id}. The question log may have been moved; check HOLI_HOME.")
    return id


def export(ids: list[UUID]) -> list[dict[str, Any]]:
    """Each conversation with what every source keeps of it; a key says what it is."""
    return [
        {
            "conversation": Conversation.objects.filter(id=id).values().first(),
            **{source.name: source.export(id) for source in CONVERSATIONS},
        }
        for id in ids
    ]


def erase(ids: list[UUID]) -> list[str]:
    """What was erased, source by source; raises HoliError where the databases still hold a word of it."""
    texts = _texts(ids)
    erased = [said(source, sum(source.erase(id, frozenset(texts)) for id in ids)) for source in CONVERSATIONS]
    compact()
    # What somebody else has asked in the same words is theirs.
    own = [text for text in texts if not Question.objects.filter(text__contains=text).exists()]
    traces = left(own, [str(id) for id in ids])
    if traces:
        raise HoliError(
            f"The question log is emptied, but Holi's databases still hold {len(traces)} traces: what keeps them is "
            "missing in bot/privacy/sources.py."
        )
    return erased


def _texts(ids: list[UUID]) -> list[str]:
    asked = Question.objects.filter(conversation__in=ids).exclude(text="").exclude(text__startswith="/")
    return list(asked.values_list("text", flat=True).distinct())
