"""The findings as rows of the status page, in the active language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from bot.status.looking import Findings

PRINTED = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True)
class Row:
    name: str
    state: str
    well: bool
    detail: str = ""


def short(found: Findings) -> str:
    """For everybody."""
    if found.answering:
        return _("Holi is answering questions.")
    if found.kept is None:
        return _("Holi can't take questions just now. Please try again soon.")
    return _("Holi can't answer just now. Questions are kept and will be looked at.")


def rows(found: Findings) -> Iterator[Row]:
    yield _row(_("Answers"), found.answering, short(found))
    yield _row("Rasa", found.rasa)
    yield _row(_("The action server"), found.in_use is not None)
    yield _release(found)
    yield _worker(found)
    yield _mail(found)
    yield _teams(found)
    yield _row(_("The database"), found.kept is not None)


def _row(name: str, well: bool, detail: str = "") -> Row:
    return Row(name, _("works") if well else _("doesn't work"), well, detail)


def _off(name: str, detail: str) -> Row:
    return Row(name, _("off"), True, detail)


def _unknown(name: str) -> Row:
    return Row(name, _("not known"), False, _("This stands in the database, which can't be read."))


def _release(found: Findings) -> Row:
    since = date_format(localtime(found.since), "j F Y H:i") if found.since else ""
    said = _("{release}, since {time}").format(release=found.published, time=since) if since else found.published
    if not found.published:
        return _row(_("The library"), False, _("Nothing is published."))
    if found.in_use is not None and found.in_use != found.published:
        other = _("Answers still come from {release}.").format(release=found.in_use)
        return _row(_("The library"), False, f"{said}. {other}")
    return _row(_("The library"), True, said)


def _worker(found: Findings) -> Row:
    name = _("The review worker")
    if found.kept is None:
        return _unknown(name)
    if found.kept.looked is None:
        return _row(name, False, _("It hasn't looked at the questions yet."))
    time = date_format(localtime(found.kept.looked), "j F Y H:i")
    return _row(name, found.worker, _("It last looked at the questions: {time}.").format(time=time))


def _mail(found: Findings) -> Row:
    name = _("E-mail")
    if settings.EMAIL_BACKEND == PRINTED:
        return _off(name, _("No mail server is set, so messages are printed."))
    if found.kept is None:
        return _unknown(name)
    failed = found.kept.email_failed
    return _row(name, not failed, _("The last message couldn't be sent.") if failed else "")


def _teams(found: Findings) -> Row:
    if settings.HOLI_TEAMS is None:
        return _off("Microsoft Teams", _("It isn't set up."))
    if found.kept is None:
        return _unknown("Microsoft Teams")
    arrived, latest = found.kept.delivered, found.kept.delivered + found.kept.undelivered
    said = _("Of the last {number} answers, {arrived} arrived.").format(arrived=arrived, number=latest)
    return _row("Microsoft Teams", arrived > 0 or latest == 0, said if latest else "")
