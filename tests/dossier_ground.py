"""What the tests of dossiers share: contents of every kind, filled forms, a screening with a deadline."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.uploads import Upload
from evaluation.core.rules import Section
from evaluation.core.sections import default_sections
from tests.award import EDITION

# The screening closes on 31 January 2022 at 23:59:59 in Jakarta, which is 16:59:59 UTC.
SCREENED = EDITION.replace(
    "[[round]]",
    """[[round]]
code = "screening"
title = { id = "Pemeriksaan berkas", en = "Screening" }
categories = ["regency"]
stage = "province"
kind = "screening"
opens = 2022-01-05T08:00:00+07:00
closes = 2022-01-31T23:59:59+07:00

[[round]]""",
    1,
)

# What a dossier of that edition consists of, by code.
SECTIONS: dict[str, Section] = {one.code: one for one in default_sections(("regency",))}

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 400
CONTENT_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}+xml"/></Types>'
)

REGULATION = {
    "type": "perda",
    "number": "9",
    "year": "2019",
    "subject": "Penyelenggaraan Jaminan Sosial Daerah",
    "in_force_from": "2019-12-30",
    "amends": "",
}
INNOVATION = {
    "kind": "membership",
    "title": "Perlindungan ketua RT dan RW",
    "problem": "Tanpa perlindungan",
    "action": "872 ketua didaftarkan",
}
COVERAGE = {"segment": "neighbourhood_heads", "workers": "872", "protected": "872"}
BUDGET = {"year": "2021", "purpose": "Iuran", "amount": "175.795.200"}


def zipped(*parts: tuple[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)
    return packed.getvalue()


def office(kind: str, *more: tuple[str, str | bytes]) -> bytes:
    """An Office file whose main part is of this kind."""
    return zipped(("[Content_Types].xml", CONTENT_TYPES.format(kind)), *more)


def ole(*streams: str) -> bytes:
    """An OLE container with these streams in its top folder, as Office wrote before 2007."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LL", header, 44, 1, 1)
    struct.pack_into("<109L", header, 76, 0, *[free] * 108)
    sectors = struct.pack("<128L", table, end, *[free] * 126)
    records = [_record("Root Entry", 5, child=1 if streams else free)]
    for number, name in enumerate(streams, start=1):
        records.append(_record(name, 2, right=number + 1 if number < len(streams) else free))
    records += [b"\x00" * 128] * (-len(records) % 4)
    return bytes(header) + sectors + b"".join(records)


def _record(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    record = bytearray(128)
    record[: len(text)] = text
    struct.pack_into("<HBBLLL", record, 64, len(text), kind, 1, 0xFFFFFFFF, right, child)
    return bytes(record)


def upload(name: str = "bukti.pdf", content: bytes = PDF) -> Upload:
    """An upload as an action takes it."""
    return Upload(io.BytesIO(content), name)


def values(section: str, **given: Any) -> dict[str, Any]:
    """All values of an item, blank but for those given."""
    return {**{f.name: f.blank for f in SECTIONS[section].fields}, **given}


def fill(act: Act, entry_id: int) -> dict[str, int]:
    """A complete dossier; the items' ids by section."""
    return {
        "regulations": save_item(
            act,
            entry_id,
            "regulations",
            None,
            Draft(
                values("regulations", type="perda", number="9", year=2019, subject="Jaminan Sosial Daerah"),
                upload("Perda 9.pdf"),
            ),
        ),
        "innovations": save_item(
            act,
            entry_id,
            "innovations",
            None,
            Draft(
                values("innovations", kind="membership", title="RT/RW", problem="Risiko", action="872 orang")
            ),
        ),
        "coverage": save_item(
            act,
            entry_id,
            "coverage",
            None,
            Draft(values("coverage", segment="neighbourhood_heads", workers=872, protected=872)),
        ),
        "budget": save_item(
            act,
            entry_id,
            "budget",
            None,
            Draft(values("budget", year=2021, purpose="Iuran", amount=175795200)),
        ),
    }
