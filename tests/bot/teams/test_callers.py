"""Who may call: every token that isn't the channel's own is refused, and none is written into the log."""

import json
import time
from collections.abc import Callable

import jwt
import pytest
from pytest_django.fixtures import Settings

from bot.teams import keys
from bot.teams.models import Message
from bot.teams.views import callers
from tests.bot.teams.activities import message
from tests.bot.teams.conftest import Teams
from tests.bot.teams.microsoft import APP, ISSUER, Microsoft
from tests.bot.teams.signing import SigningKey

NOW = int(time.time())
FORGED = SigningKey("first")  # says that it is the published key, and isn't
UNENDORSED = SigningKey("unendorsed", ("webchat",))


def _unsigned(microsoft: Microsoft) -> str:
    claims = jwt.decode(microsoft.token(), options={"verify_signature": False})
    return jwt.encode(claims, None, "none", {"kid": "first"})


def _with_public_key_as_secret(microsoft: Microsoft) -> str:
    """Signed with what everybody knows, for a reader that lets the token choose how it is checked."""
    claims = jwt.decode(microsoft.token(), options={"verify_signature": False})
    forged = jwt.api_jws.PyJWS()
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    algorithm.prepare_key = lambda key: key  # type: ignore[method-assign,assignment,return-value] # it would refuse this
    forged.unregister_algorithm("HS256")
    forged.register_algorithm("HS256", algorithm)
    return forged.encode(json.dumps(claims).encode(), microsoft.keys[0].pem, "HS256", {"kid": "first"})


TOKENS: dict[str, Callable[[Microsoft], str]] = {
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "another audience": lambda microsoft: microsoft.token(aud="another"),
    "no audience": lambda microsoft: microsoft.token(aud=None),
    "the audience with a scheme": lambda microsoft: microsoft.token(aud=f"api://{APP}"),
    "another issuer": lambda microsoft: microsoft.token(iss="https://sts.windows.net/x/"),
    "the issuer with a slash": lambda microsoft: microsoft.token(iss=ISSUER + "/"),
    "no issuer": lambda microsoft: microsoft.token(iss=None),
    "another key under a published id": lambda microsoft: microsoft.token(FORGED),
    "a key that isn't published": lambda microsoft: microsoft.token(SigningKey("unknown")),
    "expired": lambda microsoft: microsoft.token(exp=NOW - 400, nbf=NOW - 4000),
    "no expiry": lambda microsoft: microsoft.token(exp=None),
    "not yet valid": lambda microsoft: microsoft.token(nbf=NOW + 400, exp=NOW + 4000),
    "another service URL": lambda microsoft: microsoft.token(serviceurl="https://evil.example/"),
    "no service URL": lambda microsoft: microsoft.token(serviceurl=None),
    "an endorsement for another channel": lambda microsoft: microsoft.token(UNENDORSED),
    "not signed": _unsigned,
    "signed with the public key": _with_public_key_as_secret,
}


@pytest.mark.parametrize("make", TOKENS.values(), ids=TOKENS)
def test_a_token_that_is_not_the_channels_own_is_refused(
    teams: Teams, caplog: pytest.LogCaptureFixture, make: Callable[[Microsoft], str]
) -> None:
    teams.microsoft.keys.append(UNENDORSED)
    token = make(teams.microsoft)
    response = teams.post(message(teams.microsoft.service_url, "Who?"), f"Bearer {token}")
    assert response.status_code in (401, 403)
    assert not Message.objects.exists()
    assert teams.microsoft.requests == []
    assert "refused" in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer ", "Basic abc", "bearer"])
def test_no_token_is_refused(teams: Teams, authorization: str | None) -> None:
    assert teams.post(message(teams.microsoft.service_url, "Who?"), authorization).status_code == 401


