"""The rules of a round as people read them: what the codes of an edition file mean, in full words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluation.core.interview_rules import MEETINGS, InterviewRules
from evaluation.core.messages import msg
from evaluation.core.rules import ROUNDING_STEPS, Round, Rules
from evaluation.labels import TIE_BREAK
from evaluation.views.language import label, pick, say


@dataclass(frozen=True, slots=True)
class RoundWords:
    """A round with the parts of its rules that point elsewhere, named by their titles."""

    rules: Round
    categories: tuple[str, ...]
    rounding: str
    carry: tuple[tuple[str, Fraction], ...]
    tie_breaks: tuple[str, ...]
    meetings: InterviewRules | None


def words_of(rules: Rules) -> tuple[RoundWords, ...]:
    """Every round of an edition in the visitor's language, in order."""
    return tuple(
        RoundWords(
            rules=rnd,
            categories=tuple(pick(rules.category(code).title) for code in rnd.categories),
            rounding=rounding_words(rnd),
            carry=tuple((pick(rules.round(code).title), share) for code, share in rnd.carry),
            tie_breaks=tuple(tie_break_words(rules, rnd, code) for code in rnd.tie_break),
            meetings=rules.interview(rnd.code) if rnd.kind in MEETINGS else None,
        )
        for rnd in rules.rounds
    )


def rounding_words(rnd: Round) -> str:
    """Which steps are rounded, how, and to how many places."""
    steps = [label("rounding_step", step) for step in ROUNDING_STEPS if step in rnd.rounding.steps]
    if not steps:
        return say(msg("nothing is rounded"))
    return say(
        msg(
            "to %(places)s decimals, %(mode)s, at these steps: %(steps)s",
            places=rnd.rounding.places,
            mode=label("rounding_mode", rnd.rounding.mode),
            steps=", ".join(steps),
        )
    )


def tie_break_words(rules: Rules, rnd: Round, code: str) -> str:
    """What a tie-break looks at: a word of its own, a criterion of this round, or a round."""
    if code in TIE_BREAK:
        return say(TIE_BREAK[code])
    titles = {criterion.code: criterion.title for criterion in rnd.criteria}
    return pick(titles[code] if code in titles else rules.round(code).title)
