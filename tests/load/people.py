"""Staff who ask, read and ask again: some in Teams, some in the widget. Run by `make load`, in Locust's process."""

import itertools
import json
import os
import random
import time
from pathlib import Path
from typing import Any

from locust import HttpUser, between, task

from knowledge.questions import read_questions
from knowledge.settings import ROOT
from tests.bot.teams import activities
from tests.bot.teams.microsoft import TENANT

SETS = [ROOT / "tests" / "questions" / f"{language}.dev.jsonl" for language in ("cy", "en")]
QUESTIONS = [question for question in read_questions(SETS) if not question.previous]
ASKED = Path(os.environ["LOAD_ASKED"])  # when what was asked where, for whoever knows when it was answered
READING = float(os.environ["LOAD_READING"])  # seconds
_numbers = itertools.count()


class Staff(HttpUser):
    abstract = True
    wait_time = between(READING * 0.5, READING * 1.5)


class InTeams(Staff):
    @task
    def ask(self) -> None:
        question = random.choice(QUESTIONS)
        place = f"a:load-{next(_numbers)}"
        body: dict[str, Any] = activities.message(
            os.environ["LOAD_SERVICE_URL"], question.text,
            conversation={"conversationType": "personal", "tenantId": TENANT, "id": place},
            **{"from": {"id": f"29:{place}"}, "locale": f"{question.language}-GB"},
        )  # fmt: skip
        with ASKED.open("a") as sink:
            sink.write(json.dumps({"place": place, "at": time.monotonic()}) + "\n")
        headers = {"authorization": f"Bearer {os.environ['LOAD_TOKEN']}"}
        self.client.post("/api/messages", json=body, headers=headers, name="Teams, acknowledged")


class InTheWidget(Staff):
    @task
    def ask(self) -> None:
        question = random.choice(QUESTIONS)
        body = {"message": question.text, "language": str(question.language)}
        self.client.post("/api/chat", json=body, name="widget, answered")
