"""A one-time link for somebody whom no identity provider knows."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings
from typer.testing import CliRunner, Result

from bot.accounts.models import Identity, SignInLink, person_with
from bot.cli import app
from knowledge.audit import Audit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_HOME", str(home))


def link(person: str = "mair", role: str = "auditor") -> Result:
    return CliRunner().invoke(app, ["sign-in-link", "--person", person, "--role", role, "--by", "nia"])


def test_it_signs_in_once_and_is_written_down_without_the_link(client: Client, home: Path, settings: Settings) -> None:
    settings.HOLI_PUBLIC_URL = "https://holi.example"
    printed = link().output.strip()
    assert re.fullmatch(r"https://holi\.example/sign-in/[\w-]{43}", printed)
    path = printed.removeprefix("https://holi.example")
    assert client.post(path).status_code == 302
    assert client.get("/editorial/audit").status_code == 200
    assert Client().post(path).status_code == 410
    given, signed_in = Audit(home).entries()
    assert (given.who, given.what, given.details) == ("nia", "gave a sign-in link", "mair, auditor")
    assert signed_in.who == "mair"
    assert path.rpartition("/")[2] not in (home / "audit.jsonl").read_text()


def refusal(**asked: str) -> str:
    refused = link(**asked)
    assert refused.exit_code != 0
    assert not SignInLink.objects.exists()
    return str(refused.exception)


def test_where_links_are_not_used_there_is_none(settings: Settings, home: Path) -> None:
    settings.HOLI_LINKS = False
    assert "HOLI_LOCAL_ACCOUNTS isn't yes" in refusal()
    assert not User.objects.exists()
    assert Audit(home).entries() == []


def test_nobody_gets_round_the_provider_or_back_into_a_closed_account() -> None:
    Identity.objects.create(person=person_with("nia", "reader"), issuer="https://id.example", subject="1")
    assert "at the identity provider" in refusal(person="nia")
    person_with("sion", "reader")
    User.objects.filter(username="sion").update(is_active=False)
    assert "was closed" in refusal(person="sion")


@pytest.mark.parametrize(("asked", "said"), [({"role": "owner"}, "isn't one of"), ({"person": " "}, "characters")])
def test_what_is_no_role_or_name_is_said(asked: dict[str, str], said: str) -> None:
    assert said in refusal(**asked)
