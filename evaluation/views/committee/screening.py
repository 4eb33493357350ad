"""Screening: the entries that a committee decides on, and one entry with everything that led to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions import screening as decisions
from evaluation.actions.act import Act
from evaluation.actions.reserves import Vacancy, vacancies
from evaluation.core.completeness import time_left
from evaluation.core.entry_facts import named_sectors
from evaluation.core.errors import Invalid
from evaluation.core.messages import Message, msg
from evaluation.core.paging import paging
from evaluation.core.rules import ChecklistItem
from evaluation.forms.base import PageForm
from evaluation.forms.committee import ReasonForm
from evaluation.forms.entry_facts import FactsForm
from evaluation.labels import STATUS
from evaluation.permissions import Answer, may, require
from evaluation.store import (
    contests,
    corrections,
    deadlines,
    dossiers,
    editions,
    entries,
    links,
    past_wins,
    refs,
    screening,
    screening_checks,
    submissions,
)
from evaluation.store.db import Row
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.correcting import decision_forms
from evaluation.views.committee.history import history
from evaluation.views.committee.naming import traces_of
from evaluation.views.committee.scope import scope
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say

PAGE_SIZE = 50

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class Decision:
    """What a committee may decide: the permission it needs, what is done, and the words for it."""

    code: str
    permission: str
    do: Callable[[Act, int, str], None]
    title: Message
    explanation: Message
    done: Message
    style: str = "secondary"


DECISIONS = {
    one.code: one
    for one in (
        Decision(
            "reject",
            "entry.screen",
            decisions.reject_entry,
            msg("Reject"),
            msg("The entry leaves the award. This can't be undone."),
            msg("The dossier was rejected. The candidate sees your reason."),
            "danger",
        ),
        Decision(
            "withdraw",
            "entry.remove",
            decisions.withdraw_entry,
            msg("Withdraw at the candidate's wish"),
            msg("The entry leaves the award and every contest that is not finalised. This can't be undone."),
            msg("The entry was withdrawn."),
            "danger",
        ),
        Decision(
            "exclude",
            "entry.remove",
            decisions.exclude_entry,
            msg("Exclude"),
            msg("The entry leaves the award and every contest that is not finalised. This can't be undone."),
            msg("The entry was excluded."),
            "danger",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Check:
    """An item of a screening round's check list: `passed` is None until somebody looked."""

    round_id: int
    item: ChecklistItem
    tick: Row | None

    @property
    def name(self) -> str:
        """The name of its form field."""
        return f"check-{self.round_id}-{self.item.code}"

    @property
    def answer(self) -> str:
        """ "yes", "no", or "" until somebody looked."""
        if self.tick is None:
            return ""
        return "yes" if self.tick["passed"] else "no"


# --- the list ------------------------------------------------------------------------------------


@pages.get("/committee/screening", endpoint="screening")
@access("committee", "auditor")
def listed() -> str:
    """The entries on which one's committees decide, of one edition."""
    within = scope()
    if within is None:
        return render_template("committee/screening.html", scope=None)
    reach = screening.reach(
        db(),
        within.edition["id"],
        viewer=actor().account_id,
        provinces=within.provinces,
        national=within.national,
        everything=within.everything,
    )
    counts = screening.counts(db(), reach)
    total = sum(counts.values())
    status = request.args.get("status")
    status = status if status in STATUS else None
    page = paging(
        request.args.get("page"),
        size=PAGE_SIZE,
        total=total if status is None else counts.get(status, 0),
    )
    return render_template(
        "committee/screening.html",
        scope=within,
        counts=counts,
        total=total,
        status=status,
        paging=page,
        entries=screening.listed(db(), reach, status=status, limit=page.size, offset=page.offset),
    )


# --- one entry -----------------------------------------------------------------------------------


@pages.get("/committee/entries/<int:entry_id>", endpoint="entry")
@access("committee", "auditor")
def entry(entry_id: int) -> Page:
    """One entry with its dossier, its people and its decisions."""
    return entry_page(entry_id)


