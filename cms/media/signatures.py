"""Whether a document is what its name says: its first bytes, by extension.

Images are decoded to their last row (`fields.py`); a document is only ever handed out again.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

HEAD = 1024  # bytes in which a format shows itself
MEMBER_HEAD = 256 * 1024
TEXT_READ = 64 * 1024
ZIP = b"PK\x03\x04"


def _begins(mark: bytes) -> Callable[[IO[bytes]], bool]:
    """Within the head: some writers put a line before it."""
    return lambda file: mark in file.read(HEAD)


def _zip_with(member: str, content: bytes = b"") -> Callable[[IO[bytes]], bool]:
    def is_one(file: IO[bytes]) -> bool:
        if file.read(len(ZIP)) != ZIP:
            return False
        try:
            with zipfile.ZipFile(file) as archive, archive.open(member) as inside:
                return content in inside.read(MEMBER_HEAD)
        except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError):
            return False

    return is_one


def _zip(file: IO[bytes]) -> bool:
    return file.read(len(ZIP)) == ZIP and zipfile.is_zipfile(file)


def _text(mark: bytes = b"") -> Callable[[IO[bytes]], bool]:
    """UTF-8, or an older encoding of one byte a letter: no byte that only programs write."""

    def is_one(file: IO[bytes]) -> bool:
        read = file.read(TEXT_READ)
        return b"\x00" not in read and read.removeprefix(b"\xef\xbb\xbf").startswith(mark)

    return is_one


SIGNATURES: dict[str, Callable[[IO[bytes]], bool]] = {
    "csv": _text(),
    "docx": _zip_with("[Content_Types].xml", b"wordprocessingml"),
    "epub": _zip_with("mimetype", b"application/epub+zip"),
    "ics": _text(b"BEGIN:VCALENDAR"),
    "key": _zip,
    "odt": _zip_with("mimetype", b"application/vnd.oasis.opendocument.text"),
    "pdf": _begins(b"%PDF-"),
    "pptx": _zip_with("[Content_Types].xml", b"presentationml"),
    "txt": _text(),
    "vtt": _text(b"WEBVTT"),
}


def is_what_it_says(file: IO[bytes], name: str) -> bool:
    """Of an extension nobody described: no. Leaves the file at its beginning."""
    known = SIGNATURES.get(PurePath(name).suffix.lower().removeprefix("."))
    file.seek(0)
    try:
        return known is not None and known(file)
    finally:
        file.seek(0)
