"""A frozen result is one text, exact and readable, and comes back as the same result."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.canonical import NotCanonical, later, plain, typed
from evaluation.core.ranking import standings
from evaluation.core.rules import (
    COMBINERS,
    ORDERS,
    ROUNDING_STEPS,
    ChecklistItem,
    Rounding,
    RubricLevel,
    Text,
)
from evaluation.core.snapshot import Result, fingerprint, from_json, to_json
from tests.core.builders import criterion, entry, make_round, marked, measured, percent, points, sheet

RUBRIC = (RubricLevel(Fraction(0), Fraction(100), Text("Semua", "Everything, “even” this 🏆")),)
TALK = make_round(
    criterion("plan", 60, comment_below=Fraction("0.5"), evidence=("budget",), rubric=RUBRIC),
    measured("coverage", 40),
    code="talk",
    opens=datetime(2022, 3, 1, tzinfo=UTC),
    closes=datetime(2022, 3, 31, 16, 59, 59, tzinfo=UTC),
    carry=(("desk", Fraction(1, 3)), ("talk", Fraction(2, 3))),
    advance=1,
    pass_mark=Fraction("60.5"),
    tie_break=("talk", "submitted"),
    checklist=(ChecklistItem("signed", Text("Ditandatangani", "Signed")),),
)
ENTRIES = (
    entry(
        "35.09",
        sheet("hakim@panel.example", plan=80),
        sheet("o'neil@panel.example", plan=81),
        sheet("siti@panel.example", plan=81),
        name="Desa Ma'rang 🏆",
        measures={"coverage": "60.4"},
        carried={"desk": Fraction("91.8")},
        adjustments=(points(-1), percent("2.5")),
    ),
    entry("35.10", name='"Kota" <Bima>'),
    entry("35.11", sheet("hakim@panel.example", plan=8), carried={}),
)
RESULT = Result("talk", "regency", None, TALK, standings(TALK, ENTRIES))


def floats_in(value: Any) -> list[float]:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value] if isinstance(value, float) else [found for one in members for found in floats_in(one)]


def test_a_result_comes_back_as_it_was() -> None:
    assert from_json(to_json(RESULT)) == RESULT
    assert from_json(to_json(replace(RESULT, region="35"))).region == "35"


def test_the_text_is_canonical_exact_and_readable() -> None:
    text = to_json(RESULT)
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert floats_in(document) == []
    first = document["result"]["standings"][0]
    assert first["name"] == "Desa Ma'rang 🏆"
    assert first["round_score"]["judged"] == "48.4"
    assert first["carried"] == [["desk", "1/3", "91.8"], ["talk", "2/3", "73.37"]]
    assert document["result"]["rules"]["closes"] == "2022-03-31T16:59:59+00:00"
    assert document["result"]["rules"]["rounding"]["steps"] == sorted(ROUNDING_STEPS)
    assert document["format"] == 1


def test_equal_results_have_one_text_and_one_fingerprint() -> None:
    again = Result("talk", "regency", None, TALK, standings(TALK, ENTRIES[::-1]))
    assert to_json(again) == to_json(RESULT)
    assert fingerprint(to_json(again)) == fingerprint(to_json(RESULT))
    changed = to_json(RESULT).replace("48.4", "48.5")
    assert fingerprint(changed) != fingerprint(to_json(RESULT))


def test_the_fingerprint_is_a_plain_sha_256() -> None:
    assert fingerprint("🏆") == "2ded5cba8542258c36f318789bc9592e7f630ca020b99f8b963f482b79676bb9"


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result.pop("region"),
        lambda result: result.update(extra=1),
        lambda result: result.update(category=1),
        lambda result: result.update(standings=None),
        lambda result: result["rules"].update(advance=True),
        lambda result: result["rules"].update(pass_mark="sixty"),
        lambda result: result["rules"].update(closes="tomorrow"),
        lambda result: result["rules"].update(carry=[["desk"]]),
        lambda result: result["standings"][0].update(score=73.37),
    ],
)
def test_a_text_that_is_no_snapshot_is_refused(change: Any) -> None:
    document = json.loads(to_json(RESULT))
    change(document["result"])
    with pytest.raises(NotCanonical):
        from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"format":2,"result":{}}', "[" * 100_000])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        from_json(text)


def test_floats_never_enter_a_snapshot() -> None:
    with pytest.raises(NotCanonical, match="float"):
        plain({"score": 73.37})


# What the first release wrote for RESULT: results that were frozen then are read, and keep this, for ever.
FIRST_FINGERPRINT = "386c73c94c7fcd137daaa4041e427ff48fedfcfd6fb206b91090a40cd348f641"


def test_rules_that_came_later_leave_the_text_of_earlier_results_as_it_was() -> None:
    assert fingerprint(to_json(RESULT)) == FIRST_FINGERPRINT


@dataclass(frozen=True)
class Early:
    code: str


@dataclass(frozen=True)
class Grown:
    code: str
    sight: str = later("open")


def test_a_field_that_came_later_is_written_only_when_it_says_something() -> None:
    assert plain(Grown("desk")) == plain(Early("desk")) == {"code": "desk"}
    assert typed(Grown, {"code": "desk"}) == Grown("desk")
    assert plain(Grown("desk", "never")) == {"code": "desk", "sight": "never"}
    assert typed(Grown, {"code": "desk", "sight": "never"}) == Grown("desk", "never")


@pytest.mark.parametrize(
    "document", [{"code": "desk", "sight": "open"}, {"sight": "never"}, {"code": "a", "x": 1}]
)
def test_one_value_has_one_text_with_later_fields_too(document: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        typed(Grown, document)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
exact_values = st.fractions(0, 100)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 100), max_size=4), max_size=5),
    texts,
    texts | st.none(),
    st.sampled_from(ORDERS),
    st.sampled_from(COMBINERS),
    st.frozensets(st.sampled_from(ROUNDING_STEPS)),
    st.none() | exact_values,
)
def test_every_result_comes_back_as_it_was(
    contest: list[list[int]],
    name: str,
    region: str | None,
    order: str,
    combine: str,
    steps: frozenset[str],
    pass_mark: Fraction | None,
) -> None:
    rnd = make_round(
        order=order, combine=combine, rounding=Rounding(steps=steps), pass_mark=pass_mark, advance=2
    )
    entries = [marked(f"{place}", *marks, name=name) for place, marks in enumerate(contest)]
    result = Result(rnd.code, "regency", region, rnd, standings(rnd, entries))
    text = to_json(result)
    assert from_json(text) == result
    assert to_json(from_json(text)) == text
