"""Reading workbooks: what their cells show, numbers and dates too; no bad one does any harm."""

from __future__ import annotations

import base64
import zlib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from evaluation.press.running import run
from evaluation.press.workbooks import MOST_TEXT, shown
from tests.dossier_ground import ole, zipped
from tests.workbooks import part, repacked, saved

# Cells know no zones.
# ruff: noqa: DTZ001

# A workbook as Excel 97 to 2003 kept it (made once with xlwt): a sum, a share and a date, and a hidden sheet.
OLD = zlib.decompress(
    base64.b85decode(
        b"c-rk)Pe>GD6#sp*v+kc(-PJYFKn5X86C%2F(aoZyLt=|zL{MY9=(0N6=pO7)mhCYJqC?R|utN}L5&fYKb?YD"
        b")1qDH%)<rr61s&AseQ#&;PZPLMf-=A1`^}s8y*J<6`QG>D+j%n;nI3&mHG@@Xf(MIM07c7mf?6Pd5eD^JmK5"
        b"`6KQ+t6hC;wk6ItZN^WsULoI^R^Gf*(0z9I%@shvVUTKkNowvIT!G3Y|Z&?r>OJq5R^m7tR2Dq}v&T+V!-ZC"
        b"^0&XU$dSMzWn2CovUkt>0(o@d>4d`$~ufp0LkH*6cwAUduebcunMNy=XR5de5fss8&N510_LA(ny-}I)Xb00"
        b"f~gxOVEZ0(}+@vjNyl+0pIhr;HBp3*H<q<`kyQHzQ5@GRLY(70R$cOL7Mi}`s<1c48uAj<bugk^?#)1N`AA^"
        b")uo%dkwqyci)23e5ZAl)fs{UvHm)ajJ8tSJ-5?>J=}+n15#UIM9JO?EFr#bn_TBLg%D#hoI@7NkB(>}E);(K"
        b"*!K68m?Cs1LL#d#A2XV~`uc%qYyplu22?|8Y5nj(>3UU7Kx3@<-+hV6#GtBR)+}mus{8_MYNqUfT3HNxJrEN"
        b"X)F6PU8*KI6UF-OUg&b4h7ws3faZLV-{Ese96@h-MwnY@$a?AK#YtFxbDbtI3s%$$#oe~68uhNdJz{_+?>gJ"
        b"=-9Zc03h<<G*dd!Lvq|EPg}C2YrT*{|$UEFj2YggJL5pN_EYg@e6ddwItTN|58BaVO^Lq`l%`uduy`*rViXY"
        b"B^@-ZafT~`x28r9tR%}`>6I9GDV|!e^23<RE}}U-mCaoC!=ms%J5hYNL79b>ya1YH*eIu5RQ2v^PQh6oSv!+"
        b"7cN}5aN%OJLD)N8xf@gMy|3Ii`RwmH3)B|f&m@}`arDtKNPqVZ!JxB=p@Q;fE4(6qFR@0S{P#kM4jSD=8l4<"
        b"Ry5Rh!eXm&ld)Dk2{&!2L(D4@wiSs{?{|ly$E)D"
    )
)


def read(folder: Path, kind: str, content: bytes) -> dict[str, Any]:
    path = folder / "upload"
    path.write_bytes(content)
    job = {"what": "read", "kind": kind, "path": str(path), "pages": 200, "widths": [64], "seconds": 60}
    return run("workbooks.py", folder, job)


