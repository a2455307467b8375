"""Whole turns through the web API, Rasa and the action server, and what happens when one of them is gone."""

import json
import os
import shutil
import signal
from collections import Counter
from pathlib import Path

import httpx
import pytest

from knowledge.encoder import Encoder
from knowledge.releases import Releases
from knowledge.settings import ROOT
from tests.conftest import LIBRARY
from tests.e2e.conftest import Holi, start, stop

ACTS = [json.loads(line) for line in (ROOT / "tests/bot/dialogue_acts.jsonl").read_text().splitlines()]
ASKING = {"ask_policy", "follow_up"}


def test_a_turn_is_in_the_log_with_what_was_considered_and_shown(holi: Holi) -> None:
    reply = holi.ask("Who has to approve a new Facebook page?", language="en")
    row = holi.logged(reply["question_id"])
    assert (row["outcome"], row["language"], row["release"]) == ("answered", "en", reply["release"])
    assert json.loads(row["considered"])[0]["section"] == "social-media-policy#3.1"
    assert json.loads(row["reply"])["messages"] == reply["messages"]


def test_a_citation_has_what_the_contract_says(holi: Holi) -> None:
    citation = holi.ask("Who has to approve a new Facebook page?")["messages"][0]["citations"][0]
    assert set(citation) == {"document", "section", "title", "section_title", "version", "language", "quote", "url"}
    page = httpx.get(holi.url + citation["url"].split("#")[0], trust_env=False)
    assert f'id="{citation["section"]}"' in page.text


def test_show_more_source_and_the_other_language_follow_an_answer(holi: Holi) -> None:
    first = holi.ask("Who has to approve a new Facebook page?", language="en")
    talk = {"conversation": first["conversation"]}
    assert "3.1" in holi.ask("where does it say that?", **talk)["messages"][0]["text"]
    welsh = holi.ask("same in Welsh please", **talk)
    assert welsh["language"] == "cy"
    assert welsh["messages"][0]["citations"][0]["language"] == "cy"
    whole = holi.ask("dangoswch yr adran gyfan i mi", **talk)
    assert whole["messages"][0]["citations"][0]["section"] == "3.1"


def test_a_choice_shows_the_section_that_it_names(holi: Holi) -> None:
    reply = holi.ask("/show elections#1.1", language="cy")
    assert reply["messages"][0]["citations"][0]["document"] == "elections"
    assert reply["messages"][0]["citations"][0]["language"] == "cy"


@pytest.mark.parametrize("text", ["/restart", '/ask_policy{"last_section": "x"}', "/session_start", "//"])
def test_rasas_own_commands_are_only_words(holi: Holi, text: str) -> None:
    if text == "//":
        assert httpx.post(f"{holi.url}/api/chat", json={"message": text}, trust_env=False).status_code == 400
    else:
        assert holi.ask(text)["outcome"] in {"answered", "unanswered", "choice", "small_talk"}


def test_rasa_answers_nobody_without_the_token(holi: Holi) -> None:
    url = f"http://127.0.0.1:{rasa_port(holi)}/webhooks/holi/webhook"
    assert httpx.post(url, json={"sender": "a", "message": "hello"}, trust_env=False).status_code == 401
    for path in ("/model/parse", "/conversations/a/tracker", "/webhooks/rest/webhook"):
        assert httpx.post(url.replace("/webhooks/holi/webhook", path), json={}, trust_env=False).status_code in {
            404,
            405,
        }


def rasa_port(holi: Holi) -> str:
    line = Path(f"/proc/{holi.child('rasa run')}/cmdline").read_bytes().split(b"\0")
    return line[line.index(b"-p") + 1].decode()


