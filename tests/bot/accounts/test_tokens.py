"""What a token has to be: signed by the provider's key, for Holi, now. The keys and signatures are real."""

import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.accounts import oidc
from bot.accounts.configuration import Provider
from bot.accounts.models import Identity, ProviderSession, person_with
from bot.accounts.oidc import checked
from bot.accounts.provider_views import SIGNED_OUT
from bot.accounts.refusals import SignInRefused
from tests.bot.teams.microsoft import Microsoft, running
from tests.bot.teams.signing import SigningKey

TENANT = "7d2c9c3a-0c1e-4d55-8f52-b7f1a0d3c401"


@pytest.fixture(scope="module")
def keys() -> Iterator[Microsoft]:
    """A server of public keys."""
    with running() as started:
        yield started


@pytest.fixture
def issuer(keys: Microsoft, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    settings.HOLI_PROVIDER = Provider(keys.url, "holi", "secret", TENANT, {})
    monkeypatch.setattr(oidc, "metadata", lambda: {"jwks_uri": f"{keys.url}/v1/.well-known/keys"})
    oidc._keys.cache_clear()
    keys.fetches.clear()
    return keys.url


def token(keys: Microsoft, key: SigningKey | None = None, algorithm: str = "RS256", **changed: Any) -> str:
    key = key or keys.keys[0]
    now = int(time.time())
    claims = {"iss": keys.url, "aud": "holi", "sub": "mair", "iat": now, "exp": now + 300, "tid": TENANT, **changed}
    kept = {name: value for name, value in claims.items() if value is not None}
    secret = {"none": None, "HS256": key.pem.hex()}.get(algorithm, key.private)
    return jwt.encode(kept, secret, algorithm, {"kid": key.id})  # type: ignore[arg-type]


def test_a_sound_token_is_taken_and_the_keys_are_fetched_once(issuer: str, keys: Microsoft) -> None:
    assert checked(token(keys))["sub"] == "mair"
    assert checked(token(keys))["sub"] == "mair"
    assert len(keys.fetches) == 1


def test_a_new_key_is_fetched(issuer: str, keys: Microsoft) -> None:
    checked(token(keys))
    keys.keys.append(SigningKey("second"))
    with pytest.raises(SignInRefused):
        checked(token(keys, keys.keys[1]))  # not at once, or made-up keys would make Holi ask without end
    client = oidc._keys(f"{issuer}/v1/.well-known/keys")
    client._last_successful_fetch = time.monotonic() - 2 * client.cooldown_duration
    assert checked(token(keys, keys.keys[1]))["sub"] == "mair"
    assert len(keys.fetches) == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": 1_000_000_000}, "token"),
        ({"exp": None}, "token"),
        ({"aud": "another"}, "token"),
        ({"aud": ["holi", "another"], "azp": "another"}, "token"),
        ({"iss": "https://elsewhere.example"}, "token"),
        ({"sub": None}, "token"),
        ({"iat": 4_000_000_000}, "token"),
        ({"tid": "another"}, "tenant"),
        ({"algorithm": "none"}, "token"),
        ({"algorithm": "HS256"}, "token"),
        ({"key": SigningKey("unknown")}, "token"),
        ({"key": SigningKey("first")}, "token"),
    ],
)
def test_what_is_wrong_is_refused(issuer: str, keys: Microsoft, changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(SignInRefused, match=reason):
        checked(token(keys, **changed))


@pytest.mark.parametrize("text", ["", "x", "a.b.c"])
def test_what_is_no_token_is_refused(issuer: str, text: str) -> None:
    with pytest.raises(SignInRefused, match="token"):
        checked(text)


@pytest.mark.django_db
def test_signing_out_at_the_provider_ends_the_session_here(issuer: str, keys: Microsoft, client: Client) -> None:
    person = person_with("mair", "auditor")
    Identity.objects.create(person=person, issuer=issuer, subject="mair")
    client.force_login(person)
    session = client.session
    ends = session.get_expiry_date()
    ProviderSession.objects.create(key=session.session_key, person=person, sid="one", ends_at=ends)

    def tell(**changed: Any) -> int:
        said = {"events": {SIGNED_OUT: {}}, "sid": "one", **changed}
        return Client().post("/sign-in/back-channel", {"logout_token": token(keys, **said)}).status_code

    assert [tell(events={}), tell(nonce="x"), tell(aud="another")] == [400, 400, 400]
    assert tell(sid="two") == 200
    assert client.session.get("_auth_user_id")
    assert tell() == 200
    assert not ProviderSession.objects.exists()
    assert "_auth_user_id" not in client.session
