"""An edition's rules written as a file and read back are exactly the same rules."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from evaluation import edition_file
from evaluation.core.assignment_rules import EVERYBODY, REGION_RULES, AssignmentRule
from evaluation.core.deliberation_rules import KINDS as MOTIONS
from evaluation.core.deliberation_rules import MAJORITIES, NO_DELIBERATION, VOTES, DeliberationRule
from evaluation.core.edition.writing import number
from evaluation.core.exact import NotADecimal
from evaluation.core.feedback_rules import OWN_ASSESSORS, OWN_MARKS, FeedbackRule
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.interview_rules import DEFAULT, NOTES, InterviewRules
from evaluation.core.objection_rules import NO_OBJECTIONS, ObjectionRule
from evaluation.core.promotion_rules import LIMITS, Cluster, Floor, PromotionRules
from evaluation.core.rules import (
    COMBINERS,
    ENTRANTS,
    ORDERS,
    ROUNDING_STEPS,
    Category,
    ChecklistItem,
    Criterion,
    Round,
    Rounding,
    RubricLevel,
    Rules,
    Section,
    Text,
)
from evaluation.core.section_kinds import KINDS
from evaluation.core.signature_rules import SignatureRule
from evaluation.core.visibility import ASSESSORS, CANDIDATES, MARKS, Visibility
from tests.core.edition_texts import WHOLE

DEMO = Path(edition_file.__file__).parent / "demo"
SHIPPED = (Path(__file__).parents[1] / "examples", DEMO)
FILES = sorted(path for folder in SHIPPED for path in folder.rglob("edition.toml"))

# Surrogates are no text, and a title's outer blanks are not kept by reading.
letters = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
words = letters.map(str.strip).filter(bool)
texts = st.builds(Text, words, words)
codes = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True).filter(
    lambda c: c not in ("judged", "submitted")
)
FIRST = datetime(1900, 1, 2, tzinfo=UTC)
zones = st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Amsterdam", "UTC", "Africa/Monrovia"])
moments = st.timedeltas(timedelta(0), timedelta(days=390_000)).map(lambda gap: FIRST + gap)
tidy = moments.map(lambda at: at.replace(hour=17, minute=0, second=0, microsecond=0))
whole = st.integers(0, 1_000_000)
small = st.decimals(0, 1000, places=9, allow_nan=False).map(Fraction)
tiny = st.sampled_from([Fraction(1, 10**30), Fraction(10**30), Fraction(12345678901234567, 10**29)])
amounts = st.one_of(small, whole.map(Fraction), tiny)


def some(values, most=3):
    """A few different ones of a list."""
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple) if values else st.just(())


@st.composite
def criteria(draw, code, evidence):
    """One criterion whose rubric covers every mark."""
    low, step = draw(small), draw(st.sampled_from([Fraction(1), Fraction(1, 4), Fraction(1, 1000)]))
    steps = draw(st.integers(2, 500))
    high, cut = low + step * steps, low + step * draw(st.integers(1, steps))
    levels = (RubricLevel(low, cut - step, draw(texts)), RubricLevel(cut, high, draw(texts)))
    return Criterion(
        code=code,
        title=draw(texts),
        weight=Fraction(0),
        minimum=low,
        maximum=high,
        step=step,
        kind=draw(st.sampled_from(["judged", "measured"])),
        comment_below=draw(st.none() | st.just(low + step)),
        comment_above=draw(st.none() | st.just(high)),
        evidence=draw(some(evidence)),
        rubric=draw(st.sampled_from([(), levels, levels[::-1]])),
        comment_always=draw(st.booleans()),
    )


@st.composite
def promotions(draw):
    """How a round sends entries on."""
    names = draw(st.lists(codes, min_size=4, max_size=4, unique=True))
    known = st.sampled_from(["35", "35.76", "94", "94.71"])
    regions = st.lists(known, min_size=1, max_size=3, unique=True).map(tuple)
    limited = draw(st.sets(st.sampled_from(LIMITS)))
    return PromotionRules(
        nominations=draw(st.integers(0, 9)),
        at_most=tuple((name, draw(st.integers(1, 9))) for name in LIMITS if name in limited),
        floors=tuple(Floor(c, draw(texts), draw(regions), draw(st.integers(1, 9))) for c in names[:2]),
        reserve=draw(whole),
        past_winners=draw(whole),
        clusters=draw(st.just(()) | st.tuples(clusters(names[2], regions), clusters(names[3], st.just(())))),
    )


@st.composite
def clusters(draw, code, regions):
    """A cluster; where it names no regions it may be one that everybody fits, which comes last."""
    quota, sectors = st.none() | whole, st.lists(words, max_size=2, unique=True).map(tuple)
    kinds = draw(some(["province", "regency", "city"]))
    return Cluster(code, draw(texts), kinds, draw(regions), draw(sectors), draw(quota), draw(quota))


@st.composite
def deliberations(draw):
    """How a round's panel deliberates."""
    motions = draw(st.sets(st.sampled_from(MOTIONS), min_size=1))
    return DeliberationRule(
        quorum=draw(st.integers(1, 99)),
        chair=draw(st.booleans()),
        votes=draw(st.sampled_from(VOTES)),
        majority=draw(st.sampled_from(MAJORITIES)),
        motions=tuple(one for one in MOTIONS if one in motions),
        wild_cards=draw(st.integers(0, 9)) if "wild-card" in motions else 0,
    )