def budget() -> Workbook:
    """A sheet with words, a sum, a share, a date and a formula without a value; a hidden one; a bare one."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Anggaran"
    sheet.append(["Uraian", None, "Rupiah"])
    sheet.append(["Iuran ketua RT/RW", None, 175_795_200])
    sheet["C2"].number_format = '"Rp"#,##0'
    sheet.append(["Cakupan", 0.6388, date(2019, 12, 30), True, "=1+1"])
    sheet["B3"].number_format, sheet["C3"].number_format = "0.00%", "dd mmmm yyyy"
    sheet["A9"] = "Jauh di bawah"
    hidden = book.create_sheet("Rahasia")
    hidden.sheet_state = "hidden"
    hidden.append(["tersembunyi"])
    book.create_sheet("Kosong")
    return book


def test_each_visible_sheet_is_a_part_with_what_its_cells_show(tmp_path: Path) -> None:
    assert read(tmp_path, "xlsx", saved(budget())) == {
        "state": "read",
        "pages": None,
        "texts": [
            "Anggaran\nUraian Rupiah\nIuran ketua RT/RW Rp175.795.200\nCakupan 63,88% 30 Desember 2019\n"
            "Jauh di bawah",
            "Kosong",
        ],
        "sizes": [],
    }


def test_workbooks_in_the_old_format_are_read_as_well(tmp_path: Path) -> None:
    assert read(tmp_path, "xls", OLD) == {
        "state": "read",
        "pages": None,
        "texts": [
            "Anggaran\nUraian Rupiah\nIuran ketua RT/RW 175.795.200\nCakupan 63,88%\nTanggal 30 Desember 2019"
        ],
        "sizes": [],
    }


@pytest.mark.parametrize(
    ("kind", "content", "state"),
    [
        ("xlsx", b"PK\x03\x04" + b"\x00" * 90, "broken"),
        ("xlsx", zipped(("xl/workbook.xml", "<workbook/>")), "broken"),
        ("xlsx", repacked(saved(budget()), {"xl/media/x.bin": b"\x00" * 101 * 1024 * 1024}), "broken"),
        ("xls", ole("Workbook"), "broken"),
        ("xls", OLD[:700], "broken"),
        ("xls", b"", "broken"),
    ],
)
def test_bad_workbooks_are_said_to_be(tmp_path: Path, kind: str, content: bytes, state: str) -> None:
    answer = read(tmp_path, kind, content)
    assert (answer["state"], answer["texts"]) == (state, [])


def test_a_sheet_that_claims_a_million_rows_is_read_for_what_it_has(tmp_path: Path) -> None:
    data = saved(budget())
    claims = part(data).replace('<dimension ref="A1:E9"', '<dimension ref="A1:XFD1048576"')
    assert claims != part(data)
    answer = read(tmp_path, "xlsx", repacked(data, {"xl/worksheets/sheet1.xml": claims.encode()}))
    assert answer["texts"][0].endswith("Jauh di bawah")


def test_endless_sheets_are_read_up_to_the_limit(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    for _ in range(2):
        sheet = book.create_sheet()
        for _ in range(50):
            sheet.append(["x" * 30_000])
    texts = read(tmp_path, "xlsx", saved(book))["texts"]
    assert MOST_TEXT <= sum(map(len, texts)) < MOST_TEXT + 40_000


@pytest.mark.parametrize(
    ("value", "look", "text"),
    [
        (1234567, "#,##0", "1.234.567"),
        (1234.5, "#,##0.00", "1.234,50"),
        (0.6388, "0.00%", "63,88%"),
        (12500, "General", "12500"),
        (1e15, "General", "1000000000000000"),
        (82.35, "General", "82,35"),
        (0.1 + 0.2, "General", "0,3"),
        (-5, "#,##0_);(#,##0)", "-5"),
        (2.5, "0", "3"),
        (1.5, "0.##", "1,5"),
        (2.0, "0.##", "2"),
        (35.1, "00.00", "35,10"),
        (5.1, "00.00", "05,10"),
        (7, "000", "007"),
        (1_750_000, '"Rp"#,##0', "Rp1.750.000"),
        (1_750_000, "[$Rp-421]#,##0.00", "Rp1.750.000,00"),
        (1_750_000, '_("Rp"* #,##0_);_("Rp"* \\(#,##0\\);_(@_)', "Rp1.750.000"),
        (872, '0" orang"', "872 orang"),
        (872, '[Red]0\\ "kg"', "872 kg"),
        (12_345_678, "0.00E+00", "12345678"),
        (0.5, "# ?/?", "0,5"),
        (float("nan"), "0.00", "NaN"),
        ("kata", "0.00", "kata"),
        (True, "General", ""),
        (datetime(2019, 12, 30), "mm-dd-yy", "30/12/2019"),
        (datetime(2019, 12, 30), "[$-421]dd mmmm yyyy;@", "30 Desember 2019"),
        (datetime(2019, 12, 3, 14, 5, 9), "d/m/yyyy h:mm", "3/12/2019 14:05"),
        (datetime(2019, 12, 3, 14, 5, 9), "hh:mm:ss", "14:05:09"),
        (datetime(2019, 12, 3, 14, 5, 9), "mm:ss", "05:09"),
        (datetime(2019, 12, 3), "dddd, d mmmm yyyy", "Selasa, 3 Desember 2019"),
        (datetime(2019, 12, 3), "ddd d mmm", "Sel 3 Des"),
        (date(2019, 12, 3), "mmm-yy", "Des-19"),
        (date(2019, 12, 3), "yyyy\\-mm\\-dd", "2019-12-03"),
        (time(8, 30), "h:mm AM/PM", "8:30"),
    ],
)
def test_a_cell_shows(value: object, look: str, text: str) -> None:
    assert shown(value, look) == text
