"""Listings order pages by when they were worked on, and by title: at 100,000 pages, by an index.

Both columns are Wagtail's, whose model cannot be given an index from here; the state of its
migrations is left alone.
"""

from django.db import migrations, models

INDEXES = {"page_by_update": "latest_revision_created_at", "page_by_title": "title"}
# As Wagtail orders them: on PostgreSQL an index serves `NULLS LAST` only if it is made so.
ORDERS = {"postgresql": {"page_by_update": "DESC NULLS LAST"}, "sqlite": {"page_by_update": "DESC"}}


def create(apps, schema_editor):
    orders = ORDERS.get(schema_editor.connection.vendor, {})
    for name, column in INDEXES.items():
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page ({column} {orders.get(name, '')})"
        )


def drop(apps, schema_editor):
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("content_pages", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="itempage",
            index=models.Index(fields=["format"], name="item_by_format"),
        ),
        migrations.RunPython(create, drop),
    ]
