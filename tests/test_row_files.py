"""Rows out of workbooks: what is read, what is refused and in which words, each trap with its test."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime

import pytest

from evaluation.core.errors import BadFile
from evaluation.row_files import Columns, RowFile, parse
from tests.workbooks import part, repacked, saved, with_sheet, workbook, xlsx

COLUMNS = Columns(
    ("code", "name"),
    ("score",),
    codes=frozenset({"code"}),
    numbers=frozenset({"score"}),
    sheets=("people", "orang"),
)
HEADER = ("code", "name", "score")


def read(data: bytes) -> RowFile:
    return parse("x.xlsx", data, COLUMNS)


def cells(data: bytes) -> list[dict[str, str]]:
    """The rows of a file in which nothing is wrong."""
    found = read(data)
    assert found.faults.found == ()
    return [dict(line.cells) for line in found.lines]


def said(data: bytes) -> list[str]:
    """What is said of a file, whether it was refused whole or row by row."""
    try:
        found = read(data)
        found.faults.refuse()
    except BadFile as bad:
        return [problem.removeprefix("x.xlsx:") for problem in bad.problems]
    return []


def formatted(value: object, number_format: str, column: str = "A") -> bytes:
    """One row whose cell in `column` has a number format."""
    book = workbook([["35.01", "Pacitan", 80]], HEADER)
    book.active[f"{column}2"] = value
    book.active[f"{column}2"].number_format = number_format
    return saved(book)


# --- what is read --------------------------------------------------------------------------------


def test_rows_are_those_of_the_sheet() -> None:
    found = read(xlsx([["35.01", "Pacitan", 80], [None, None, None], ["35.10", "Banyuwangi", 82.35]], HEADER))
    assert [line.number for line in found.lines] == [2, 4]
    assert found.sheet == "Sheet1"
    assert [dict(line.cells) for line in found.lines] == [
        {"code": "35.01", "name": "Pacitan", "score": "80"},
        {"code": "35.10", "name": "Banyuwangi", "score": "82.35"},
    ]


def test_content_decides_and_not_the_name() -> None:
    data = xlsx([["35.01", "Pacitan", 1]], HEADER)
    assert parse("rows.csv", data, COLUMNS).lines[0]["name"] == "Pacitan"
    assert parse("rows.xlsx", b"code,name\n35.01,Pacitan\n", COLUMNS).lines[0]["name"] == "Pacitan"


def test_spaces_around_and_the_case_of_a_header_do_not_matter() -> None:
    data = xlsx([[" 35.01\xa0", "  Kab. Pacitan \n", " 80 "]], (" Code ", "NAME\xa0", "Score"))
    assert cells(data) == [{"code": "35.01", "name": "Kab. Pacitan", "score": "80"}]


def test_names_come_out_as_they_went_in() -> None:
    name = """O'Brien, "Nusa" & <b>Raya</b> 🏝️ =1+1"""
    assert cells(xlsx([["A", name, 1]], HEADER))[0]["name"] == name


