"""What set-up made: the database, the models, Rasa's model, the release; and the audit trail."""

import os
from collections.abc import Iterator

from bot.doctor.checks import Finding, Place, check, right, wrong
from bot.prepare import rasa_model, rasa_model_is_current
from knowledge.audit import Audit
from knowledge.digests import altered
from knowledge.encoder import PairedEncoder
from knowledge.releases import Releases


@check
def database(place: Place) -> Iterator[Finding]:
    # Django reads its settings when it is set up, so what is wrong in them is a finding here.
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield wrong(f"The database can't be reached ({error}). Start it, or correct what points to it.")
        return
    if waiting:
        yield wrong(f"The database lacks {len(waiting)} migrations. Run 'make setup'.")
    else:
        yield right(f"The database ({connection.vendor}) can be reached and has every migration.")


@check
def models(place: Place) -> Iterator[Finding]:
    if place.settings.model:
        yield right(f"HOLI_MODEL names {place.settings.model}, which isn't Holi's own, so it wasn't checked.")
        return
    for folder in PairedEncoder(place.settings.models).folders.values():
        if not folder.is_dir():
            yield wrong(f"The model {folder.name} isn't in {folder.parent}. Run 'make setup', which unpacks it.")
        elif files := altered(folder):
            yield wrong(
                f"{files[0]} of the model {folder.name} isn't what was unpacked. Remove {folder}; run 'make setup'."
            )
        else:
            yield right(f"The model {folder.name} is there, and its files are what was unpacked.")


@check
def rasa(place: Place) -> Iterator[Finding]:
    if rasa_model_is_current(place.settings):
        yield right("Rasa's model is there, and was trained on the dialogue as it is now.")
    elif rasa_model(place.settings).exists():
        yield wrong("Rasa's model was trained on another dialogue. Run 'make setup', which trains it anew.")
    else:
        yield wrong("Rasa has no model. Run 'make setup', which trains it.")


@check
def release(place: Place) -> Iterator[Finding]:
    current = Releases(place.settings.home).current()
    if not place.settings.model and current.manifest.encoder != PairedEncoder(place.settings.models).digest:
        yield wrong(f"Release {current.digest} was built with other models. Run 'make setup', which builds it anew.")
        return
    try:
        sections, redirects = len(current.library.anchors), len(current.redirects)
        current.index  # noqa: B018 - reading it is the check
    except Exception as error:
        yield wrong(
            f"Release {current.digest} can't be read ({type(error).__name__}). Go back with 'holi rollback', or run"
            " 'make setup'."
        )
        return
    yield right(f"Release {current.digest} is current and can be read: {sections} sections, {redirects} redirects.")


@check
def trail(place: Place) -> Iterator[Finding]:
    yield right(f"The audit trail is unbroken: {len(Audit(place.settings.home).entries())} entries.")
