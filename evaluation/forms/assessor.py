"""Forms of an assessor's desk: the sheet, a note, a recusal, who came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from wtforms import Field, Form
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from evaluation.core.errors import Invalid
from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.interviews import Attendance, note_problem
from evaluation.core.messages import msg
from evaluation.core.rules import Criterion, Round
from evaluation.core.sheet_fields import Stored
from evaluation.core.sheets import comment_field, feedback_field, mark_field, not_a_mark
from evaluation.forms.base import (
    ChoiceField,
    ExactField,
    LongTextField,
    Needed,
    PageForm,
    TextField,
    WholeNumberField,
)
from evaluation.labels import MODE
from evaluation.meeting_labels import PRESENT


class RevisionField(WholeNumberField):
    """The revision over which something was typed; hidden, 0 when it can't be read."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = 0
        self.data = self.data or 0

    @property
    def number(self) -> int:
        """The revision; 0 when there is none."""
        return self.data or 0

    def move_to(self, revision: int) -> None:
        """Let the next save stand on another revision, whatever this request brought."""
        self.raw_data, self.data = None, revision


class MarkField(ExactField):
    """One criterion's mark. Blank is no mark; whatever is no mark is told the criterion's range and step."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        self.criterion = criterion
        label = msg("Mark for %(criterion)s", criterion=criterion.title)
        super().__init__(label, **{"render_kw": {"autocomplete": "off"}, **kwargs})

    def read(self, typed: str) -> Fraction:
        try:
            return super().read(typed)
        except ValueError:
            raise ValueError(not_a_mark(self.criterion)) from None

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms names the argument
        if self.data is not None and self.criterion.mark_error(self.data):
            raise ValidationError(not_a_mark(self.criterion))


class SheetForm(PageForm):
    """A round's marks and comments; `sheet_form` adds the fields of its criteria."""

    criteria: tuple[Criterion, ...] = ()
    asks_feedback = True
    revision = RevisionField()

    def fill(self, fields: Mapping[str, Stored], revision: int) -> None:
        """Show what is stored, by field name."""
        for criterion in self.criteria:
            mark = fields[mark_field(criterion.code)].text
            self.mark(criterion.code).data = parse_exact(mark) if mark else None
            for named in (comment_field, feedback_field):
                self[named(criterion.code)].data = fields[named(criterion.code)].text
        self.revision.data = revision

    def fill_plain(self, marks: Mapping[str, Fraction], comments: Mapping[str, str], revision: int) -> None:
        """Show marks and comments by criterion code; of a form without feedback."""
        for criterion in self.criteria:
            self.mark(criterion.code).data = marks.get(criterion.code)
            self.comment(criterion.code).data = comments.get(criterion.code, "")
        self.revision.data = revision

    def stand_on(self, fields: Mapping[str, Stored]) -> None:
        """Tell the page's script over which revision, and what, each field is typed."""
        for field in self._marking_fields():
            stored = fields[field.name]
            told = {"data-revision": str(stored.revision), "data-stored": stored.text}
            field.render_kw = {**(field.render_kw or {}), **told}

    def complete(self, *, note_asked: bool) -> bool:
        """Whether everything typed can be read; a note that was asked for is not blank."""
        readable = self.validate_on_submit()
        problem = note_problem("") if note_asked and "note" in self._fields and not self.note_text else None
        if problem:
            self.show(Invalid(problem, {"note": problem}))
        return readable and problem is None

    def mark(self, code: str) -> Field:
        """The mark's field of a criterion."""
        return self[mark_field(code)]

    def comment(self, code: str) -> Field:
        """The comment's field of a criterion."""
        return self[comment_field(code)]

    def feedback_on(self, code: str) -> Field:
        """The field of what the candidate shall read on a criterion."""
        return self[feedback_field(code)]

    @property
    def marks(self) -> dict[str, Fraction | None]:
        """The marks by criterion code; None where none was typed."""
        return {c.code: self.mark(c.code).data for c in self.criteria}

    @property
    def comments(self) -> dict[str, str]:
        """The comments by criterion code, as typed."""
        return {c.code: self.comment(c.code).data or "" for c in self.criteria}

    @property
    def feedback(self) -> dict[str, str]:
        """The feedback by criterion code, as typed; only what the page had fields for."""
        return {
            c.code: self.feedback_on(c.code).data or ""
            for c in self.criteria
            if self.asks_feedback and self.feedback_on(c.code).raw_data
        }

    @property
    def note_text(self) -> str:
        """The note typed beside the marks; "" for a blank one, and where the round keeps no notes."""
        body = self["note"].data or "" if "note" in self._fields else ""
        return body if body.strip() else ""

    def differing(self, stored: Mapping[str, str | int]) -> dict[str, str | int]:
        """The fields of `stored` (exact text by field name) that hold something else than what was typed."""
        return {
            name: text for name, text in stored.items() if name != "revision" and text != self._plain(name)
        }

    def _plain(self, name: str) -> str:
        data = self[name].data
        return decimal_text(data) if isinstance(data, Fraction) else data or ""

    def lock(self) -> None:
        """Show what was typed, but take no more typing."""
        for field in self._marking_fields():
            field.render_kw = {**(field.render_kw or {}), "readonly": True}

    def _marking_fields(self) -> Iterator[Field]:
        for criterion in self.criteria:
            yield self.mark(criterion.code)
            yield self.comment(criterion.code)
            if self.asks_feedback:
                yield self.feedback_on(criterion.code)


