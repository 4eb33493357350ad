"""The forms of recounts: beginning one, its steps, another rule for one contest, the decision."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from wtforms import BooleanField, HiddenField

from evaluation.actions.reasons import LONGEST
from evaluation.actions.recount_steps import rule_contents
from evaluation.actions.recounts import LONGEST_DECREE, LONGEST_TITLE
from evaluation.core.exact import decimal_text
from evaluation.core.messages import msg
from evaluation.core.promotion_rules import LIMITS, Floor, PromotionRules
from evaluation.core.rules import Round
from evaluation.core.texts import Text
from evaluation.forms.assessor import SheetForm, sheet_form
from evaluation.forms.base import (
    AtMost,
    ExactField,
    LongTextField,
    Needed,
    PageForm,
    TextField,
    WholeNumberField,
)

MOST = 9999


class BeginForm(PageForm):
    """What a recount is about; `objection` is the one that asked for it."""

    title = TextField(msg("Title"), [Needed(), AtMost(LONGEST_TITLE)])
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST)])
    decree = TextField(msg("Decree or minutes by which it is decided"), [AtMost(LONGEST_DECREE)])
    objection = HiddenField()

    @property
    def objection_id(self) -> int | None:
        """The objection's number; None without one."""
        text = self.objection.data or ""
        return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


class ApplyForm(PageForm):
    """That the preview was read; `seen` is its code."""

    seen = HiddenField()
    confirm = BooleanField(
        msg("I have read every difference. All steps are applied together."),
        [Needed(msg("Tick this box to apply the recount."))],
    )


class StepForm(PageForm):
    """A step that needs nothing but its reason."""

    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST)])

    @property
    def contents(self) -> dict[str, Any]:
        """What the step holds beside its target."""
        return {}


class ValueForm(StepForm):
    """A measured value with its source."""

    value = ExactField(msg("Value"), [Needed()])
    reason = LongTextField(msg("Source"), [Needed(msg("Write where the value comes from.")), AtMost(500)])

    @property
    def contents(self) -> dict[str, Any]:
        """The value, exact."""
        return {"value": decimal_text(self.value.data or Fraction(0))}


class AmountForm(StepForm):
    """Signed points, or percent, that adjust a score."""

    amount = ExactField(msg("Amount"), [Needed()])
    percent = BooleanField(msg("Percent of the score instead of points"))

    @property
    def contents(self) -> dict[str, Any]:
        """The amount and its unit."""
        unit = "percent" if self.percent.data else "points"
        return {"amount": decimal_text(self.amount.data or Fraction(0)), "unit": unit}


# --- a sheet -------------------------------------------------------------------------------------


def marks_form(rnd: Round) -> type[SheetForm]:
    """The form of all of a sheet's marks, with the reason for which they are written."""
    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST)])
    return type("MarksForm", (sheet_form(rnd, notes=False, feedback=False),), {"reason": reason})


def marks_contents(form: SheetForm) -> dict[str, Any]:
    """The marks and comments that were typed, as exact text; "" for none."""
    marks = {code: "" if mark is None else decimal_text(mark) for code, mark in form.marks.items()}
    return {"marks": marks, "comments": form.comments}


# --- the rule ------------------------------------------------------------------------------------