@pages.post("/committee/entries/<int:entry_id>/accept", endpoint="accept_entry")
@access("committee")
def accept(entry_id: int) -> Page:
    """Accept the dossier."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    decisions.accept_entry(act(), entry_id)
    flash(say(msg("The dossier was accepted. The entry stands in its first round of judging.")), "success")
    return redirect(url_for("committee.entry", entry_id=entry_id), code=303)


@pages.post("/committee/entries/<int:entry_id>/<any(reject, withdraw, exclude):code>", endpoint="decide")
@access("committee")
def decide(entry_id: int, code: str) -> Page:
    """Reject, withdraw or exclude, with a reason."""
    require(actor(), "entry.oversee", refs.entry_ref(db(), entry_id))
    decision = DECISIONS[code]
    form = ReasonForm(prefix=f"{code}-")
    if form.validate():
        try:
            decision.do(act(), entry_id, form.reason.data)
        except Invalid as problem:
            form.show(problem)
        else:
            flash(say(decision.done), "success")
            return redirect(url_for("committee.entry", entry_id=entry_id), code=303)
    require(actor(), decision.permission, refs.entry_ref(db(), entry_id))
    return entry_page(entry_id, typed={code: form}, status=422)


@pages.post("/committee/entries/<int:entry_id>/checks")
@access("committee")
def save_checks(entry_id: int) -> Page:
    """Save the check list of the screening round."""
    ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.oversee", ref)
    require(actor(), "entry.screen", ref)
    checks = checks_of(found(entries.described(db(), entry_id)))
    answers = ((check, request.form.get(check.name, "")) for check in checks)
    changed = [
        (check.round_id, check.item.code, answer == "yes")
        for check, answer in answers
        if answer in ("yes", "no") and answer != check.answer
    ]
    decisions.set_checks(act(), entry_id, changed)
    flash(say(msg("The check list was saved.")), "success")
    return redirect(url_for("committee.entry", entry_id=entry_id, _anchor="checks"), code=303)


def entry_page(entry_id: int, typed: Mapping[str, PageForm] | None = None, status: int = 200) -> Page:
    """The page of one entry, for its committees and the auditor; `typed` holds refused forms."""
    ref = refs.entry_ref(db(), entry_id)
    require(actor(), "entry.oversee", ref)
    one = found(entries.described(db(), entry_id))
    blank: dict[str, PageForm] = {code: ReasonForm(formdata=None, prefix=f"{code}-") for code in DECISIONS}
    blank["facts"] = FactsForm(
        formdata=None, prefix="facts-", data={name: one[name] for name in ("institution", "sector")}
    )
    until = deadlines.of_entry(db(), one)
    dossier = dossiers.dossiers(db(), [one])[entry_id]
    page = render_template(
        "committee/entry.html",
        entry=one,
        dossier=dossier,
        traces=traces_of(one, dossier),
        people=people_of(entry_id),
        submissions=submissions.of_entry(db(), entry_id),
        history=history(db(), one["edition_id"], entry_id, one["timezone"]),
        contests=standing_in(entry_id),
        checks=checks_of(one),
        screen=may(actor(), "entry.screen", ref),
        remove=may(actor(), "entry.remove", ref),
        decisions=DECISIONS,
        vacancies=vacancies_of(one),
        describe=may(actor(), "entry.describe", ref),
        wins=wins_of(entry_id),
        sectors=sectors_of(one),
        extend=may(actor(), "entry.extend", ref),
        deadline=until,
        time_left=time_left(until, now()) if until else None,
        extensions=deadlines.extensions_of_entry(db(), entry_id),
        correction=corrections.newest(db(), entry_id) if one["status"] == "returned" else None,
        forms={**blank, **decision_forms(one), **(typed or {})},
        open=set(typed or {}),
    )
    return page, status


def vacancies_of(one: Row) -> list[Vacancy]:
    """Who would move up if the entry left, where the visitor may see the standings of all."""
    return [
        vacancy
        for vacancy in vacancies(db(), one)
        if may(actor(), "contest.table", refs.scores_ref(db(), vacancy.contest["id"], now()))
    ]


def wins_of(entry_id: int) -> list[Row]:
    """The candidate's earlier wins; those that are not published for whoever sees their contest."""
    return [
        win
        for win in past_wins.of_entry(db(), entry_id)
        if win["published"] or may(actor(), "contest.view", refs.contest_ref(db(), win["contest_id"]))
    ]


def sectors_of(one: Row) -> list[str]:
    """The sectors to choose from: those that clusters name, and those that other entries have."""
    named = named_sectors(editions.rules_of(db(), one["edition_id"]), one["category_code"])
    written = entries.sectors_written(db(), one["edition_id"], one["category_id"])
    return list(dict.fromkeys((*named, *written)))


def people_of(entry_id: int) -> list[tuple[Row, Answer]]:
    """The candidate's people, each with whether one may invite them now."""
    people = entries.representatives_of(db(), entry_id)
    known = links.invite_refs(db(), [one["id"] for one in people])
    return [(one, may(actor(), "account.invite", known[one["id"]])) for one in people]


def standing_in(entry_id: int) -> list[tuple[Row, Answer]]:
    """The contests of an entry, each with whether one may open it."""
    found_in = contests.contests_of_entry(db(), entry_id)
    return [(one, may(actor(), "contest.view", refs.contest_ref_of(one))) for one in found_in]


def checks_of(one: Row) -> list[Check]:
    """The check lists of the screening rounds of an entry's category, with what was ticked."""
    ticks = {(t["round_id"], t["item"]): t for t in screening_checks.of_entry(db(), one["id"])}
    return [
        Check(stored.id, item, ticks.get((stored.id, item.code)))
        for stored in editions.rounds_of(db(), one["edition_id"])
        if one["category_code"] in stored.rules.categories
        for item in stored.rules.checklist
    ]
