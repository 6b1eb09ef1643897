import logging
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import migrations

from cms.media.relocation import move_private_files

logger = logging.getLogger(__name__)


def move(apps, schema_editor):
    """Files only, by their place; with storages elsewhere, moving them is their owner's affair."""
    here = isinstance(storages["renditions"], FileSystemStorage)
    if not here or not isinstance(storages["default"], FileSystemStorage):
        return
    for file in move_private_files(Path(settings.MEDIA_ROOT), Path(default_storage.location)):
        if not file.done:
            logger.warning("Not moved, another file has its name: %s", file.name)


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_rights_and_renditions_by_file'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
    ]
