"""The steps of recounts carried out: each by the action that does the same outside of a recount.

The right was asked of the recount as a whole; the award's own state binds every step as it always does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from evaluation.actions import events, records, screening, sheet_events
from evaluation.actions.act import Act
from evaluation.actions.recount_events import ContestRuleChanged
from evaluation.actions.reopening import keep_submitted
from evaluation.core.canonical import plain, typed
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.messages import msg
from evaluation.core.promotion_rules import PromotionRules
from evaluation.core.rules import Round
from evaluation.core.scoring import sheet_total
from evaluation.core.sheets import submission_problems
from evaluation.store import contest_rules, desk, editions, recounts, refs, sheet_fields, sheet_versions
from evaluation.store import records as adjustments
from evaluation.store.db import Row
from evaluation.store.editions import StoredRound

CHANGED = msg(
    "The marks of this sheet are not those any more that this correction was written upon: remove the"
    " step and correct them again."
)
TO_MEND = msg("Some marks or comments need mending.")


@dataclass(frozen=True, slots=True)
class Work:
    """A step in the making: by whom, in which contest (with its round as it stands), what it says."""

    act: Act
    contest: Row
    stored: StoredRound
    step: Row

    @property
    def contents(self) -> Mapping[str, Any]:
        """What the step holds, by name."""
        contents: Mapping[str, Any] = self.step["contents"]
        return contents

    @property
    def reason(self) -> str:
        """Why."""
        return str(self.step["reason"])

    @property
    def entry_id(self) -> int:
        """The entry that it is about."""
        return int(self.step["entry_id"])

    @property
    def where(self) -> dict[str, int]:
        """The places that its events name."""
        return dict(
            edition_id=self.contest["edition_id"], contest_id=self.contest["id"], entry_id=self.entry_id
        )


def carry_out(act: Act, contest: Row, step: Row) -> None:
    """Do what a step says, in a contest's row. UserError, in words, where it can't be done."""
    doing = replace(act, actor=replace(act.actor, system=True))
    work = Work(doing, contest, editions.round_by_id(act.db, contest["round_id"]), step)
    WORK[step["kind"]](work)


# --- sheets --------------------------------------------------------------------------------------


def _correct_marks(work: Work) -> None:
    """Reopen a submitted sheet, write the marks, hand it in again: both submissions stay readable."""
    sheet = _sheet(work)
    if sheet["status"] != "submitted":
        raise Refused(msg("This sheet is a draft: nothing of it counts that could be corrected."))
    if sheet["excluded_at"]:
        raise Refused(msg("This sheet is excluded: let it count again before you correct it."))
    if _differs_from(work, sheet["id"]):
        raise Refused(CHANGED)
    version = sheet_versions.keep(work.act.db, sheet["id"])
    sheet_versions.reopen(
        work.act.db,
        sheet["id"],
        version["id"],
        reason=work.reason,
        reopened_by=work.act.actor.account_id,
        reopened_at=work.act.at,
    )
    reopened = sheet_events.SheetReopened(
        **work.where,
        sheet=sheet["id"],
        number=version["number"],
        fingerprint=version["fingerprint"],
        reason=work.reason,
    )
    work.act.record(reopened)
    _hand_in(work, sheet["id"], sheet["account_id"])


def _differs_from(work: Work, sheet_id: int) -> bool:
    """Whether the sheet holds something else than the step was written upon.

    A step holds all marks and comments of its sheet, so it would write over what somebody changed since.
    """
    kept = desk.marks_of(work.act.db, sheet_id)
    for name, column in (("before", "value"), ("before_comments", "comment")):
        before = work.contents.get(name)
        stands = {one["code"]: one[column] for one in kept if one[column]}
        if before is not None and stands != {code: text for code, text in before.items() if text}:
            return True
    return False


def _transcribe(work: Work) -> None:
    """A sheet that came on paper, handed in with an assessor's marks by the committee."""
    account_id = int(work.contents["assessor"])
    records.require_standing(work.act, work.contest["id"], {work.entry_id})
    seat = _seat(work, account_id)
    if seat["status"] == "submitted":
        raise Refused(msg("%(name)s has submitted a sheet: correct that one instead.", name=seat["name"]))
    sheet_id = seat["sheet_id"] or desk.add_draft(
        work.act.db,
        contest_id=work.contest["id"],
        entry_id=work.entry_id,
        account_id=account_id,
        saved_at=work.act.at,
        revision=0,
    )
    _hand_in(work, sheet_id, account_id)