@st.composite
def rounds(draw, code, categories, evidence, earlier, stage="national"):
    """A judged round, or a screening."""
    opens = draw(st.none() | moments | tidy)
    plain = Round(
        code=code,
        title=draw(texts),
        categories=draw(st.permutations(categories).map(tuple)),
        stage=stage,
        kind=draw(st.sampled_from(["screening", "desk", "interview", "visit"])),
        opens=opens,
        closes=draw(st.none() | (tidy if opens is None else st.just(opens + timedelta(days=3, seconds=-1)))),
        minimum_sheets=draw(st.integers(0, 9) | whole),
    )
    if plain.kind == "screening":
        return replace(plain, checklist=(ChecklistItem(draw(codes), draw(texts)),))
    names = draw(
        st.lists(codes.filter(lambda c: c not in (code, *earlier)), min_size=1, max_size=4, unique=True)
    )
    found = [draw(criteria(name, evidence)) for name in names]
    first = draw(st.decimals(0, 100, places=12).map(Fraction))
    shares = [first, 100 - first] if len(found) > 1 else [Fraction(100)]
    weights = [*shares, *[Fraction(0)] * (len(found) - len(shares))]
    points = draw(st.booleans())
    promotion = draw(st.just(PromotionRules()) | promotions())
    nominates = promotion.nominations > 0
    return replace(
        plain,
        order=draw(st.sampled_from(ORDERS)),
        combine=draw(st.sampled_from(COMBINERS)),
        trim_from=draw(st.integers(3, 9)),
        scale="points" if points else "percent",
        rounding=Rounding(
            draw(st.sampled_from(["half-up", "half-even", "truncate"])),
            draw(st.integers(0, 10)),
            frozenset(draw(some(ROUNDING_STEPS, 5))),
        ),
        carry=tuple((name, draw(small) + 1) for name in (*earlier, code)[: draw(st.integers(0, 3))]),
        advance=0 if nominates else draw(whole),
        winners=draw(st.integers(1, 9) if nominates else whole),
        pass_mark=draw(st.none() | (amounts if points else st.integers(0, 100).map(Fraction))),
        tie_break=draw(some([*names, *earlier, "judged", "submitted"])),
        criteria=tuple(
            replace(one, weight=(draw(amounts) or Fraction(1)) if points and weight else weight)
            for one, weight in zip(found, weights, strict=True)
        ),
        visibility=Visibility(
            draw(st.sampled_from(MARKS)),
            draw(st.sampled_from(ASSESSORS)),
            draw(st.sampled_from(CANDIDATES)) if plain.kind == "desk" else "shown",
        ),
        promotion=promotion,
        signatures=draw(st.builds(SignatureRule, st.integers(0, 9), st.booleans())),
        assignment=draw(st.just(EVERYBODY) | assignments(plain))
        if plain.kind == "desk" and plain.minimum_sheets < 100
        else EVERYBODY,
        feedback=draw(
            st.builds(FeedbackRule, st.sampled_from(OWN_MARKS), st.booleans(), st.sampled_from(OWN_ASSESSORS))
        ),
        objections=draw(
            st.just(NO_OBJECTIONS)
            | st.builds(ObjectionRule, st.integers(1, 366), st.integers(0, 366), st.integers(1, 5000))
        ),
        deliberation=draw(st.just(NO_DELIBERATION) | deliberations()),
    )


def assignments(rnd):
    """How a round can assign its entries."""
    regions = REGION_RULES if rnd.stage == "national" else ("any",)
    return st.builds(
        AssignmentRule,
        st.integers(rnd.minimum_sheets or 1, 99),
        st.integers(0, 9999),
        st.sampled_from(regions),
        st.integers(0, 1_000_000),
    )


@st.composite
def sections(draw, code, categories):
    """A section as a file can give it."""
    kind = draw(st.sampled_from(list(KINDS)))
    what, required = KINDS[kind], draw(st.booleans())
    least = draw(st.integers(1, 4)) if what.maximum is None else 1
    return Section(
        code=code,
        title=draw(texts),
        categories=categories,
        kind=kind,
        required=required,
        minimum=least if required else draw(st.integers(0, least)),
        maximum=draw(st.just(what.maximum) | st.integers(max(least, 1), 9)),
        word_limit=draw(st.none() | st.integers(1, 5000)) if what.has_long_text else None,
        guidance=draw(st.none() | texts),
        file_types=FILE_TYPES
        if what.file == "none"
        else draw(st.permutations(FILE_TYPES).map(lambda f: tuple(f[:2]))),
    )


