"""What is reckoned from a dossier: citations, coverage, lacks, deadline, timeline, manifest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from evaluation.core.completeness import contradictions, lacks, section_states, time_left
from evaluation.core.dossier import AttachedFile, Dossier, Item, Place, citation
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.manifest import contents, manifest
from evaluation.core.rules import Round, Text
from evaluation.core.section_kinds import KINDS
from evaluation.core.sections import TITLES
from evaluation.core.timeline import Outcome, current, screening, steps
from evaluation.labels import FILE_TYPE, LABELS, SECTION_KIND
from tests.dossier_ground import SECTIONS, values

MOJOKERTO = Place("Kota Mojokerto", "Kota Mojokerto", "Jawa Timur", "regency")
EAST_JAVA = Place("Provinsi Jawa Timur", "Jawa Timur", "Jawa Timur", "province")
VILLAGE = Place("Desa Pujon Kidul", "Kabupaten Malang", "Jawa Timur", "village")
COMPANY = Place('PT "Maju" Jum\'at', "Kota Surabaya", "Jawa Timur", "business")
FILE = AttachedFile(7, "Perda 9.pdf", "application/pdf", 1234, "ab" * 32)
CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)


def item(section: str, item_id: int = 1, file: AttachedFile | None = None, /, **given: Any) -> Item:
    return Item(item_id, section, values(section, **given), file, 1, "2022-01-10T03:00:00.000000Z", "Ana")


def dossier(*items: Item, place: Place = MOJOKERTO) -> Dossier:
    its = {code: tuple(i for i in items if i.section == code) for code in SECTIONS}
    return Dossier(1, place, tuple(SECTIONS.values()), its)


def complete() -> tuple[Item, ...]:
    return (
        item("regulations", 1, FILE, type="perda", number="9", year=2019, subject="Jaminan sosial"),
        item("innovations", 2, kind="membership", title="RT/RW", problem="Risiko", action="872 orang"),
        item("coverage", 3, segment="farmers", workers=0, protected=0),
        item("budget", 4, year=2021, purpose="Iuran", amount=0),
    )


def round_of(code: str, kind: str, opens: datetime | None = None, closes: datetime | None = None) -> Round:
    return Round(code, Text(code, code), (), "province", kind, opens, closes)


# --- the description of the sections --------------------------------------------------------------


def test_every_kind_and_every_file_type_has_its_words() -> None:
    assert tuple(KINDS) == tuple(SECTION_KIND)
    assert tuple(FILE_TYPE) == FILE_TYPES
    assert tuple(SECTIONS) == tuple(TITLES)


def test_every_choice_has_its_words() -> None:
    chosen = {f.words for kind in KINDS.values() for f in kind.fields if f.kind == "choice"}
    assert chosen == {"regulation_type", "innovation_kind", "segment"}
    assert chosen <= set(LABELS)


# --- citations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "place", "cited"),
    [
        ("perda", MOJOKERTO, "Perda Kota Mojokerto No. 9/2019"),
        ("perwali", MOJOKERTO, "Perwali Kota Mojokerto No. 9/2019"),
        ("pergub", MOJOKERTO, "Pergub Jawa Timur No. 9/2019"),
        ("pergub", EAST_JAVA, "Pergub Provinsi Jawa Timur No. 9/2019"),
        ("perda", EAST_JAVA, "Perda Provinsi Jawa Timur No. 9/2019"),
        ("perbup", VILLAGE, "Perbup Kabupaten Malang No. 9/2019"),
        ("perdes", VILLAGE, "Perdes Desa Pujon Kidul No. 9/2019"),
        ("company", COMPANY, 'Peraturan Perusahaan PT "Maju" Jum\'at No. 9/2019'),
        ("edaran", COMPANY, 'Surat Edaran PT "Maju" Jum\'at No. 9/2019'),
        ("other", MOJOKERTO, "Peraturan Kota Mojokerto No. 9/2019"),
    ],
)
def test_regulations_are_cited_as_indonesians_do(kind: str, place: Place, cited: str) -> None:
    assert citation({"type": kind, "number": "9", "year": 2019}, place) == cited


@pytest.mark.parametrize(
    ("number", "year", "cited"),
    [
        ("94", None, "Perwali Kota Mojokerto No. 94"),
        ("", 2019, "Perwali Kota Mojokerto Tahun 2019"),
        ("", None, "Perwali Kota Mojokerto"),
    ],
)
def test_a_half_filled_regulation_is_cited_as_far_as_it_is(number: str, year: int | None, cited: str) -> None:
    assert citation({"type": "perwali", "number": number, "year": year}, MOJOKERTO) == cited


# --- coverage ------------------------------------------------------------------------------------


def test_shares_are_exact_and_say_what_they_are_made_of() -> None:
    row = dossier(item("coverage", segment="farmers", workers=54321, protected=12345)).coverage_rows(
        "coverage"
    )[0]
    assert row.share == Fraction(1234500, 54321)
    assert (row.share_protected, row.share_workers) == (12345, 54321)


@pytest.mark.parametrize(("workers", "protected"), [(None, 5), (5, None), (0, 0)])
def test_a_share_without_its_numbers_is_none_and_never_zero(workers: int, protected: int) -> None:
    row = dossier(item("coverage", segment="farmers", workers=workers, protected=protected)).coverage_rows(
        "coverage"
    )[0]
    assert row.share is None


def test_totals_add_what_is_given_and_their_share_counts_whole_lines_only() -> None:
    total = dossier(
        item("coverage", 1, segment="farmers", workers=100, protected=40, accident=40),
        item("coverage", 2, segment="fishers", workers=300, protected=None, accident=0),
        item("coverage", 3, segment="traders", workers=100, protected=80),
    ).coverage_total("coverage")
    assert total.numbers == {
        "workers": 500,
        "protected": 120,
        "accident": 40,
        "death": None,
        "old_age": None,
        "pension": None,
        "job_loss": None,
    }
    assert (total.share_protected, total.share_workers, total.share) == (120, 200, Fraction(60))


def test_the_budget_total_leaves_out_lines_without_an_amount() -> None:
    lines = (item("budget", 1, amount=175795200), item("budget", 2), item("budget", 3, amount=0))
    assert dossier(*lines).budget_total("budget") == 175795200


# --- what is missing -----------------------------------------------------------------------------


def test_a_complete_dossier_lacks_nothing_and_zero_counts_as_given() -> None:
    assert lacks(dossier(*complete())) == ()


def test_an_empty_dossier_lacks_every_section_but_the_documents() -> None:
    assert [(lack.section, lack.item, str(lack.message)) for lack in lacks(dossier())] == [
        ("regulations", None, "Add at least one regulation."),
        ("innovations", None, "Add at least one innovation."),
        ("coverage", None, "Add at least one segment of workers."),
        ("budget", None, "Add at least one year of budget support."),
    ]


@pytest.mark.parametrize("left_out", [0, 1, 2, 3])
def test_each_required_section_is_missed(left_out: int) -> None:
    items = complete()
    rest = (*items[:left_out], *items[left_out + 1 :])
    assert [lack.section for lack in lacks(dossier(*rest))] == [items[left_out].section]


def test_every_started_item_needs_its_required_fields_and_file() -> None:
    started = (
        item("regulations", 11, type="perda"),
        item("innovations", 12, kind="planned"),
        item("coverage", 13, segment="fishers", workers=5),
        item("budget", 14, purpose="Iuran"),
        item("documents", 15, note="tanpa judul"),
    )
    found = [(lack.item.id if lack.item else None, str(lack.message)) for lack in lacks(dossier(*started))]
    assert found == [
        (11, "Number is missing."),
        (11, "Year is missing."),
        (11, "Subject is missing."),
        (11, "The file is missing."),
        (12, "Title is missing."),
        (12, "The problem is missing."),
        (12, "What was done is missing."),
        (13, "Workers protected is missing."),
        (14, "Year is missing."),
        (14, "Amount (rupiah) is missing."),
        (15, "Title is missing."),
        (15, "The file is missing."),
    ]


def test_a_file_with_a_virus_hinders_submission_and_one_that_waits_does_not() -> None:
    found = {}
    for scan in ("unscanned", "waiting", "clean", "infected"):
        file = replace(FILE, scan=scan)
        kept = dossier(*complete(), item("documents", 15, file, title="Surat"))
        found[scan] = ([str(lack.message) for lack in lacks(kept)], file.advice and str(file.advice))
    told = "This file carries a virus and can't be opened: replace it with a clean one."
    assert found == {
        "unscanned": ([], None),
        "waiting": ([], None),
        "clean": ([], None),
        "infected": ([told], told),
    }


def test_only_the_documents_may_stay_empty() -> None:
    assert [state.section.code for state in section_states(dossier()) if state.optional] == ["documents"]


def test_more_people_than_there_are_and_years_far_off_contradict() -> None:
    wrong = contradictions(
        SECTIONS["coverage"],
        values("coverage", segment="farmers", workers=10, protected=11, death=10, pension=12),
    )
    assert set(wrong) == {"protected", "pension"}
    assert set(contradictions(SECTIONS["budget"], values("budget", year=19))) == {"year"}
    assert contradictions(SECTIONS["regulations"], values("regulations", year=2100)) == {}
    assert contradictions(SECTIONS["coverage"], values("coverage", protected=11)) == {}


# --- the deadline --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=5, minutes=1), "3 d 5 h left"),
        (timedelta(hours=5, minutes=1), "5 h 1 min left"),
        (timedelta(minutes=2, seconds=3), "2 min 3 s left"),
        (timedelta(0), "0 min 0 s left"),
        (timedelta(seconds=-1), "None"),
    ],
)
def test_the_time_left_is_told_as_finely_as_it_matters(left: timedelta, words: str) -> None:
    assert str(time_left(CLOSES, CLOSES - left)) == words


# --- the timeline --------------------------------------------------------------------------------


def test_the_timeline_tells_dates_and_published_results_only() -> None:
    now = CLOSES
    day = timedelta(days=1)
    rounds = (
        round_of("screening", "screening", closes=now - day),
        round_of("desk", "desk", opens=now - day, closes=now),
        round_of("interview", "interview", opens=now + day),
        round_of("final", "desk"),
    )
    line = steps(rounds, {}, now)
    assert [step.when for step in line] == ["past", "now", "to_come", "undated"]
    assert [step.outcome for step in line] == [None] * 4
    assert current(line) is line[1]
    reached = {"final": Outcome(None, 1, "88.1", 2)}
    assert [step.when for step in steps(rounds, reached, now)] == ["past", "now", "to_come", "past"]
    assert screening(rounds) is rounds[0]
    assert screening(rounds[1:]) is None


def test_the_next_step_stands_in_when_none_runs() -> None:
    rounds = (
        round_of("desk", "desk", closes=CLOSES),
        round_of("final", "desk", opens=CLOSES + timedelta(days=9)),
    )
    line = steps(rounds, {}, CLOSES + timedelta(days=1))
    assert current(line) is line[1]
    assert current(line[:1]) is None


# --- the manifest --------------------------------------------------------------------------------


def test_a_manifest_holds_every_field_and_every_files_fingerprint() -> None:
    text = manifest(dossier(*complete()), {"number": 1, "name": 'Kota "Jum\'at" 🎉'})
    document = json.loads(text)
    assert document["submission"] == {"number": 1, "name": 'Kota "Jum\'at" 🎉'}
    listed = {one["code"]: one["items"] for one in document["sections"]}
    assert listed["regulations"] == [
        {
            "id": 1,
            "type": "perda",
            "number": "9",
            "year": 2019,
            "subject": "Jaminan sosial",
            "in_force_from": None,
            "amends": "",
            "file": {"name": "Perda 9.pdf", "size": 1234, "sha256": "ab" * 32},
        }
    ]
    assert listed["documents"] == []
    for section in SECTIONS.values():
        for one in listed[section.code]:
            assert set(one) == {"id", *section.field_names, "file"}
    assert [one.code for one in contents(text)] == list(SECTIONS)
    assert contents(text)[0].title == Text("Regulasi", "Regulations")


def test_a_manifest_of_the_first_format_is_still_read() -> None:
    old = {"format": 1, "sections": {code: [] for code in SECTIONS} | {"documents": [{"title": "Lama"}]}}
    read = contents(json.dumps(old, sort_keys=True))
    assert [(one.code, one.kind, one.title) for one in read] == [
        (code, code, section.title) for code, section in SECTIONS.items()
    ]
    assert read[-1].items == ({"title": "Lama"},)


def test_equal_dossiers_have_equal_manifests_and_any_change_shows() -> None:
    first, again = (
        manifest(dossier(*complete()), {"number": 1}),
        manifest(dossier(*complete()), {"number": 1}),
    )
    assert first == again
    assert '"number":1' in first
    plain = json.dumps(json.loads(first), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert first == plain
    assert manifest(dossier(*complete()[:3]), {"number": 1}) != first
