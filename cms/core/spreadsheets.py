"""Spreadsheets that leave the admin: no cell of them is a formula.

A title that begins with `=` would be carried out by the spreadsheet of whoever opens the export
(OWASP, CSV injection). Wagtail writes XLSX cells as text; a CSV has no types, so such a cell
begins with an apostrophe.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell, or the cell behind an apostrophe when a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell[:1] not in "\t\r"


class _Line:
    """What `csv.writer` writes to: the line it wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Whole lines, wherever the chunks break; a line inside quotes is `csv.reader`'s affair."""
    rest = ""
    for chunk in codecs.iterdecode(iter(chunks), "utf-8"):
        *whole, rest = (rest + chunk).split("\n")
        yield from (f"{line}\n" for line in whole)
    if rest:
        yield rest


def without_formulas(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A CSV, UTF-8, with harmless cells; line by line, as it comes."""
    written = _Line()
    writer = csv.writer(written)
    for row in csv.reader(_lines(chunks)):
        writer.writerow([harmless(cell) for cell in row])
        yield written.text.encode()


def harmless_exports(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: every CSV the admin hands out, whichever view writes it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_csv = response.get("Content-Type", "").startswith("text/csv")
        if is_csv and request.path_info.startswith(reverse("wagtailadmin_home")):
            if isinstance(response, StreamingHttpResponse):
                chunks: Any = response.streaming_content
                response.streaming_content = without_formulas(chunks)
            elif isinstance(response, HttpResponse):
                response.content = b"".join(without_formulas([response.content]))
        return response

    return middleware
