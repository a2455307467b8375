"""Signing in and out at an identity provider, in a real browser, which keeps to our pages' policy."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from knowledge.settings import ROOT, load_settings
from tests.bot.accounts.provider import running
from tests.ports import free_port

STARTED_SECONDS = 30


@dataclass
class Site:
    url: str
    issuer: str


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The web app alone: nobody needs models to sign in."""
    (tmp_path / "locale").symlink_to(load_settings().built / "locale")
    url = f"http://127.0.0.1:{free_port()}"
    with running(url) as issuer:
        environment = {
            **os.environ,
            "HOLI_HOME": str(tmp_path),
            "HOLI_SECRET_KEY": "for-tests",
            "HOLI_PUBLIC_URL": url,
            "HOLI_LIMITS": "off",
            "HOLI_OIDC_ISSUER": issuer,
            "HOLI_OIDC_CLIENT_ID": "holi",
            "HOLI_OIDC_CLIENT_SECRET": "not-a-real-secret",
            "HOLI_OIDC_GROUPS": "auditors=auditor",
            "DJANGO_SETTINGS_MODULE": "bot.web.settings",
        }
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        serve = [sys.executable, "-m", "uvicorn", "bot.web.asgi:application", "--port", url.rpartition(":")[2]]
        with (tmp_path / "web.log").open("wb") as log:
            web = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)  # while the web app loads
            _wait(url, web, tmp_path / "web.log")
            yield Site(url, issuer)
        finally:
            web.terminate()
            web.wait(timeout=20)


def _wait(url: str, web: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTED_SECONDS
    while True:
        try:
            httpx.get(f"{url}/healthz", trust_env=False)
            return
        except httpx.HTTPError:
            assert web.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


SIGN_IN = {"cy": "Mewngofnodi â'ch cyfrif gwaith", "en": "Sign in with your work account"}
SIGN_OUT = {"cy": "Allgofnodi", "en": "Sign out"}


def test_somebody_signs_in_and_out_in_both_languages(site: Site, browser: Browser) -> None:
    claims = {"mair": {"groups": ["auditors"], "preferred_username": "mair@council.example"}}
    httpx.put(f"{site.issuer}/people", content=json.dumps(claims), trust_env=False)
    for language in SIGN_IN:
        context = browser.new_context(viewport={"width": 1100, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{site.url}/editorial/audit?language={language}")
        page.get_by_role("link", name=SIGN_IN[language]).click()
        page.locator("[name=login]").fill("mair")
        page.locator("[name=password]").fill("x")
        page.locator("[type=submit]").click()
        page.locator("[type=submit]").click()  # that Holi may know
        expect(page).to_have_url(f"{site.url}/editorial/audit?language={language}")
        expect(page.locator("main")).to_contain_text("mair@council.example")
        page.get_by_role("button", name=SIGN_OUT[language]).click()
        expect(page).to_have_url(re.compile(re.escape(site.issuer)))
        page.locator("[name=logout]").click()
        expect(page).to_have_url(f"{site.url}/?language={language}")
        page.goto(f"{site.url}/editorial/audit?language={language}")
        expect(page.get_by_role("link", name=SIGN_IN[language])).to_be_visible()
        context.close()
