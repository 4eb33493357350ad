"""An assessor's sheets as one workbook: a sheet a contest, a row a criterion of an entry, marks unlocked.

`evaluation/row_files/sheet_book.py` reads it back and says where everything stands.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.offline import Line, fingerprint, fits_a_number, plain_text
from evaluation.core.rules import Criterion, Round, Text
from evaluation.core.sheet_fields import PARTS, Stored
from evaluation.core.sheets import (
    LONGEST_COMMENT,
    comment_words,
    not_a_mark,
    range_words,
    weight_words,
)
from evaluation.row_files.sheet_book import KEY_PLACE, KEY_WORD, KEYS, PLACES, SIGN, VERSION

WIDTHS: Final = (34, 36, 26, 12, 60, 60)
HEADS: Final = (
    msg("Entry"),
    msg("Criterion"),
    msg("Marks"),
    msg("Mark"),
    msg("Comment"),
    msg("Feedback to the candidate"),
)
HEAD: Final = PatternFill("solid", fgColor="E2EFF0")
TO_FILL: Final = PatternFill("solid", fgColor="FFF8E1")
LINE: Final = Border(*(Side(style="thin", color="B8C4C6"),) * 4)
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
# What a spreadsheet would read as the beginning of a formula, once somebody edits the cell.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t")
NOTE_SIZE: Final = (260, 420)
TITLE_LENGTH: Final = 31

Say = Callable[[Message], str]
Pick = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry to be judged: how it is called, its key, and the fields of its sheet by criterion and part."""

    key: str
    name: str
    fields: dict[tuple[str, str], Stored]


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest: `title` is what its sheet is called, `about` the sentences that describe it."""

    contest_id: int
    edition: str
    title: str
    about: Sequence[str]
    round: Round
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Words:
    """The visitor's language."""

    say: Say
    pick: Pick


