"""The demonstration's interviews: East Java's candidates drawn by lots for one day, some already told."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from evaluation.actions import contests as contest_actions
from evaluation.actions import rooms, sessions
from evaluation.actions.act import Act
from evaluation.core.sessions import Plan, day_plans, drawn
from evaluation.store import contests, editions, entries

ROUND, ZONE, SEED = "province-interview", "Asia/Jakarta", "peragaan"
CANDIDATES = ("35.77", "35.09", "35.74")
DAYS_AHEAD = 46


def plan_interviews(act: Act, edition_id: int) -> None:
    """Let candidates into the interview round ahead of its desk round, and plan their day."""
    stored = next(one for one in editions.rounds_of(act.db, edition_id) if one.rules.code == ROUND)
    contest_id = 0
    for code in CANDIDATES:
        known = entries.by_code(act.db, edition_id, code)
        assert known is not None
        entry = entries.described(act.db, known["id"])
        assert entry is not None
        contest_id = contest_actions.enter(act, entry, stored.rules, stored.id, provisional=True)
    sessions.draw_lots(act, contest_id, SEED)
    ids = {one["code"]: one["id"] for one in contests.entries_of(act.db, contest_id)}
    day = act.now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=DAYS_AHEAD)
    first = Plan(
        starts=datetime.combine(day, time(9), ZoneInfo(ZONE)),
        zone=ZONE,
        talk=20,
        questions=20,
        room="Ruang rapat lantai 2 (peragaan)",
    )
    order = [ids[code] for code in drawn(SEED, ids)]
    sessions.plan_day(act, contest_id, list(zip(order, day_plans(first, len(order), 10), strict=True)), {})
    sessions.invite(act, contest_id)
    sessions.publish(act, contest_id)
    rooms.write_minute(
        act, contest_id, order[0], "Susunan acara: paparan 20 menit, lalu tanya jawab (peragaan)."
    )
