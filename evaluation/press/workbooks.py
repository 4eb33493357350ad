"""Program: read the words and numbers of a workbook, as its cells show them. Called by running.py.

The folder's job.json: `what` ("read"), `kind` ("xlsx" or "xls"), `path` and `seconds`. Out comes answer.json:
{state, pages, texts, sizes}, a text for each sheet that Excel shows, in order: its title, then a line a row.
Numbers and dates are written as in Indonesia: 1.234,50 and 31/12/2023.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from datetime import time as clock_time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 1536 * 1024 * 1024
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_SHEETS: Final = 200
MOST_TEXT: Final = 2_000_000
MOST_CELL: Final = 32_767

MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
# What a format says beside its digits: [colours and places], "words", \s single signs, _widths and *fillings.
PLACES: Final = re.compile(r"\[[^\]$]*\]|\[\$-[^\]]*\]|_.|\*.")
CURRENCY: Final = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
WORDS: Final = re.compile(r'"([^"]*)"|\\(.)')
DIGITS: Final = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?")
DATE_PARTS: Final = re.compile(r"AM/PM|A/P|y+|m+|d+|h+|s+(?:\.0+)?", re.IGNORECASE)


def main(folder: Path) -> None:
    """Do the job of a folder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    answer: dict[str, Any] = {"state": "read", "pages": None, "texts": [], "sizes": []}
    sheets = sheets_of_xlsx if job["kind"] == "xlsx" else sheets_of_xls
    try:
        answer["texts"] = texts_of(sheets(Path(job["path"])), time.monotonic() + job["seconds"])
    except Exception as error:  # a stranger's file can fail in any way
        answer["state"] = "locked" if "encrypted" in str(error) else "broken"
    text = json.dumps(answer, ensure_ascii=False)
    (folder / "answer.json").write_text(text, encoding="utf-8", errors="replace")


def texts_of(sheets: Iterable[tuple[str, Iterable[list[str]]]], ends: float) -> list[str]:
    """Each sheet's text, as much as is taken and as time allows."""
    texts: list[str] = []
    left = MOST_TEXT
    for title, lines in sheets:
        found = [title]
        for cells in lines:
            line = tidy(" ".join(cells))
            if line:
                found.append(line)
                left -= len(line) + 1
            if left <= 0 or time.monotonic() > ends:
                break
        texts.append("\n".join(found))
        if left <= 0 or len(texts) == MOST_SHEETS or time.monotonic() > ends:
            break
    return texts


def tidy(text: str) -> str:
    """Text on one line, without signs that no database or page takes."""
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]", " ", text).split())


# --- the two kinds -------------------------------------------------------------------------------


