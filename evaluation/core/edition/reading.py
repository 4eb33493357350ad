"""A whole edition out of its file, and what can only be checked with all rounds in view."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from evaluation.core.edition.interviews import read_interview
from evaluation.core.edition.moments import Zone
from evaluation.core.edition.problems import Notes, Problem
from evaluation.core.edition.rounds import note_repeated, read_round
from evaluation.core.edition.sections import read_section
from evaluation.core.edition.table import Table, not_one_of
from evaluation.core.messages import Message, msg
from evaluation.core.rules import ENTRANTS, TIE_BREAK_WORDS, Category, Round, Rules, Section
from evaluation.core.sections import default_sections

EARLIEST_YEAR = 1900


def read_rules(
    content: Mapping[str, Any], zone_named: Callable[[str], Zone | None]
) -> tuple[Rules, tuple[Problem, ...]]:
    """The rules of a parsed edition file and everything wrong with it; the rules count only without problems.

    `content` holds decimals as Decimal. `zone_named` gives the time zone of a name, None for an unknown one.
    """
    notes = Notes()
    root = Table(content, "", notes)
    edition = root.table("edition", required=True) or Table({}, "edition", Notes(), ("edition",))
    zone = _read_zone(edition, zone_named)
    category_tables, round_tables = root.tables("category"), root.tables("round")
    categories = tuple(_read_category(table) for table in category_tables)
    rounds = tuple(read_round(table, zone) for table in round_tables)
    meetings = [
        (rnd.code, read_interview(table, rnd)) for table, rnd in zip(round_tables, rounds, strict=True)
    ]
    rules = Rules(
        code=edition.code(),
        title=edition.title(),
        assessed_year=edition.whole("assessed_year", None, EARLIEST_YEAR),
        award_year=edition.whole("award_year", None, EARLIEST_YEAR),
        timezone=edition.text("timezone"),
        official=edition.yes_no("official", default=False),
        categories=categories,
        rounds=rounds,
        sections=_read_sections(root, tuple(category.code for category in categories)),
        interviews=tuple((code, found) for code, found in meetings if found is not None),
    )
    edition.close()
    root.close()
    note_repeated(category_tables, tuple(category.code for category in rules.categories))
    note_repeated(round_tables, tuple(rnd.code for rnd in rules.rounds))
    _check_edition(root, edition, rules)
    for position, table in enumerate(round_tables):
        _check_round(table, rules, position)
    if root.sound("category"):
        _check_categories(round_tables, [rnd.categories for rnd in rules.rounds], rules)
        _check_categories(root.tables("section"), [one.categories for one in rules.sections], rules)
    _check_sections(root, rules)
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


def _read_sections(root: Table, categories: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections of the file, or the default ones; one that names no category is in every dossier."""
    if not root.has("section"):
        root.raw("section")
        return default_sections(categories)
    sections = tuple(read_section(table) for table in root.tables("section"))
    return tuple(replace(one, categories=one.categories or categories) for one in sections)


def _check_categories(tables: tuple[Table, ...], named: list[tuple[str, ...]], rules: Rules) -> None:
    known = [category.code for category in rules.categories]
    for table, codes in zip(tables, named, strict=False):
        for code in codes:
            if code not in known:
                table.note("categories", not_one_of(code, known))


def _check_sections(root: Table, rules: Rules) -> None:
    """Sections have different codes, every category has one, and criteria look at sections of theirs."""
    if not root.sound("section") and not rules.sections:
        return
    if root.has("section"):
        note_repeated(root.tables("section"), tuple(section.code for section in rules.sections))
    if root.sound("category", "section"):
        for category in rules.categories:
            if not rules.sections_of(category.code):
                root.note(
                    "section",
                    msg('the dossiers of category "%(code)s" have none: add one', code=category.code),
                )
    for table, rnd in zip(root.tables("round"), rules.rounds, strict=True):
        for criterion_table, criterion in zip(table.tables("criteria"), rnd.criteria, strict=True):
            _check_evidence(criterion_table, criterion.evidence, rnd, rules)


def _check_evidence(table: Table, evidence: tuple[str, ...], rnd: Round, rules: Rules) -> None:
    defined = {category.code for category in rules.categories}
    known = {section.code: set(section.categories) for section in rules.sections}
    for code in evidence:
        if code not in known:
            table.note("evidence", not_one_of(code, known))
        # A category that is misspelt on either side is told where it stands, and only there.
        elif known[code].isdisjoint(rnd.categories) and defined >= known[code].union(rnd.categories):
            table.note(
                "evidence",
                msg('no category of this round has the section "%(code)s" in its dossiers', code=code),
            )


def _check_round(table: Table, rules: Rules, position: int) -> None:
    rnd = rules.rounds[position]
    if table.sound("stage", "categories"):
        _check_stage(table, rules, position)
    if rnd.promotion.nominations and rnd.is_judged:
        _check_nominees(table, rules, position)
    for code, _ in rnd.carry:
        _check_carry(table, rules, position, code)
    for name in rnd.tie_break:
        _check_tie_break(table, rules, position, name)


def _check_nominees(table: Table, rules: Rules, position: int) -> None:
    """Nominees go on to a round that decides who wins."""
    rnd, later = rules.rounds[position], rules.rounds[position + 1 :]
    for code in rnd.categories:
        if not any(one.is_judged and code in one.categories for one in later):
            table.note(
                "promotion > nominations",
                msg('no later round judges category "%(code)s", so its nominees could never win', code=code),
            )


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
