"""Sites from before the two folders: what is private leaves the public one, and nothing is lost."""

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.media import relocation


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> tuple[Path, Path]:
    public, private = tmp_path / "media", tmp_path / "private"
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = public, private
    for name, text in {
        "images/a.width-400.png": "a rendition",
        "images/below/b.png": "another",
        "original_images/a.png": "an original",
        "documents/letter.pdf": "a letter",
        "documents/2020/letter.pdf": "an older letter",
        "wagtail_uploads/half.png": "half an upload",
        "loose.txt": "whose?",
    }.items():
        path = public / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return public, private


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


PUBLIC = {"images/a.width-400.png", "images/below/b.png"}
PRIVATE = {
    "original_images/a.png",
    "documents/letter.pdf",
    "documents/2020/letter.pdf",
    "wagtail_uploads/half.png",
    "loose.txt",
}


def test_everything_but_renditions_moves_once(folders: tuple[Path, Path], db: None) -> None:
    public, private = folders
    call_command("move_private_files")
    assert (names(public), names(private)) == (PUBLIC, PRIVATE)
    assert (private / "documents/letter.pdf").read_text() == "a letter"
    call_command("move_private_files")
    assert (names(public), names(private)) == (PUBLIC, PRIVATE)


def _another_disk(monkeypatch: pytest.MonkeyPatch, public: Path) -> None:
    rename = Path.rename

    def across(self: Path, target: Path) -> Path:
        if self.is_relative_to(public):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", across)


def test_to_another_disk(
    folders: tuple[Path, Path], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, private = folders
    _another_disk(monkeypatch, public)
    call_command("move_private_files")
    assert (names(public), names(private)) == (PUBLIC, PRIVATE)
    assert (private / "documents/letter.pdf").read_text() == "a letter"


@pytest.mark.parametrize("killed_at", range(12))
def test_killed_anywhere_it_loses_nothing_and_goes_on(
    folders: tuple[Path, Path], db: None, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """The disk gives up at the nth of its works."""
    public, private = folders
    works = iter(range(killed_at))
    with monkeypatch.context() as patched:
        _another_disk(patched, public)
        copy, unlink = relocation.shutil.copy2, Path.unlink

        def work(done: Any) -> Any:
            def counted(*args: Any, **kwargs: Any) -> Any:
                if next(works, None) is None:
                    raise KeyboardInterrupt
                return done(*args, **kwargs)

            return counted

        patched.setattr(relocation.shutil, "copy2", work(copy))
        patched.setattr(Path, "unlink", work(unlink))
        try:
            call_command("move_private_files")
        except KeyboardInterrupt:
            pass
        assert {*names(public), *names(private)} >= PUBLIC | PRIVATE
    call_command("move_private_files")
    assert (names(public), names(private)) == (PUBLIC, PRIVATE)


def test_what_has_another_files_name_stays_and_is_told(
    folders: tuple[Path, Path], db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    public, private = folders
    (private / "documents").mkdir(parents=True)
    (private / "documents/letter.pdf").write_text("a newer letter")
    with pytest.raises(CommandError, match="1 files not moved"):
        call_command("move_private_files")
    assert "documents/letter.pdf" in capsys.readouterr().err
    assert (public / "documents/letter.pdf").read_text() == "a letter"
    assert (private / "documents/letter.pdf").read_text() == "a newer letter"


def test_files_the_database_knows_and_nobody_has_are_told(
    folders: tuple[Path, Path], document: Any, image: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    document.file.storage.delete(document.file.name)
    with pytest.raises(CommandError, match="1 missing"):
        call_command("move_private_files")
    told = capsys.readouterr().err
    assert f"media.Document: {document.file.name}" in told
    assert image.file.name not in told
