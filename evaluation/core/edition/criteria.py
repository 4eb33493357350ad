"""The criteria of a round out of an edition file."""

from fractions import Fraction

from evaluation.core.edition.table import Table
from evaluation.core.exact import decimal_text
from evaluation.core.messages import msg
from evaluation.core.rules import CRITERION_KINDS, Criterion, RubricLevel

ONE, HUNDRED = Fraction(1), Fraction(100)
# What `comment` may say: every mark needs one, or only those that `comment_below` and `comment_above` name.
ALWAYS, LIMITS = "always", "limits"
COMMENTS = (ALWAYS, LIMITS)


def read_criterion(table: Table) -> Criterion:
    """One criterion. Without them in the file: minimum 0, maximum 100, step 1, kind judged."""
    criterion = Criterion(
        code=table.code(),
        title=table.title(),
        weight=table.number("weight"),
        minimum=table.number("minimum", Fraction(0)),
        maximum=table.number("maximum", HUNDRED),
        step=table.number("step", ONE),
        kind=table.choice("kind", CRITERION_KINDS, "judged"),
        comment_below=table.optional_number("comment_below"),
        comment_above=table.optional_number("comment_above"),
        evidence=table.texts("evidence"),
        rubric=tuple(_read_level(level) for level in table.tables("rubric")),
        comment_always=table.choice("comment", COMMENTS, LIMITS) == ALWAYS,
    )
    table.close()
    _check(table, criterion)
    return criterion


def _read_level(table: Table) -> RubricLevel:
    level = RubricLevel(table.number("from"), table.number("to"), table.title("text"))
    table.close()
    if table.sound("from", "to") and level.low > level.high:
        low, high = decimal_text(level.low), decimal_text(level.high)
        table.note("from", msg("%(low)s is above to = %(high)s: swap them", low=low, high=high))
    return level


def _check(table: Table, criterion: Criterion) -> None:
    if table.sound("weight") and criterion.weight < 0:
        weight = decimal_text(criterion.weight)
        table.note("weight", msg("must be 0 or more, not %(number)s", number=weight))
    if not table.sound("minimum", "maximum"):
        return
    if criterion.minimum >= criterion.maximum:
        low, high = decimal_text(criterion.minimum), decimal_text(criterion.maximum)
        table.note("minimum", msg("%(low)s must be below maximum = %(high)s", low=low, high=high))
        return
    _check_comments(table, criterion)
    if table.sound("step"):
        _check_step(table, criterion)
    if table.sound("step", "rubric") and criterion.rubric:
        _check_rubric(table, criterion)


def _check_step(table: Table, criterion: Criterion) -> None:
    if criterion.step <= 0:
        table.note("step", msg("must be above 0, not %(number)s", number=decimal_text(criterion.step)))
    elif (criterion.maximum - criterion.minimum) % criterion.step:
        table.note(
            "step",
            msg(
                "steps of %(step)s do not lead from %(low)s to %(high)s: choose one that does",
                step=decimal_text(criterion.step),
                low=decimal_text(criterion.minimum),
                high=decimal_text(criterion.maximum),
            ),
        )


def _check_comments(table: Table, criterion: Criterion) -> None:
    for key, limit in (
        ("comment_below", criterion.comment_below),
        ("comment_above", criterion.comment_above),
    ):
        if limit is not None and not criterion.minimum <= limit <= criterion.maximum:
            table.note(
                key,
                msg(
                    "%(number)s must lie between minimum = %(low)s and maximum = %(high)s",
                    number=decimal_text(limit),
                    low=decimal_text(criterion.minimum),
                    high=decimal_text(criterion.maximum),
                ),
            )


def _check_rubric(table: Table, criterion: Criterion) -> None:
    """Every possible mark belongs to exactly one level."""
    for level in criterion.rubric:
        _check_level(table, criterion, level)
    if not table.sound("rubric"):
        return
    # A level that ends one step below the minimum stands before the first, and its mirror after the last.
    expected = criterion.minimum
    for level in sorted(criterion.rubric, key=lambda level: level.low):
        start, found = decimal_text(expected), decimal_text(level.low)
        if level.low < expected:
            table.note(
                "rubric",
                msg("levels overlap at %(mark)s: the level from %(mark)s must begin later", mark=found),
            )
        elif level.low > expected:
            table.note(
                "rubric",
                msg("no level holds marks from %(low)s to below %(high)s: add one", low=start, high=found),
            )
        expected = level.high + criterion.step
    if expected <= criterion.maximum:
        start = decimal_text(expected)
        table.note(
            "rubric", msg("no level holds marks from %(low)s up: add one or widen the last", low=start)
        )


def _check_level(table: Table, criterion: Criterion, level: RubricLevel) -> None:
    for key, limit in (("from", level.low), ("to", level.high)):
        if criterion.mark_error(limit) is not None:
            table.note(
                "rubric",
                msg(
                    "%(key)s = %(mark)s is no possible mark: "
                    "marks go from %(low)s to %(high)s in steps of %(step)s",
                    key=key,
                    mark=decimal_text(limit),
                    low=decimal_text(criterion.minimum),
                    high=decimal_text(criterion.maximum),
                    step=decimal_text(criterion.step),
                ),
            )
