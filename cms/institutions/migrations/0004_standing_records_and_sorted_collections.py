"""Records were public as they stood; collections stand in the order of their names again."""

from collections import Counter

from django.db import migrations
from django.db.models import F

from cms.institutions.collection_tree import STEP, is_sorted, spread


def records_are_live(apps, schema_editor):
    apps.get_model("institutions", "Institution").objects.filter(first_published_at=None).update(
        first_published_at=F("created_at"), last_published_at=F("updated_at")
    )


def sort_collections(apps, schema_editor):
    """Institutions' collections were appended where the library keeps them by name."""
    Collection = apps.get_model("wagtailcore", "Collection")
    _count_children(Collection)
    deepest = max(Collection.objects.values_list("depth", flat=True), default=0)
    for depth in range(1, deepest):
        # A level at a time: sorting one changes the paths of those below it.
        parents = Collection.objects.filter(depth=depth, numchild__gt=1)
        for path in list(parents.values_list("path", flat=True)):
            if not is_sorted(Collection, path):
                spread(Collection, path, order="name")


def _count_children(Collection):
    rows = list(Collection.objects.values_list("path", "numchild"))
    children = Counter(path[:-STEP] for path, _numchild in rows)
    for path, numchild in rows:
        if children[path] != numchild:
            Collection.objects.filter(path=path).update(numchild=children[path])


class Migration(migrations.Migration):

    dependencies = [
        ("institutions", "0003_record_is_decided"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(records_are_live, migrations.RunPython.noop),
        migrations.RunPython(sort_collections, migrations.RunPython.noop),
    ]
