"""The rounds of an edition out of its file."""

from fractions import Fraction

from evaluation.core.combining import LEAST_TO_TRIM
from evaluation.core.edition.assignment import check_assignment, read_assignment
from evaluation.core.edition.criteria import read_criterion
from evaluation.core.edition.deliberation import check_deliberation, read_deliberation
from evaluation.core.edition.moments import Zone
from evaluation.core.edition.promotion import check_promotion, read_promotion
from evaluation.core.edition.publishing import check_publishing, read_feedback, read_objections
from evaluation.core.edition.signatures import check_signatures, read_signatures
from evaluation.core.edition.table import Table
from evaluation.core.exact import ROUNDING_MODES, decimal_text
from evaluation.core.messages import msg
from evaluation.core.rules import (
    COMBINERS,
    ORDERS,
    ROUND_KINDS,
    ROUNDING_STEPS,
    SCALES,
    STAGES,
    ChecklistItem,
    Round,
    Rounding,
)
from evaluation.core.visibility import ASSESSORS, CANDIDATES, MARKS, USUAL, Visibility

MOST_PLACES = 10
HUNDRED = Fraction(100)


def read_round(table: Table, zone: Zone | None) -> Round:
    """One round, with what can be checked without the others."""
    rnd = Round(
        code=table.code(),
        title=table.title(),
        categories=table.texts("categories", required=True),
        stage=table.choice("stage", STAGES),
        kind=table.choice("kind", ROUND_KINDS),
        opens=table.moment("opens", zone, end_of_day=False),
        closes=table.moment("closes", zone, end_of_day=True),
        order=table.choice("order", ORDERS, "sheet"),
        combine=table.choice("combine", COMBINERS, "mean"),
        trim_from=table.whole("trim_from", 3, LEAST_TO_TRIM),
        scale=table.choice("scale", SCALES, "percent"),
        rounding=_read_rounding(table),
        minimum_sheets=table.whole("minimum_sheets", 1),
        carry=_read_carry(table),
        advance=table.whole("advance", 0),
        winners=table.whole("winners", 0),
        pass_mark=table.optional_number("pass_mark"),
        tie_break=table.texts("tie_break"),
        criteria=tuple(read_criterion(criterion) for criterion in table.tables("criteria")),
        checklist=tuple(_read_item(item) for item in table.tables("checklist")),
        visibility=_read_visibility(table),
        promotion=read_promotion(table),
        signatures=read_signatures(table),
        assignment=read_assignment(table),
        feedback=read_feedback(table),
        objections=read_objections(table),
        deliberation=read_deliberation(table),
    )
    # Read by core/edition/interviews.py, once the kind is known.
    table.raw("interview")
    table.close()
    _check(table, rnd)
    return rnd


def note_repeated(tables: tuple[Table, ...], codes: tuple[str, ...]) -> None:
    """Note every code that an earlier table of the same list has already."""
    for position, code in enumerate(codes):
        if code and code in codes[:position]:
            tables[position].note(
                "code", msg('"%(code)s" is taken by an earlier table: choose another code', code=code)
            )


def _read_rounding(table: Table) -> Rounding:
    rounding = table.table("rounding")
    if rounding is None:
        return Rounding()
    found = Rounding(
        mode=rounding.choice("mode", ROUNDING_MODES, "half-up"),
        places=rounding.whole("places", 2),
        steps=frozenset(rounding.choices("steps", ROUNDING_STEPS, ROUNDING_STEPS)),
    )
    if found.places > MOST_PLACES:
        rounding.note("places", msg("must be at most %(most)s", most=MOST_PLACES))
    rounding.close()
    return found


def _read_carry(table: Table) -> tuple[tuple[str, Fraction], ...]:
    shares = table.table("carry")
    if shares is None:
        return ()
    found = tuple((code, shares.number(code)) for code in (table.raw("carry") or {}))
    for code, share in found:
        if share < 0:
            shares.note(code, msg("the share must be 0 or more, not %(share)s", share=decimal_text(share)))
    if table.sound("carry") and sum(share for _, share in found) <= 0:
        table.note(
            "carry", msg("the shares must sum to more than 0: give at least one round a share above 0")
        )
    return found


