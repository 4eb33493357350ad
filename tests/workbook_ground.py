"""Workbooks of score sheets as assessors take them along and send them back, for their tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook, load_workbook

from evaluation.row_files.sheet_book import KEYS, PLACES
from tests.pages import PageClient
from tests.workbooks import saved


def download(client: PageClient, status: int = 200) -> bytes:
    """The bytes of one's workbook."""
    response = client.http.get("/desk/workbook.xlsx")
    assert response.status_code == status, response.text[:300]
    return bytes(response.data)


def opened(data: bytes) -> Workbook:
    """The workbook, to be looked at or edited."""
    return load_workbook(io.BytesIO(data))


def contest_sheets(book: Workbook) -> list[Any]:
    """The sheets to fill in."""
    return [sheet for sheet in book.worksheets[1:] if sheet.title != KEYS]


def row_of(book: Workbook, entry: str, criterion: str, sheet: int = 0) -> tuple[Any, int]:
    """A sheet and the row in it of an entry and a criterion, as they are called."""
    one = contest_sheets(book)[sheet]
    for row in range(2, one.max_row + 1):
        if (one.cell(row, 1).value, one.cell(row, 2).value) == (entry, criterion):
            return one, row
    raise AssertionError(f"no row for {entry}, {criterion}")


def cell_of(book: Workbook, entry: str, criterion: str, part: str = "mark") -> Any:
    """One cell that takes something."""
    sheet, row = row_of(book, entry, criterion)
    return sheet.cell(row, PLACES[part] + 1)


def filled(data: bytes, cells: Mapping[tuple[str, str, str], Any]) -> bytes:
    """The workbook with these values by entry, criterion and part."""
    book = opened(data)
    for (entry, criterion, part), value in cells.items():
        cell_of(book, entry, criterion, part).value = value
    return saved(book)


def send(client: PageClient, data: bytes, name: str = "lembar.xlsx", status: int = 200) -> str:
    """Send a workbook; the text of the page that follows."""
    client.get("/desk/workbook")
    client.submit({}, form="/desk/workbook", files={"file": (io.BytesIO(data), name)}, status=status)
    assert client.page is not None
    return client.page.text
