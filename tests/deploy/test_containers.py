"""What compose.yml and the image promise: only known settings, nothing as root, one door."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from bot.commands import Part, Step
from knowledge.settings import KNOWN, ROOT, SECRET

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("holi:")}
OTHERS_SECRETS = {"postgres-password"}


def networks(service: str) -> set[str]:
    return set(SERVICES[service]["networks"])


def test_the_compose_file_is_one() -> None:
    # The checker wants YAML's merge keys and the shell's defaults written out, as every engine does by itself.
    plain = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", yaml.safe_dump(COMPOSE))
    PyCompose.from_yaml(plain).validate()


@pytest.mark.parametrize("file", ["deploy/Containerfile"])
def test_the_image_is_written_as_is_good_practice(file: str) -> None:
    linter = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([linter, ROOT / file], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")


def test_the_image_runs_as_nobody_in_particular_and_is_pinned() -> None:
    lines = (ROOT / "deploy" / "Containerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001:10001"]
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    named = {line.split(" AS ")[1] for line in lines if line.startswith("FROM") and " AS " in line}
    assert all(base in named or re.search(r":.*\d+\.\d+|:.*\d{8}", base) for base in bases)


def test_no_secret_gets_into_the_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".holi*", "secrets", ".git"} <= set(left_out)
    assert not re.findall(
        r"^(?:ARG|ENV)\s.*HOLI_\w*(?:KEY|TOKEN|SECRET\b)", (ROOT / "deploy/Containerfile").read_text()
    )


@pytest.mark.parametrize("service", OURS)
def test_every_setting_in_it_is_known_and_none_is_a_secret(service: str) -> None:
    set_here = OURS[service]["environment"].keys() - {"HOLI_SECRETS"}
    assert set_here <= KNOWN.keys()
    assert [name for name in set_here if SECRET.search(name)] == []
    assert set(OURS[service]["secrets"]) <= KNOWN.keys()
    assert OURS[service]["environment"]["HOLI_SECRETS"] == "/run/secrets"


def test_every_process_is_there_and_twice_where_people_wait_for_it() -> None:
    commands = {name: service["command"] for name, service in OURS.items()}
    assert {command[1] for command in commands.values() if command[0] == "start"} == set(Part)
    assert set(commands["prepare"][1:]) <= set(Step)
    twice = {name for name, service in SERVICES.items() if service["deploy"].get("replicas") == 2}
    assert twice == {"web", "rasa", "actions"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_kept_small(service: str) -> None:
    told = SERVICES[service]
    assert (told["read_only"], told["cap_drop"]) == (True, ["ALL"])
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r":.*\d", told["image"])
    assert told["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


def test_only_the_proxy_is_published() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    open_networks = {name for name, made in COMPOSE["networks"].items() if not (made or {}).get("internal")}
    assert {name for name in SERVICES if networks(name) & open_networks} == {"proxy", "web", "review"}


def test_rasa_and_the_actions_share_no_network_with_what_people_reach() -> None:
    assert networks("rasa") & (networks("proxy") | networks("web")) == set()
    assert networks("actions") & (networks("proxy") | networks("web") | networks("rasa")) == set()


def test_rasa_and_the_actions_have_no_secret_of_the_web_app() -> None:
    assert set(OURS["rasa"]["secrets"]) == {"HOLI_RASA_TOKEN", "HOLI_DATABASE_URL"}
    assert OURS["actions"]["secrets"] == ["HOLI_RASA_TOKEN"]


def test_every_secret_that_is_named_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    for _ in range(2):  # the second time nothing is made anew
        made = subprocess.run([ROOT / "deploy/make-secrets", folder], capture_output=True, text=True, check=True)
        kept = {file.name: file.read_text() for file in folder.iterdir() if file.is_file()}
    assert "secrets are in" in made.stdout
    assert kept.keys() == COMPOSE["secrets"].keys()
    assert kept.keys() - OTHERS_SECRETS <= KNOWN.keys()
    assert f":{kept['postgres-password']}@postgres:" in kept["HOLI_DATABASE_URL"]
    assert len({kept["HOLI_SECRET_KEY"], kept["HOLI_RASA_TOKEN"], kept["postgres-password"]}) == 3