@pytest.mark.parametrize("leeway", [-200, 200])
def test_clocks_may_differ_a_little(teams: Teams, leeway: int) -> None:
    token = teams.microsoft.token(nbf=NOW + 100 + leeway, exp=NOW + max(leeway, -200) + 1000)
    assert teams.post(message(teams.microsoft.service_url, "Who?"), f"Bearer {token}").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"serviceUrl": None},
        {"serviceUrl": ""},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": ["https://evil.example/"]},
        {"channelId": "webchat"},
        {"channelId": None},
        {"channelData": {"tenant": {"id": "11111111-0000-4000-8000-000000000000"}}},
        {"conversation": {"id": "a", "tenantId": "11111111-0000-4000-8000-000000000000"}},
        {"conversation": {"id": "a"}, "channelData": {}},
        {"channelData": {"tenant": {"id": ["x"]}}},
    ],
)
def test_what_the_token_does_not_vouch_for_is_refused(teams: Teams, changed: dict[str, object]) -> None:
    activity = {**message(teams.microsoft.service_url, "Who?"), **changed}
    activity = {name: value for name, value in activity.items() if value is not None}
    assert teams.post(activity).status_code == 403
    assert not Message.objects.exists()
    assert teams.microsoft.requests == []


def test_a_service_url_may_end_in_a_slash_or_not(teams: Teams) -> None:
    assert teams.post(message(teams.microsoft.service_url.rstrip("/"), "Who?")).status_code == 200


def test_keys_are_fetched_once(teams: Teams) -> None:
    for _ in range(3):
        teams.say("Who approves a new page?")
    assert teams.microsoft.fetches.count("/v1/.well-known/keys") == 1


def test_a_new_key_is_found_when_it_is_first_used(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "PAUSE", 0)
    teams.say("Who approves a new page?")
    new = SigningKey("second")
    teams.microsoft.keys.append(new)
    token = teams.microsoft.token(new)
    assert teams.post(message(teams.microsoft.service_url, "Who?"), f"Bearer {token}").status_code == 200


def test_made_up_key_ids_do_not_make_holi_fetch_without_end(teams: Teams) -> None:
    teams.say("Who approves a new page?")
    for name in "abcde":
        forged = SigningKey.__new__(SigningKey)
        forged.id, forged.private = name, FORGED.private
        token = teams.microsoft.token(forged)
        assert teams.post(message(teams.microsoft.service_url, "Who?"), f"Bearer {token}").status_code == 401
    assert teams.microsoft.fetches.count("/v1/.well-known/keys") == 1


def test_known_keys_serve_on_when_none_can_be_fetched(
    teams: Teams, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams.say("Who approves a new page?")
    monkeypatch.setattr(keys, "KEPT", -1)
    monkeypatch.setattr(keys, "PAUSE", -1)
    callers(settings.HOLI_TEAMS).keys.metadata_url = "http://127.0.0.1:9/none"
    assert teams.post(message(teams.microsoft.service_url, "Who?")).status_code == 200


def test_without_any_key_the_caller_is_asked_to_come_again(teams: Teams, settings: Settings) -> None:
    callers(settings.HOLI_TEAMS).keys.metadata_url = "http://127.0.0.1:9/none"
    assert teams.post(message(teams.microsoft.service_url, "Who?")).status_code == 503


def test_one_key_that_cannot_be_read_does_no_harm_to_the_others(teams: Teams) -> None:
    class Broken(SigningKey):
        def __init__(self) -> None:
            self.id = "broken"

        def published(self) -> dict[str, object]:
            return {"kty": "RSA", "kid": "broken", "n": 5}

    teams.microsoft.keys.append(Broken())
    assert teams.post(message(teams.microsoft.service_url, "Who?")).status_code == 200


def test_other_methods_and_bodies_are_refused(teams: Teams) -> None:
    assert teams.post("{broken").status_code == 400
    assert teams.post("[1]").status_code == 400
    assert teams.post(b"\xff").status_code == 400
    assert teams.post("[" * 5000).status_code == 400
    assert teams.post(message(teams.microsoft.service_url, "x" * 300_000)).status_code == 413


def test_where_teams_is_off_there_is_no_endpoint(teams: Teams, settings: Settings) -> None:
    settings.HOLI_TEAMS = None
    assert teams.post(message(teams.microsoft.service_url, "Who?")).status_code == 404
