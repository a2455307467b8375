"""Whatever a caller with a sound token posts: it is taken, or refused, and never an error of ours."""

import copy
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.teams import activities
from tests.bot.teams.activities import activity, changed, deleted, edited, in_group, judged, message
from tests.bot.teams.conftest import Teams
from tests.bot.test_failures import Answering

FINE = {200, 400, 403, 413, 501}
MANY = settings(
    max_examples=int(os.environ.get("EXAMPLES") or 50),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
TEXTS = st.text(max_size=300) | st.sampled_from(
    ["<at>Holi</at>", "/show x#1", "\u0000", "\ud83d", "&#0;", "<at>", "x" * 1500]
)


def real(service_url: str) -> list[dict[str, Any]]:
    said = message(service_url, "Who approves a page?")
    return [
        said,
        message(service_url, "", attachments=[{"contentType": "image/png", "contentUrl": "https://x.example/a"}]),
        in_group(service_url, "<at>Holi</at> Who approves a page?"),
        in_group(service_url, "<at>Holi</at> Who?", id=activities.CHANNEL),
        edited(said, "Who approves a new page?"),
        changed(said, "messageUpdate", "undeleteMessage"),
        deleted(said),
        activity(service_url, "installationUpdate", action="add"),
        activity(service_url, "installationUpdate", action="remove"),
        activity(service_url, "conversationUpdate", membersAdded=[{"id": activities.BOT}]),
        activity(service_url, "conversationUpdate", membersRemoved=[{"id": activities.BOT}]),
        activity(service_url, "messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1"),
        activity(service_url, "typing"),
        judged(service_url, "1", "dislike", '{"feedbackText": "x"}'),
        activity(
            service_url, "invoke", name="message/fetchTask",
            value={"data": {"actionName": "feedback", "actionValue": {"reaction": "like"}}},
        ),
    ]  # fmt: skip


def places(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in it, itself left out."""
    children = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [place for key, value in children for place in ((*path, key), *places(value, (*path, key)))]


@pytest.fixture
def quick(teams: Teams, rasa: type[Answering], caplog: pytest.LogCaptureFixture) -> Teams:
    rasa.seconds = 0.0
    return teams


def post(teams: Teams, body: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    assert teams.post(body).status_code in FINE
    # Django itself calls a 501 an error.
    failures = [each for each in caplog.records if each.levelname == "ERROR" and each.name != "django.request"]
    assert [each.getMessage() for each in failures] == []


@MANY
@given(data=st.data())
def test_mistyped_activities(quick: Teams, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    """Real ones with values of another kind, or missing, wherever they stand."""
    body = copy.deepcopy(data.draw(st.sampled_from(real(quick.microsoft.service_url))))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(body)))
        holder = body
        for key in path:
            holder = holder[key]
        if data.draw(st.booleans()):
            holder[last] = data.draw(TEXTS if isinstance(holder[last], str) else JSON)
        else:
            del holder[last]
    post(quick, body, caplog)


@MANY
@given(data=st.data())
def test_truncated_activities(quick: Teams, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    whole = json.dumps(data.draw(st.sampled_from(real(quick.microsoft.service_url)))).encode()
    post(quick, whole[: data.draw(st.integers(0, len(whole)))], caplog)


@MANY
@given(fields=st.dictionaries(st.sampled_from(
    ["id", "text", "name", "value", "action", "from", "recipient", "entities", "attachments", "timestamp", "locale",
     "replyToId", "membersAdded", "membersRemoved", "textFormat", "suggestedActions", "localTimestamp"]
), JSON), kind=st.sampled_from(
    ["message", "messageUpdate", "messageDelete", "messageReaction", "conversationUpdate", "installationUpdate",
     "invoke", "event", "typing", "command", "handoff", "trace", "endOfConversation", "deleteUserData", ""]
))  # fmt: skip
def test_made_up_activities(quick: Teams, caplog: pytest.LogCaptureFixture, fields: dict[str, Any], kind: str) -> None:
    body = {**activity(quick.microsoft.service_url, kind), **fields}
    post(quick, body, caplog)


@MANY
@given(text=TEXTS)
def test_any_text(quick: Teams, caplog: pytest.LogCaptureFixture, text: str) -> None:
    post(quick, message(quick.microsoft.service_url, text), caplog)
    post(quick, in_group(quick.microsoft.service_url, f"<at>Holi</at>{text}"), caplog)
