"""A certified identity provider on this machine, and a browser's way through it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.accounts.configuration import Provider
from tests.bot.accounts.provider import running

HOLI = "http://testserver"
TENANT = "7d2c9c3a-0c1e-4d55-8f52-b7f1a0d3c401"
SECRET = "not-a-real-secret"
STEPS = 12


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    with running(HOLI) as started:
        yield started


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """Without a release: whoever signs in needs none."""
    settings.HOLI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def provider(issuer: str, settings: Settings, home: Path) -> Provider:
    roles = {"owners": frozenset({"publisher"}), "auditors": frozenset({"auditor"})}
    settings.HOLI_PROVIDER = Provider(issuer, "holi", SECRET, TENANT, roles)
    settings.HOLI_LIMITS = {}
    return settings.HOLI_PROVIDER  # type: ignore[no-any-return]


Arrive = Callable[..., str]


@pytest.fixture
def arrive(issuer: str) -> Arrive:
    """From Holi's redirect through the provider's pages, and back: the address that the browser is sent to in Holi."""

    def walk(address: str, person: str = "mair", **claims: Any) -> str:
        whole = {"tid": TENANT, "preferred_username": f"{person}@council.example", **claims}
        with httpx.Client(trust_env=False) as browser:
            browser.put(f"{issuer}/people", content=json.dumps({person: whole})).raise_for_status()
            answer = browser.get(address)
            for _ in range(STEPS):
                if "location" in answer.headers:
                    address = urljoin(address, answer.headers["location"])
                    if address.startswith(HOLI):
                        return address
                    answer = browser.get(address)
                    continue
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert prompt, answer.text
                answer = browser.post(address, data={"prompt": prompt[1], "login": person, "password": "x"})
        raise AssertionError("The provider's pages never end.")

    return walk


@pytest.fixture
def sign_in(provider: Provider, arrive: Arrive) -> Callable[..., Any]:
    """Holi's answer to whoever comes back from the provider."""

    def whole_way(client: Client, path: str = "/sign-in/provider?language=en", **claims: Any) -> Any:
        return client.get(arrive(client.get(path)["location"], **claims).removeprefix(HOLI))

    return whole_way
