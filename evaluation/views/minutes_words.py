"""The minutes of a finalised contest in words: what the press prints, in the language that speaks now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from evaluation.core.mark_tables import MarkTable, assessors_of, mark_tables
from evaluation.core.messages import Message, msg
from evaluation.core.promotion_words import promotion_lines, why
from evaluation.core.ranking import Standing
from evaluation.core.receipt_code import receipt_code
from evaluation.core.rules import Round
from evaluation.core.snapshot import Result
from evaluation.reports.explanation import without_names
from evaluation.reports.promotion_groups import Group, groups_of
from evaluation.store.db import Row, moment
from evaluation.store.minutes import MinutesFacts
from evaluation.views.context import locale
from evaluation.views.deliberation_minutes import Deliberation, deliberation_parts
from evaluation.views.language import day, exactly, label, number, pick, say, when
from evaluation.views.paper_words import STATES

NOTHING = "–"
KEPT = msg("Decree, panel and attendance are set out as they stood when the result was fixed.")
AS_TODAY = msg(
    "This result was fixed before the system kept decree, panel and attendance with it: they are set out as"
    " the system has them today."
)
ILLUSTRATIVE = msg(
    "Illustrative, not official: these minutes belong to a demonstration. The weights, quotas and tie-breaks"
    " are not those of an official award."
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that minutes are made of: the frozen result, the facts beside it, and who signed.

    `replaced` is the row of a result that was opened again since, as `store.result_versions` gives it.
    """

    contest: Row
    result: Result
    facts: MinutesFacts
    signatures: Sequence[Row]
    address: str
    deliberation: Deliberation | None = None
    # Rows of `store.result_versions`: this result itself if it was replaced, and the one that it replaced.
    replaced: Row | None = None
    before: Row | None = None

    @property
    def panel(self) -> Sequence[Row]:
        """Who sat on the panel, as `store.minutes.panel` gives it."""
        return self.facts.panel


def minutes_data(found: Minutes) -> dict[str, Any]:
    """What minutes.typ prints."""
    contest = found.contest
    print_of = contest["fingerprint"]
    return {
        "lang": locale(),
        "title": say(msg("Minutes of the result")),
        "award": pick(contest, "edition_title"),
        "name": place_name(contest),
        "notice": "" if found.facts.official else say(ILLUSTRATIVE),
        "counted": True,
        "footer": f"{contest['edition_code']} · {receipt_code(print_of)}",
        "opening": opening(found),
        "sections": numbered(sections(found)),
        "blanks": blanks(found),
        "fingerprint": {"label": say(msg("Fingerprint of the result (SHA-256)")), "value": print_of},
        "code": {"label": say(msg("Check code")), "value": receipt_code(print_of)},
        "check": [say(msg("Anyone can check these minutes here: contest, time and fingerprint are shown."))],
        "address": found.address,
        "archive_note": say(STATES["archival"]),
    }


def place_name(contest: Row) -> str:
    """A contest's name: round, category, and province or nation."""
    place = contest["region_name"] or say(msg("Nation"))
    return f"{pick(contest, 'round_title')} · {pick(contest, 'category_title')} · {place}"


def opening(found: Minutes) -> list[str]:
    """When and by whom the result was fixed, with which reason, and which one it replaced."""
    contest, at = found.contest, moment(found.contest["finalised_at"])
    weekday = format_date(at.astimezone(ZoneInfo(contest["timezone"])).date(), "EEEE", locale=locale())
    values = dict(weekday=weekday, moment=when(at, contest["timezone"]), who=found.facts.finalised_by)
    if found.facts.finalised_by:
        fixed = msg("On %(weekday)s, %(moment)s, %(who)s fixed the result set out below.", **values)
    else:
        fixed = msg("On %(weekday)s, %(moment)s, the result set out below was fixed.", **values)
    lines = [say(fixed), say(msg("Reason: %(reason)s", reason=contest["finalised_reason"]))]
    return [*no_longer(found), *lines, *instead_of(found)]


def no_longer(found: Minutes) -> list[str]:
    """That a result was replaced since; nothing for one that holds."""
    if not found.replaced:
        return []
    gone = msg(
        "These are the minutes of version %(number)s, which does not hold any more: it was opened again"
        " on %(moment)s. Reason: %(reason)s",
        number=found.replaced["number"],
        moment=when(moment(found.replaced["reopened_at"]), found.contest["timezone"]),
        reason=found.replaced["reopened_because"],
    )
    return [say(gone)]


def instead_of(found: Minutes) -> list[str]:
    """Which version a result replaced, and why; nothing for the first."""
    if not found.before:
        return []
    told = msg(
        "This is version %(number)s of the result. Version %(before)s, fixed on %(moment)s (check"
        " code %(code)s), was opened again because: %(reason)s",
        number=found.before["number"] + 1,
        before=found.before["number"],
        moment=when(moment(found.before["finalised_at"]), found.contest["timezone"]),
        code=receipt_code(found.before["fingerprint"]),
        reason=found.before["reopened_because"],
    )
    return [say(told)]


