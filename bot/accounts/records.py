"""Signing in and out, written down: of people with roles in the audit trail, of all in the log, without names."""

import structlog
from django.conf import settings
from django.contrib.auth.models import User

from knowledge.audit import Audit

logger = structlog.stdlib.get_logger(__name__)


def signed_in(person: User) -> None:
    _record(person, "signed in")


def signed_out(person: User) -> None:
    _record(person, "signed out")


def _record(person: User, what: str) -> None:
    roles = sorted(person.groups.values_list("name", flat=True))
    logger.info(what, person=person.pk, roles=", ".join(roles))
    if roles:
        Audit(settings.HOLI_HOME).append(person.get_username(), what, details=", ".join(roles))