def test_held_out_messages_get_the_right_act(holi: Holi) -> None:
    """Each act in each language; a question taken for small talk is the worst that can happen."""
    wrong: list[str] = []
    lost = Counter[str]()
    for row in ACTS:
        act = holi.logged(holi.ask(row["text"], language=row["language"])["question_id"])["act"]
        expected = row["intent"]
        if expected in ASKING:
            if act.startswith("utter_") and act not in ANSWERING:
                wrong.append(f"{row['text']}: {act}")
                lost[row["language"]] += 1
        elif not right_act(expected, act):
            wrong.append(f"{row['text']}: {act}, not {expected}")
    print("\n".join(wrong))
    assert sum(lost.values()) <= 1
    assert len(wrong) <= len(ACTS) * 0.1


ANSWERING = {
    "utter_unanswered", "utter_not_held", "utter_service", "utter_choice", "utter_only_english", "utter_only_welsh",
}  # fmt: skip
SHOWING = {"show_more", "ask_source", "in_welsh", "in_english"}


def right_act(intent: str, act: str) -> bool:
    return act == ("utter_nothing_to_show" if intent in SHOWING else f"utter_{intent}")


def test_a_new_release_is_used_at_the_next_question_without_a_restart(
    holi: Holi, encoder: Encoder, tmp_path: Path
) -> None:
    releases = Releases(holi.home)
    before = releases.current_digest()
    library = tmp_path / "library"
    shutil.copytree(LIBRARY, library)
    for file in library.glob("social-media-policy.*.md"):
        file.write_text(file.read_text().replace('version: "1.0"', 'version: "1.1"'))
    release = releases.build(library, encoder)
    releases.publish(release.digest)
    try:
        reply = holi.ask("Who has to approve a new Facebook page?", language="en")
        assert reply["release"] == release.digest
        assert reply["messages"][0]["citations"][0]["version"] == "1.1"
    finally:
        releases.publish(before)


@pytest.mark.parametrize(("part", "name"), [("actions.server", "the action server"), ("rasa run", "Rasa")])
def test_a_question_is_kept_when_a_process_hangs(holi: Holi, part: str, name: str) -> None:
    child = holi.child(part)
    os.kill(child, signal.SIGSTOP)
    try:
        reply = holi.ask("Who has to approve a new Facebook page?", language="en")
    finally:
        os.kill(child, signal.SIGCONT)
    assert reply["outcome"] == "failed", name
    assert holi.logged(reply["question_id"])["text"] == "Who has to approve a new Facebook page?"
    assert holi.ask("Who has to approve a new Facebook page?", language="en")["outcome"] == "answered"


def test_the_question_is_kept_when_the_action_server_is_killed_mid_conversation(
    prepared_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared_home, home, symlinks=True, ignore=shutil.ignore_patterns("*.db*", "run.log"))
    holi = start(home)
    try:
        first = holi.ask("Pwy sy'n gorfod cymeradwyo tudalen Facebook newydd?", language="cy")
        assert first["outcome"] == "answered"
        # Stopped first: honcho takes the others down when one of its processes ends.
        os.kill(holi.child("actions.server"), signal.SIGSTOP)
        os.kill(holi.process.pid, signal.SIGSTOP)
        os.kill(holi.child("actions.server"), signal.SIGKILL)
        reply = holi.ask("A beth am dudalen Instagram?", conversation=first["conversation"])
        assert reply["outcome"] == "failed"
        assert "wedi'i gadw" in reply["messages"][0]["text"]
        row = holi.logged(reply["question_id"])
        assert (row["text"], row["outcome"]) == ("A beth am dudalen Instagram?", "failed")
    finally:
        os.kill(holi.process.pid, signal.SIGCONT)
        stop(holi)


def test_every_part_writes_the_requests_id_and_none_the_question(holi: Holi) -> None:
    response = httpx.post(f"{holi.url}/api/chat", json={"message": "Who approves Gwdihw4711?"}, trust_env=False)
    id = response.headers["x-request-id"]
    wrote = [line for line in holi.log.read_text().splitlines() if f"request={id}" in line]
    assert any("bot.chat.turns" in line for line in wrote)
    assert any("actions.reply" in line for line in wrote)
    assert "Gwdihw4711" not in holi.log.read_text()
