"""A migration that the version before survives: its processes go on while the new ones start."""

from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

BREAKING = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
# A migration that drops what nothing has used for a whole version is named here too.
ALLOWED = {"editorial.0002_errors_in_both_languages"}  # before anyone ran it
OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("bot.")}


def operations() -> list[tuple[str, object]]:
    loader = MigrationLoader(None)
    return [
        (f"{label}.{name}", operation)
        for (label, name), migration in sorted(loader.disk_migrations.items())
        if label in OURS and f"{label}.{name}" not in ALLOWED
        for operation in migration.operations
    ]


def test_nothing_is_dropped_or_renamed() -> None:
    assert [name for name, operation in operations() if isinstance(operation, BREAKING)] == []


def test_a_new_column_needs_nothing_from_who_does_not_know_it() -> None:
    """The version before inserts rows without it, so the database has to have a value of its own."""
    assert operations()
    added = [(name, one) for name, one in operations() if isinstance(one, migrations.AddField)]
    assert [name for name, one in added if not (one.field.null or one.field.has_db_default())] == []