def sheets_of_xlsx(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The visible sheets of a workbook since 2007. ValueError for one that unpacks to too much."""
    from openpyxl import load_workbook

    # By its stream: what rests on disk has no ending, which openpyxl wants of a path.
    with path.open("rb") as stream:
        with zipfile.ZipFile(stream) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise ValueError("unpacks to too much")
        for sheet in load_workbook(stream, read_only=True, data_only=True, keep_links=False).worksheets:
            if sheet.sheet_state == "visible":
                # What the sheet claims of its size may be a lie.
                sheet.reset_dimensions()
                yield sheet.title, map(xlsx_row, sheet.iter_rows())


def xlsx_row(row: Iterable[Any]) -> list[str]:
    """The cells of a row as they are shown."""
    return [shown(cell.value, cell.number_format) for cell in row if cell.value is not None]


def sheets_of_xls(path: Path) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """The visible sheets of a workbook from before 2007."""
    import xlrd

    book = xlrd.open_workbook(str(path), formatting_info=True, logfile=sys.stderr)
    for sheet in book.sheets():
        if sheet.visibility == 0:
            yield sheet.name, (xls_row(book, sheet, number) for number in range(sheet.nrows))


def xls_row(book: Any, sheet: Any, number: int) -> list[str]:
    """The cells of a row as they are shown; the kinds are xlrd's: text, number, date, truth."""
    found = []
    for cell in sheet.row(number):
        look = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if cell.ctype == 3:
            from xlrd.xldate import xldate_as_datetime

            found.append(shown(xldate_as_datetime(cell.value, book.datemode), look))
        elif cell.ctype in (1, 2):
            found.append(shown(cell.value, look))
    return found


# --- what a cell shows ---------------------------------------------------------------------------


def shown(value: Any, look: str) -> str:
    """A cell's value as its number format shows it."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, str):
        return value[:MOST_CELL]
    section = look.split(";", maxsplit=1)[0]
    if isinstance(value, (date, clock_time)):
        return date_shown(value, section)
    if not isinstance(value, (int, float, Decimal)):
        return str(value)
    return number_shown(value, section)


def number_shown(value: int | float | Decimal, section: str) -> str:
    """A number, by the first part of its format."""
    # A spreadsheet keeps fifteen digits: what is beyond them is the binary fraction's, not the writer's.
    exact = Decimal(f"{value:.15g}")
    plain = CURRENCY.sub(lambda found: f'"{found[1]}"', section)
    bare = WORDS.sub(lambda found: "\0" * len(found[0]), PLACES.sub("", plain))
    digits = DIGITS.search(bare)
    if digits is None or "E" in bare.upper() or "/" in bare or not exact.is_finite():
        return indonesian(f"{exact.normalize():f}")
    if "%" in bare:
        exact *= 100
    fraction = digits[1] or ""
    rounded = exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    # Zeros in front are shown as far as the format has them: 007.
    width = digits[0].partition(".")[0].count("0") + (1 + len(fraction) if fraction else 0) + (exact < 0)
    text = f"{rounded:,f}" if "," in digits[0] else f"{rounded:0{width}f}"
    for _ in range(len(fraction) - fraction.count("0")):
        text = text.removesuffix("0")
    before, after = (words(part) for part in around(PLACES.sub("", plain)))
    return f"{before}{indonesian(text.removesuffix('.'))}{after}"


def around(section: str) -> tuple[str, str]:
    """What stands before and behind the digits of a format."""
    covered = WORDS.sub(lambda found: "\0" * len(found[0]), section)
    digits = DIGITS.search(covered)
    return (section, "") if digits is None else (section[: digits.start()], section[digits.end() :])


def words(part: str) -> str:
    """The words in a piece of a format: Rp, %, orang."""
    said = WORDS.sub(lambda found: found[1] or found[2] or "", part)
    return said.replace("(", "").replace(")", "").replace("@", "")


def indonesian(text: str) -> str:
    """A number's text with the marks that Indonesia uses."""
    return text.translate(str.maketrans(",.", ".,"))


def date_shown(value: date | clock_time, section: str) -> str:
    """A date or a time of day, by its format; in Indonesia's own where the format follows the place."""
    look = "dd/mm/yyyy" if section in ("General", "mm-dd-yy", "m/d/yy") else section
    look = PLACES.sub("", CURRENCY.sub("", look))
    pieces = DATE_PARTS.split(WORDS.sub(lambda found: found[1] or found[2] or "", look))
    names = DATE_PARTS.findall(look)
    found = [pieces[0]]
    for at, name in enumerate(names):
        following = names[at + 1].lower() if at + 1 < len(names) else ""
        minutes = (at > 0 and names[at - 1].lower().startswith("h")) or following.startswith("s")
        found += [
            date_part(value, name.lower(), minutes=minutes),
            pieces[at + 1] if at + 1 < len(pieces) else "",
        ]
    return "".join(found).replace("@", "").strip()


def date_part(value: date | clock_time, name: str, *, minutes: bool) -> str:
    """One part of a date: `name` is its letters in the format."""
    number = {"y": "year", "d": "day", "h": "hour", "s": "second", "m": "minute" if minutes else "month"}
    amount = getattr(value, number.get(name[0], ""), None)
    if amount is None:
        return ""
    if name[0] == "y":
        return f"{amount:04}" if len(name) > 2 else f"{amount % 100:02}"
    if name[0] == "m" and not minutes and len(name) >= 3:
        return MONTHS[amount - 1] if len(name) > 3 else MONTHS[amount - 1][:3]
    if name[0] == "d" and len(name) >= 3 and isinstance(value, date):
        return DAYS[value.weekday()] if len(name) > 3 else DAYS[value.weekday()][:3]
    return f"{amount:02}" if len(name) > 1 else str(amount)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
