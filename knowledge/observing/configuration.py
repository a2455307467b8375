"""The settings of what a process says, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.errors import SettingsError
from knowledge.observing.logs import SHAPES

MADE, TAKEN = "made", "taken"


@dataclass(frozen=True)
class Observing:
    log: str
    ids_taken: bool  # from the proxy's X-Request-ID
    metrics_token: str
    otlp_url: str


def read_observing(values: Mapping[str, str]) -> Observing:
    """Raises SettingsError."""
    return Observing(
        log=_one_of("HOLI_LOG", values, *SHAPES),
        ids_taken=_one_of("HOLI_REQUEST_IDS", values, MADE, TAKEN) == TAKEN,
        metrics_token=values.get("HOLI_METRICS_TOKEN", ""),
        otlp_url=_address("HOLI_OTLP_URL", values),
    )


def _address(name: str, values: Mapping[str, str]) -> str:
    value = values.get(name, "")
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
        raise SettingsError(f"{name} isn't an address like http://collector:4318. Correct it.")
    return value


def _one_of(name: str, values: Mapping[str, str], usual: str, *others: str) -> str:
    value = values.get(name) or usual
    if value not in (usual, *others):
        raise SettingsError(f"{name} is '{value}', not {' or '.join((usual, *others))}. Correct it.")
    return value
