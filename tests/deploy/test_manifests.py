"""The Kubernetes manifests, by Kubernetes' own schemas, and what they promise beyond them."""

from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml
from dotenv import dotenv_values

from bot.commands import Part, Step
from knowledge.settings import KNOWN, ROOT, SECRET

FOLDER = ROOT / "deploy" / "kubernetes"
VERSION = "1.31"  # the oldest that they are for


def resources() -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        if file.name != "kustomization.yaml":
            yield from yaml.safe_load_all(file.read_text())


def named(kind: str) -> dict[str, dict[str, Any]]:
    return {found["metadata"]["name"]: found for found in resources() if found["kind"] == kind}


def pods() -> dict[str, dict[str, Any]]:
    workloads = named("Deployment") | named("Job")
    found = {name: made["spec"]["template"]["spec"] for name, made in workloads.items()}
    jobs = {name: made["spec"]["jobTemplate"]["spec"] for name, made in named("CronJob").items()}
    return found | {name: job["template"]["spec"] for name, job in jobs.items()}


def test_they_follow_the_schemas() -> None:
    for resource in resources():
        kubernetes_validate.validate(resource, VERSION, strict=True)


def test_every_file_is_applied() -> None:
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted([*listed, "kustomization.yaml"]) == sorted(file.name for file in FOLDER.glob("*.yaml"))


def test_every_setting_in_them_is_known_and_none_is_a_secret() -> None:
    told = dotenv_values(FOLDER / "config.env").keys()
    assert told <= KNOWN.keys()
    assert [name for name in told if SECRET.search(name) and name != "HOLI_SECRETS"] == []


def test_every_process_is_there() -> None:
    started = [pods()[name]["containers"][0]["args"] for name in named("Deployment")]
    assert {(command, part) for command, part in started} == {("start", part) for part in Part}
    assert set(pods()["prepare"]["containers"][0]["args"][1:]) <= set(Step)


@pytest.mark.parametrize("name", pods())
def test_nothing_runs_as_root_or_writes_into_its_image(name: str) -> None:
    pod = pods()[name]
    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
    for container in pod["containers"]:
        allowed = container["securityContext"]
        assert (allowed["readOnlyRootFilesystem"], allowed["allowPrivilegeEscalation"]) == (True, False)
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"].keys() == {"memory"}


@pytest.mark.parametrize("name", ["web", "rasa", "actions"])
def test_what_people_wait_for_outlives_a_node(name: str) -> None:
    deployment = named("Deployment")[name]["spec"]
    (container,) = pods()[name]["containers"]
    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys()
    assert named("PodDisruptionBudget")[name]["spec"]["minAvailable"] == 1
    assert pods()[name]["topologySpreadConstraints"][0]["topologyKey"] == "kubernetes.io/hostname"


def test_rasa_is_reached_by_the_web_app_alone_and_the_actions_by_rasa_alone() -> None:
    policies = named("NetworkPolicy")
    assert policies["nothing-else"]["spec"]["podSelector"] == {}
    assert "ingress" not in policies["nothing-else"]["spec"]
    let_in = {"rasa": "web", "actions": "rasa"}
    for name, other in let_in.items():
        (rule,) = policies[name]["spec"]["ingress"]
        assert rule["from"] == [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": other}}}]


def test_rasa_is_given_no_secret_but_its_own() -> None:
    (secret,) = [volume["secret"] for volume in pods()["rasa"]["volumes"] if "secret" in volume]
    assert {item["key"] for item in secret["items"]} == {"HOLI_RASA_TOKEN", "HOLI_DATABASE_URL"}


def test_a_backup_goes_every_night_to_storage_of_its_own() -> None:
    (container,) = pods()["backup"]["containers"]
    command, option, folder, *_ = container["args"]
    assert (command, option) == ("backup", "--into")
    claims = {
        volume["name"]: volume["persistentVolumeClaim"]["claimName"]
        for volume in pods()["backup"]["volumes"]
        if "persistentVolumeClaim" in volume
    }
    mounts = {mount["mountPath"]: claims.get(mount["name"]) for mount in container["volumeMounts"]}
    assert (mounts[folder], mounts["/var/lib/holi"]) == ("backups", "holi")
    assert {"backups", "holi"} <= named("PersistentVolumeClaim").keys()
    (reaching,) = named("NetworkPolicy")["stores"]["spec"]["podSelector"]["matchExpressions"]
    assert "backup" in reaching["values"]
