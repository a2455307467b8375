"""Teams is off, on, or refused at start in a sentence; never half."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.teams.configuration import read_configuration
from knowledge.errors import SettingsError
from knowledge.settings import ROOT
from tests.bot.teams.microsoft import APP, SECRET, TENANT

WHOLE = {
    "HOLI_TEAMS_APP_ID": APP,
    "HOLI_TEAMS_SECRET": SECRET,
    "HOLI_TEAMS_TENANTS": TENANT,
    "HOLI_PUBLIC_URL": "https://holi.example/",
}


def test_teams_is_off_until_it_is_configured() -> None:
    assert read_configuration({"HOLI_PUBLIC_URL": "https://holi.example", "HOLI_TEAMS_SECRET": ""}) is None


def test_a_whole_configuration_is_read() -> None:
    another = "11111111-0000-4000-8000-00000000000A"
    found = read_configuration({**WHOLE, "HOLI_TEAMS_TENANTS": f"{TENANT}, {another}"})
    assert found
    assert (found.app_id, found.tenants, found.url) == (APP, (TENANT, another.lower()), "https://holi.example")
    assert found.cloud.token_issuer == "https://api.botframework.com"
    assert found.cloud.openid_metadata_url.startswith("https://login.botframework.com/")


@pytest.mark.parametrize("missing", WHOLE)
def test_a_half_configuration_is_refused_with_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing} isn't"):
        read_configuration({name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOLI_TEAMS_APP_ID", "holi"),
        ("HOLI_TEAMS_TENANTS", "council.onmicrosoft.com"),
        ("HOLI_TEAMS_TENANTS", f"{TENANT},"),
        ("HOLI_PUBLIC_URL", "http://holi.example"),
        ("HOLI_PUBLIC_URL", "holi.example"),
        ("HOLI_TEAMS_STAND_IN", "https://elsewhere.example"),
    ],
)
def test_what_cannot_be_right_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_configuration({**WHOLE, name: value})


def test_a_start_with_half_of_it_ends_with_the_sentence(tmp_path: Path) -> None:
    environment = {"HOLI_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "HOLI_TEAMS_APP_ID": APP}
    started = subprocess.run(
        [sys.executable, "-m", "bot.run"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert started.returncode == 1
    assert started.stderr.strip() == (
        "HOLI_TEAMS_APP_ID is set but HOLI_TEAMS_SECRET isn't, so Teams can't be used."
        " Set HOLI_TEAMS_SECRET, or remove every HOLI_TEAMS_ setting."
    )