@st.composite
def meetings(draw, rnd):
    """What a round says of its meetings."""
    return InterviewRules(
        talk=draw(st.integers(1, 600)),
        questions=draw(st.integers(0, 600)),
        companions=draw(whole),
        late_after=draw(st.integers(0, 600)),
        late_penalty=draw(small),
        absence_penalty=draw(small),
        notes=draw(st.sampled_from(NOTES)),
        panel_members=draw(whole) if rnd.kind == "visit" else 1,
        evaluators=draw(whole) if rnd.kind == "visit" else 1,
    )


@st.composite
def editions(draw):
    """Whole rules without a problem."""
    kept = tuple(draw(st.lists(codes, min_size=1, max_size=2, unique=True)))
    parts = tuple(
        draw(sections(code, kept)) for code in draw(st.lists(codes, min_size=1, max_size=2, unique=True))
    )
    found: list[Round] = []
    names = draw(st.lists(codes, min_size=1, max_size=3, unique=True))
    nation = draw(st.integers(0, len(names)))
    for place, code in enumerate(names):
        judged = tuple(rnd.code for rnd in found if rnd.is_judged)
        stage = "national" if place >= nation else "province"
        found.append(draw(rounds(code, kept, [part.code for part in parts], judged, stage)))
    # Nominees go on to another round, so the last judged one has none.
    last = next((rnd for rnd in reversed(found) if rnd.is_judged), None)
    if last and last.promotion.nominations:
        place = found.index(last)
        found[place] = replace(last, promotion=replace(last.promotion, nominations=0))
    talked = [rnd for rnd in found if rnd.kind in ("interview", "visit")]
    year = draw(st.integers(1900, 3000))
    return Rules(
        code=draw(codes),
        title=draw(texts),
        assessed_year=year,
        award_year=year + 1,
        timezone=draw(zones),
        official=draw(st.booleans()),
        categories=tuple(Category(code, draw(texts), draw(st.sampled_from(ENTRANTS))) for code in kept),
        rounds=tuple(found),
        sections=parts,
        interviews=tuple((rnd.code, draw(meetings(rnd))) for rnd in talked if draw(st.booleans())),
    )


PLAIN_TEXT = Text("", "")
TRIED = [
    (editions(), Rules("", PLAIN_TEXT, 0, 0, "", True, (), ())),
    (rounds("here", ("one", "two"), ["part"], ("before",)), Round("", PLAIN_TEXT, (), "", "")),
    (criteria("one", ["part"]), Criterion("", PLAIN_TEXT, *[Fraction(-1)] * 4, "")),
    (promotions(), PromotionRules()),
    (clusters("one", st.just(("35",))), Cluster("", PLAIN_TEXT)),
    (deliberations(), DeliberationRule()),
    (assignments(Round("", PLAIN_TEXT, (), "national", "desk")), EVERYBODY),
    (meetings(Round("", PLAIN_TEXT, (), "national", "visit")), DEFAULT),
]


@pytest.mark.parametrize(("strategy", "usual"), TRIED, ids=[type(usual).__name__ for _, usual in TRIED])
def test_every_key_of_the_rules_is_tried(strategy, usual):
    """A new key that the strategies leave at what is usual would prove nothing below."""
    names, tried = {one.name for one in fields(usual)}, set()

    # Whole editions take long to draw; the parts of them have most keys.
    most = 25 if isinstance(usual, Rules) else 60

    @settings(max_examples=most, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def look(one):
        tried.update(name for name in names if getattr(one, name) != getattr(usual, name))

    look()
    assert tried == names


def taken(rules: Rules) -> bool:
    """Whether a criterion has the code of a round that its tie-breaks could mean as well."""
    named = {rnd.code for rnd in rules.rounds}
    return any(one.code in named for rnd in rules.rounds for one in rnd.criteria)


@settings(deadline=None, max_examples=50)
@given(editions().filter(lambda rules: not taken(rules)))
def test_an_exported_edition_reads_back_as_itself(rules):
    text = edition_file.export(rules)
    assert edition_file.problems_of(text) == ()
    assert edition_file.parse(text) == rules
    assert edition_file.export(edition_file.parse(text)) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_edition_that_ships_comes_back(path):
    rules = edition_file.read(path)
    assert edition_file.parse(edition_file.export(rules)) == rules


def test_the_small_edition_is_written_for_people():
    text = edition_file.export(edition_file.parse(WHOLE))
    assert 'id = "Anugerah Jum\'at 🏆"' in text
    assert "weight = 60.5\n" in text
    assert "minimum = 0\n" in text


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("2022-03-01", "2022-03-31"), ("2022-03-01T08:00:00", "2022-03-31T17:00:00.250000")],
)
def test_dates_stand_as_people_write_them(opens, closes):
    given_dates = WHOLE.replace('code = "desk"', f'code = "desk"\nopens = {opens}\ncloses = {closes}')
    text = edition_file.export(edition_file.parse(given_dates))
    assert f"opens = {opens.replace('T', ' ')}\n" in text.replace("T", " ")
    assert f"closes = {closes.replace('T', ' ')}\n" in text.replace("T", " ")


def test_a_number_without_a_decimal_is_refused():
    with pytest.raises(NotADecimal):
        number(Fraction(1, 3))