def sheet_workbook(owner: str, made_at: str, contests: Sequence[Contest], words: Words) -> bytes:
    """The workbook of the assessor `owner` (an email) with the sheets of these contests."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = words.say(msg("How to"))
    _explain(first, contests, words)
    lines = []
    for number, contest in enumerate(contests, start=1):
        sheet: Worksheet = book.create_sheet(sheet_title(number, contest.title))
        lines += _contest(sheet, contest, words)
    _keys(book.create_sheet(KEYS), owner, made_at, lines)
    book.security = WorkbookProtection(lockStructure=True)
    book.active = 1 if contests else 0
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_title(number: int, title: str) -> str:
    """A name that a spreadsheet takes for a sheet, and that no other one has."""
    allowed = "".join(" " if sign in r"[]:*?/\'" else sign for sign in plain_text(title))
    return f"{number} {' '.join(allowed.split())}"[:TITLE_LENGTH].strip()


# --- sheets --------------------------------------------------------------------------------------


def _explain(sheet: Worksheet, contests: Sequence[Contest], words: Words) -> None:
    sentences = [
        msg("My score sheets, to fill in without a connection"),
        msg("Write only into the light yellow cells: mark, comment and feedback. Everything else is locked."),
        msg("The note on a mark's cell says which marks there are and what they mean."),
        msg("Save the workbook as .xlsx and send it on the page where you downloaded it: Offline workbook."),
        msg("You see there what will change before anything is stored. No sheet is handed in by it."),
    ]
    texts = [words.say(one) for one in sentences]
    texts += [line for contest in contests for line in ("", *contest.about)]
    for number, text in enumerate(texts, start=1):
        cell = _write(sheet, number, 1, text)
        cell.alignment, cell.font = WRAPPED, Font(bold=number == 1, size=14 if number == 1 else 11)
    sheet.column_dimensions["A"].width = 84
    _protect(sheet)


def _contest(sheet: Worksheet, contest: Contest, words: Words) -> list[Line]:
    """Write one contest; its lines."""
    _heads(sheet, words)
    lines, row = [], 2
    for entry in contest.entries:
        for criterion in contest.round.judged_criteria:
            line = _line(contest, entry, criterion, words)
            _row(sheet, row, line, _note(contest.round, criterion, words))
            lines.append(line)
            row += 1
    _validate(sheet, contest, words)
    _protect(sheet)
    return lines


def _heads(sheet: Worksheet, words: Words) -> None:
    for number, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=1):
        cell = _write(sheet, 1, number, words.say(head))
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), HEAD, LINE, WRAPPED
        sheet.column_dimensions[get_column_letter(number)].width = width
    _write(sheet, 1, KEY_PLACE + 1, KEY_WORD)
    sheet.column_dimensions[get_column_letter(KEY_PLACE + 1)].hidden = True
    sheet.freeze_panes = "D2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _line(contest: Contest, entry: Entry, criterion: Criterion, words: Words) -> Line:
    locked = (entry.name, words.pick(criterion.title), words.say(range_words(criterion)))
    return Line(
        edition=contest.edition,
        contest=contest.contest_id,
        entry=entry.key,
        criterion=criterion.code,
        locked=tuple(plain_text(text) for text in locked),
        fields={part: entry.fields.get((criterion.code, part), Stored()) for part in PARTS},
    )


def _row(sheet: Worksheet, row: int, line: Line, note: str) -> None:
    for number, text in enumerate(line.locked, start=1):
        locked = _write(sheet, row, number, text)
        locked.alignment, locked.border = WRAPPED, LINE
    for part, place in PLACES.items():
        text = line.fields[part].text
        cell: Any = sheet.cell(row, place + 1)
        if part == "mark" and text and fits_a_number(text):
            # A number's own digits, as a spreadsheet reads them: never through a float of ours.
            cell.value, cell.data_type = text, "n"
        else:
            cell = _write(sheet, row, place + 1, text)
        cell.number_format = "General" if part == "mark" else "@"
        cell.protection, cell.fill = Protection(locked=False), TO_FILL
        cell.alignment, cell.border = WRAPPED, LINE
    mark = sheet.cell(row, PLACES["mark"] + 1)
    mark.comment = Comment(note, "Penjurian", *NOTE_SIZE)
    _write(sheet, row, KEY_PLACE + 1, line.key)


def _note(rnd: Round, criterion: Criterion, words: Words) -> str:
    """Which marks a criterion takes and what they mean."""
    rules = (weight_words(rnd, criterion), range_words(criterion), comment_words(criterion))
    levels = [
        f"{decimal_text(level.low)}–{decimal_text(level.high)}: {words.pick(level.text)}"
        for level in criterion.rubric
    ]
    said = [words.pick(criterion.title), *(words.say(rule) for rule in rules if rule), *levels]
    return plain_text("\n".join(said))


def _validate(sheet: Worksheet, contest: Contest, words: Words) -> None:
    """Let the spreadsheet itself refuse what no sheet takes."""
    criteria = contest.round.judged_criteria
    last = 1 + len(contest.entries) * len(criteria)
    for first, criterion in enumerate(criteria, start=2):
        if last < first:
            continue
        letter = get_column_letter(PLACES["mark"] + 1)
        rule = DataValidation(
            type="custom", formula1=_mark_formula(criterion, f"{letter}{first}"), allow_blank=True,
            showErrorMessage=True, error=words.say(not_a_mark(criterion))[:225],
        )  # fmt: skip
        for row in range(first, last + 1, len(criteria)):
            rule.add(f"{letter}{row}")
        sheet.add_data_validation(rule)
    if contest.entries:
        texts = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(LONGEST_COMMENT), allow_blank=True,
            showErrorMessage=True,
            error=words.say(msg("At most %(most)s characters fit here.", most=LONGEST_COMMENT)),
        )  # fmt: skip
        texts.add(
            f"{get_column_letter(PLACES['comment'] + 1)}2:{get_column_letter(PLACES['feedback'] + 1)}{last}"
        )
        sheet.add_data_validation(texts)


def _mark_formula(criterion: Criterion, cell: str) -> str:
    """Whether a cell holds a mark of the criterion. A spreadsheet's numbers are floats: steps by nearness."""
    low, high, step = (decimal_text(one) for one in (criterion.minimum, criterion.maximum, criterion.step))
    steps = f"({cell}-({low}))/({step})"
    return f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high},ABS({steps}-ROUND({steps},0))<0.000001)"


def _keys(sheet: Worksheet, owner: str, made_at: str, lines: Sequence[Line]) -> None:
    """What was downloaded, for the way back: who, when, and of every line its fields and fingerprint."""
    by_sheet: dict[tuple[str, int, str], list[Line]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet, []).append(line)
    prints = {name: fingerprint(owner, own) for name, own in by_sheet.items()}
    parts = [text for part in PARTS for text in (part, f"{part} revision")]
    rows = [
        [SIGN, VERSION, owner, made_at],
        ["edition", "contest", "entry", "criterion", *parts, "fingerprint"],
        *(_key_row(line, prints[line.sheet]) for line in lines),
    ]
    for number, texts in enumerate(rows, start=1):
        for place, text in enumerate(texts, start=1):
            _write(sheet, number, place, text)
    sheet.sheet_state = "veryHidden"
    _protect(sheet)


def _key_row(line: Line, printed: str) -> list[str]:
    fields = [text for part in PARTS for text in (line.fields[part].text, str(line.fields[part].revision))]
    return [line.edition, str(line.contest), line.entry, line.criterion, *fields, printed]


def _protect(sheet: Worksheet) -> None:
    """Lock all but the unlocked cells. There is no password: what was changed all the same is noticed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell that holds a text and never a formula, whatever the text begins with."""
    cell: Any = sheet.cell(row, column)
    cell.value = plain_text(text)
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True
    found: Cell = cell
    return found
