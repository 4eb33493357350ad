"""A whole edition out of its file, and what can only be checked with all rounds in view."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from evaluation.core.edition.moments import Zone
from evaluation.core.edition.problems import Notes, Problem
from evaluation.core.edition.rounds import note_repeated, read_round
from evaluation.core.edition.table import Table, not_one_of
from evaluation.core.messages import Message, msg
from evaluation.core.rules import ENTRANTS, TIE_BREAK_WORDS, Category, Round, Rules

EARLIEST_YEAR = 1900


def read_rules(
    content: Mapping[str, Any], zone_named: Callable[[str], Zone | None]
) -> tuple[Rules, tuple[Problem, ...]]:
    """The rules of a parsed edition file and everything wrong with it; the rules count only without problems.

    `content` holds decimals as Decimal. `zone_named` gives the time zone of a name, None for an unknown one.
    """
    notes = Notes()
    root = Table(content, "", notes)
    edition = root.table("edition", required=True) or Table({}, "edition", Notes())
    zone = _read_zone(edition, zone_named)
    category_tables, round_tables = root.tables("category"), root.tables("round")
    rules = Rules(
        code=edition.code(),
        title=edition.title(),
        assessed_year=edition.whole("assessed_year", None, EARLIEST_YEAR),
        award_year=edition.whole("award_year", None, EARLIEST_YEAR),
        timezone=edition.text("timezone"),
        official=edition.yes_no("official", default=False),
        categories=tuple(_read_category(table) for table in category_tables),
        rounds=tuple(read_round(table, zone) for table in round_tables),
    )
    edition.close()
    root.close()
    note_repeated(category_tables, tuple(category.code for category in rules.categories))
    note_repeated(round_tables, tuple(rnd.code for rnd in rules.rounds))
    _check_edition(root, edition, rules)
    for position, table in enumerate(round_tables):
        _check_round(table, rules, position)
    if root.sound("category"):
        _check_categories(round_tables, rules)
    return rules, notes.problems


def _read_zone(edition: Table, zone_named: Callable[[str], Zone | None]) -> Zone | None:
    name = edition.text("timezone")
    zone = zone_named(name) if name else None
    if name and zone is None:
        edition.note(
            "timezone", msg('"%(name)s" is no time zone: write one such as "Asia/Jakarta"', name=name)
        )
    return zone


def _read_category(table: Table) -> Category:
    category = Category(table.code(), table.title(), table.choice("entrant", ENTRANTS))
    table.close()
    return category


def _check_edition(root: Table, edition: Table, rules: Rules) -> None:
    if edition.sound("assessed_year", "award_year") and rules.assessed_year > rules.award_year:
        edition.note(
            "assessed_year",
            msg(
                "%(assessed)s lies after award_year = %(awarded)s",
                assessed=rules.assessed_year,
                awarded=rules.award_year,
            ),
        )
    for key, found in (("category", rules.categories), ("round", rules.rounds)):
        if root.sound(key) and not found:
            root.note(key, msg("an edition needs at least one: add a [[%(key)s]] table", key=key))


def _check_categories(tables: tuple[Table, ...], rules: Rules) -> None:
    known = [category.code for category in rules.categories]
    for table, rnd in zip(tables, rules.rounds, strict=True):
        for code in rnd.categories:
            if code not in known:
                table.note("categories", not_one_of(code, known))


def _check_round(table: Table, rules: Rules, position: int) -> None:
    rnd = rules.rounds[position]
    if table.sound("stage", "categories"):
        _check_stage(table, rules, position)
    for code, _ in rnd.carry:
        _check_carry(table, rules, position, code)
    for name in rnd.tie_break:
        _check_tie_break(table, rules, position, name)


def _check_stage(table: Table, rules: Rules, position: int) -> None:
    """The way of an entry leads from its province to the nation, never back."""
    rnd = rules.rounds[position]
    for code in rnd.categories:
        national = [
            earlier.code
            for earlier in rules.rounds[:position]
            if code in earlier.categories and earlier.stage == "national"
        ]
        if rnd.stage == "province" and national:
            table.note(
                "stage",
                msg(
                    'category "%(category)s" is judged nationally in "%(round)s": '
                    "put its province rounds first",
                    category=code,
                    round=national[0],
                ),
            )


def _check_carry(table: Table, rules: Rules, position: int, code: str) -> None:
    reachable = _reachable(rules, position)
    where = f"carry > {code}"
    if code not in reachable:
        table.note(where, _unreachable(rules, code, reachable))
        return
    for category in rules.rounds[position].categories:
        if category not in reachable[code].categories:
            table.note(
                where,
                msg(
                    'does not judge category "%(category)s" of this round: nobody there could be ranked',
                    category=category,
                ),
            )


def _check_tie_break(table: Table, rules: Rules, position: int, name: str) -> None:
    rnd, reachable = rules.rounds[position], _reachable(rules, position)
    meanings = [
        meaning
        for meaning, names in (
            (msg("a criterion"), [criterion.code for criterion in rnd.criteria]),
            (msg("a round"), list(reachable)),
            (msg("a word of its own"), TIE_BREAK_WORDS),
        )
        if name in names
    ]
    if len(meanings) > 1:
        table.note(
            "tie_break",
            msg(
                '"%(name)s" is %(meanings)s: give one of them another code',
                name=name,
                meanings=reduce(_both, meanings),
            ),
        )
    if not meanings:
        names = [*(criterion.code for criterion in rnd.criteria), *reachable, *TIE_BREAK_WORDS]
        table.note("tie_break", _unreachable(rules, name, names))


def _both(first: Message, second: Message) -> Message:
    return msg("%(first)s and %(second)s", first=first, second=second)


def _reachable(rules: Rules, position: int) -> dict[str, Round]:
    """The judged rounds up to this one, by code: the scores that an entry can bring along."""
    return {rnd.code: rnd for rnd in rules.rounds[: position + 1] if rnd.is_judged}


def _unreachable(rules: Rules, code: str, names: Iterable[str]) -> Message:
    for rnd in rules.rounds:
        if rnd.code == code:
            return (
                msg('"%(code)s" is a screening and gives no score: name a judged round', code=code)
                if not rnd.is_judged
                else msg('"%(code)s" comes after this round: name this round or an earlier one', code=code)
            )
    return not_one_of(code, names)
