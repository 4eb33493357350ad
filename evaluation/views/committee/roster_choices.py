"""The words that a roster's template offers: those of the edition, and the places of one's own committees."""

from __future__ import annotations

from evaluation.actions.rosters import CANDIDATE_STATUSES
from evaluation.core.entry_facts import known_sectors
from evaluation.core.rules import STAGES, Rules
from evaluation.core.subjects import CandidateRef, PanelRef
from evaluation.labels import POSITION
from evaluation.permissions import may
from evaluation.reports.roster_template import Choice
from evaluation.store import editions, rosters
from evaluation.store.db import Row
from evaluation.views.context import actor, db
from evaluation.views.language import label, pick


def choices(edition: Row, kind: str) -> dict[str, list[Choice]]:
    """The choices of a template's columns, by column."""
    places = list(rosters.regions(db()).values())
    rules = editions.rules_of(db(), edition["id"])
    if kind == "candidates":
        return {
            "category": [Choice(one.code, pick(one.title)) for one in rules.categories],
            "region": [_place(one) for one in places if _invites(edition, one)],
            "sector": [Choice(one, one) for one in sectors_of(rules)],
            "status": [Choice(code, label("status", code)) for code in CANDIDATE_STATUSES],
        }
    if kind == "past-wins":
        return {"category": [Choice(one.code, pick(one.title)) for one in rules.categories]}
    used = {rnd.stage for rnd in rules.rounds}
    return {
        "stage": [Choice(code, label("stage", code)) for code in STAGES if code in used],
        "region": [_place(one) for one in places if one["parent"] is None and _seats(edition, one)],
        "position": [Choice(code, label("position", code)) for code in POSITION],
    }


def sectors_of(rules: Rules) -> list[str]:
    """The sectors that clusters name, where an edition has only such as take no others."""
    known = [known_sectors(rules, one.code) for one in rules.categories]
    return sorted({sector for found in known for sector in found}) if all(known) else []


def _place(region: Row) -> Choice:
    return Choice(region["code"], region["name"])


def _invites(edition: Row, region: Row) -> bool:
    province = region["parent"] or region["code"]
    return any(may(actor(), "candidate.invite", CandidateRef(edition["id"], one, province)) for one in STAGES)


def _seats(edition: Row, province: Row) -> bool:
    return bool(may(actor(), "assessor.seat", PanelRef(0, edition["id"], "province", province["code"])))
