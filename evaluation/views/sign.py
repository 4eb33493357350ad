"""A member of the panel reads the result that is to be signed, and signs it with the password again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from evaluation.actions import signing
from evaluation.actions.signed import signing_of
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.unnamed import entry_name
from evaluation.forms.signing import SignForm
from evaluation.permissions import may, require
from evaluation.store import contests, numbers, overview, refs, signatures, standings
from evaluation.views.assessor import pages
from evaluation.views.auth import failed
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.limits import LOGIN_PER_ACCOUNT, limiter, signed_in_account
from evaluation.views.signature_words import changes_of

Page = str | tuple[str, int] | Response


@pages.get("/desk/<int:contest_id>/sign")
@access("assessor")
def signing_page(contest_id: int) -> Page:
    """The result as it stands, who has signed it, and the form."""
    return page(contest_id, SignForm(formdata=None))


@pages.post("/desk/<int:contest_id>/sign")
@access("assessor")
@limiter.limit(LOGIN_PER_ACCOUNT, key_func=signed_in_account, deduct_when=failed)
def sign(contest_id: int) -> Page:
    """Sign the result whose fingerprint the page showed."""
    form = SignForm()
    if not form.validate_on_submit():
        return page(contest_id, form), 422
    try:
        signing.sign(act(), contest_id, form.seen.data or "", form.password.data)
    except Invalid as problem:
        form.show(problem)
        return page(contest_id, form), 422
    except Refused as problem:
        return page(contest_id, SignForm(formdata=None), problem.message), 409
    flash(say(msg("You have signed this result.")), "success")
    return redirect(url_for("assessor.signing_page", contest_id=contest_id), code=303)


def page(contest_id: int, form: SignForm, problem: Message | None = None) -> str:
    """The page of a result to sign; with the reason alone for whoever may not be shown it."""
    ref = signatures.signing_ref(db(), contest_id, now())
    require(actor(), "sheet.read", ref)
    read = may(actor(), "signing.read", ref)
    result = standings.result(db(), contest_id, with_marks=True)
    found = signing_of(db(), contest_id, result)
    form.seen.data = found.fingerprint
    called = names_seen(contest_id)
    return render_template(
        "assessor/sign.html",
        contest=refs.found(contests.described(db(), contest_id)),
        read=read,
        may_sign=may(actor(), "signing.sign", ref),
        result=result if read else None,
        signing=found,
        called=called,
        # A reason may name a province, which would tell who a hidden candidate is.
        reasons_seen=all(called.get(one.entry, one.name) == one.name for one in result.standings),
        changes={one["id"]: changes_of(one, called) for one in found.void} if read else {},
        form=form,
        problem=problem,
    )


def names_seen(contest_id: int) -> dict[str, str]:
    """What the entries of a contest are called before this member: by number where candidates are hidden."""
    every = overview.entries_in(db(), contest_id)
    hidden = numbers.hidden_from(db(), actor().account_id or 0, [one["id"] for one in every])
    return {
        one["code"]: entry_name(hidden[one["id"]][contest_id]) if one["id"] in hidden else one["name"]
        for one in every
    }