@pytest.mark.parametrize(
    ("number", "text"), [(82.35, "82.35"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (100, "100")]
)
def test_numbers_are_what_was_typed(number: float, text: str) -> None:
    assert cells(xlsx([["A", "B", number]], HEADER))[0]["score"] == text


def reckoned(data: bytes, value: str) -> bytes:
    """The workbook whose one formula has this text as its last value."""
    sheet = part(data)
    start, end = sheet.index("</f>") + len("</f>"), sheet.index("</c>", sheet.index("</f>"))
    new = f"{sheet[:start]}{value}{sheet[end:]}".replace('<c r="B2">', '<c r="B2" t="str">')
    return repacked(data, {"xl/worksheets/sheet1.xml": new.encode()})


def test_a_formula_counts_with_its_value() -> None:
    data = xlsx([["A", '=UPPER("Pacitan")', 1]], HEADER)
    assert cells(reckoned(data, "<v>PACITAN</v>"))[0]["name"] == "PACITAN"
    assert cells(reckoned(data, "<v></v>"))[0]["name"] == ""


@pytest.mark.parametrize(
    ("number", "number_format", "code"),
    [
        (35.1, "0.00", "35.10"),
        (35.09, "0.00", "35.09"),
        (7, "000", "007"),
        (35, "General", "35"),
        (35.1, "00.00", "35.10"),
    ],
)
def test_a_number_is_a_code_where_its_format_keeps_the_zeros(
    number: float, number_format: str, code: str
) -> None:
    assert cells(formatted(number, number_format))[0]["code"] == code


# --- cells that could be read in two ways --------------------------------------------------------

ZEROS = (
    "which may have lost zeros: format the column as text and write it again,"
    " or show it with two decimals (0.00)"
)


@pytest.mark.parametrize(
    ("number", "number_format"), [(35.1, "General"), (35.09, "General"), (35.1, "@"), (35.125, "0.00")]
)
def test_a_code_that_may_have_lost_a_zero_is_refused(number: float, number_format: str) -> None:
    assert said(formatted(number, number_format)) == [f"2: code is the number {number}, {ZEROS}"]


def test_a_code_with_more_digits_than_a_cell_keeps_is_refused() -> None:
    assert said(formatted(3509010101900001, "0")) == []
    assert said(formatted(3509010101900001, "General")) == [
        f"2: code is the number 3509010101900000, {ZEROS}"
    ]


def test_a_percentage_is_no_plain_number() -> None:
    assert said(formatted(-0.05, "0%", "C")) == [
        "2: score is formatted as a percentage: format the column as text and write the plain number"
    ]


def test_a_code_that_became_a_date_is_refused() -> None:
    assert said(formatted(date(2022, 1, 10), "dd.mm", "A")) == [
        "2: code is a date (2022-01-10): format the column as text and write it again"
    ]
    half_past = datetime(2022, 1, 10, 9, 30)  # noqa: DTZ001  (a sheet knows no zones)
    assert cells(formatted(half_past, "dd.mm hh:mm", "B"))[0]["name"] == "2022-01-10 09:30:00"
    assert cells(formatted(date(2022, 1, 10), "dd.mm.yyyy", "B"))[0]["name"] == "2022-01-10"


def test_an_error_in_a_cell_is_named() -> None:
    book = workbook([["A", "#N/A", 1]], HEADER)
    book.active["B2"].data_type = "e"
    assert said(saved(book)) == ["2: name is the error #N/A: mend its formula"]


def test_a_formula_that_was_never_reckoned_is_reported() -> None:
    bare = reckoned(xlsx([["A", "=UPPER(A2)", 1]], HEADER), "")
    assert said(bare) == [
        "2: name is a formula without a value: open the workbook, let it reckon, and save it again"
    ]


def test_merged_cells_are_not_guessed() -> None:
    book = workbook([["A", "Pacitan", 1], ["B", None, 2], ["C", None, 3]], HEADER)
    book.active.merge_cells("B2:B3")
    assert said(saved(book)) == [
        "3: name is covered by the merged cells B2:B3: unmerge them and fill in every row"
    ]


def test_a_cell_beside_the_columns_is_not_lost_in_silence() -> None:
    assert said(xlsx([["A", "Pacitan", 1, "note"]], HEADER)) == [
        "2: a cell in column 4 stands under no column name"
    ]


def test_shared_strings_are_read() -> None:
    """Excel keeps every text once, in a part of its own."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = xlsx([["A", "B", 1]], HEADER)
    kinds = part(data, "[Content_Types].xml").replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    texts = f'<sst xmlns="{space}"><si><t>A</t></si><si><r><t>Ke</t></r><r><t>diri 🏝</t></r></si></sst>'
    sheet = part(data)
    start = sheet.index('<c r="B2"')
    end = sheet.index("</c>", start) + len("</c>")
    sheet = f'{sheet[:start]}<c r="B2" t="s"><v>1</v></c>{sheet[end:]}'
    parts = {"[Content_Types].xml": kinds, "xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet}
    assert (
        cells(repacked(data, {name: text.encode() for name, text in parts.items()}))[0]["name"] == "Kediri 🏝"
    )


# --- sheets --------------------------------------------------------------------------------------


def test_the_first_visible_sheet_counts() -> None:
    book = workbook([["A", "hidden", 1]], HEADER)
    book.active.sheet_state = "hidden"
    second = book.create_sheet("Data")
    second.append(HEADER)
    second.append(["B", "seen", 2])
    assert [line["name"] for line in read(saved(book)).lines] == ["seen"]


def test_the_sheet_named_like_the_kind_counts_before_others() -> None:
    book = workbook([["Read me first"]], ("Guide",), title="Guide")
    named = book.create_sheet(" Orang ")
    named.append(HEADER)
    named.append(["B", "named", 2])
    found = read(saved(book))
    assert (found.sheet, [line["name"] for line in found.lines]) == (" Orang ", ["named"])


def test_a_wrong_sheet_is_named() -> None:
    assert said(xlsx([], ("Guide",))) == [
        '1: unknown column "guide"; the columns are code, name and optionally score',
        '1: the column "code" is missing; the columns are code, name and optionally score',
        '1: the column "name" is missing; the columns are code, name and optionally score',
        '1: the sheet "Sheet1" was read: call the right one "people", its first row the column names',
    ]


def test_a_workbook_without_rows() -> None:
    empty = "1: the workbook has no visible sheet with rows: choose the file that you meant"
    assert said(xlsx([], ())) == [empty]


def test_a_format_down_to_the_last_row_costs_nothing() -> None:
    data = with_sheet(
        xlsx([["A", "B", 1]], HEADER), "</sheetData>", '<row r="1048576"><c r="A1048576"/></row></sheetData>'
    )
    data = with_sheet(data, '<dimension ref="A1:C2"', '<dimension ref="A1:XFD1048576"')
    started = time.perf_counter()
    assert cells(data) == [{"code": "A", "name": "B", "score": "1"}]
    assert time.perf_counter() - started < 5


def test_rows_beyond_the_limit_are_reported() -> None:
    data = with_sheet(
        xlsx([["A", "B", 1]], HEADER),
        "</sheetData>",
        '<row r="20001"><c r="A20001" t="inlineStr"><is><t>late</t></is></c></row></sheetData>',
    )
    assert said(data) == ["20001: more rows than are read here (20000): split them"]


# --- files that are not opened -------------------------------------------------------------------


def test_a_zip_bomb_is_refused_fast() -> None:
    """A hundred megabytes of blanks in a hundred kilobytes; nothing of it is unpacked."""
    bomb = repacked(xlsx([], HEADER), {"xl/worksheets/sheet1.xml": b" " * (100 * 1024 * 1024)})
    assert len(bomb) < 200 * 1024
    started = time.perf_counter()
    problem = said(bomb)
    assert time.perf_counter() - started < 0.5
    assert len(problem) == 1
    assert problem[0].startswith("1: the workbook unpacks to 100 MB from")


def test_a_small_bomb_is_told_by_its_ratio() -> None:
    bomb = repacked(xlsx([], HEADER), {"xl/media/blank.bin": b" " * (8 * 1024 * 1024)})
    assert said(bomb)[0].startswith("1: the workbook unpacks to 8 MB from")


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = bytearray(repacked(xlsx([], HEADER), {"xl/worksheets/sheet1.xml": b" " * 61_234_567}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    size = info.file_size.to_bytes(4, "little")
    assert data.count(size) == 2
    lying = bytes(data).replace(size, (1000).to_bytes(4, "little"))
    assert said(lying) == [
        "1: the workbook is damaged: open it, save it again as .xlsx, and choose that file"
    ]


def test_thousands_of_parts_are_refused() -> None:
    parts = {f"xl/media/{number}.bin": b"x" for number in range(1200)}
    assert said(repacked(xlsx([], HEADER), parts)) == [
        f"1: the workbook has {1200 + 9} parts, more than 1000: copy the rows into a new one"
    ]


def test_macros_are_refused() -> None:
    assert said(repacked(xlsx([], HEADER), {"xl/vbaProject.bin": b"macro"})) == [
        "1: a ZIP archive, but no Excel workbook without macros: save it again as .xlsx, or as CSV UTF-8"
    ]


def test_an_old_or_locked_workbook_is_refused() -> None:
    assert said(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600) == [
        "1: an old Excel file (.xls), or one with a password: save it again as .xlsx without a password"
    ]


def test_another_zip_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("rows.csv", "code,name\n")
    assert said(target.getvalue()) == [
        "1: a ZIP archive, but no Excel workbook without macros: save it again as .xlsx, or as CSV UTF-8"
    ]


DAMAGED = ["1: the workbook is damaged: open it, save it again as .xlsx, and choose that file"]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_broken_parts_are_told_as_damage(name: str) -> None:
    assert said(repacked(xlsx([["A", "B", 1]], HEADER), {name: b"<not xml"})) == DAMAGED


def test_entities_are_not_expanded() -> None:
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    assert said(repacked(xlsx([], HEADER), {"xl/worksheets/sheet1.xml": laughs})) == DAMAGED


def test_a_link_to_another_file_is_never_followed() -> None:
    """A formula over another workbook counts with the value that was last seen; the link is not opened."""
    data = reckoned(xlsx([["A", "=[1]Data!A1", 1]], HEADER), "<v>Pacitan</v>")
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    linked = repacked(data, {"xl/externalLinks/externalLink1.xml": link})
    assert cells(linked)[0]["name"] == "Pacitan"
