"""The minutes of a deliberation in words: who was there and when, the motions and the votes on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.core.deliberation_rules import DeliberationRule
from evaluation.core.deliberation_words import deliberation_lines, motion_words, votes_words
from evaluation.core.messages import Message, msg
from evaluation.core.pleno import PutMotion, attendance
from evaluation.store.db import Row
from evaluation.views.language import clock, label, say, when

# So many motions fit beside one another on a page.
ABREAST = 5
SENIORITY = ("chair", "secretary", "member")

Parts = tuple[Message, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Deliberation:
    """What minutes tell of a deliberation; `names` are those of the entries by id."""

    rule: DeliberationRule
    sittings: Sequence[Row]
    comings: Sequence[Row]
    motions: Sequence[PutMotion]
    names: Mapping[int, str]


def deliberation_parts(found: Deliberation | None, contest: Row) -> list[Parts]:
    """The sections: the sittings where the round has a deliberation, and the motions."""
    if found is None or not found.rule.held:
        return [(msg("Motions"), {"texts": [say(msg("No motions were put."))]})]
    return [sittings_part(found, contest), motions_part(found, contest)]


def sittings_part(found: Deliberation, contest: Row) -> Parts:
    """The rule, and who was in the room of each sitting."""
    texts = [say(line) for line in deliberation_lines(found.rule)]
    if not found.sittings:
        texts.append(say(msg("The panel held no deliberation.")))
    tables = [sitting_table(found, one, contest["timezone"]) for one in found.sittings]
    return msg("Deliberation"), {"texts": texts, "tables": tables}


def sitting_table(found: Deliberation, sitting: Row, zone: str) -> dict[str, Any]:
    """Who was in the room of one sitting, and when."""
    came = [one for one in found.comings if one["sitting_id"] == sitting["id"]]
    rows = [
        [one.name, label("position", one.position), ", ".join(span(times, zone) for times in one.times)]
        for one in attendance(came, sitting["ended_at"] or "")
    ]
    return {
        "title": say(msg("Sitting of %(moment)s", moment=when(sitting["opened_at"], zone))),
        "columns": [say(msg("Name")), say(msg("Position")), say(msg("In the room"))],
        "widths": [5, 2, 3],
        "numbers": [False, False, False],
        "rows": rows,
    }


def span(times: tuple[str, str], zone: str) -> str:
    """From when until when; without an end where the sitting was never ended."""
    came, left = times
    return f"{clock(came, zone)}–{clock(left, zone) if left else ''}"


def motions_part(found: Deliberation, contest: Row) -> Parts:
    """Each motion with its reason and what became of it; votes by name where the round tells names."""
    if not found.motions:
        return msg("Motions"), {"texts": [say(msg("No motions were put."))]}
    lines = [motion_line(found, one) for one in found.motions]
    named = contest["assessors_seen"] == "names"
    voted = [one for one in found.motions if named and one.cast and one.state != "withdrawn"]
    tables = [votes_table(voted[at : at + ABREAST]) for at in range(0, len(voted), ABREAST)]
    notes = [say(msg("– stands for whoever did not vote, or could not on that motion."))] if voted else []
    if not named:
        notes = [say(msg("Votes are told without names, as the round says."))]
    return msg("Motions"), {"texts": lines, "tables": tables, "notes": notes}


def motion_line(found: Deliberation, one: PutMotion) -> str:
    """One motion in a line."""
    names = [found.names.get(entry, "…") for entry in one.named]
    parts: dict[str, object] = {
        "number": one.number,
        "what": motion_words(one.kind, names, one.place),
        "state": label("motion_state", one.state),
        "reason": one.reason,
    }
    if one.votes is None or one.state == "withdrawn":
        return say(msg("Motion %(number)s. %(what)s Reason: %(reason)s %(state)s.", **parts))
    parts["votes"] = votes_words(one.votes)
    return say(msg("Motion %(number)s. %(what)s Reason: %(reason)s %(state)s. %(votes)s", **parts))


def votes_table(motions: Sequence[PutMotion]) -> dict[str, Any]:
    """The votes by name, a column a motion."""
    found = {one.account_id: one for motion in motions for one in motion.voters}
    voters = sorted(found.values(), key=lambda one: (SENIORITY.index(one.position), one.name))
    cast = {(motion.number, one.account_id): one.choice for motion in motions for one in motion.voters}
    rows = [
        [one.name, *(word(cast.get((motion.number, one.account_id))) for motion in motions)] for one in voters
    ]
    return {
        "title": say(msg("Votes by name")),
        "columns": [say(msg("Name")), *(say(msg("Motion %(number)s", number=one.number)) for one in motions)],
        "widths": [3, *(2 for _ in motions)],
        "numbers": [False] * (len(motions) + 1),
        "rows": rows,
    }


def word(choice: str | None) -> str:
    """How somebody voted; a dash for whoever might not, or did not."""
    return label("ballot", choice) if choice else "–"