class RuleForm(PageForm):
    """The places and the promotion of one contest; `rule_form` adds its floors and clusters."""

    rules: PromotionRules = PromotionRules()

    advance = WholeNumberField(msg("How many go on"))
    winners = WholeNumberField(msg("How many win"))
    pass_mark = ExactField(msg("Pass mark (blank: none)"))
    nominations = WholeNumberField(msg("Nominees for each winner's place (instead of places that go on)"))
    reserve = WholeNumberField(msg("How many wait in reserve"))
    past_winners = WholeNumberField(msg("Pass over winners of so many years before"))
    province = WholeNumberField(msg("At most from one province (blank: no limit)"))
    institution = WholeNumberField(msg("At most from one institution (blank: no limit)"))
    sector = WholeNumberField(msg("At most from one sector (blank: no limit)"))
    floor_name = TextField(msg("New group of regions: its name"), [AtMost(120)])
    floor_regions = TextField(msg("New group of regions: region codes, with spaces between"), [AtMost(400)])
    floor_least = WholeNumberField(msg("New group of regions: at least so many go on"))
    reason = LongTextField(msg("Decree or decision"), [Needed(msg("Name the decree.")), AtMost(LONGEST)])

    def fill(self, rnd: Round) -> None:
        """Show what holds."""
        rules, limits = rnd.promotion, dict(rnd.promotion.at_most)
        self.advance.data, self.winners.data, self.pass_mark.data = rnd.advance, rnd.winners, rnd.pass_mark
        self.nominations.data, self.reserve.data = rules.nominations, rules.reserve
        self.past_winners.data = rules.past_winners
        for name in LIMITS:
            self[name].data = limits.get(name)
        for floor in rules.floors:
            self[f"floor-{floor.code}"].data = floor.least
        for cluster in rules.clusters:
            self[f"advance-{cluster.code}"].data = cluster.advance
            self[f"winners-{cluster.code}"].data = cluster.winners

    @property
    def complete(self) -> bool:
        """Whether everything can be read, and a new group is whole or blank."""
        sound = self.validate()
        parts = (self.floor_name, self.floor_regions, self.floor_least)
        if sound and any(one.data for one in parts):
            for one in (one for one in parts if not one.data):
                one.errors = [msg("A new group needs a name, regions and a number.")]
                sound = False
        return sound

    @property
    def contents(self) -> dict[str, Any]:
        """What the step holds."""
        pass_mark: Fraction | None = self.pass_mark.data
        return rule_contents(
            advance=self.advance.data or 0,
            winners=self.winners.data or 0,
            pass_mark=pass_mark,
            promotion=self._promotion(),
        )

    def _promotion(self) -> PromotionRules:
        return PromotionRules(
            nominations=self.nominations.data or 0,
            at_most=tuple((name, self[name].data) for name in LIMITS if self[name].data),
            floors=(*self._floors(), *self._new_floor()),
            reserve=self.reserve.data or 0,
            past_winners=self.past_winners.data or 0,
            clusters=tuple(
                replace(
                    one, advance=self[f"advance-{one.code}"].data, winners=self[f"winners-{one.code}"].data
                )
                for one in self.rules.clusters
            ),
        )

    def _floors(self) -> tuple[Floor, ...]:
        """The groups that are left; one of which none needs to go on is none."""
        kept = [replace(one, least=self[f"floor-{one.code}"].data or 0) for one in self.rules.floors]
        return tuple(one for one in kept if one.least)

    def _new_floor(self) -> tuple[Floor, ...]:
        if not self.floor_name.data:
            return ()
        taken = {one.code for one in self.rules.floors}
        code = next(name for name in (f"group-{n}" for n in range(1, MOST)) if name not in taken)
        regions = tuple(re.split(r"[\s,;]+", self.floor_regions.data.strip(" ,;")))
        title = Text(self.floor_name.data, self.floor_name.data)
        return (Floor(code, title, regions, self.floor_least.data or 1),)


def rule_form(rnd: Round) -> type[RuleForm]:
    """The form of a round's rule as it holds in a contest."""
    fields: dict[str, Any] = {"rules": rnd.promotion}
    for floor in rnd.promotion.floors:
        label = msg("At least of %(group)s (0: no such rule)", group=floor.title)
        fields[f"floor-{floor.code}"] = WholeNumberField(label)
    for cluster in rnd.promotion.clusters:
        advance = msg("%(cluster)s: how many go on (blank: as in the round)", cluster=cluster.title)
        winners = msg("%(cluster)s: how many win (blank: as in the round)", cluster=cluster.title)
        fields[f"advance-{cluster.code}"] = WholeNumberField(advance)
        fields[f"winners-{cluster.code}"] = WholeNumberField(winners)
    return type("ContestRuleForm", (RuleForm,), fields)
