"""Imported items got their first revision without their rows; publishing it again would lose them.

Only where nobody has edited the page since: its only revision is the one that is live.
"""

from django.db import migrations
from django.db.models import F
from modelcluster.models import get_serializable_data_for_fields

ROWS = (
    ("theme_links", "ItemTheme", "content_object"),
    ("occurrences", "Occurrence", "page"),
    ("accessibility_features", "AccessibilityFeature", "page"),
    ("rights_windows", "RightsWindow", "page"),
    ("contributions", "Contribution", "page"),
    ("related_items", "RelatedItem", "page"),
)
PAGES = ("more_categories", "partners", "programmes")


def _of_page(apps, page):
    """What the page's tables hold, by the names a revision gives it."""
    for name, model, owner in ROWS:
        rows = apps.get_model("content_pages", model)._base_manager.filter(**{f"{owner}_id": page.pk})
        yield name, [get_serializable_data_for_fields(row) for row in rows]
    for name in PAGES:
        field = page._meta.get_field(name)
        links = field.remote_field.through._base_manager.filter(
            **{f"{field.m2m_field_name()}_id": page.pk}
        )
        target = field.m2m_reverse_field_name()
        yield name, list(links.order_by(f"{target}__path").values_list(f"{target}_id", flat=True))


def give_rows_back(apps, schema_editor):
    Revision = apps.get_model("wagtailcore", "Revision")
    keys = apps.get_model("content_pages", "ExternalReference").objects.values("key")
    pages = apps.get_model("content_pages", "ItemPage")._base_manager.filter(
        translation_key__in=keys, latest_revision_id=F("live_revision_id")
    )
    for page in pages.iterator():
        revisions = Revision.objects.filter(
            content_type_id=page.content_type_id, object_id=str(page.pk)
        )
        if revisions.count() != 1:
            continue
        revision = revisions.get()
        lost = {
            name: held
            for name, held in _of_page(apps, page)
            if held and not revision.content.get(name)
        }
        if lost:
            revision.content = revision.content | lost
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("content_pages", "0006_theme_names"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(give_rows_back, migrations.RunPython.noop)]
