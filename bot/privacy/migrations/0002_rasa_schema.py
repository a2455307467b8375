from typing import Any

from django.db import migrations

from bot.web.stores import RASA_SCHEMA


def make(apps: Any, schema_editor: Any) -> None:
    """On PostgreSQL Rasa keeps its copy in the same database, apart."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        # Asked first: making one that is there already needs the right to make one.
        cursor.execute("select 1 from pg_namespace where nspname = %s", [RASA_SCHEMA])
        if not cursor.fetchone():
            cursor.execute(f"create schema {RASA_SCHEMA}")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
