"""Who judges which entries of a contest: a plan as a matrix, proposed, compared, confirmed, checked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from evaluation.actions import assignments as acts
from evaluation.core.assignment import Pair, Pairs, Problem
from evaluation.core.assignment_rules import AssignmentRule
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import AssigningRef
from evaluation.forms.assignment import MODES, ProposeForm, whole
from evaluation.permissions import may, require
from evaluation.reports.assignment_csv import plan_csv
from evaluation.reports.assignment_matrix import Matrix, Shown, matrix
from evaluation.store import assignments, contests, expertise, refs
from evaluation.store.db import Row
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.fields import field_words
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

Page = str | tuple[str, int] | Redirect


# --- pages ---------------------------------------------------------------------------------------


@pages.get("/committee/contests/<int:contest_id>/assignment", endpoint="assignment")
@access("committee", "auditor")
def assignment_page(contest_id: int) -> Page:
    """The draft, or where there is none the plan in force, and what was decided before."""
    return page(contest_id)


@pages.post("/committee/contests/<int:contest_id>/assignment/propose")
@access("committee")
def propose_assignment(contest_id: int) -> Page:
    """Let the solver make a draft."""
    require(actor(), "assignment.manage", assignments.assigning_ref(db(), contest_id))
    form = ProposeForm(prefix="propose-")
    if not form.validate():
        return page(contest_id, form=form), 422
    try:
        acts.propose(act(), contest_id, seed=form.seed.data or 0, anew=form.anew)
    except Invalid as problem:
        form.show(problem)
        return page(contest_id, form=form), 422
    except acts.TooFew as problem:
        return page(contest_id, form=form, problem=problem.message, short=problem), 409
    except Refused as problem:
        return page(contest_id, form=form, problem=problem.message), 409
    return done(contest_id, msg("A plan is proposed. Nothing changes until you confirm it."))


@pages.post("/committee/contests/<int:contest_id>/assignment/confirm")
@access("committee")
def confirm_assignment(contest_id: int) -> Page:
    """Put the draft in force."""
    require(actor(), "assignment.manage", assignments.assigning_ref(db(), contest_id))
    plan, revision = (request.form.get(name, "") for name in ("plan", "revision"))
    try:
        acts.confirm(act(), contest_id, plan_id=whole(plan), revision=whole(revision))
    except (Refused, Conflict) as problem:
        return page(contest_id, problem=problem.message), 409
    return done(contest_id, msg("The plan is in force: each entry is now before its own assessors."))


@pages.post("/committee/contests/<int:contest_id>/assignment/drop")
@access("committee")
def drop_assignment(contest_id: int) -> Page:
    """Throw the draft away."""
    try:
        acts.drop(act(), contest_id)
    except Refused as problem:
        return page(contest_id, problem=problem.message), 409
    return done(contest_id, msg("The draft is thrown away. The plan in force stays."))


@pages.get("/committee/contests/<int:contest_id>/assignment/plans/<int:plan_id>.csv")
@access("committee", "auditor")
def assignment_file(contest_id: int, plan_id: int) -> Response:
    """One plan, with everything that it was made from, as a CSV file."""
    require(actor(), "contest.view", refs.contest_ref(db(), contest_id))
    plan = assignments.plan(db(), contest_id, plan_id)
    if plan is None:
        raise NotFound(refs.NOT_FOUND)
    text = plan_csv(
        assignments.problem_in(plan["problem"]),
        proposed=assignments.pairs_in(plan["proposed"]),
        assigned=assignments.pairs_in(plan["pairs"]),
        names=assignments.names_of(db(), contest_id),
        reasons={code: one["reason"] for code, one in assignments.edits_of(db(), plan_id).items()},
        hidden=hidden_from_visitor(contest_id),
    )
    kept_as = f'attachment; filename="assignment-{contest_id}-{plan_id}.csv"'
    return Response(text, mimetype="text/csv", headers={"Content-Disposition": kept_as})


# --- what the page is made of --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """What every matrix of a contest is made of, read once."""

    problem: Problem
    people: list[Row]
    entries: list[Row]
    sheets: dict[Pair, str]
    grounds: dict[Pair, Row]
    in_force: list[Row]
    hidden: frozenset[str]
    words: dict[str, str]

    def matrix(self, shown: Shown, problem: Problem | None = None) -> Matrix:
        """The matrix of one plan."""
        return matrix(
            problem or self.problem,
            shown,
            people=self.people,
            entries=self.entries,
            sheets=self.sheets,
            grounds=self.grounds,
            former=self.former,
            words=self.words,
            hidden=self.hidden,
        )

    @property
    def before(self) -> Pairs:
        """What is in force."""
        return frozenset(
            (one["code"], str(one["account_id"])) for one in self.in_force if one["status"] == "accepted"
        )

    @property
    def former(self) -> dict[Pair, str]:
        """What those are called who are assigned and can't judge any more: they left, or can't sign in."""
        there = {one["account_id"] for one in self.people}
        return {
            (one["code"], str(one["account_id"])): one["name"]
            for one in self.in_force
            if one["account_id"] not in there
        }

    def shown(self, draft: Row | None) -> Shown:
        """What the draft, or (None) the plan in force, says."""
        by_hand = {
            (one["code"], str(one["account_id"])): one["reason"]
            for one in self.in_force
            if one["source"] == "hand"
        }
        if draft is None:
            return Shown(self.before, self.before, by_hand)
        pairs, proposed = (assignments.pairs_in(draft[name]) for name in ("pairs", "proposed"))
        edits = assignments.edits_of(db(), draft["id"])
        by_hand |= {pair: edits[pair[0]]["reason"] for pair in pairs - proposed if pair[0] in edits}
        return Shown(pairs, self.before, {pair: why for pair, why in by_hand.items() if pair in pairs})


def ground_of(contest_id: int) -> Ground:
    """What the matrices of a contest are made of."""
    grounds = assignments.conflicts_of(db(), contest_id)
    return Ground(
        problem=assignments.problem_of(db(), contest_id),
        people=assignments.people(db(), contest_id),
        entries=assignments.entries(db(), contest_id),
        sheets=assignments.sheets(db(), contest_id),
        grounds={(one["code"], str(one["account_id"])): one for one in grounds},
        in_force=assignments.in_force(db(), contest_id),
        hidden=hidden_among(grounds),
        words=dict(field_words(expertise.known_before(db(), contest_id))),
    )


def hidden_among(grounds: list[Row]) -> frozenset[str]:
    """The entries from which the visitor is kept away."""
    return frozenset(one["code"] for one in grounds if one["account_id"] == actor().account_id)


def hidden_from_visitor(contest_id: int) -> frozenset[str]:
    """The entries of a contest from which the visitor is kept away."""
    return hidden_among(assignments.conflicts_of(db(), contest_id))


def page(
    contest_id: int,
    *,
    form: ProposeForm | None = None,
    problem: Message | None = None,
    short: acts.TooFew | None = None,
) -> str:
    """The page of a contest's assignment; a refused form comes back as it was typed."""
    ref = assignments.assigning_ref(db(), contest_id)
    require(actor(), "contest.view", ref)
    contest = refs.found(contests.described(db(), contest_id))
    if not ref.asked:
        return render_template("committee/assignment_none.html", contest=contest)
    rule, ground = assignments.rule_of(db(), contest_id), ground_of(contest_id)
    draft = assignments.draft(db(), contest_id)
    looked_at = None if request.args.get("plan") == "now" else draft
    lacking, wanted, taken = None, 0, 0
    if short:
        tried_on = short.problem
        wanted = sum(tried_on.needed(one) for one in tried_on.entries)
        taken = sum(tried_on.room(one) for one in tried_on.assessors)
        tried = Shown(short.pairs, ground.before, {})
        lacking = [line for line in ground.matrix(tried, short.problem).lines if line.missing]
    return render_template(
        "committee/assignment.html",
        contest=contest,
        rule=rule,
        draft=draft,
        looked_at=looked_at,
        plan=ground.matrix(ground.shown(looked_at)),
        planned=bool(ground.in_force),
        lacking=lacking,
        wanted=wanted,
        taken=taken,
        plans=assignments.plans(db(), contest_id),
        ended=[one for one in assignments.ended(db(), contest_id) if one["code"] not in ground.hidden],
        form=form or proposing(rule, draft),
        modes=MODES,
        problem=problem,
        **may_decide(ref),
    )


def may_decide(ref: AssigningRef) -> dict[str, object]:
    """What the visitor may do, each answer with its reason."""
    return {"may_manage": may(actor(), "assignment.manage", ref)}


def proposing(rule: AssignmentRule, draft: Row | None) -> ProposeForm:
    """The form of a proposal: the seed of the draft, or the round's own."""
    return ProposeForm(
        formdata=None,
        prefix="propose-",
        data={"seed": draft["seed"] if draft else rule.seed, "mode": "least"},
    )


def done(contest_id: int, text: Message) -> Redirect:
    """Back to the page, with what was done."""
    flash(say(text), "success")
    return redirect(url_for("committee.assignment", contest_id=contest_id), code=303)
