"""docs/dependencies.md says what is pinned, and which tests stand before it."""

import ast
import re
from pathlib import Path

from knowledge.settings import ROOT

PAGE = (ROOT / "docs" / "dependencies.md").read_text()
OLD = dict(re.findall(r"^\| ([a-z]+)(?: \([^|]*\))? \| ([\d.]+) \|", PAGE, re.MULTILINE))


def pins(file: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / file).read_text(), re.MULTILINE))


def test_what_is_old_is_pinned_as_it_says() -> None:
    rasa = pins("rasa.txt")
    assert len(OLD) == 7
    assert {name: rasa.get(name) for name in OLD} == OLD


def test_none_of_rasas_old_packages_is_in_the_other_environment() -> None:
    app = pins("app.txt")
    assert {name for name, version in OLD.items() if app.get(name) == version} == set()


def test_the_tests_that_it_names_are_there() -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", PAGE)
    assert len(named) == 5
    for file, test in named:
        tree = ast.parse((ROOT / Path(file)).read_text())
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
