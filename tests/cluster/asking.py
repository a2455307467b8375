"""People who ask a cluster at the same time, and what must hold of the log afterwards whatever happened meanwhile."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import httpx

from bot.chat.settling import CUT_OFF
from knowledge.models import Language
from tests.cluster.cluster import Cluster

ASKED = {
    "en": [
        "Who has to approve a new Facebook page?",
        "Can I post on my personal account during work hours?",
        "Where does it say who approves a new page?",
    ],
    "cy": ["Pwy sy'n gorfod cymeradwyo tudalen Facebook newydd?", "Ga i bostio ar fy nghyfrif personol yn y gwaith?"],
}
PEOPLE = 4
BACK_SECONDS = 30


@dataclass
class Told:
    language: str
    text: str
    status: int
    body: dict[str, Any]
    at: float


@dataclass
class Crowd:
    """Asks until it has asked so often, or is told to stop."""

    cluster: Cluster
    times: int
    told: list[Told] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    before: int = 0

    def __enter__(self) -> "Crowd":
        self.before = self._logged()
        self.pool = ThreadPoolExecutor(PEOPLE)
        self.people = [self.pool.submit(self._person, random.Random(number)) for number in range(PEOPLE)]
        return self

    def __exit__(self, *_: object) -> None:
        for person in self.people:
            person.result()
        self.pool.shutdown()

    def reached(self, share: float) -> None:
        """Wait until this share of the questions was asked."""
        while len(self.told) < self.times * share:
            time.sleep(0.05)

    def _person(self, chance: random.Random) -> None:
        conversation = ""
        while not self.enough.is_set() and len(self.told) < self.times:
            language = chance.choice(list(ASKED))
            text = chance.choice(ASKED[language])
            more = {"conversation": conversation} if conversation else {}
            try:
                response = self.cluster.post(text, language=language, **more)
                status, body = response.status_code, response.json()
            except httpx.TransportError:  # the proxy itself was gone: the widget says its own sentence
                status, body = 0, {}
            with self.lock:
                self.told.append(Told(language, text, status, body, time.monotonic()))
            conversation = body.get("conversation", conversation)
            if status != 200:
                time.sleep(0.5)  # as a person would before trying again

    def _logged(self) -> int:
        return int(self.cluster.rows("select count(*) from chat_question")[0]["count"])

    def settle(self) -> None:
        """Until nothing is under way or in the spool."""
        deadline = time.monotonic() + BACK_SECONDS
        spool = self.cluster.home / "spool"
        while list(spool.glob("*.json")) or self.cluster.rows("select 1 from chat_question where outcome = 'asked'"):
            assert time.monotonic() < deadline
            time.sleep(0.2)

    def check(self, right: dict[str, set[str]]) -> dict[str, int]:
        """Raises AssertionError; how many were told what."""
        self.settle()
        rows = {str(row["id"]): row for row in self.cluster.rows("select * from chat_question")}
        kept = [told for told in self.told if told.status == 200]
        others = [told for told in self.told if told.status != 200]
        for told in kept:
            row = rows[told.body["question_id"]]
            assert row["text"] == told.text
            # An answer that was lost on its way back was shown all the same.
            assert row["outcome"] == told.body["outcome"] or row["reason"] in (CUT_OFF, "database")
            said = told.body["messages"]
            assert any(message["text"] or message["citations"] for message in said)
            assert {message["language"] for message in said} == {told.language}
            if told.body["outcome"] == "answered":
                section = said[0]["citations"][0]
                assert f"{section['document']}#{section['section']}" in right[told.text]
        for told in others:
            if told.status:
                assert set(told.body["error"]["message"]) == set(Language)
        assert len({told.body["question_id"] for told in kept}) == len(kept)
        # Whoever got an error may have been written down already, and never twice.
        assert len(kept) <= len(rows) - self.before <= len(kept) + len(others)
        answered = sum(told.body.get("outcome") == "answered" for told in kept)
        return {"asked": len(self.told), "answered": answered, "kept": len(kept) - answered, "refused": len(others)}


def right_sections(cluster: Cluster) -> dict[str, set[str]]:
    """What each question is answered from when nothing is wrong."""
    found: dict[str, set[str]] = {}
    for language, texts in ASKED.items():
        for text in texts:
            reply = cluster.ask(text, language=language)
            cited = reply["messages"][0]["citations"]
            assert reply["outcome"] != "failed"
            found[text] = {f"{each['document']}#{each['section']}" for each in cited[:1]}
    return found


def seconds_until_answered(cluster: Cluster) -> float:
    began = time.monotonic()
    while True:
        try:
            response = cluster.post(ASKED["en"][0], language="en")
            if response.status_code == 200 and response.json()["outcome"] == "answered":
                return time.monotonic() - began
        except httpx.TransportError:
            pass
        assert time.monotonic() - began < BACK_SECONDS
        time.sleep(0.2)
