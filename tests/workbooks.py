"""Workbooks as people make them, and as nobody should, for the tests of what is read from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

CANDIDATES = ("code", "name", "category", "region", "email")


def workbook(
    rows: Iterable[Iterable[Any]], header: Iterable[Any] = CANDIDATES, *, title: str = "Sheet1"
) -> Workbook:
    """A workbook with these rows under the header."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(rows: Iterable[Iterable[Any]], header: Iterable[Any] = CANDIDATES) -> bytes:
    """The bytes of a workbook with these rows."""
    return saved(workbook(rows, header))


def repacked(data: bytes, parts: Mapping[str, bytes | None], *, level: int = 9) -> bytes:
    """The archive with some parts replaced, added, or (None) left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    """One part of the archive, as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_sheet(data: bytes, old: str, new: str) -> bytes:
    """The workbook with a piece of its sheet's XML replaced."""
    sheet = part(data)
    assert old in sheet, sheet
    return repacked(data, {"xl/worksheets/sheet1.xml": sheet.replace(old, new).encode()})
