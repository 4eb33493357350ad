"""A score sheet as it was submitted, each time: its canonical text, and what differs between two of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluation.core.exact import parse_exact
from evaluation.core.rules import Criterion, Round

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Submitted:
    """What of a submitted sheet is kept: exact texts by criterion code, of which some may be blank."""

    sheet: int
    number: int
    assessor: str
    marks: Mapping[str, str]
    comments: Mapping[str, str]
    feedback: Mapping[str, str]
    total: str
    submitted_at: str

    @property
    def content(self) -> str:
        """Its canonical JSON: sorted keys, no spaces; equal submissions have equal text."""
        document = {
            "format": FORMAT,
            "sheet": self.sheet,
            "number": self.number,
            "assessor": self.assessor,
            "marks": dict(self.marks),
            "comments": {code: text for code, text in self.comments.items() if text},
            "feedback": {code: text for code, text in self.feedback.items() if text},
            "total": self.total,
            "submitted_at": self.submitted_at,
        }
        return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of `content`, in hex."""
        return hashlib.sha256(self.content.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Side:
    """One state of a criterion on a sheet: its mark (None: blank), its comment, words to the candidate."""

    mark: Fraction | None
    comment: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion on two states of a sheet."""

    criterion: Criterion
    before: Side
    after: Side

    @property
    def mark_differs(self) -> bool:
        """Whether the mark is another one."""
        return self.before.mark != self.after.mark

    @property
    def comment_differs(self) -> bool:
        """Whether the comment is another one."""
        return self.before.comment != self.after.comment

    @property
    def feedback_differs(self) -> bool:
        """Whether the words to the candidate are others."""
        return self.before.feedback != self.after.feedback


# A mark's exact text (None: blank), its comment and the words to the candidate.
Given = tuple[str | None, str, str]
Sides = Mapping[str, Given]


def differences(rnd: Round, before: Sides, after: Sides) -> tuple[Difference, ...]:
    """Every judged criterion on two states of a sheet (what was given by code), in order."""
    return tuple(Difference(c, _side(before, c.code), _side(after, c.code)) for c in rnd.judged_criteria)


def _side(found: Sides, code: str) -> Side:
    value, comment, feedback = found.get(code, (None, "", ""))
    return Side(None if value is None else parse_exact(value), comment, feedback)
