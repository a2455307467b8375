"""Where others reach it, Holi doesn't start without sign-in, keys and HTTPS, and says everything that is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.doctor.checks import START, Place, all_checks, examine, refuse_unless_safe
from knowledge.errors import SettingsError
from knowledge.settings import ROOT, load_settings
from tests.bot.doctor.production import PRODUCTION


def missing(values: dict[str, str]) -> list[str]:
    found = examine(Place(load_settings(), values), all_checks(START))
    return [finding.sentence for _, finding in found if not finding.right]


def test_a_whole_production_configuration_is_right() -> None:
    assert missing(PRODUCTION) == []


def test_on_loopback_nothing_needs_to_be_set() -> None:
    assert missing({}) == []
    assert missing({"HOLI_PUBLIC_URL": "http://localhost:8000", "HOLI_HOST": "::1"}) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HOLI_OIDC_CLIENT_SECRET": ""}, "HOLI_OIDC_CLIENT_SECRET isn't, so nobody can sign in"),
        ({"HOLI_OIDC_GROUPS": "Owners"}, "HOLI_OIDC_GROUPS holds 'Owners'"),
        ({"HOLI_OIDC_GROUPS": "Owners=owner"}, "isn't a group, = and one of reader"),
        ({"HOLI_OIDC_ISSUER": "http://id.example"}, "begin with https://"),
        ({"HOLI_OIDC_ISSUER": "https://login.microsoftonline.com/common/v2.0"}, "names 'common'"),
        ({"HOLI_OIDC_TENANT": "11111111-0000-4000-8000-00000000000a"}, "Correct one of them"),
        ({"HOLI_SECRET_KEY": "secret"}, "HOLI_SECRET_KEY is missing or too easily guessed"),
        ({"HOLI_RASA_TOKEN": ""}, "HOLI_RASA_TOKEN isn't set"),
        ({"HOLI_PUBLIC_URL": "http://holi.example"}, "doesn't begin with https://"),
        ({"HOLI_PUBLIC_URL": ""}, "doesn't begin with https://"),
        ({"HOLI_TRUSTED_PROXIES": ""}, "name its address in HOLI_TRUSTED_PROXIES"),
        ({"HOLI_TRUSTED_PROXIES": "proxy"}, "HOLI_TRUSTED_PROXIES holds 'proxy'"),
        ({"HOLI_LOCAL_ACCOUNTS": "maybe"}, "HOLI_LOCAL_ACCOUNTS is 'maybe'"),
        ({"HOLI_ALLOWED_HOSTS": "localhost"}, "Add holi.example to it"),
        ({"HOLI_ALLOWED_HOSTS": "holi.example, *"}, "answers to any name"),
        ({"HOLI_EMBED_ORIGINS": "https://intranet.example/"}, "isn't an origin"),
        ({"HOLI_EMBED_ORIGINS": "http://intranet.example"}, "isn't https"),
        ({"HOLI_ASKING": "nobody"}, "HOLI_ASKING is 'nobody'"),
        ({"HOLI_TEAMS_APP_ID": "3f0b2a52-8f3d-4a57-9f0c-6a3a1d7e9b11"}, "HOLI_TEAMS_SECRET isn't"),
    ],
)
def test_what_is_missing_is_said(change: dict[str, str], said: str) -> None:
    found = missing({**PRODUCTION, **change})
    assert [sentence for sentence in found if said in sentence], found


def test_without_a_provider_links_have_to_be_allowed() -> None:
    values = {name: value for name, value in PRODUCTION.items() if "OIDC" not in name}
    assert ["nobody can sign in" in sentence for sentence in missing(values)] == [True]
    assert missing({**values, "HOLI_LOCAL_ACCOUNTS": "yes"}) == []


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        refuse_unless_safe(Place(load_settings(), {"HOLI_HOST": "0.0.0.0"}))
    assert str(refused.value).count("\n") >= 3


def bare(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"HOLI_HOME": str(tmp_path), "PATH": os.environ["PATH"], **more}


def test_make_run_ends_with_the_sentences(tmp_path: Path) -> None:
    environment = bare(tmp_path, HOLI_PUBLIC_URL="https://holi.example")
    started = subprocess.run(
        [sys.executable, "-m", "bot.run"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert started.returncode == 1
    assert "nobody can sign in" in started.stderr
    assert "Traceback" not in started.stderr


def test_the_web_app_alone_ends_with_them_too(tmp_path: Path) -> None:
    environment = bare(tmp_path, HOLI_HOST="0.0.0.0", HOLI_SECRET_KEY="x")
    started = subprocess.run(
        [sys.executable, "-c", "import bot.web.asgi"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert started.returncode == 1
    assert "HOLI_SECRET_KEY is missing or too easily guessed" in started.stderr
    assert "Traceback" not in started.stderr


def test_djangos_own_list_for_deployment_is_clean(tmp_path: Path) -> None:
    environment = bare(tmp_path, DJANGO_SETTINGS_MODULE="bot.web.settings", **PRODUCTION)
    checked = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


COOKIES = """
import json
from django.conf import settings
names = ("SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE")
print(json.dumps([getattr(settings, name) for name in names]))
"""


@pytest.mark.parametrize(
    ("change", "samesite", "secure"),
    [
        ({}, "None", True),
        ({"HOLI_EMBED_ORIGINS": ""}, "Lax", True),
        ({"HOLI_PUBLIC_URL": "http://127.0.0.1:8000", "HOLI_HOST": "127.0.0.1"}, "Lax", False),
        ({"HOLI_ASKING": "anyone"}, "Lax", True),
    ],
)
def test_the_session_goes_along_from_other_sites_only_where_they_embed_holi_by_https(
    tmp_path: Path, change: dict[str, str], samesite: str, secure: bool
) -> None:
    values = {**PRODUCTION, "HOLI_ASKING": "signed-in", **change}
    environment = bare(tmp_path, DJANGO_SETTINGS_MODULE="bot.web.settings", **values)
    printed = subprocess.check_output([sys.executable, "-c", COOKIES], cwd=ROOT, env=environment, text=True)
    assert json.loads(printed) == [samesite, secure, True, "Lax"]
