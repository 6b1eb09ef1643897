"""The search's own tables, which tests without migrations lack: lists are searched for real."""

from importlib import import_module

from django.db import connection, migrations
from wagtail.search.models import IndexEntry

MIGRATION = "wagtail.search.migrations.0006_customise_indexentry"


def lay_search_tables() -> None:
    """What the migration does beside the models' state; PostgreSQL needs nothing of the kind."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        # Made as a plain table from the model of it.
        cursor.execute(f"DROP TABLE {IndexEntry._meta.db_table}_fts")
        for operation in import_module(MIGRATION).Migration.operations:
            if isinstance(operation, migrations.SeparateDatabaseAndState):
                for statement in operation.database_operations:
                    cursor.execute(statement.sql)
