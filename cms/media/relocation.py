"""From one folder for everything to two: what is private leaves the folder of public pictures.

Each file is moved by itself and whole at every moment: renamed within a disk, else copied under
another name, renamed, and only then removed where it was. Run again after being killed, it goes on.
"""

import filecmp
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField

# Where Wagtail puts renditions, the one folder that stays.
RENDITIONS = "images"
UNFINISHED = ".moving"


@dataclass(frozen=True)
class Moved:
    """A file, by its name in either storage; not `done` when another file has its place."""

    name: str
    done: bool


def move_private_files(public: Path, private: Path) -> Iterator[Moved]:
    """Everything in `public` that is no rendition goes to `private`, file by file."""
    if not public.is_dir():
        return
    for folder, _below, files in os.walk(public):
        inside = Path(folder).relative_to(public)
        if inside.parts[:1] == (RENDITIONS,):
            continue
        for file in sorted(files):
            name = inside / file
            yield Moved(name.as_posix(), _move(public / name, private / name))


def missing_files() -> Iterator[str]:
    """`model: name` of each file that a row names and no storage has; pictures are made again."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, FileField) and field.storage == default_storage:
                names = model._default_manager.exclude(**{field.name: ""}).values_list(
                    field.name, flat=True
                )
                for name in names.iterator():
                    if name and not field.storage.exists(name):
                        yield f"{model._meta.label}: {name}"


def _move(source: Path, target: Path) -> bool:
    if target.exists():
        if not filecmp.cmp(source, target, shallow=False):
            return False
        source.unlink()  # killed last time between the copy and this
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.rename(target)
    except OSError:  # another disk
        unfinished = target.with_name(target.name + UNFINISHED)
        shutil.copy2(source, unfinished)
        with unfinished.open("rb+") as copy:
            os.fsync(copy.fileno())
        unfinished.rename(target)
        source.unlink()
    return True
