"""The outbox: what the system wrote to whom, what became of it, and background jobs that failed."""

from __future__ import annotations

import json

from flask import current_app, flash, redirect, render_template, request, url_for

from evaluation.actions import jobs as job_actions
from evaluation.actions import mail
from evaluation.core.messages import msg
from evaluation.labels import MESSAGE_STATE
from evaluation.letter_text import Written, written
from evaluation.permissions import may
from evaluation.store import jobs, outbox, refs
from evaluation.store.db import Row
from evaluation.views.admin.blueprint import Answer, pages
from evaluation.views.context import act, actor, db
from evaluation.views.gate import access
from evaluation.views.language import say

PER_PAGE = 50
AGAIN = ("kept", "failed")


@pages.get("/admin/outbox", endpoint="outbox")
@access("administrator")
def outbox_list() -> Answer:
    """Messages, newest first, 50 a page; in one state when it is asked for."""
    state = request.args.get("state")
    state = state if state in MESSAGE_STATE else None
    before = request.args.get("before", outbox.NEWEST, type=int)
    found = outbox.page(db(), state=state, before=min(before, outbox.NEWEST), limit=PER_PAGE + 1)
    return render_template(
        "admin/outbox.html",
        messages=[(one, letter_of(one).subject) for one in found[:PER_PAGE]],
        more=len(found) > PER_PAGE,
        state=state,
        counts=outbox.counts(db()),
        failed_jobs=jobs.failed(db()),
        sends=current_app.config["SMTP"] is not None,
    )


@pages.get("/admin/outbox/<int:message_id>")
@access("administrator")
def message(message_id: int) -> Answer:
    """One message as it was written; a one-time link stands in it only on its way."""
    one = refs.found(outbox.by_id(db(), message_id))
    return render_template(
        "admin/message.html",
        message=one,
        letter=letter_of(one),
        again=may(actor(), "mail.manage") and one["state"] in AGAIN,
        sends=current_app.config["SMTP"] is not None,
    )


def letter_of(message: Row) -> Written:
    """The message in words, without its link."""
    contents = json.loads(message["contents"])
    base = current_app.config["URL"]
    return written(message["template"], contents, name=message["name"], base=base)


@pages.post("/admin/outbox/<int:message_id>/again")
@access("administrator")
def send_again(message_id: int) -> Answer:
    """Let a message that failed or was kept be sent now."""
    mail.try_again(act(), message_id)
    flash(say(msg("The message waits to be sent.")), "success")
    return redirect(url_for("admin.message", message_id=message_id), code=303)


@pages.post("/admin/jobs/<int:job_id>/again")
@access("administrator")
def do_again(job_id: int) -> Answer:
    """Let a background job that failed begin anew."""
    job_actions.try_again(act(), job_id)
    flash(say(msg("The job is tried again.")), "success")
    return redirect(url_for("admin.outbox"), code=303)
