"""Any bytes as an activity of Teams: it is refused, or what a person said is read out of it."""

import json
from collections.abc import Iterator

from django.test import RequestFactory
from microsoft_teams.api.activities import ActivityTypeAdapter
from microsoft_teams.api.activities.message import MessageActivity, MessageUpdateActivity
from microsoft_teams.apps.events import CoreActivity
from pydantic import ValidationError

from bot.teams import incoming, shapes
from bot.teams.callers import Refused
from bot.teams.views import _activity
from tests.bot.teams.test_fuzz import real

REQUESTS = RequestFactory()


def seeds() -> Iterator[bytes]:
    for activity in real("https://smba.example/"):
        yield json.dumps(activity).encode()


def check(data: bytes) -> None:
    try:
        activity = _activity(REQUESTS.post("/api/messages", data, content_type="application/json"))
    except Refused:
        return
    if shapes.unhandled(activity) is not None:
        return
    shapes.ids(activity)
    try:
        regular = CoreActivity.model_validate(shapes.made_regular(activity, "app"))
        found = ActivityTypeAdapter.validate_python(regular.model_dump(by_alias=True, exclude_none=True))
    except ValidationError:
        return
    incoming.scope(found), incoming.person(found), incoming.language(found), incoming.version(found)
    if isinstance(found, MessageActivity | MessageUpdateActivity):
        said = incoming.read(found)
        assert said.text == said.text.strip()
