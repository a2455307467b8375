"""The list of checks: functions that yield findings, each marked with `@check` and written beside its like."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module

from knowledge.errors import HoliError, SettingsError
from knowledge.settings import Settings

# In this package, in the order in which they are printed.
START = ("starting",)  # asked before every start, too: settings only, so that it takes no time
MODULES = (*START, "machine", "data", "services")


@dataclass(frozen=True)
class Place:
    """What is looked at."""

    settings: Settings
    values: Mapping[str, str]  # every HOLI_ setting that is set


@dataclass(frozen=True)
class Finding:
    right: bool
    sentence: str  # what is right; or what is missing, and what to do


Run = Callable[[Place], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    name: str
    run: Run


_checks: list[Check] = []


def check(run: Run) -> Run:
    _checks.append(Check(run.__name__, run))
    return run


def right(sentence: str) -> Finding:
    return Finding(True, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(False, sentence)


def all_checks(modules: tuple[str, ...] = MODULES) -> list[Check]:
    names = {import_module(f"{__package__}.{module}").__name__ for module in modules}
    return [each for each in _checks if each.run.__module__ in names]


def examine(place: Place, checks: list[Check]) -> Iterator[tuple[Check, Finding]]:
    """What goes wrong in a check is a finding too: the others are still asked."""
    for each in checks:
        try:
            for finding in each.run(place):
                yield each, finding
        except HoliError as error:
            yield each, wrong(str(error))
        except Exception as error:
            yield (
                each,
                wrong(f"The check '{each.name}' broke off ({type(error).__name__}: {error}). Look into that first."),
            )


def refuse_unless_safe(place: Place) -> None:
    """Raises SettingsError with every sentence of what is missing for a start."""
    missing = [finding.sentence for _, finding in examine(place, all_checks(START)) if not finding.right]
    if missing:
        raise SettingsError("\n".join(missing))
