"""The threat model's table: every row names a test that exists."""

import ast
import re

from knowledge.settings import ROOT

ROWS = [
    line for line in (ROOT / "docs" / "threat-model.md").read_text().splitlines() if re.match(r"\| (?!where|-)", line)
]


def named(row: str) -> tuple[str, str]:
    file, _, test = row.split("|")[5].strip().strip("`").partition("::")
    return file, test


def test_each_threat_has_a_test_that_is_there() -> None:
    missing = []
    for row in ROWS:
        file, test = named(row)
        tree = ast.parse((ROOT / file).read_text()) if (ROOT / file).is_file() else ast.Module([], [])
        tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        if not any(name.startswith("test_") for name in tests) or (test and test not in tests):
            missing.append(row)
    assert missing == []


def test_every_part_and_every_kind_of_threat_is_looked_at() -> None:
    assert {row.split("|")[1].strip().split(",")[0] for row in ROWS} == {
        "web app", "Rasa", "action server", "review worker", "browser", "Teams", "files",
    }  # fmt: skip
    assert set("".join(row.split("|")[2] for row in ROWS)) - set(" ,") == set("STRIDE")
