"""A broken file is refused with its line and reason before anything is written."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.authoring.models import ImportRun
from cms.publication.models import Change
from tests.authoring.conftest import LINE, ImportLines, written

GOOD = written({}, {"titre": "Autre chose"})
HEADER = GOOD.splitlines(keepends=True)[0]
ROW = b"1;" + b";".join(b"x" for _ in range(len(LINE) - 1)) + b"\n"


def _with(cell: bytes) -> bytes:
    """A good line, and a second one with this cell in it."""
    return HEADER + ROW + ROW.replace(b"1;x", b"2;" + cell, 1)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", None, "empty"),
        (HEADER, None, "no line below"),
        (_with("Musée".encode("latin-1")), 3, "not UTF-8"),
        (_with(b'"never closed'), 3, "never closed"),
        (_with(b'"closed" too early'), 3, "do not match"),
        (_with(b"a\0b"), 3, "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", 1, "are missing|not UTF-8"),
        (b"PK\x03\x04\0\0" + GOOD, 1, "binary"),
        (_with(b"y" * 200_000), 3, "more than 100000 characters"),
        (_with(b'"' + b"y\n" * 100_000 + b'"'), 3, "more than 100000 characters"),
        (_with(b"z" * 50_000_000), 3, "longer than 1000000 bytes"),
        (GOOD.replace(b"titre;", b"", 1), 1, "missing: titre"),
        (GOOD.replace(b";", b","), 1, "separated by “,”"),
        (HEADER + ROW + b"\n" + ROW, 4, "already used on line 2"),
        (GOOD.replace(b"\n", b"\r"), 1, "line feed|missing"),
    ],
    ids=[
        *("empty", "header_only", "encoding", "open_quote", "stray_quote", "nul", "png", "zip"),
        *("long_field", "long_quoted_field", "50_mb_field", "missing_column", "delimiter"),
        *("duplicate_id", "old_line_ends"),
    ],
)
def test_it_is_refused_with_line_and_reason(
    import_lines: ImportLines, content: bytes, line: int | None, reason: str
) -> None:
    pages, changes = Page.objects.count(), Change.objects.count()
    with pytest.raises(CommandError, match=reason) as refusal:
        import_lines.bring(content)
    assert str(refusal.value).startswith(str(import_lines.folder / "lines.csv"))
    if line is not None:
        assert f"line {line}:" in str(refusal.value)
    assert (Page.objects.count(), Change.objects.count()) == (pages, changes)
    assert not ImportRun.objects.exists()


def test_a_file_with_a_byte_order_mark_and_line_breaks_in_cells_is_sound(
    import_lines: ImportLines,
) -> None:
    lines = import_lines.bring(
        b"\xef\xbb\xbf" + written({"description": "Une\r\nligne"}, {"titre": "Autre"})
    )
    assert [(line["line"], line["outcome"]) for line in lines] == [(2, "created"), (4, "created")]


def test_a_line_with_too_few_columns_is_rejected_alone(import_lines: ImportLines) -> None:
    lines = import_lines.bring(GOOD + b"3;too;short\n")
    assert [line["outcome"] for line in lines] == ["created", "created", "rejected"]
    assert lines[2]["errors"][0]["code"] == "columns"
    assert lines[2]["external_id"] == "3"


def test_what_is_no_file_is_refused(db: None, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(CommandError, match=r"not a file|no such file"):
            call_command("import_items", path, mapping="culture_gouv")


def test_an_unknown_mapping_names_those_there_are(import_lines: ImportLines) -> None:
    with pytest.raises(CommandError, match="there are: culture_gouv"):
        import_lines({}, mapping="../../settings/base")