def _let_in(work: Work) -> None:
    """A draft that was not handed in in time counts as its assessor left it."""
    sheet = _sheet(work)
    _seat(work, sheet["account_id"])
    if sheet["status"] != "draft":
        raise Refused(msg("This sheet is submitted already."))
    _submit(work, sheet["id"], sheet["account_id"])


def _sheet(work: Work) -> Row:
    """The sheet of the step, in this contest and of this entry. NotFound for any other."""
    sheet, contest = records.managed_sheet(work.act, int(work.contents["sheet"]))
    if (contest["id"], sheet["entry_id"]) != (work.contest["id"], work.entry_id):
        raise NotFound(refs.NOT_FOUND)
    return sheet


def _seat(work: Work, account_id: int) -> Row:
    """The seat of an assessor, also one who left. NotFound for others; Refused for who may not judge it."""
    seats = recounts.seats_of(work.act.db, work.contest["id"], work.entry_id)
    seat = next((one for one in seats if one["account_id"] == account_id), None)
    if seat is None:
        raise NotFound(refs.NOT_FOUND)
    if seat["recused"]:
        raise Refused(msg("%(name)s is recused from this entry: their sheet can't count.", name=seat["name"]))
    if seat["unassigned"]:
        raise Refused(msg("This entry is not assigned to %(name)s: assign it first.", name=seat["name"]))
    return seat


def _hand_in(work: Work, sheet_id: int, account_id: int) -> None:
    """Write the marks and comments of the step onto a draft, and submit it."""
    marks, comments = work.contents["marks"], work.contents["comments"]
    before = {one["code"]: one for one in desk.marks_of(work.act.db, sheet_id)}
    for criterion in work.stored.rules.judged_criteria:
        criterion_id = work.stored.criterion_ids[criterion.code]
        known = before.get(criterion.code, {"value": None, "comment": ""})
        texts = {"mark": marks.get(criterion.code, ""), "comment": comments.get(criterion.code, "")}
        stood = {"mark": known["value"] or "", "comment": known["comment"]}
        for part in (part for part in texts if texts[part] != stood[part]):
            sheet_fields.put(work.act.db, sheet_id, criterion_id, part, texts[part])
            sheet_fields.count(work.act.db, sheet_id, criterion_id, part, key="", saved_at=work.act.at)
    _submit(work, sheet_id, account_id)


def _submit(work: Work, sheet_id: int, account_id: int) -> None:
    rnd = work.stored.rules
    kept = {one["code"]: one for one in desk.marks_of(work.act.db, sheet_id)}
    exact = {code: parse_exact(one["value"]) for code, one in kept.items() if one["value"] is not None}
    comments = {code: one["comment"] for code, one in kept.items()}
    if problems := submission_problems(rnd, dict(exact), comments):
        raise Invalid(TO_MEND, problems)
    total = decimal_text(sheet_total(rnd, exact))
    desk.submit(work.act.db, sheet_id, total=total, submitted_at=work.act.at)
    submitted = events.SheetSubmitted(
        **work.where,
        sheet=sheet_id,
        marks={code: decimal_text(mark) for code, mark in exact.items()},
        total=total,
        assessor=recounts.email_of(work.act.db, account_id),
    )
    work.act.record(submitted)
    keep_submitted(work.act, sheet_id, work.where)


def _exclude_sheet(work: Work) -> None:
    records.exclude_sheet(work.act, _sheet(work)["id"], work.reason)


def _restore_sheet(work: Work) -> None:
    records.restore_sheet(work.act, _sheet(work)["id"], work.reason)


# --- entries, values, adjustments ----------------------------------------------------------------


def _exclude_entry(work: Work) -> None:
    screening.exclude_entry(work.act, work.entry_id, work.reason)


