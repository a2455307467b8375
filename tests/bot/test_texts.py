"""What stands in one language stands in the other."""

import re

import pytest
import yaml
from babel.messages.pofile import read_po

from knowledge.settings import ROOT

CATALOGUE = ROOT / "bot/web/locale/cy/LC_MESSAGES/django.po"
IN_CODE = re.compile(r"(?<![A-Za-z])(?:_|gettext)\(\s*\"((?:[^\"\\]|\\.)+)\"")
IN_TEMPLATES = re.compile(r"""\{% translate ["'](.+?)["'](?: as \w+)? %\}""")


def used() -> set[str]:
    found: set[str] = set()
    for file in (ROOT / "bot").rglob("*.py"):
        found |= set(IN_CODE.findall(file.read_text()))
    for file in (ROOT / "bot").rglob("*.html"):
        found |= set(IN_TEMPLATES.findall(file.read_text()))
    return found


def translated() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def test_every_english_text_has_its_welsh_and_no_welsh_is_left_over() -> None:
    catalogue = translated()
    assert used() == set(catalogue)
    assert all(welsh and welsh != english for english, welsh in catalogue.items())


def test_the_widgets_texts_have_the_same_keys() -> None:
    script = (ROOT / "bot/chat/static/chat/embed.js").read_text()
    keys = {}
    for language in ("cy", "en"):
        block = re.search(rf"^    {language}: \{{(.*?)^    \}},", script, re.DOTALL | re.MULTILINE)
        assert block
        keys[language] = re.findall(r"(\w+): \"", block[1])
    assert keys["cy"] == keys["en"]
    assert len(keys["cy"]) > 15


RESPONSES = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]


@pytest.mark.parametrize("name", RESPONSES)
def test_every_reply_stands_in_both_languages_with_the_same_variables(name: str) -> None:
    by_language = {reply["condition"][0]["value"]: reply["text"] for reply in RESPONSES[name]}
    assert set(by_language) == {"cy", "en"}
    assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in by_language.values()}) == 1


def test_every_reply_is_used() -> None:
    code = "".join(file.read_text() for file in [*(ROOT / "actions").glob("*.py"), ROOT / "bot/dialogue/rules.yml"])
    assert [name for name in RESPONSES if name not in code] == []


@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_dialogue_act_has_examples_enough_in_each_language(language: str) -> None:
    nlu = yaml.safe_load((ROOT / f"bot/dialogue/nlu/{language}.yml").read_text())["nlu"]
    counts = {row["intent"]: row["examples"].count("\n- ") + 1 for row in nlu}
    intents = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
    assert set(counts) == set(intents) - {"show_section"}
    assert min(counts.values()) >= 25
