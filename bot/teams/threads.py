"""The thread that an activity belongs to, made where it is new."""

from django.db import IntegrityError
from microsoft_teams.api.models.activity import Activity

from bot.chat.models import Conversation
from bot.teams import incoming
from bot.teams.models import Message, Thread

CHANNEL = "teams"


async def thread_of(activity: Activity) -> Thread:
    """Its service URL is the activity's, which the token vouched for."""
    key = {"teams_id": activity.conversation.id, "person": incoming.person(activity)}
    service_url = activity.service_url or ""
    found = await Thread.objects.select_related("conversation").filter(**key).afirst()
    if found is None:
        conversation = await Conversation.objects.acreate(channel=CHANNEL, language=incoming.language(activity))
        try:
            return await Thread.objects.acreate(
                **key, scope=incoming.scope(activity), service_url=service_url, conversation=conversation
            )
        except IntegrityError:  # two of the person's messages came at once
            await conversation.adelete()
            found = await Thread.objects.select_related("conversation").aget(**key)
    if found.service_url != service_url or found.gone_at:
        found.service_url, found.gone_at = service_url, None
        await found.asave(update_fields=["service_url", "gone_at"])
    return found


async def first_time(thread: Thread, activity: Activity) -> Message | None:
    """The message, written down; None where it is already, because Teams delivers some twice."""
    message, created = await Message.objects.aget_or_create(
        thread=thread, teams_id=activity.id, defaults={"version": incoming.version(activity)}
    )
    return message if created else None


async def newer(thread: Thread, activity: Activity, deleted: bool) -> Message | None:
    """The message with what is said of it now; None where something later is known of it."""
    version = incoming.version(activity)
    message, created = await Message.objects.select_related("thread__conversation", "question").aget_or_create(
        thread=thread, teams_id=activity.id, defaults={"version": version, "deleted": deleted}
    )
    if not created:
        later = Message.objects.filter(id=message.id, version__lt=version)
        if not await later.aupdate(version=version, deleted=deleted):
            return None
        message.version, message.deleted = version, deleted
    return message