def _withdraw_entry(work: Work) -> None:
    screening.withdraw_entry(work.act, work.entry_id, work.reason)


def _measure(work: Work) -> None:
    records.record_measure(
        work.act,
        work.contest["id"],
        work.entry_id,
        work.contents["criterion"],
        value=parse_exact(work.contents["value"]),
        source=work.reason,
    )


def _adjust(work: Work) -> None:
    amount = {work.contents["unit"]: parse_exact(work.contents["amount"])}
    records.record_adjustment(
        work.act,
        work.contest["id"],
        work.entry_id,
        points=amount.get("points"),
        percent=amount.get("percent"),
        reason=work.reason,
    )


def _take_back_adjustment(work: Work) -> None:
    """Take back an adjustment of the step's entry in this contest. NotFound for any other."""
    adjustment_id = int(work.contents["adjustment"])
    known = adjustments.adjustments_of(work.act.db, work.contest["id"], work.entry_id)
    if adjustment_id not in {one["id"] for one in known}:
        raise NotFound(refs.NOT_FOUND)
    records.remove_adjustment(work.act, adjustment_id, work.reason)


# --- the rule ------------------------------------------------------------------------------------


def ruled(rnd: Round, contents: Mapping[str, Any]) -> Round:
    """A round with the places and the promotion that a step of kind "rule" holds."""
    mark = contents["pass_mark"]
    promotion: PromotionRules = typed(PromotionRules, contents["promotion"])
    return replace(
        rnd,
        advance=contents["advance"],
        winners=contents["winners"],
        pass_mark=None if mark is None else parse_exact(mark),
        promotion=promotion,
    )


def rule_contents(
    *, advance: int, winners: int, pass_mark: Fraction | None, promotion: PromotionRules
) -> dict[str, Any]:
    """What a step of kind "rule" holds."""
    return {
        "advance": advance,
        "winners": winners,
        "pass_mark": None if pass_mark is None else decimal_text(pass_mark),
        "promotion": plain(promotion),
    }


def _rule_text(rnd: Round) -> str:
    found = rule_contents(
        advance=rnd.advance, winners=rnd.winners, pass_mark=rnd.pass_mark, promotion=rnd.promotion
    )
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _has_a_round_after(work: Work) -> bool:
    rules = editions.rules_of(work.act.db, work.contest["edition_id"])
    return rules.next_judged_round(work.contest["round_code"], work.contest["category_code"]) is not None


def _change_rule(work: Work) -> None:
    """Other places or promotion for this contest alone, by a decree."""
    before = contest_rules.ruled(work.act.db, work.contest["id"], work.stored.rules)
    after = ruled(before, work.contents)
    if after.promotion.nominations and after.advance:
        both = msg("Write either how many go on or how many times the winners' places, not both.")
        raise Invalid(both, {"nominations": both})
    if after.promotion.nominations and not _has_a_round_after(work):
        last = msg("No later round judges these entries, so nominees could never win.")
        raise Invalid(last, {"nominations": last})
    if after == before:
        raise Refused(msg("This is the rule that holds already."))
    contest_rules.add(
        work.act.db,
        work.contest["id"],
        after,
        recount_id=work.step["recount_id"],
        source=work.reason,
        decided_by=work.act.actor.account_id,
        decided_at=work.act.at,
    )
    work.act.record(
        ContestRuleChanged(
            edition_id=work.contest["edition_id"],
            contest_id=work.contest["id"],
            recount=work.step["recount_id"],
            before=_rule_text(before),
            after=_rule_text(after),
            source=work.reason,
        )
    )


WORK: dict[str, Callable[[Work], None]] = {
    "marks": _correct_marks,
    "paper": _transcribe,
    "late": _let_in,
    "sheet-out": _exclude_sheet,
    "sheet-in": _restore_sheet,
    "entry-out": _exclude_entry,
    "entry-withdrawn": _withdraw_entry,
    "measure": _measure,
    "adjustment": _adjust,
    "adjustment-back": _take_back_adjustment,
    "rule": _change_rule,
}