def sections(found: Minutes) -> list[dict[str, Any]]:
    """The sections in order; what the round has nothing of says so, but for interviews."""
    parts = [panel_section(found), standings_section(found), adjustments_section(found.result)]
    if found.contest["kind"] in ("interview", "visit"):
        parts.insert(1, attendance_section(found.facts.came))
    pleno = [section(title, **told) for title, told in deliberation_parts(found.deliberation, found.contest)]
    return [*parts, *pleno, *marks_sections(found), signatures_section(found)]


def numbered(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections with their numbers."""
    return [{**part, "title": f"{at}. {part['title']}"} for at, part in enumerate(parts, start=1)]


def section(title: Message, **given: list[Any]) -> dict[str, Any]:
    """A section with what it has: texts, facts, blocks (of a title and lines), tables, lines, notes."""
    parts = ("texts", "facts", "blocks", "tables", "lines", "notes")
    blank: dict[str, Any] = {name: [] for name in parts}
    return {"title": say(title), **blank, **given}


def table(
    title: str, columns: Sequence[tuple[str, int, bool]], rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """A table; each column is its head, its width in parts (0: as it must be), and whether numbers."""
    return {
        "title": title,
        "columns": [head for head, _, _ in columns],
        "widths": [width for _, width, _ in columns],
        "numbers": [numbers for _, _, numbers in columns],
        "rows": [list(row) for row in rows],
    }


# --- the panel, and who came ---------------------------------------------------------------------


def panel_section(found: Minutes) -> dict[str, Any]:
    """The decree, and who sat on the panel."""
    decree = found.facts.decree
    names = found.contest["assessors_seen"] == "names"
    columns = [
        (say(msg("No.")), 0, True),
        (say(msg("Name")), 4, False),
        (say(msg("Position")), 2, False),
        (say(msg("Stands for")), 4, False),
        (say(msg("Score sheets")), 0, True),
    ]
    rows = [
        [str(at), one["name"], label("position", one["position"]), one["capacity"], str(one["sheets"])]
        for at, one in enumerate(found.panel, start=1)
    ]
    facts = [
        fact(msg("Decree"), (decree and decree["decree_number"]) or NOTHING),
        fact(msg("Date of the decree"), day(decree["decree_date"] if decree else None) or NOTHING),
    ]
    numbers = msg("Assessors stand under the marks without their names, as the round says.")
    notes = [say(KEPT if found.facts.kept else AS_TODAY), *([] if names else [say(numbers)])]
    return section(msg("Panel"), facts=facts, tables=[table("", columns, rows)] if rows else [], notes=notes)


def fact(title: Message, value: str) -> dict[str, Any]:
    """One line of facts."""
    return {"label": say(title), "value": value, "exact": False}


def attendance_section(came: Sequence[Row]) -> dict[str, Any]:
    """Who came to the interviews."""
    if not came:
        return section(msg("Attendance"), texts=[say(msg("No attendance was recorded."))])
    columns = [
        (say(msg("Candidate")), 4, False),
        (say(msg("Who came")), 3, False),
        (say(msg("Person")), 4, False),
        (say(msg("Companions")), 0, True),
        (say(msg("How")), 2, False),
        (say(msg("Minutes")), 0, True),
    ]
    rows = [
        [
            one["name"],
            label("present", one["present"]),
            one["person"] or NOTHING,
            str(one["companions"]),
            label("mode", one["mode"]),
            NOTHING if one["minutes"] is None else str(one["minutes"]),
        ]
        for one in came
    ]
    return section(msg("Attendance"), tables=[table("", columns, rows)])


# --- standings and adjustments -------------------------------------------------------------------


def standings_section(found: Minutes) -> dict[str, Any]:
    """The ranking; where the round has promotion rules these, each cluster, and why each goes on or not."""
    result = found.result
    columns = [
        (say(msg("Rank")), 0, True),
        (say(msg("Candidate")), 5, False),
        (say(msg("Score")), 0, True),
        (say(msg("Sheets")), 0, True),
        (say(msg("Outcome")), 4, False),
    ]
    by_marks = [(say(msg("By the marks")), 0, True)] if result.motions else []
    columns[1:1] = by_marks
    rows = [
        [dashed(one.rank), *([dashed(one.marks_rank)] if by_marks else []), *standing_cells(result, one)]
        for one in result.standings
    ]
    rules = [say(line) for line in promotion_lines(result.rules)]
    tables = [table("", columns, rows), *(cluster_table(result, group) for group in groups_of(result))]
    reasons = [
        f"{one.name}: {say(why(result.rules, one.outcome.reason))}"
        for one in result.standings
        if one.outcome is not None
    ]
    return section(msg("Standings"), texts=rules, tables=tables, lines=reasons)


def cluster_table(result: Result, group: Group) -> dict[str, Any]:
    """The places of a cluster, or the entries that fit none."""
    columns = [
        (say(msg("Place")), 0, True),
        (say(msg("Candidate")), 5, False),
        (say(msg("Score")), 0, True),
        (say(msg("Sheets")), 0, True),
        (say(msg("Outcome")), 4, False),
    ]
    title = pick(group.cluster.title) if group.cluster else say(msg("In no cluster"))
    rows = [
        [dashed(one.outcome.cluster_rank if one.outcome else None), *standing_cells(result, one)]
        for one in group.standings
    ]
    return table(title, columns, rows)


def standing_cells(result: Result, one: Standing) -> list[str]:
    """The cells of a standing after its rank."""
    score = shown(one.score, result.rules.rounding.places)
    return [f"{one.name} ({one.entry})", score, str(one.sheets), outcome(result.rules, one)]


def dashed(rank: int | None) -> str:
    """A rank; a dash where there is none."""
    return NOTHING if rank is None else str(rank)


def outcome(rnd: Round, one: Standing) -> str:
    """What becomes of an entry, and whether it stands in a tie."""
    said = [
        (one.wins, msg("Winner")),
        (one.advances, msg("Nominee") if rnd.promotion.nominations else msg("Advances")),
        (one.joint, msg("Joint place")),
        (one.tied and not one.joint, msg("Shared rank")),
        (one.at_cut and not one.joint, msg("Tie at the cut")),
    ]
    words = [say(word) for holds, word in said if holds]
    if one.outcome and one.outcome.reserve:
        words.append(say(msg("Reserve %(number)s", number=one.outcome.reserve)))
    return ", ".join(words) or NOTHING


def shown(value: Fraction | None, places: int | None) -> str:
    """A score rounded to its places, or (None) a mark as it was given; a dash where there is none."""
    if value is None:
        return NOTHING
    return exactly(value) if places is None else number(value, places)


def adjustments_section(result: Result) -> dict[str, Any]:
    """What was added or taken away, with its reason."""
    lines = []
    for one in result.standings:
        for given, amount in one.round_score.adjustments:
            holes = dict(name=one.name, points=amount, reason=given.reason)
            lines.append(say(msg("%(name)s: %(points)s points. %(reason)s", **holes)))
    texts = [] if lines else [say(msg("Nothing was added or taken away."))]
    return section(msg("Adjustments"), texts=texts, lines=lines)


# --- marks ---------------------------------------------------------------------------------------


def marks_sections(found: Minutes) -> list[dict[str, Any]]:
    """Totals and marks by assessor: under the panel's numbers, or numbered anew where names are not told."""
    named = found.contest["assessors_seen"] == "names"
    result = found.result if named else without_names(found.result)
    places = result.rules.rounding.places
    seats = [one["email"] for one in found.panel]
    have = assessors_of(result)
    if named:
        columns = [*(who for who in seats if who in have), *(who for who in have if who not in seats)]
        heads = [str(seats.index(who) + 1) if who in seats else who for who in columns]
        note = msg("The heads are the numbers of the panel above.")
    else:
        columns = heads = sorted(have, key=int)
        note = msg("Assessors are numbered anew for each candidate, the highest total first.")
    tables = [marks_table(one, heads, places) for one in mark_tables(result, columns)]
    return [section(msg("Marks"), texts=[say(note)], tables=tables)]


def marks_table(found: MarkTable, heads: Sequence[str], places: int) -> dict[str, Any]:
    """One table: of totals, or of a criterion."""
    measured = found.criterion is not None and not found.criterion.judged
    summed = found.criterion is None
    title = say(msg("Totals of the score sheets")) if found.title is None else pick(found.title)
    across = [] if measured else [(head, 0, True) for head in heads]
    last = msg("Value") if measured else msg("Combined")
    columns = [(say(msg("Candidate")), 1, False), *across, (say(last), 0, True)]
    rows = [
        [name, *(shown(value, places if summed else None) for value in values), shown(combined, places)]
        for _, name, values, combined in found.rows
    ]
    return table(title, columns, rows)


# --- signatures ----------------------------------------------------------------------------------


def signatures_section(found: Minutes) -> dict[str, Any]:
    """Who signed and when."""
    drawn = say(msg("These minutes were drawn up from the result as it was fixed."))
    if not found.signatures:
        none = say(msg("This round asks for no electronic signatures."))
        return section(msg("Signatures"), texts=[drawn, none])
    columns = [
        (say(msg("Name")), 4, False),
        (say(msg("Position")), 2, False),
        (say(msg("Signed")), 5, False),
    ]
    zone = found.contest["timezone"]
    rows = [
        [one["name"], label("position", one["position"]), when(one["signed_at"], zone, seconds=True)]
        for one in found.signatures
    ]
    text = msg("Each of these members signed the result with this fingerprint, with their password.")
    return section(msg("Signatures"), texts=[drawn, say(text)], tables=[table("", columns, rows)])


def blanks(found: Minutes) -> list[dict[str, str]]:
    """Lines to sign by hand, where nobody signed in the system."""
    if found.signatures:
        return []
    return [
        {"name": one["name"], "position": label("position", one["position"])}
        for one in found.panel
        if one["seated"]
    ]
