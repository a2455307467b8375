"""From an activity that is vouched for to the handler that it is for."""

from typing import Any
from weakref import WeakSet

from microsoft_teams.api.auth import JsonWebToken
from microsoft_teams.apps import App
from microsoft_teams.apps.events import ActivityEvent, CoreActivity
from pydantic import BaseModel, ValidationError

from bot.teams import conversing, feedback, membership
from bot.teams.callers import Refused
from bot.teams.library import app, configuration
from bot.teams.models import LONGEST_ID
from bot.teams.shapes import ids, made_regular, unhandled

_routed: WeakSet[App] = WeakSet()


async def receive(activity: dict[str, Any], token: str) -> tuple[int, Any]:
    """The status to answer with, and the body. Raises Refused."""
    status = unhandled(activity)
    if status is not None:
        return status, None
    if any(len(str(id)) > LONGEST_ID for id in ids(activity)):
        raise Refused(400, "the activity has an id that is too long")
    library = await app()
    if library not in _routed:
        _route(library)
        _routed.add(library)
    assert library.server.on_request
    try:
        body = CoreActivity.model_validate(made_regular(activity, configuration().app_id))
        response = await library.server.on_request(ActivityEvent(body=body, token=JsonWebToken(token)))
    except ValidationError as error:
        places = {".".join(map(str, each["loc"])) for each in error.errors(include_input=False, include_url=False)}
        raise Refused(400, f"the activity is malformed at {', '.join(sorted(places))[:200]}") from None
    found = response.body
    return response.status, found.model_dump(by_alias=True, exclude_none=True) if isinstance(
        found, BaseModel
    ) else found


def _route(library: App) -> None:
    library.on_message(conversing.on_message)
    library.on_edit_message(conversing.on_edit)
    library.on_undelete_message(conversing.on_edit)
    library.on_soft_delete_message(conversing.on_delete)
    library.on_install_add(membership.on_added)
    library.on_install_remove(membership.on_removed)
    library.on_conversation_update(membership.on_members_changed)
    library.on_message_submit_feedback(feedback.on_feedback)
    library.on_message_fetch_task(feedback.on_form)