def _read_visibility(table: Table) -> Visibility:
    policy = table.table("visibility")
    if policy is None:
        return USUAL
    found = Visibility(
        marks=policy.choice("marks", MARKS, USUAL.marks),
        assessors=policy.choice("assessors", ASSESSORS, USUAL.assessors),
        candidates=policy.choice("candidates", CANDIDATES, USUAL.candidates),
    )
    policy.close()
    return found


def _read_item(table: Table) -> ChecklistItem:
    item = ChecklistItem(table.code(), table.title())
    table.close()
    return item


def _check(table: Table, rnd: Round) -> None:
    if rnd.opens and rnd.closes and rnd.opens > rnd.closes:
        table.note("opens", msg("lies after closes: swap them or move one of them"))
    if table.sound("categories") and not rnd.categories:
        table.note("categories", msg("must name at least one category"))
    note_repeated(table.tables("checklist"), tuple(item.code for item in rnd.checklist))
    note_repeated(table.tables("criteria"), tuple(criterion.code for criterion in rnd.criteria))
    if table.sound("kind"):
        _check_kind(table, rnd)
        check_promotion(table, rnd.promotion, judged=rnd.is_judged, advance=rnd.advance, winners=rnd.winners)
        check_signatures(table, judged=rnd.is_judged)
        check_assignment(table, rnd.assignment, kind=rnd.kind, stage=rnd.stage, minimum=rnd.minimum_sheets)
        check_publishing(table, judged=rnd.is_judged)
        check_deliberation(table, judged=rnd.is_judged)
    if rnd.is_judged and table.sound("scale") and rnd.criteria and _weights_are_sound(table):
        _check_weights(table, rnd)
    if table.sound("pass_mark", "scale") and rnd.scale == "percent":
        _check_pass_mark(table, rnd)


def _check_kind(table: Table, rnd: Round) -> None:
    if rnd.kind in ("interview", "visit") and rnd.visibility.candidates == "hidden":
        table.note(
            "visibility > candidates",
            msg('"hidden" is for rounds of kind "desk": in this one the panel meets the candidate'),
        )
    if rnd.is_judged:
        if not table.has("criteria") or (table.sound("criteria") and not rnd.criteria):
            table.note("criteria", msg("a judged round needs at least one criterion"))
        if rnd.checklist:
            table.note("checklist", msg('only a round of kind "screening" has a check list: remove it'))
        return
    if table.has("visibility"):
        table.note("visibility", msg('a round of kind "screening" has no panel: remove visibility'))
    for key in ("criteria", "carry", "tie_break", "advance", "winners", "pass_mark"):
        if table.raw(key):
            table.note(key, msg('a round of kind "screening" has no standings: remove %(key)s', key=key))


def _weights_are_sound(table: Table) -> bool:
    """Whether each weight could be read; other mistakes in a criterion don't hide a wrong sum."""
    return all(criterion.sound("weight") for criterion in table.tables("criteria"))


def _check_weights(table: Table, rnd: Round) -> None:
    total = sum((criterion.weight for criterion in rnd.criteria), Fraction(0))
    if rnd.scale == "percent" and total != HUNDRED:
        table.note(
            "criteria", msg("the weights sum to %(sum)s: make them sum to 100", sum=decimal_text(total))
        )
    elif total <= 0:
        table.note("criteria", msg("the weights sum to 0: give at least one criterion a weight above 0"))


def _check_pass_mark(table: Table, rnd: Round) -> None:
    if rnd.pass_mark is not None and not 0 <= rnd.pass_mark <= HUNDRED:
        mark = decimal_text(rnd.pass_mark)
        table.note("pass_mark", msg("must lie between 0 and 100, not %(number)s", number=mark))
