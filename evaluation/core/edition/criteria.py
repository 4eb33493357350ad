"""The criteria of a round out of an edition file."""

from fractions import Fraction

from evaluation.core.edition.table import Table
from evaluation.core.exact import decimal_text
from evaluation.core.rules import CRITERION_KINDS, Criterion, RubricLevel

ONE, HUNDRED = Fraction(1), Fraction(100)


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
    )
    table.close()
    _check(table, criterion)
    return criterion


def _read_level(table: Table) -> RubricLevel:
    level = RubricLevel(table.number("from"), table.number("to"), table.title("text"))
    table.close()
    if table.sound("from", "to") and level.low > level.high:
        table.note("from", f"{decimal_text(level.low)} is above to = {decimal_text(level.high)}: swap them")
    return level


def _check(table: Table, criterion: Criterion) -> None:
    if table.sound("weight") and criterion.weight < 0:
        table.note("weight", f"must be 0 or more, not {decimal_text(criterion.weight)}")
    if not table.sound("minimum", "maximum"):
        return
    if criterion.minimum >= criterion.maximum:
        low, high = decimal_text(criterion.minimum), decimal_text(criterion.maximum)
        table.note("minimum", f"{low} must be below maximum = {high}")
        return
    _check_comments(table, criterion)
    if table.sound("step"):
        _check_step(table, criterion)
    if table.sound("step", "rubric") and criterion.rubric:
        _check_rubric(table, criterion)


def _check_step(table: Table, criterion: Criterion) -> None:
    if criterion.step <= 0:
        table.note("step", f"must be above 0, not {decimal_text(criterion.step)}")
    elif (criterion.maximum - criterion.minimum) % criterion.step:
        span = f"from {decimal_text(criterion.minimum)} to {decimal_text(criterion.maximum)}"
        table.note(
            "step", f"steps of {decimal_text(criterion.step)} do not lead {span}: choose one that does"
        )


def _check_comments(table: Table, criterion: Criterion) -> None:
    for key, limit in (
        ("comment_below", criterion.comment_below),
        ("comment_above", criterion.comment_above),
    ):
        if limit is not None and not criterion.minimum <= limit <= criterion.maximum:
            low, high = decimal_text(criterion.minimum), decimal_text(criterion.maximum)
            table.note(key, f"{decimal_text(limit)} must lie between minimum = {low} and maximum = {high}")


def _check_rubric(table: Table, criterion: Criterion) -> None:
    """Every possible mark belongs to exactly one level."""
    for level in criterion.rubric:
        _check_level(table, criterion, level)
    if not table.sound("rubric"):
        return
    # A level that ends one step below the minimum stands before the first, and its mirror after the last.
    expected = criterion.minimum
    for level in sorted(criterion.rubric, key=lambda level: level.low):
        found = decimal_text(level.low)
        if level.low < expected:
            table.note("rubric", f"levels overlap at {found}: the level from {found} must begin later")
        elif level.low > expected:
            table.note(
                "rubric", f"no level holds marks from {decimal_text(expected)} to below {found}: add one"
            )
        expected = level.high + criterion.step
    if expected <= criterion.maximum:
        table.note(
            "rubric", f"no level holds marks from {decimal_text(expected)} up: add one or widen the last"
        )


def _check_level(table: Table, criterion: Criterion, level: RubricLevel) -> None:
    for key, limit in (("from", level.low), ("to", level.high)):
        error = criterion.mark_error(limit)
        if error is not None:
            low, high = decimal_text(criterion.minimum), decimal_text(criterion.maximum)
            table.note(
                "rubric",
                f"{key} = {decimal_text(limit)} is no possible mark: "
                f"marks go from {low} to {high} in steps of {decimal_text(criterion.step)}",
            )
