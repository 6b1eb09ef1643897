"""The workflow and the task that Wagtail brings are named in English: from now on as the site speaks.

Only where they still bear Wagtail's name: what somebody named stays so.
"""

from django.conf import settings
from django.db import migrations
from django.utils.translation import gettext, override

STOCK = "Moderators approval"


def rename(apps, schema_editor):
    with override(settings.LANGUAGE_CODE):
        name = gettext("Moderation")
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=STOCK).update(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("content_pages", "0004_alter_newsindexpage_options"),
        ("wagtailcore", "0048_add_default_workflows"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
