"""Holi is added to a conversation, or taken out of one."""

import structlog
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from microsoft_teams.api.activities.conversation import ConversationUpdateActivity
from microsoft_teams.api.activities.install_update import InstalledActivity, UninstalledActivity
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.apps import ActivityContext

from bot.teams import background, incoming, sending
from bot.teams.kept import kept_sentences
from bot.teams.markdown import literal
from bot.teams.models import Thread
from bot.teams.threads import thread_of
from knowledge.models import Language

logger = structlog.stdlib.get_logger(__name__)


async def on_added(context: ActivityContext[InstalledActivity]) -> None:
    thread = await thread_of(context.activity)
    others = Thread.objects.filter(teams_id=thread.teams_id, welcomed_at=None)
    greeted = Thread.objects.filter(teams_id=thread.teams_id).exclude(welcomed_at=None)
    if not await greeted.aexists() and await others.aupdate(welcomed_at=timezone.now()):
        background.start(_welcome(thread, incoming.language(context.activity)))


async def on_removed(context: ActivityContext[UninstalledActivity]) -> None:
    await _gone(context.activity.conversation.id)


async def on_members_changed(context: ActivityContext[ConversationUpdateActivity]) -> None:
    removed = context.activity.members_removed or []
    if any(member.id == context.activity.recipient.id for member in removed):
        await _gone(context.activity.conversation.id)


async def _gone(teams_id: str) -> None:
    await Thread.objects.filter(teams_id=teams_id).aupdate(gone_at=timezone.now(), welcomed_at=None)


async def _welcome(thread: Thread, first: Language) -> None:
    """In the language of the person's Teams, and then in the other."""
    words = []
    for language in (first, first.twin):
        with translation.override(language):
            words.append("\n\n".join(map(literal, _sentences())))
    text = "\n\n".join(words)
    try:
        await sending.send(thread, MessageActivityInput(text=text, text_format="markdown"))
    except sending.Undelivered as failure:
        logger.warning("a welcome wasn't delivered to Teams", reason=failure)
        await Thread.objects.filter(id=thread.id).aupdate(welcomed_at=None)


def _sentences() -> list[str]:
    can = [
        _("Hello! I'm Holi. Ask me in your own words about the Council's social media policy and guidance."),
        _("I answer in Welsh or English by quoting the policy, and I say which section that is."),
        _("If I can't answer, your question goes to the Communications Team, and I tell you here when I can."),
    ]
    kept = [*kept_sentences(), _("Please don't put personal data in a question.")]
    return [" ".join(can), " ".join(kept)]
