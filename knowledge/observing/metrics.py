"""What is counted, for Prometheus. Labels come from short lists: never a person, a question or an address."""

import hmac
import os
from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # a folder, where several processes are read behind one address
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
CHANNELS = ("widget", "teams")
# What says that the client's own address was put in place of a proxy's, so that "loopback" isn't this machine.
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each series began: as many again, and nothing asks for them
REGISTRY = CollectorRegistry()
ProcessCollector(namespace="holi", registry=REGISTRY)
TURNS = Counter("holi_turns", "Turns", ["outcome", "language", "channel"], registry=REGISTRY)
STEPS = Histogram("holi_step_seconds", "How long each step takes", ["step"], buckets=SECONDS, registry=REGISTRY)
FAILURES = Counter("holi_failures", "What failed", ["kind"], registry=REGISTRY)
DELIVERIES = Counter("holi_teams_deliveries", "Answers brought to Teams", ["result"], registry=REGISTRY)
REFUSALS = Counter("holi_refusals", "Requests refused", ["status"], registry=REGISTRY)


def count_turn(outcome: str, language: str, channel: str) -> None:
    TURNS.labels(outcome, language, channel if channel in CHANNELS else "other").inc()


def written(*asked: Collector) -> bytes:
    """In Prometheus' text form: what this process counted, or all that share a folder, and what is asked for now."""
    counted = REGISTRY
    if SHARED in os.environ:
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    now = CollectorRegistry()
    for collector in asked:
        now.register(collector)
    return generate_latest(counted) + generate_latest(now)


def may_read(peer: str, headers: Mapping[str, str], token: str) -> bool:
    """From this machine itself, or with the token."""
    given = headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return peer in ("127.0.0.1", "::1") and not any(name in headers for name in FORWARDED)
