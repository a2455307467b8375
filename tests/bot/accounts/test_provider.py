"""Signing in at a real provider, and everything that has to be refused."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from bot.accounts.configuration import Provider
from bot.accounts.models import Identity, ProviderSession
from tests.bot.accounts.conftest import HOLI, Arrive

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_person_signs_in_with_the_roles_of_their_groups(client: Client, sign_in: SignIn, language: str) -> None:
    path = f"/sign-in/provider?language={language}&next=/editorial/audit?language={language}"
    response = sign_in(client, path, groups=["auditors", "others"])
    assert response["location"] == f"/editorial/audit?language={language}"
    assert client.get(response["location"]).status_code == 200
    person = User.objects.get()
    assert person.username == "mair@council.example"
    assert [group.name for group in person.groups.all()] == ["auditor"]
    assert not person.has_usable_password()


def test_roles_are_taken_away_at_the_next_sign_in(client: Client, sign_in: SignIn) -> None:
    sign_in(client, groups=["owners", "auditors"])
    assert client.get("/editorial/audit").status_code == 200
    sign_in(client, groups=["owners"])
    assert client.get("/editorial/audit").status_code == 403
    sign_in(client, groups=[])
    assert client.get("/editorial/").status_code == 403
    assert User.objects.count() == 1


def test_of_somebody_without_a_role_no_name_is_kept(client: Client, sign_in: SignIn) -> None:
    response = sign_in(client, email="mair@council.example")
    assert response["location"] == "/?language=en"
    person = User.objects.get()
    assert person.username.startswith("staff-")
    assert (person.email, person.first_name) == ("", "")
    identity = Identity.objects.get()
    assert identity.issuer == ""
    assert "mair" not in identity.subject
    assert len(identity.subject) == 64
    sign_in(client, groups=["owners"])
    assert User.objects.get() == person  # known again, and in plain from now on
    assert Identity.objects.get().subject == "mair"


def test_nobody_is_found_by_name(client: Client, sign_in: SignIn) -> None:
    other = User.objects.create(username="mair@council.example")
    sign_in(client, groups=["owners"])
    assert Identity.objects.get().person != other
    assert Identity.objects.get().person.username.startswith("mair@council.example (")


def test_pkce_nonce_and_state_go_along_and_the_session_gets_a_new_key(client: Client, sign_in: SignIn) -> None:
    asked = parse_qs(urlsplit(client.get("/sign-in/provider?language=en")["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 32 for name in ("code_challenge", "nonce", "state"))
    before = client.session.session_key
    sign_in(client, groups=["owners"])
    assert client.session.session_key != before


def kind(response: Any) -> str:
    assert response.status_code == 302
    return parse_qs(urlsplit(response["location"]).query)["refused"][0]


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"tid": "11111111-0000-4000-8000-00000000000a"}, "tenant"),
        ({"tid": None}, "tenant"),
        ({"_claim_names": {"groups": "src1"}}, "groups"),
    ],
)
@pytest.mark.parametrize("language", ["cy", "en"])
def test_who_may_not_come_in_is_told_why(
    client: Client, sign_in: SignIn, claims: dict[str, Any], reason: str, language: str
) -> None:
    response = sign_in(client, f"/sign-in/provider?language={language}", **claims)
    assert kind(response) == reason
    page = client.get(response["location"])
    assert f'<html lang="{language}">' in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert not User.objects.exists()


def test_an_account_that_was_closed_stays_so(client: Client, sign_in: SignIn) -> None:
    sign_in(client, groups=["owners"])
    User.objects.update(is_active=False)
    assert client.get("/editorial/").status_code == 302
    assert kind(sign_in(client, groups=["owners"])) == "inactive"


def test_another_state_is_refused(client: Client, provider: Provider, arrive: Arrive) -> None:
    back = arrive(client.get("/sign-in/provider")["location"]).removeprefix(HOLI)
    assert kind(Client().get(back)) == "state"  # a browser that never began
    assert kind(client.get(back.replace("state=", "state=x"))) == "state"
    assert client.get(back).status_code == 302
    assert "_auth_user_id" in client.session
    assert kind(client.get(back)) == "state"  # used


@pytest.mark.parametrize("name", ["nonce", "code_verifier"])
def test_another_nonce_or_verifier_is_refused(client: Client, provider: Provider, arrive: Arrive, name: str) -> None:
    back = arrive(client.get("/sign-in/provider")["location"]).removeprefix(HOLI)
    session = client.session
    (begun,) = session["oidc_states"].values()
    begun[name] = "x" * 64
    session.save()
    assert kind(client.get(back)) == "token"
    assert "_auth_user_id" not in client.session


def test_the_provider_asks_for_pkce(client: Client, provider: Provider) -> None:
    begun = urlsplit(client.get("/sign-in/provider")["location"])
    without = "&".join(part for part in begun.query.split("&") if not part.startswith("code_challenge"))
    answer = httpx.get(begun._replace(query=without).geturl(), trust_env=False)
    assert "invalid_request" in answer.headers["location"]


def test_who_declines_is_told(client: Client, provider: Provider) -> None:
    client.get("/sign-in/provider")
    assert kind(client.get("/sign-in/callback?error=access_denied&state=x")) == "declined"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_nobody_is_sent_elsewhere(client: Client, sign_in: SignIn, elsewhere: str) -> None:
    response = sign_in(client, f"/sign-in/provider?language=en&next={elsewhere}", groups=["owners"])
    assert response["location"] == "/editorial/?language=en"
    assert "evil" not in client.get(f"/sign-in?next={elsewhere}").content.decode()


def test_signing_out_ends_the_providers_session_too(client: Client, sign_in: SignIn, provider: Provider) -> None:
    sign_in(client, groups=["owners"])
    response = client.post("/sign-out?language=en")
    asked = parse_qs(urlsplit(response["location"]).query)
    assert response["location"].startswith(provider.issuer)
    assert asked["post_logout_redirect_uri"] == [f"{HOLI}/?language=en"]
    assert httpx.get(response["location"], trust_env=False).status_code == 200  # the hint is one that it knows
    assert client.get("/editorial/").status_code == 302
    assert not ProviderSession.objects.exists()


def test_what_happened_is_written_down_without_tokens(
    client: Client, sign_in: SignIn, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sign_in(client, groups=["owners"])
    token = client.session["id_token"]
    client.post("/sign-out")
    sign_in(client, tid="other")
    trail = (home / "audit.jsonl").read_text()
    printed = capfd.readouterr()
    assert trail.index('"signed in"') < trail.index('"signed out"')
    assert token not in trail + printed.out + printed.err
    assert "mair@" not in printed.out + printed.err


def test_a_provider_that_is_down_is_said(client: Client, provider: Provider, settings: Settings) -> None:
    settings.HOLI_PROVIDER = Provider("http://127.0.0.1:9", "holi", "x", "", {})
    assert kind(client.get("/sign-in/provider")) == "unavailable"


@pytest.mark.parametrize(
    ("language", "words"), [("cy", "Mewngofnodi â'ch cyfrif gwaith"), ("en", "Sign in with your work account")]
)
def test_the_page_offers_the_provider(client: Client, provider: Provider, language: str, words: str) -> None:
    assert words in unescape(client.get(f"/sign-in?language={language}").content.decode())


def test_links_are_refused_where_they_are_not_allowed(client: Client, settings: Settings) -> None:
    settings.HOLI_LINKS = False
    assert kind(client.post("/sign-in/whatever")) == "links"