def note_field() -> LongTextField:
    """Where a note is written."""
    return LongTextField(msg("New note"), render_kw={"rows": "6"})


def sheet_form(rnd: Round, *, notes: bool, feedback: bool = True) -> type[SheetForm]:
    """The form of a round's sheet, with a note beside it where `notes` are kept.

    Without `feedback` it has no fields for words to the candidate: samples have none.
    """
    fields: dict[str, Any] = {"criteria": rnd.judged_criteria, "asks_feedback": feedback}
    for criterion in rnd.judged_criteria:
        fields[mark_field(criterion.code)] = MarkField(criterion)
        fields[comment_field(criterion.code)] = LongTextField(
            msg("Comment on %(criterion)s", criterion=criterion.title), render_kw={"rows": "2"}
        )
        if feedback:
            fields[feedback_field(criterion.code)] = LongTextField(
                msg("Feedback to the candidate on %(criterion)s", criterion=criterion.title),
                render_kw={"rows": "2"},
            )
    if notes:
        fields["note"] = note_field()
    return type("RoundSheetForm", (SheetForm,), fields)


class NoteForm(PageForm):
    """One note, kept as written."""

    note = note_field()


class RecusalForm(PageForm):
    """Why an assessor steps away."""

    reason = LongTextField(msg("Reason"), [Needed()], render_kw={"rows": "4"})


class AttendanceForm(PageForm):
    """Who came to an interview or visit."""

    present = ChoiceField(msg("Who led"), PRESENT, [Needed()], blank=msg("Choose…"))
    person = TextField(msg("Name of that person"))
    companions = WholeNumberField(msg("Companions"), [Needed()], render_kw={"class": "narrow"})
    companion_names = LongTextField(msg("Names of the companions"), render_kw={"rows": "3"})
    mode = ChoiceField(msg("Where"), MODE, [Needed()], blank=msg("Choose…"))
    late = WholeNumberField(msg("How many minutes late they came"), render_kw={"class": "narrow"})
    minutes = WholeNumberField(msg("How many minutes it took"), render_kw={"class": "narrow"})
    revision = RevisionField()

    @property
    def attendance(self) -> Attendance:
        """What was typed."""
        return Attendance(
            present=self.present.data,
            person=self.person.data,
            companions=self.companions.data or 0,
            companion_names=self.companion_names.data,
            mode=self.mode.data,
            minutes=self.minutes.data,
            late=self.late.data or 0,
        )

    def differing(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of `stored` that hold something else than what was typed."""
        names = ("present", "person", "companions", "companion_names", "mode", "minutes", "late")
        typed = {name: self[name].data for name in names} | {"late": self.late.data or 0}
        return {name: stored[name] for name in names if stored[name] != typed[name]}
