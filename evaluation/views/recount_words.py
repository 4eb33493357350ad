"""The steps of recounts, and rules of one contest, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluation.core.exact import parse_exact
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Round
from evaluation.store.db import Row

SENTENCES = {
    "marks": msg("The sheet of %(assessor)s for %(entry)s is corrected."),
    "paper": msg("A sheet of %(assessor)s for %(entry)s is taken over from paper."),
    "late": msg("The draft of %(assessor)s for %(entry)s counts, although it is late."),
    "sheet-out": msg("The sheet of %(assessor)s for %(entry)s counts no more."),
    "sheet-in": msg("The excluded sheet of %(assessor)s for %(entry)s counts again."),
    "entry-out": msg("%(entry)s is excluded from the award."),
    "entry-withdrawn": msg("%(entry)s is withdrawn from the award."),
    "measure": msg("%(entry)s: the measured value of %(criterion)s becomes %(value)s."),
    "adjustment-points": msg("%(entry)s: the score is adjusted by %(amount)s points."),
    "adjustment-percent": msg("%(entry)s: the score is adjusted by %(amount)s percent."),
    "adjustment-back-points": msg("%(entry)s: the adjustment by %(amount)s points is taken back."),
    "adjustment-back-percent": msg("%(entry)s: the adjustment by %(amount)s percent is taken back."),
    "rule": msg("Places and promotion of this contest change."),
}
MARK = msg("%(criterion)s: %(before)s becomes %(after)s.")
NEW_MARK = msg("%(criterion)s: %(after)s.")
BLANK = "–"


def step_sentence(step: Row, rnd: Round) -> Message:
    """What a step does."""
    contents, kind = step["contents"], step["kind"]
    holes: dict[str, Any] = {"entry": step["entry_name"], "assessor": step["assessor_name"]}
    if kind in ("adjustment", "adjustment-back"):
        kind, holes["amount"] = f"{kind}-{contents['unit']}", parse_exact(contents["amount"])
    elif kind == "measure":
        holes |= {
            "criterion": rnd.criterion(contents["criterion"]).title,
            "value": parse_exact(contents["value"]),
        }
    return Message(SENTENCES[kind].text, holes)


def step_details(step: Row, rnd: Round) -> list[Message]:
    """The marks that a step writes: those that differ, or all of a new sheet."""
    contents = step["contents"]
    if step["kind"] not in ("marks", "paper"):
        return []
    before: Mapping[str, str] = contents.get("before", {})
    found = []
    for criterion in rnd.judged_criteria:
        was, now = before.get(criterion.code, ""), contents["marks"].get(criterion.code, "")
        if was == now:
            continue
        holes = {"criterion": criterion.title, "after": _mark(now), "before": _mark(was)}
        found.append(Message((MARK if was else NEW_MARK).text, holes))
    return found


def _mark(text: str) -> Any:
    return parse_exact(text) if text else BLANK
