"""Listings order pages by when they were worked on, and by title: at 100,000 pages, by an index.

Both columns are Wagtail's, whose model cannot be given an index from here; the state of its
migrations is left alone.
"""

from django.db import migrations, models

# As Wagtail orders them: on PostgreSQL an index serves `NULLS LAST` only if it is made so.
NEWEST_FIRST = {"postgresql": "DESC NULLS LAST"}


def create(apps, schema_editor):
    newest = NEWEST_FIRST.get(schema_editor.connection.vendor, "DESC")
    indexes = {
        "page_by_update": f"latest_revision_created_at {newest}",
        "page_by_locale_and_update": f"locale_id, latest_revision_created_at {newest}",
        "page_by_title": "title",
    }
    for name, columns in indexes.items():
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page ({columns})")


def drop(apps, schema_editor):
    for name in ("page_by_update", "page_by_locale_and_update", "page_by_title"):
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
