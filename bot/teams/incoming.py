"""What a person said, out of an activity."""

import hashlib
import hmac
import html
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from microsoft_teams.api.activities.message import MessageActivity, MessageUpdateActivity
from microsoft_teams.api.models.activity import Activity
from microsoft_teams.api.models.entity import MentionEntity

from knowledge.models import Language

PERSONAL = "personal"
TAG = re.compile(r"</?at\b[^>]*>", re.IGNORECASE)
OWN_WORDS = "text/html"  # Teams' second copy of the message: not something attached


@dataclass(frozen=True)
class Said:
    text: str
    attached: bool
    to_holi: bool  # in a group Holi answers only when it is mentioned


def read(activity: MessageActivity | MessageUpdateActivity) -> Said:
    own = activity.recipient.id
    mentions = [each for each in activity.entities or [] if isinstance(each, MentionEntity)]
    text = activity.text
    for mention in mentions:
        if mention.mentioned.id == own:
            text = text.replace(mention.text or f"<at>{mention.mentioned.name}</at>", " ")
    text = html.unescape(TAG.sub("", text)).replace("\N{NO-BREAK SPACE}", " ").strip()
    attached = any(not (each.content_type or "").lower().startswith(OWN_WORDS) for each in activity.attachments or [])
    return Said(text, attached, scope(activity) == PERSONAL or any(each.mentioned.id == own for each in mentions))


def scope(activity: Activity) -> str:
    return activity.conversation.conversation_type or PERSONAL


def person(activity: Activity) -> str:
    """Tells people in a group apart without saying who they are."""
    return hmac.new(settings.SECRET_KEY.encode(), activity.from_.id.encode(), hashlib.sha256).hexdigest()


def language(activity: Activity) -> Language:
    """That of the person's Teams (cy-GB, en-GB); Welsh where it is neither."""
    tag = (activity.locale or "").split("-")[0].lower()
    return Language(tag) if tag in tuple(Language) else Language.CY


def version(activity: Activity) -> datetime:
    """When it was written or edited, as Teams says: what arrives last need not be what was said last."""
    return activity.timestamp if activity.timestamp and activity.timestamp.tzinfo else timezone.now()
