"""Foreign keys and packages obey the table that import-linter enforces on imports."""

from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.table import (
    ROOT,
    TOP_PACKAGES,
    Room,
    contracts,
    may_look,
    module_name,
    python_files,
    room_of,
    rooms,
)

WRITE_SIDE_ROWS = {rooms()[name].row for name in ("content_pages", "cms.editorial")}


def _declaring_module(model: type[Model], field: Field) -> str:
    """Where a field was written down: its model, or the abstract model it was inherited from."""
    for ancestor in reversed(model.__mro__):
        meta = getattr(ancestor, "_meta", None)
        if meta and any(
            own.name == field.name for own in (*meta.local_fields, *meta.local_many_to_many)
        ):
            return ancestor.__module__
    return model.__module__


def _relations() -> list[tuple[str, Room, Room]]:
    """Each foreign key and many-to-many written in our code that points at a model of ours."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if not isinstance(target, type) or not issubclass(target, Model):
                continue
            source_room = room_of(_declaring_module(model, field))
            target_room = room_of(target.__module__)
            if source_room and target_room:
                found.append((f"{model._meta.label}.{field.name}", source_room, target_room))
    return found


def test_every_module_stands_in_the_table() -> None:
    homeless = [
        module_name(path)
        for path in python_files()
        if module_name(path) != "cms" and room_of(module_name(path)) is None
    ]
    assert homeless == [], "add the package to `layers` in pyproject.toml, at the right height"


def test_no_new_top_level_package() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found <= {*TOP_PACKAGES, "tests", "benchmarks", "scripts"}


def test_the_read_side_is_forbidden_every_page_type() -> None:
    write_side = {
        room.name
        for room in rooms().values()
        if room.row in WRITE_SIDE_ROWS
        and (ROOT / room.name.replace(".", "/") / "__init__.py").exists()
    }
    assert set(contracts()["read-side"]["forbidden_modules"]) == write_side


def test_foreign_keys_obey_the_table() -> None:
    relations = _relations()
    assert relations, "no relation found: the walk itself is broken"
    upward = [
        f"{label}: {source.name} → {target.name}"
        for label, source, target in relations
        if not may_look(source, target)
    ]
    assert upward == []
