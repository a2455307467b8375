"""The action server's metrics: its steps, and the release that answers."""

from starlette.testclient import TestClient

from tests.actions.test_actions import call, client, data  # noqa: F401
from tests.knowledge.observing.test_metrics import value


def test_steps_and_the_release_in_use_are_shown(client: TestClient) -> None:  # noqa: F811
    near = TestClient(client.app, client=("127.0.0.1", 5000))
    before = near.get("/metrics").text
    release = data(call(client, "action_answer", "Who has to approve a new Facebook page for my service?"))["release"]
    after = near.get("/metrics").text
    assert value(after, "holi_release_in_use_info", release=release) == 1
    for step in ("action", "understand", "encode", "search", "decide", "quote"):
        was = value(before, "holi_step_seconds_count", step=step)
        assert value(after, "holi_step_seconds_count", step=step) == was + 1


def test_others_are_turned_away(client: TestClient) -> None:  # noqa: F811
    assert TestClient(client.app, client=("10.0.0.7", 5000)).get("/metrics").status_code == 401
