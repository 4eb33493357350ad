"""An assessor's day: their own sessions on one date, each in its own zone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from flask import render_template, request

from evaluation.core.days import day_of
from evaluation.core.desk import sheet_state
from evaluation.core.unnamed import unnamed_session
from evaluation.store import numbers, sessions
from evaluation.store.db import Row, moment
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
    own = sessions.of_account(db(), actor().account_id or 0)
    hidden = numbers.hidden_from(db(), actor().account_id or 0, {one["entry_id"] for one in own})
    mine = [(seen(one, hidden), moment(one["starts_at"]), moment(one["ends_at"])) for one in own]
    states = {
        one["id"]: sheet_state(one["sheet_status"], excluded=bool(one["sheet_excluded"]), recused=False)
        for one, *_ in mine
    }
    return render_template("assessor/day.html", day=day_of(mine, asked, now()), states=states)


def seen(session: Row, hidden: Mapping[int, Mapping[int, int]]) -> Row:
    """A session as its assessor may see it; `hidden` are the entries that go by number."""
    number = hidden.get(session["entry_id"], {}).get(session["contest_id"])
    return session if number is None else unnamed_session(session, number)
