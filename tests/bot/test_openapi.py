"""docs/openapi.yaml and the app itself: what it says is what comes back, whatever is sent. EXAMPLES=…: more of each."""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings
from schemathesis.checks import CHECKS

from bot.chat.models import Question
from bot.teams.configuration import Configuration
from bot.teams.views import callers
from bot.web import readiness
from knowledge.settings import ROOT

SCHEMA = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yaml")
SCHEMA.app = get_wsgi_application()
OURS = ("api/", "healthz", "readyz", "metrics")
EXCLUDED = (
    "positive_data_acceptance",  # refused all the same where no question or conversation has that id
    "not_a_server_error",  # a 503 is written down where it may come, and a 500 nowhere
)
READ_ONLY = ("unsupported_method",)  # a POST without the token against forgery is 403 before it is 405
LONG = "EXAMPLES" in os.environ


@pytest.fixture(autouse=True)
def _alone(db: None, settings: Settings) -> Iterator[None]:
    """Rasa and the action server are down, and Microsoft can't be reached: nobody listens on the port of discard."""
    nobody = "http://127.0.0.1:9"
    settings.HOLI_RASA_URL, settings.HOLI_ACTIONS_URL = f"{nobody}/webhooks/holi/webhook", nobody
    settings.HOLI_TEAMS = Configuration("app", "secret", ("tenant",), "https://holi.example", nobody)
    settings.ALLOWED_HOSTS = ["localhost"]
    callers.cache_clear()
    readiness._found.at = float("-inf")
    yield
    callers.cache_clear()


@SCHEMA.parametrize()
@hypothesis_settings(
    max_examples=int(os.environ.get("EXAMPLES", 5)),
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_comes_back_is_what_is_written(case: schemathesis.Case) -> None:
    case.call_and_validate(excluded_checks=CHECKS.get_by_names(EXCLUDED + (() if "/api/" in case.path else READ_ONLY)))


def test_every_address_for_programs_is_described() -> None:
    found = {
        str(each.pattern)
        for include in get_resolver().url_patterns
        for each in getattr(include, "url_patterns", [include])
    }
    ours = {f"/{path}".replace("<str:", "{").replace(">", "}") for path in found if path.startswith(OURS)}
    assert ours == set(SCHEMA.raw_schema["paths"])


def test_a_turn_that_failed_is_an_answer() -> None:
    case = SCHEMA["/api/chat"]["POST"].Case(body={"message": "Who approves a page?"}, media_type="application/json")
    response = case.call_and_validate()
    assert response.json()["outcome"] == "failed"
    assert str(Question.objects.get().id) == response.json()["question_id"]
