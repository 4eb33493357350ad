"""Score sheets in a workbook: what a cell says against what stood in it and what stands there now."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from evaluation.core.exact import NotADecimal, decimal_text, parse_decimal
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Criterion
from evaluation.core.sheet_fields import PARTS, Change, Stored
from evaluation.core.sheets import too_long

# What can become of a cell, in the order in which people are told.
STATES: Final = ("change", "moved", "wrong", "closed", "unchanged")
# Characters that no workbook can hold: nearly all of ASCII's control characters.
UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# A spreadsheet keeps fifteen digits of a number; more digits are written as text.
MOST_DIGITS: Final = 15

TAMPERED: Final = msg(
    "Locked cells of this entry were changed or rows of it are missing, so it is not certain what the cell"
    " belongs to: download a new workbook and write it there."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell of a workbook says, or why that can't be read for certain."""

    text: str = ""
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of one entry as it was downloaded.

    `entry` names the entry as addresses do: "n402" by its number, "e17" by its id. `locked` is what the cells
    say that nobody fills in; `fields` holds each part's text and revision then.
    """

    edition: str
    contest: int
    entry: str
    criterion: str
    locked: tuple[str, ...]
    fields: Mapping[str, Stored]

    @property
    def sheet(self) -> tuple[str, int, str]:
        """Which score sheet the line is of."""
        return self.edition, self.contest, self.entry

    @property
    def key(self) -> str:
        """The line's name within a workbook."""
        return f"{self.contest}/{self.entry}/{self.criterion}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of a workbook that came back: with what stands in its cells, by part."""

    line: Line
    typed: Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that came back. `whole` are the score sheets whose fingerprint is the one they left with.

    `strange` are rows, as sheet and number, that belong to no line of the workbook.
    """

    owner: str
    made_at: str
    lines: tuple[Sent, ...]
    whole: frozenset[tuple[str, int, str]] = frozenset()
    strange: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What would become of one cell: one of STATES, and why nothing can be kept of it.

    `value` is what the workbook says (a mark exact; None, or "", is blank), `base` what it said when it was
    downloaded, `stored` what stands on the sheet now; not `reachable`: it can't be said whose cell it is.
    """

    key: str
    criterion: Criterion | None
    code: str
    part: str
    state: str
    typed: str
    base: str
    stored: Stored = field(default_factory=Stored)
    value: Fraction | str | None = None
    reason: Message | None = None
    reachable: bool = True

    @property
    def readable(self) -> bool:
        """Whether `value` is what the cell says."""
        return self.state in ("change", "moved", "unchanged")

    @property
    def choice(self) -> str:
        """What choosing the cell is called: this cell over this revision of what stands there."""
        return f"{self.key}@{self.stored.revision}"

    @property
    def change(self) -> Change:
        """The change that keeps the workbook's value over what stands now."""
        return Change(code=self.code, part=self.part, value=self.value, over=self.stored.revision, key="")


def fingerprint(owner: str, lines: Sequence[Line]) -> str:
    """The SHA-256 over everything that the workbook holds of one score sheet when it is downloaded."""
    told = [
        [
            line.edition,
            line.contest,
            line.entry,
            line.criterion,
            [plain_text(text) for text in line.locked],
            [[part, plain_text(line.fields[part].text), line.fields[part].revision] for part in PARTS],
        ]
        for line in sorted(lines, key=lambda line: line.key)
    ]
    canonical = json.dumps([owner, told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain_text(text: str) -> str:
    """A text as a cell can hold it: without control characters, with plain line ends, spaces trimmed."""
    # Excel writes a carriage return as this.
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub("", lines).strip()


def fits_a_number(text: str) -> bool:
    """Whether a spreadsheet's number holds this exact decimal without losing a digit."""
    return "/" not in text and sum(sign.isdigit() for sign in text) <= MOST_DIGITS


def judged(
    line: Line,
    part: str,
    typed: Typed,
    *,
    stored: Stored,
    criterion: Criterion,
    closed: Message | None = None,
) -> Cell:
    """What would become of one cell of a line whose locked cells are whole.

    `closed` says why the sheet takes nothing now; None while it does.
    """
    base = line.fields[part]
    value, problem = (None, typed.problem) if typed.problem else read(criterion, part, typed.text)
    untouched = problem is None and text_of(value) == _comparable(part, base.text)
    state, reason = "change", problem
    if problem is None and text_of(value) == stored.text:
        state = "unchanged"
    elif closed is not None:
        state, reason = ("unchanged", None) if untouched else ("closed", closed)
    elif problem is not None:
        state = "wrong"
    elif stored.revision != base.revision:
        state = "moved"
    elif untouched:
        state = "unchanged"
    return Cell(
        key=f"{line.key}/{part}",
        criterion=criterion,
        code=line.criterion,
        part=part,
        state=state,
        typed=typed.text,
        base=base.text,
        stored=stored,
        value=value,
        reason=reason,
    )


def hopeless(
    line: Line, part: str, typed: Typed, reason: Message, criterion: Criterion | None = None
) -> Cell | None:
    """A cell that can't be brought to any sheet; None when nothing was written into it."""
    base = line.fields[part].text
    if typed.problem is None and plain_text(typed.text) == plain_text(base):
        return None
    return Cell(
        key=f"{line.key}/{part}",
        criterion=criterion,
        code=line.criterion,
        part=part,
        state="wrong",
        typed=typed.text,
        base=base,
        reason=reason,
        reachable=False,
    )


def read(criterion: Criterion, part: str, text: str) -> tuple[Fraction | str | None, Message | None]:
    """What a cell's text is worth, and what is wrong with it."""
    if part != "mark":
        return text, too_long(text)
    if not text.strip():
        return None, None
    typed = text.strip()
    try:
        mark = parse_decimal(typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed)
    except NotADecimal:
        return None, msg('"%(typed)s" is no number. Write digits only, for instance 85 or 7.5.', typed=typed)
    return mark, _no_mark(criterion, mark)


def text_of(value: Fraction | str | None) -> str:
    """A value as the store keeps it."""
    return decimal_text(value) if isinstance(value, Fraction) else value or ""


def _comparable(part: str, text: str) -> str:
    return text if part == "mark" else plain_text(text)


def _no_mark(criterion: Criterion, mark: Fraction) -> Message | None:
    error = criterion.mark_error(mark)
    if error == "below_minimum":
        return msg("%(mark)s lies below the lowest mark, %(low)s.", mark=mark, low=criterion.minimum)
    if error == "above_maximum":
        return msg("%(mark)s lies above the highest mark, %(high)s.", mark=mark, high=criterion.maximum)
    if error == "off_step":
        return msg(
            "%(mark)s lies between two steps: marks go from %(low)s to %(high)s in steps of %(step)s.",
            mark=mark,
            low=criterion.minimum,
            high=criterion.maximum,
            step=criterion.step,
        )
    return None
