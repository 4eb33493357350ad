"""An assessor's day: their own sessions on one date, each in its own zone."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import render_template, request

from evaluation.core.days import day_of
from evaluation.core.desk import sheet_state
from evaluation.store import sessions
from evaluation.store.db import moment
from evaluation.views.assessor import pages
from evaluation.views.context import actor, db, now
from evaluation.views.gate import access


@pages.get("/desk/day")
@access("assessor")
def day() -> str:
    """My sessions on ?date=; today or the next day with sessions by default."""
    asked = None
    with suppress(ValueError):
        asked = date.fromisoformat(request.args.get("date", ""))
    mine = [
        (one, moment(one["starts_at"]), moment(one["ends_at"]))
        for one in sessions.of_account(db(), actor().account_id or 0)
    ]
    states = {
        one["id"]: sheet_state(one["sheet_status"], excluded=bool(one["sheet_excluded"]), recused=False)
        for one, *_ in mine
    }
    return render_template("assessor/day.html", day=day_of(mine, asked, now()), states=states)
