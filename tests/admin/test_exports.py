"""Spreadsheets from the admin: what somebody wrote is text, whatever it begins with."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cms.core.spreadsheets import FORMULA_STARTS, harmless, without_formulas
from tests.factories import ItemFactory, UserFactory
from tests.factories.clearing import go_live

FORMULA = '=HYPERLINK("http://elsewhere.example/","ici")'
EXPORTS = ("/admin/reports/site-history/", "/admin/reports/aging-pages/")


@pytest.fixture
def _dangerous(home_institution: Any) -> None:
    for start in FORMULA_STARTS:
        item = ItemFactory(parent=home_institution, title=f"{start}1+1")
        go_live(item.save_revision(user=UserFactory(username=f"u{ord(start)}"), log_action=True))
    ItemFactory(parent=home_institution, title=FORMULA, published=True).save_revision(
        log_action=True
    )


def rows(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("_dangerous")
@pytest.mark.parametrize("address", EXPORTS)
def test_no_cell_of_a_csv_is_a_formula(admin: Client, address: str) -> None:
    found = rows(admin.get(address, {"export": "csv"}))
    assert len(found) > len(FORMULA_STARTS)
    cells = [cell for row in found for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []
    assert f"'{FORMULA}" in cells


@pytest.mark.usefixtures("_dangerous")
@pytest.mark.parametrize("address", EXPORTS)
def test_no_cell_of_a_workbook_is_a_formula(admin: Client, address: str) -> None:
    response = admin.get(address, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert FORMULA in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_numbers_stay_numbers_and_text_stays_text() -> None:
    assert [harmless(cell) for cell in ("-5.5", "+33", "Le titre", "", "2+2")] == [
        *("-5.5", "+33", "Le titre", "", "2+2")
    ]
    assert [harmless(cell) for cell in ("-5+1", "@SUM(A1)", "\t=1", "\r=1")] == [
        *("'-5+1", "'@SUM(A1)", "'\t=1", "'\r=1")
    ]


def test_cells_of_several_lines_stay_whole() -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["a\r\n=b", "=c\n=d"], ["é", '"']])
    chunks = [written.getvalue().encode()[:9], written.getvalue().encode()[9:]]
    read = b"".join(without_formulas(chunks)).decode()
    assert list(csv.reader(io.StringIO(read, newline=""))) == [
        ["a\r\n=b", "'=c\n=d"],
        ["é", '"'],
    ]
