"""Signing a result: the committee opens it, and watches who of the panel has signed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import signing
from evaluation.actions.readiness import lacks
from evaluation.actions.signed import signing_of
from evaluation.core.errors import Refused
from evaluation.core.messages import Message, msg
from evaluation.permissions import may, require
from evaluation.store import contests, overview, refs, signatures, standings
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.signature_words import changes_of


@pages.get("/committee/contests/<int:contest_id>/signing", endpoint="signing")
@access("committee", "auditor")
def signing_page(contest_id: int) -> str:
    """Who signs, who has signed, and what made signatures void."""
    return page(contest_id)


@pages.post("/committee/contests/<int:contest_id>/signing")
@access("committee")
def open_signing(contest_id: int) -> tuple[str, int] | Response:
    """Open a contest's result for its panel to sign."""
    try:
        signing.open_signing(act(), contest_id)
    except Refused as problem:
        return page(contest_id, problem.message), 409
    flash(say(msg("The panel can sign now: each member finds the result on their desk.")), "success")
    return redirect(url_for("committee.signing", contest_id=contest_id), code=303)


def page(contest_id: int, problem: Message | None = None) -> str:
    """The page of a contest's signatures."""
    ref = signatures.signing_ref(db(), contest_id, now())
    require(actor(), "contest.view", ref)
    table = may(actor(), "contest.table", ref)
    result = standings.result(db(), contest_id, with_marks=True)
    found = signing_of(db(), contest_id, result)
    return render_template(
        "committee/signing.html",
        contest=refs.found(contests.described(db(), contest_id)),
        asked=ref.asked,
        signing=found,
        # What changed tells places, and so is not for somebody who is kept away from one of the entries.
        changes={one["id"]: changes_of(one) for one in found.void} if table else {},
        blocking=[one for one in lacks(db(), contest_id, now()) if one.blocking and not one.signatures],
        may_open=may(actor(), "signing.open", ref),
        rounds=overview.round_titles(db(), ref.edition_id),
        problem=problem,
    )
