"""`manage.py move_private_files`: originals and documents leave the folder of public pictures."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.media.relocation import missing_files, move_private_files


class Command(BaseCommand):
    help = (
        "Move files of before the two folders from MEDIA_ROOT to PRIVATE_ROOT, and name those that"
        " the database knows and nobody has. `migrate` moves them too; running it again is safe."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved, kept = 0, []
        for file in move_private_files(Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)):
            if file.done:
                moved += 1
            else:
                kept.append(file.name)
        missing = list(missing_files())
        self.stdout.write(f"{moved} files moved to {settings.PRIVATE_ROOT}.")
        for name in kept:
            self.stderr.write(f"not moved, another file has its name: {name}")
        for name in missing:
            self.stderr.write(f"missing: {name}")
        if kept or missing:
            raise CommandError(f"{len(kept)} files not moved, {len(missing)} missing.")
