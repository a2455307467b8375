"""The dashboard and the alerts ask for what is exported, in PromQL that can be read."""

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.status.queue import Standing
from knowledge.observing.metrics import written
from knowledge.settings import ROOT

DASHBOARD: dict[str, Any] = json.loads((ROOT / "docs" / "grafana" / "holi.json").read_text())
RULES = [rule for group in yaml.safe_load((ROOT / "docs/alerts.yml").read_text())["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
TARGETS = [target["expr"] for panel in PANELS for target in panel["targets"]]
OF_ACTIONS = {"holi_release_in_use_info"}  # tests/actions/test_metrics.py asks for it
SUFFIXES = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}


def exported() -> Iterator[str]:
    for family in text_string_to_metric_families(written(Standing()).decode()):
        yield from (family.name + suffix for suffix in SUFFIXES[family.type])
    yield from OF_ACTIONS


@pytest.mark.django_db
@pytest.mark.parametrize("expression", [*TARGETS, *(rule["expr"] for rule in RULES)])
def test_an_expression_can_be_read_and_asks_for_what_is_exported(expression: str) -> None:
    promql_parser.parse(expression)
    asked = set(re.findall(r"holi_\w+", re.sub(r'"[^"]*"', "", expression)))
    assert asked or "up{" in expression
    assert asked <= set(exported())


@pytest.mark.django_db
def test_everything_that_is_exported_for_holi_is_described() -> None:
    described = (ROOT / "docs" / "observability.md").read_text()
    ours = {name for name in exported() if not name.startswith("holi_process_")}
    assert {re.sub("_(bucket|count|sum)$", "", name) for name in ours} - set(
        re.findall(r"holi_\w+", described)
    ) == set()


def test_the_dashboard_has_the_form_that_grafana_loads() -> None:
    assert DASHBOARD["schemaVersion"] >= 36
    assert DASHBOARD["title"]
    assert {"uid", "panels", "templating", "time", "timepicker", "annotations"} <= DASHBOARD.keys()
    assert "id" not in DASHBOARD  # a database's number, which an import refuses
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    variable = DASHBOARD["templating"]["list"][0]
    for panel in PANELS:
        assert panel["type"] in {"timeseries", "stat", "table"}
        assert panel["datasource"] == {"type": variable["query"], "uid": f"${{{variable['name']}}}"}
        assert panel["fieldConfig"]["defaults"]["unit"]
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])


def test_panels_stand_beside_each_other_and_not_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        places = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not places & taken
        assert at["x"] + at["w"] <= 24
        taken |= places


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["annotations"].keys() == {"summary", "runbook"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["for"]
    assert rule["alert"] in (ROOT / "tests" / "alerts.yml").read_text()
