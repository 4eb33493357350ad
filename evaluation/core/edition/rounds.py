"""The rounds of an edition out of its file."""

from fractions import Fraction

from evaluation.core.combining import LEAST_TO_TRIM
from evaluation.core.edition.criteria import read_criterion
from evaluation.core.edition.moments import Zone
from evaluation.core.edition.table import Table
from evaluation.core.exact import ROUNDING_MODES, decimal_text
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
    )
    table.close()
    _check(table, rnd)
    return rnd


def note_repeated(tables: tuple[Table, ...], codes: tuple[str, ...]) -> None:
    """Note every code that an earlier table of the same list has already."""
    for position, code in enumerate(codes):
        if code and code in codes[:position]:
            tables[position].note("code", f'"{code}" is taken by an earlier table: choose another code')


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
        rounding.note("places", f"must be at most {MOST_PLACES}")
    rounding.close()
    return found


def _read_carry(table: Table) -> tuple[tuple[str, Fraction], ...]:
    shares = table.table("carry")
    if shares is None:
        return ()
    found = tuple((code, shares.number(code)) for code in (table.raw("carry") or {}))
    for code, share in found:
        if share < 0:
            shares.note(code, f"the share must be 0 or more, not {decimal_text(share)}")
    if table.sound("carry") and sum(share for _, share in found) <= 0:
        table.note("carry", "the shares must sum to more than 0: give at least one round a share above 0")
    return found


def _read_item(table: Table) -> ChecklistItem:
    item = ChecklistItem(table.code(), table.title())
    table.close()
    return item


def _check(table: Table, rnd: Round) -> None:
    if rnd.opens and rnd.closes and rnd.opens > rnd.closes:
        table.note("opens", "lies after closes: swap them or move one of them")
    if table.sound("categories") and not rnd.categories:
        table.note("categories", "must name at least one category")
    note_repeated(table.tables("checklist"), tuple(item.code for item in rnd.checklist))
    note_repeated(table.tables("criteria"), tuple(criterion.code for criterion in rnd.criteria))
    if table.sound("kind"):
        _check_kind(table, rnd)
    if rnd.is_judged and table.sound("scale") and rnd.criteria and _weights_are_sound(table):
        _check_weights(table, rnd)
    if table.sound("pass_mark", "scale") and rnd.scale == "percent":
        _check_pass_mark(table, rnd)


def _check_kind(table: Table, rnd: Round) -> None:
    if rnd.is_judged:
        if not table.has("criteria") or (table.sound("criteria") and not rnd.criteria):
            table.note("criteria", "a judged round needs at least one criterion")
        if rnd.checklist:
            table.note("checklist", 'only a round of kind "screening" has a check list: remove it')
        return
    for key in ("criteria", "carry", "tie_break", "advance", "winners", "pass_mark"):
        if table.raw(key):
            table.note(key, f'a round of kind "screening" has no standings: remove {key}')


def _weights_are_sound(table: Table) -> bool:
    """Whether each weight could be read; other mistakes in a criterion don't hide a wrong sum."""
    return all(criterion.sound("weight") for criterion in table.tables("criteria"))


def _check_weights(table: Table, rnd: Round) -> None:
    total = sum((criterion.weight for criterion in rnd.criteria), Fraction(0))
    if rnd.scale == "percent" and total != HUNDRED:
        table.note("criteria", f"the weights sum to {decimal_text(total)}: make them sum to 100")
    elif total <= 0:
        table.note("criteria", "the weights sum to 0: give at least one criterion a weight above 0")


def _check_pass_mark(table: Table, rnd: Round) -> None:
    if rnd.pass_mark is not None and not 0 <= rnd.pass_mark <= HUNDRED:
        table.note("pass_mark", f"must lie between 0 and 100, not {decimal_text(rnd.pass_mark)}")
