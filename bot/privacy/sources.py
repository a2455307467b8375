"""Every place that keeps what people ask, or who they are. A new one is one more line at the end."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bot.privacy.accounts import Accounts
from bot.privacy.drafts import DraftAnswers
from bot.privacy.question_log import QuestionLog
from bot.privacy.review import Contacts, GapTitles
from bot.privacy.spool import Spool
from bot.privacy.teams import TeamsThreads
from bot.privacy.tracker import Tracker


class Expiring(Protocol):
    words: tuple[str, str]  # what was erased, as a sentence goes on: of one, and of another number

    def expired(self, before: datetime) -> int:
        """How many would be emptied."""
        ...

    def expire(self, before: datetime) -> int: ...


class Source(Expiring, Protocol):
    name: str  # in an export

    def conversations_of(self, email: str) -> set[UUID]:
        """Those whose person left this address."""
        ...

    def export(self, conversation: UUID) -> list[dict[str, Any]]: ...

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        """`texts` are the questions of the conversation, for places that don't know whose they are."""
        ...


# The question log last: the others are found by what stands in it.
CONVERSATIONS: tuple[Source, ...] = (
    Tracker(),
    Spool(),
    DraftAnswers(),
    Contacts(),
    GapTitles(),
    TeamsThreads(),
    QuestionLog(),
)
SOURCES: tuple[Expiring, ...] = (Accounts(), *CONVERSATIONS)


def said(source: Expiring, count: int) -> str:
    one, several = source.words
    return (one if count == 1 else several).format(count)
