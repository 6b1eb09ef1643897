"""Gettext catalogues: compile them, or fail on every string that is not translated.

    python scripts/check_catalogues.py compile   locale/*/LC_MESSAGES/*.po → .mo (needs polib only)
    python scripts/check_catalogues.py check     extract afresh and compare (needs gettext)
    python scripts/check_catalogues.py update    bring new strings into locale/ (needs gettext)

Extraction works on a copy; only `update` writes the merged catalogues back.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("en", "fr", "ru")
SOURCES = ("cms", "home", "content_pages", "search")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def catalogues(root: Path) -> list[Path]:
    """Every .po below root's locale folder, in a stable order."""
    return sorted((root / "locale").glob("*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Writes each .mo whose .po is newer."""
    for path in catalogues(ROOT):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
    return 0


def need_gettext() -> None:
    """Installs gettext where that is possible; raises SystemExit where it is not."""
    if shutil.which("xgettext"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("catalogues: installing gettext", flush=True)
        subprocess.run(["apt-get", "-qq", "update"], check=True)
        subprocess.run(["apt-get", "-qq", "install", "-y", "gettext"], check=True)
        return
    raise SystemExit("catalogues: gettext is missing (Debian: apt-get install gettext)")


def extract(copy: Path, location: str = "full") -> None:
    """Copies the sources with their catalogues and runs makemessages there.

    `location` is gettext's --add-location: what is written beside a message of where it stands.
    """
    for name in (*SOURCES, "locale"):
        if (ROOT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "node_modules", "*.mo")
            shutil.copytree(ROOT / name, copy / name, ignore=ignore)
    (copy / "locale").mkdir(exist_ok=True)
    options = [f"--locale={locale}" for locale in LOCALES]
    options += [f"--add-location={location}", "--verbosity=0"]
    script = Path(sys.executable).with_name("django-admin")
    for domain in ("django", "djangojs"):
        subprocess.run(
            [str(script), "makemessages", f"--domain={domain}", *options],
            cwd=copy,
            check=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": ""},
        )


def faults(path: Path) -> Iterator[str]:
    """What is wrong in one freshly merged catalogue, a line per message."""
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        where = ", ".join(f"{file}:{line}" for file, line in entry.occurrences[:2])
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r} ({where})"
        elif not all(texts):
            yield f"untranslated: {entry.msgid!r} ({where})"
        elif not entry.msgid_plural and sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            yield f"placeholders differ: {entry.msgid!r} → {entry.msgstr!r} ({where})"


def check() -> int:
    """Prints every fault of every catalogue; the exit code says whether there was one."""
    need_gettext()
    found = 0
    with tempfile.TemporaryDirectory(prefix="catalogues-") as folder:
        copy = Path(folder)
        extract(copy)
        for path in catalogues(copy):
            messages = sum(1 for entry in polib.pofile(str(path)) if not entry.obsolete)
            wrong = list(faults(path))
            found += len(wrong)
            name = path.relative_to(copy)
            print(f"{name}: {messages} messages, {len(wrong)} at fault")
            for fault in wrong[:40]:
                print(f"  {fault}")
            if len(wrong) > 40:
                print(f"  … and {len(wrong) - 40} more")
    return 1 if found else 0


def update() -> int:
    """Writes merged catalogues into the tree, sorted as the sources stand."""
    need_gettext()
    with tempfile.TemporaryDirectory(prefix="catalogues-") as folder:
        copy = Path(folder)
        extract(copy, location="file")
        for path in catalogues(copy):
            target = ROOT / path.relative_to(copy)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            print(f"{path.relative_to(copy)}: {sum(1 for _ in faults(path))} to translate")
    return 0


if __name__ == "__main__":
    command = {"compile": compile_all, "check": check, "update": update}.get(
        (sys.argv[1:] or ["check"])[0]
    )
    if command is None:
        raise SystemExit(__doc__)
    raise SystemExit(command())
