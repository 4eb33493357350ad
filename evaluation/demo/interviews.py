"""The demonstration's meetings: East Java's interviews by lots on one day, and a visit to a company.

All of them wait for the rounds before, so their candidates are told nothing yet.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from evaluation.actions import contests as contest_actions
from evaluation.actions import rooms, sessions, visits
from evaluation.actions.act import Act
from evaluation.core.sessions import Plan, day_plans, drawn
from evaluation.core.visits import Finding
from evaluation.store import contests, dossiers, editions, entries
from evaluation.store import visits as visit_rows

ROUND, ZONE, SEED = "province-interview", "Asia/Jakarta", "peragaan"
CANDIDATES = ("35.77", "35.09", "35.74")
VISIT, COMPANY = "business-visit", "PT-35-01"
DAYS_AHEAD = 46


def plan_interviews(act: Act, edition_id: int) -> None:
    """Let candidates into the interview round ahead of its desk round, and plan their day."""
    contest_id = let_in(act, edition_id, ROUND, CANDIDATES)
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
    rooms.write_minute(
        act, contest_id, order[0], "Susunan acara: paparan 20 menit, lalu tanya jawab (peragaan)."
    )


def plan_visit(act: Act, edition_id: int) -> None:
    """A visit to East Java's company, with its team and a first finding."""
    contest_id = let_in(act, edition_id, VISIT, (COMPANY,))
    (entry,) = contests.entries_of(act.db, contest_id)
    day = act.now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=DAYS_AHEAD + 2)
    plan = Plan(
        starts=datetime.combine(day, time(10), ZoneInfo(ZONE)),
        zone=ZONE,
        talk=30,
        questions=90,
        room="Pabrik PT Contoh Sejahtera (peragaan)",
    )
    where = (contest_id, entry["id"])
    sessions.schedule(act, *where, plan, 0)
    member = next(one for one in visit_rows.may_go(act.db, *where) if "Tenaga Kerja" in one["name"])
    visits.add_visitor(act, *where, side="panel", who=str(member["account_id"]))
    visits.add_visitor(
        act, *where, side="evaluator", who="Pengawas ketenagakerjaan (peragaan)", capacity="Provinsi"
    )
    dossier = dossiers.dossier(act.db, entry["id"])
    claim = next(item for section in dossier.sections for item in dossier.of(section.code))
    found = Finding("confirmed", "Sesuai dengan daftar gaji yang diperlihatkan (peragaan).")
    visits.record_finding(act, *where, claim.id, found=found, revision=0)


def let_in(act: Act, edition_id: int, round_code: str, codes: tuple[str, ...]) -> int:
    """Let candidates stand in a round ahead of the one before; the contest."""
    stored = next(one for one in editions.rounds_of(act.db, edition_id) if one.rules.code == round_code)
    contest_id = 0
    for code in codes:
        known = entries.by_code(act.db, edition_id, code)
        assert known is not None
        entry = entries.described(act.db, known["id"])
        assert entry is not None
        contest_id = contest_actions.enter(act, entry, stored.rules, stored.id, provisional=True)
    return contest_id
