"""Measured values as lines of a form: one line an entry and criterion, saved all or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request

from evaluation.actions.records import Measurement, record_measures, stored_measures
from evaluation.core.dossier import share
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.exact import parse_exact
from evaluation.core.messages import Message
from evaluation.core.rules import Criterion
from evaluation.forms.committee import MeasureForm
from evaluation.store import sections
from evaluation.store.db import Row
from evaluation.views.context import act, db


@dataclass(slots=True)
class Line:
    """One entry's value on one criterion: what stands in the store, what was typed, what others saved.

    `entry` has id and name, and the dossier's `workers` and `protected`; `looks_at_coverage`: whether they
    say something about this criterion.
    """

    entry: Row
    criterion: Criterion
    known: Row | None
    form: MeasureForm
    looks_at_coverage: bool
    meanwhile: str | None = None

    @property
    def key(self) -> str:
        """The name that the action gives this line."""
        return f"{self.entry['id']}-{self.criterion.code}"

    @property
    def coverage_hint(self) -> bool:
        """Whether the dossier's coverage figure says something about this criterion."""
        return self.looks_at_coverage and bool(self.entry["workers"])

    @property
    def coverage_share(self) -> object:
        """Protected workers in percent of the workers there are, from the dossier."""
        return share(self.entry["protected"], self.entry["workers"])

    def measurement(self, common_source: str) -> Measurement:
        """What was typed, with the value that the person began with."""
        assert self.form.value.data is not None
        return Measurement(
            self.entry["id"],
            self.criterion.code,
            self.form.value.data,
            self.form.source.data or common_source,
            started_from=self.form.was.data or "",
        )


def lines_of(
    contest_id: int, entries: Sequence[Row], criteria: Iterable[Criterion], *, posted: bool = False
) -> list[Line]:
    """The lines of these entries and criteria, as stored or as `posted`. Two questions."""
    coverage = sections.codes_of_kind(db(), contest_id, "coverage")
    known = stored_measures(db(), contest_id, {one["id"] for one in entries})
    return [
        _line(
            entry,
            criterion,
            known.get(f"{entry['id']}-{criterion.code}"),
            posted,
            bool(coverage.intersection(criterion.evidence)),
        )
        for entry in entries
        for criterion in criteria
    ]


def _line(entry: Row, criterion: Criterion, known: Row | None, posted: bool, coverage: bool) -> Line:
    prefix = f"m-{entry['id']}-{criterion.code}-"
    if posted and f"{prefix}value" in request.form:
        return Line(entry, criterion, known, MeasureForm(request.form, prefix=prefix), coverage)
    value, source = ("", "") if known is None else (known["value"], known["source"])
    form = MeasureForm(
        prefix=prefix,
        data=dict(value=parse_exact(value) if value else None, source=source, was=value, was_source=source),
    )
    return Line(entry, criterion, known, form, coverage)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How saving went: the number of changed values, or the status and the message of what hindered it."""

    changed: int = 0
    status: int = 303
    message: Message | None = None


def save(contest_id: int, lines: Sequence[Line], common_source: str = "") -> Outcome:
    """Save the touched lines, all or none; what is wrong is written to the lines it concerns."""
    checked = [
        line.form.check(line.criterion, common_source) for line in lines
    ]  # every line, so that all errors show
    if not all(checked):
        return Outcome(status=422)
    touched = {line.key: line for line in lines if not line.form.untouched}
    try:
        typed = [line.measurement(common_source) for line in touched.values()]
        return Outcome(record_measures(act(), contest_id, typed))
    except Invalid as problem:
        for key, message in problem.fields.items():
            touched[key].form.value.errors = [message]
        return Outcome(status=422, message=problem.message)
    except Conflict as problem:
        for key, stored in problem.stored.items():
            _show_meanwhile(touched[key], stored)
        return Outcome(status=409, message=problem.message)


def _show_meanwhile(line: Line, stored: Row | None) -> None:
    """Show what somebody else saved, and let the next save start from there."""
    line.meanwhile = "" if stored is None else stored["value"]
    line.form.was.data = line.meanwhile
    line.form.was_source.data = "" if stored is None else stored["source"]
