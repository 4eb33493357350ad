"""The meetings of a round out of an edition file: its table `interview`."""

from __future__ import annotations

from fractions import Fraction

from evaluation.core.edition.table import Table
from evaluation.core.exact import decimal_text
from evaluation.core.interview_rules import DEFAULT, MEETINGS, NOTES, InterviewRules
from evaluation.core.messages import msg
from evaluation.core.rules import Round

MOST_MINUTES = 600


def read_interview(round_table: Table, rnd: Round) -> InterviewRules | None:
    """The round's table `interview` with everything wrong in it noted; None when there is none."""
    table = round_table.table("interview")
    if table is None:
        return None
    if round_table.sound("kind") and rnd.kind not in MEETINGS:
        round_table.note(
            "interview", msg('only rounds of kind "interview" and "visit" have meetings: remove it')
        )
    rules = InterviewRules(
        talk=_minutes(table, "talk", DEFAULT.talk),
        questions=_minutes(table, "questions", DEFAULT.questions),
        companions=table.whole("companions", DEFAULT.companions),
        late_after=_minutes(table, "late_after", DEFAULT.late_after),
        late_penalty=_penalty(table, "late_penalty"),
        absence_penalty=_penalty(table, "absence_penalty"),
        notes=table.choice("notes", NOTES, DEFAULT.notes),
        panel_members=table.whole("panel_members", DEFAULT.panel_members),
        evaluators=table.whole("evaluators", DEFAULT.evaluators),
    )
    for key in ("panel_members", "evaluators"):
        if table.has(key) and round_table.sound("kind") and rnd.kind != "visit":
            table.note(key, msg('only a round of kind "visit" has a team: remove %(key)s', key=key))
    if table.sound("talk", "questions") and not rules.minutes:
        table.note("talk", msg("talk and questions are both 0: a meeting lasts at least a minute"))
    table.close()
    return rules


def _minutes(table: Table, key: str, default: int) -> int:
    found = table.whole(key, default)
    if found > MOST_MINUTES:
        table.note(key, msg("must be at most %(most)s", most=MOST_MINUTES))
        return default
    return found


def _penalty(table: Table, key: str) -> Fraction:
    """Points to take away, written without a minus."""
    found = table.number(key, Fraction(0))
    if found < 0:
        number = decimal_text(found)
        table.note(key, msg("must be 0 or more, not %(number)s: it is taken away as it is", number=number))
        return Fraction(0)
    return found
