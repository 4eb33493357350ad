"""What a workbook must be before it is opened: an XLSX without macros that unpacks within limits.

Only the archive's table of contents is read here, so that a bomb in it stays packed. The sizes given there
bind the unpacking too: Python's zipfile never reads more of a part than its table of contents says.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from evaluation.core.messages import Message, msg
from evaluation.media import OPEN_XML_KINDS, office_in_zip

ZIP_SIGNATURE: Final = b"PK\x03\x04"
OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE: Final = 1024 * 1024
MOST_PARTS: Final = 1_000
MOST_UNPACKED_MB: Final = 48
# Real workbooks come to 5 to 30 times their packed size; small ones may well be mostly blank.
MOST_RATIO: Final = 100
SMALL: Final = MEGABYTE


def problem_of(data: bytes) -> Message | None:
    """Why these bytes are not opened as a workbook; None when they may be."""
    if data.startswith(OLE_SIGNATURE):
        return msg(
            "an old Excel file (.xls), or one with a password: save it again as .xlsx without a password"
        )
    if office_in_zip(io.BytesIO(data)) is not OPEN_XML_KINDS["spreadsheetml.sheet"]:
        return msg(
            "a ZIP archive, but no Excel workbook without macros: save it again as .xlsx, or as CSV UTF-8"
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    return _too_large(parts, len(data))


def _too_large(parts: list[zipfile.ZipInfo], packed: int) -> Message | None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        return msg(
            "the workbook has %(parts)s parts, more than %(most)s: copy the rows into a new one",
            parts=len(parts),
            most=MOST_PARTS,
        )
    if unpacked > MOST_UNPACKED_MB * MEGABYTE or (unpacked > SMALL and unpacked > MOST_RATIO * packed):
        return msg(
            "the workbook unpacks to %(unpacked)s MB from %(packed)s kB, more than is opened here: split the"
            " rows, or save them as CSV UTF-8",
            unpacked=unpacked // MEGABYTE,
            packed=packed // 1024,
        )
    if any(part.flag_bits & 1 for part in parts):
        return msg("the workbook has a password: save it again without one")
    return None
