"""An assessor's queue: every entry before my panels, what is left to do, and what comes next."""

from __future__ import annotations

from flask import render_template, request

from evaluation.core.desk import STATES
from evaluation.core.queue import asked, choices, queue
from evaluation.core.reading_time import SECONDS_A_PICTURE, WORDS_A_MINUTE
from evaluation.store import conflicts, pleno_refs, samples, signatures
from evaluation.store import desk as own
from evaluation.store.db import stamp
from evaluation.views.assessor import pages
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access


@pages.get("/desk")
@access("assessor")
def desk() -> str:
    """Every contest before my panels, with the state of each of my sheets; the address holds the filters."""
    contests = own.own_list(db(), actor().account_id or 0, now())
    filters = asked(request.args)
    return render_template(
        "assessor/desk.html",
        anything=bool(contests),
        to_declare=len(conflicts.outstanding(db(), actor().account_id or 0)),
        samples=samples.of_account(db(), actor().account_id or 0, stamp(now())),
        to_deliberate=pleno_refs.before_panels_of(db(), actor().account_id or 0),
        to_sign=signatures.awaited_from(db(), actor().account_id or 0),
        queue=queue(contests, filters),
        filters=filters,
        choices=choices(contests),
        states=STATES,
        pace={"words": WORDS_A_MINUTE, "seconds": SECONDS_A_PICTURE},
    )
