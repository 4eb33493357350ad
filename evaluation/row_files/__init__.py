"""Files of rows that people write: CSV, or an Excel workbook, told apart by content and never by name.

Whoever loads the rows does not know which it was: both give the same `RowFile`, and what is wrong with a row
is reported with the line of the text or the row of the sheet.
"""

from __future__ import annotations

from pathlib import Path

from evaluation.core.errors import Refused
from evaluation.core.messages import msg
from evaluation.row_files import csv_text, workbook
from evaluation.row_files.archive import OLE_SIGNATURE, ZIP_SIGNATURE
from evaluation.row_files.rows import Columns, Faults, Line, RowFile

__all__ = ["Columns", "Faults", "Line", "RowFile", "parse", "read"]


def read(name: str, columns: Columns) -> RowFile:
    """Read the file at the path `name`. BadFile when it cannot be understood, Refused when not opened."""
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        problem = msg("%(file)s can't be read: %(reason)s.", file=name, reason=error.strerror or str(error))
        raise Refused(problem) from error
    return parse(name, data, columns)


def parse(name: str, data: bytes, columns: Columns) -> RowFile:
    """The rows of a file's bytes. BadFile when the whole cannot be understood."""
    if data.startswith((ZIP_SIGNATURE, OLE_SIGNATURE)):
        return workbook.parse(name, data, columns)
    return csv_text.parse(name, data, columns)
