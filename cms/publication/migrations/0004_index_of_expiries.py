"""What expires is asked for every few seconds, and by health checks: at 100,000 pages, by an index.

The column is Wagtail's, whose model cannot be given an index from here; the state of its
migrations is left alone.
"""

from django.db import migrations

CREATE = """CREATE INDEX IF NOT EXISTS page_by_expiry ON wagtailcore_page (expire_at)
    WHERE expire_at IS NOT NULL"""
DROP = "DROP INDEX IF EXISTS page_by_expiry"


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0003_failed_schedules"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
