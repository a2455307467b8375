"""The end-to-end tests on a cluster, and what only a cluster can get wrong: `make cluster-test`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from knowledge.encoder import Encoder
from knowledge.releases import Releases
from knowledge.settings import ROOT
from tests.bot.teams.microsoft import Microsoft
from tests.cluster.cluster import Cluster, running
from tests.e2e.conftest import microsoft, with_teams  # noqa: F401 - a fixture
from tests.e2e.test_teams import (  # noqa: F401 - run here, on two of everything
    chats,
    test_a_welsh_question_is_answered_in_welsh_with_its_section,
    test_an_answer_can_be_judged,
    test_an_edit_and_a_deletion_are_followed,
    test_an_english_question_is_answered_and_its_citation_opens_the_section,
    test_markup_in_a_question_is_only_words,
    test_show_more_source_and_the_other_language_follow_an_answer,
    test_the_conversation_follows_the_language_that_is_written,
    test_the_same_question_leaves_the_same_log_as_in_the_widget,
    test_the_welcome_comes_in_the_language_of_the_persons_teams,
    test_what_the_policies_do_not_say_is_said_with_the_nearest_sections,
)
from tests.e2e.test_turns import (  # noqa: F401
    test_a_choice_shows_the_section_that_it_names,
    test_a_citation_has_what_the_contract_says,
    test_a_new_release_is_used_at_the_next_question_without_a_restart,
    test_a_turn_is_in_the_log_with_what_was_considered_and_shown,
    test_rasas_own_commands_are_only_words,
)

ROWS = ["review", "test_accounts.py", "test_api.py", "test_failures.py", "test_counting.py", "test_digest.py"]
AT_ONCE = 6


@pytest.fixture(scope="module")
def holi(microsoft: Microsoft) -> Iterator[Cluster]:  # noqa: F811
    with running(**with_teams(microsoft)) as started:
        yield started


def test_two_processes_keep_the_order_of_one_conversation(holi: Cluster) -> None:
    """Each turn's events stand together in Rasa's copy: no message was worked on while another was."""
    first = holi.ask("Who has to approve a new Facebook page?", language="en")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(
            pool.map(
                lambda number: holi.post("hello", port=holi.webs[number % 2], conversation=first["conversation"]),
                range(AT_ONCE),
            )
        )
    assert {response.status_code for response in done} == {200}
    rows = holi.rows("select type_name, data from rasa.events where sender_id = ? order by id", first["conversation"])
    turns = "".join({"user": "U", "bot": "B"}.get(row["type_name"], "") for row in rows)
    answered = sum(response.json()["outcome"] != "failed" for response in done)
    assert answered >= 2
    assert "UU" not in turns, turns


def test_a_release_published_on_one_machine_is_answered_from_by_all(
    holi: Cluster, encoder: Encoder, tmp_path: Path
) -> None:
    releases = Releases(holi.home)
    before = releases.current_digest()
    library = tmp_path / "library"
    shutil.copytree(ROOT / "knowledge" / "library", library)
    file = library / "social-media-policy.en.md"
    file.write_text(file.read_text().replace("review_by", "source: another\nreview_by", 1))
    after = releases.build(library, encoder).digest
    releases.publish(after)
    try:
        seen = [holi.ask("Who has to approve a new Facebook page?", language="en")["release"] for _ in range(6)]
        assert set(seen) == {after}
    finally:
        releases.publish(before)


def test_of_two_review_workers_one_works(holi: Cluster) -> None:
    asked = [holi.ask(f"How many {thing} does the mayor keep?", language="en") for thing in ("swans", "boats")]
    deadline = time.monotonic() + 60
    query = "select count(*) from review_member where question_id = any(?::uuid[])"
    while holi.rows(query, [each["question_id"] for each in asked if each["outcome"] == "unanswered"])[0]["count"] < 1:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert holi.rows("select 1 from review_member group by question_id having count(*) > 1") == []


def test_what_is_ready_says_so_without_secrets(holi: Cluster) -> None:
    response = httpx.get(f"{holi.url}/readyz", trust_env=False)
    assert response.json() == {"ready": True, "database": True, "rasa": True, "actions": True}


def test_a_turn_under_way_is_finished_when_its_process_is_told_to_stop(holi: Cluster) -> None:
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(holi.post, "Who has to approve a new Facebook page?", port=holi.webs[0], language="en")
        time.sleep(0.15)
        holi.stop("web1")
        assert told.result().status_code == 200
    holi.start("web1")
    holi.wait()


def test_rows_behave_as_they_do_on_sqlite(holi: Cluster) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HOLI_") or name == "HOLI_SECRET_KEY"
    } | {"HOLI_DATABASE_URL": holi.postgres.create(f"rows{uuid4().hex[:6]}")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/bot/{name}" for name in ROWS)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
