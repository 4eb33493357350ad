"""Whoever may see an entry finds it, and nobody else: the search's joins against the permissions, in full."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from evaluation.core.finding import asked
from evaluation.core.people import SYSTEM, Actor
from evaluation.core.workflow import STATUSES
from evaluation.permissions import entry_reach, may
from evaluation.store import refs, search
from evaluation.store.db import change, rows, write
from evaluation.store.search import Where
from tests.award import EDITION, Award
from tests.search_ground import TWO_STAGES, found, note, passages, recuse, regulation, status, submit

WORD = "ketenagakerjaan"

PEOPLE = {
    "candidate": "wakil@uji.example",
    "candidate of another": "wakil2@uji.example",
    "assessor of 35": "juri1-35@uji.example",
    "assessor of 35, recused everywhere": "juri2-35@uji.example",
    "assessor of 33": "juri1-33@uji.example",
    "national assessor": "juri1-nasional@uji.example",
    "national assessor who has not declared": "juri2-nasional@uji.example",
    "former assessor of 35": "juri3-35@uji.example",
    "committee of 35": "panitia35@uji.example",
    "committee of 35, recused everywhere": "panitia35b@uji.example",
    "committee of 33 in every edition": "panitia33@uji.example",
    "national committee": "nasional@uji.example",
    "national committee of another edition": "nasional2@uji.example",
    "auditor": "auditor@uji.example",
    "auditor of every edition, recused everywhere": "auditor2@uji.example",
    "administrator": "admin@uji.example",
    "nobody": "tamu@uji.example",
}


@pytest.fixture
def country(award: Award) -> Award:
    """An entry of every status at every step of two provinces and two editions, and people around them."""
    edition, other = award.edition(TWO_STAGES), award.edition(EDITION.replace("uji-2021", "lain-2021"))
    for province in ("35", "33"):
        award.panel(edition, "province", province)
    award.panel(edition, "national", None)
    with write(award.db):
        gone = award.account(PEOPLE["former assessor of 35"])
        change(award.db, "UPDATE panel_member SET left_at = seated_at WHERE account_id = :a", a=gone)
    for role, edition_id, region in (
        ("committee of 35", edition, "35"),
        ("committee of 35, recused everywhere", edition, "35"),
        ("committee of 33 in every edition", None, "33"),
        ("national committee", edition, None),
        ("national committee of another edition", other, None),
    ):
        award.grant(PEOPLE[role], "committee", edition_id, region)
    award.grant(PEOPLE["auditor"], "auditor", edition)
    award.grant(PEOPLE["auditor of every edition, recused everywhere"], "auditor")
    award.grant(PEOPLE["administrator"], "administrator")
    award.account(PEOPLE["nobody"])
    regions = "SELECT code FROM region WHERE parent = :parent ORDER BY code"
    codes, elsewhere = ([one["code"] for one in rows(award.db, regions, parent=p)] for p in ("35", "32"))
    for number, word in enumerate(STATUSES):
        for rounds in ((), ("province-desk",), ("province-desk", "national-desk")):
            email = PEOPLE["candidate" if number % 2 else "candidate of another"]
            stand(award, edition, codes.pop(), word, rounds, email=email)
        stand(award, edition, elsewhere.pop(), word, ("national-business",), category="business")
        stand(award, edition, elsewhere.pop(), word, (), category="business")
    stand(award, edition, "33.71", "accepted", ("province-desk", "national-desk"))
    stand(award, edition, "33.72", "submitted", ())
    stand(award, other, "35.76", "submitted", ())
    stand(award, other, "33.73", "accepted", ("province-desk",))
    for role, email in PEOPLE.items():
        if "recused" in role:
            for one in rows(award.db, "SELECT id FROM entry ORDER BY id"):
                recuse(award, email, one["id"])
    award.declare()
    silent = award.account(PEOPLE["national assessor who has not declared"])
    with write(award.db):
        # A declaration stays for ever, so this one is as if it had never been made.
        award.db.execute("DROP TRIGGER declaration_is_never_deleted")
        change(award.db, "DELETE FROM declaration WHERE account_id = :silent", silent=silent)
    return award


def stand(
    award: Award,
    edition: int,
    code: str,
    word: str,
    rounds: tuple[str, ...],
    *,
    email: str | None = None,
    category: str = "regency",
) -> None:
    """An entry with a dossier that was submitted and then changed, standing in these rounds."""
    entry_id = award.entry(edition, code, f"Daerah {code}", email=email, category=category)
    item = note(award.db, entry_id, f"{WORD} dikirim")
    submit(award.db, entry_id)
    note(award.db, entry_id, f"{WORD} konsep", item_id=item)
    for name in rounds:
        stage = "national" if name.startswith("national") else "province"
        contest = award.contest(edition, name, "35" if stage == "province" and code[:2] == "35" else
                                ("33" if stage == "province" else None), category)  # fmt: skip
        with write(award.db):
            change(
                award.db,
                "INSERT INTO contest_entry (contest_id, entry_id, entered_at) VALUES (:c, :e, :at)",
                c=contest, e=entry_id, at=award.at,
            )  # fmt: skip
    status(award.db, entry_id, word)


def everyone(award: Award) -> dict[str, Actor]:
    """The people by what they are."""
    return {role: award.actor(email) for role, email in PEOPLE.items()}


def seen_by(db: Database, actor: Actor) -> set[int]:
    """The entries that the permissions let an actor see."""
    listed = (one["id"] for one in rows(db, "SELECT id FROM entry ORDER BY id"))
    return {entry_id for entry_id in listed if may(actor, "entry.view", refs.entry_ref(db, entry_id))}


@pytest.mark.parametrize("few", [search.FEW, 0], ids=["entries named", "all that match"])
def test_the_search_finds_what_the_permissions_let_one_see_and_nothing_else(
    country: Award, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    people = everyone(country)
    seen = {role: seen_by(country.db, actor) for role, actor in people.items()}
    assert {role: set(found(country.db, actor, WORD)) for role, actor in people.items()} == seen
    # The table tells something: those who see anything see different numbers.
    assert {role: len(ids) for role, ids in seen.items()} == {
        "candidate": 12,
        "candidate of another": 12,
        "assessor of 35": 16,
        "assessor of 35, recused everywhere": 0,
        "assessor of 33": 1,
        "national assessor": 17,
        "national assessor who has not declared": 0,
        "former assessor of 35": 0,
        "committee of 35": 24,
        "committee of 35, recused everywhere": 0,
        "committee of 33 in every edition": 3,
        "national committee": 25,
        "national committee of another edition": 0,
        "auditor": 42,
        "auditor of every edition, recused everywhere": 0,
        "administrator": 0,
        "nobody": 0,
    }


def test_nobody_is_found_anything_without_an_account(country: Award) -> None:
    assert found(country.db, Actor(), WORD) == {}
    assert found(country.db, SYSTEM, WORD) == {}


@pytest.mark.parametrize("few", [search.FEW, 0], ids=["entries named", "all that match"])
def test_panels_find_what_was_submitted_and_all_others_what_stands_there_now(
    country: Award, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    for role, actor in everyone(country).items():
        judges = role in ("assessor of 35", "assessor of 33", "national assessor")
        seen = seen_by(country.db, actor)
        assert set(found(country.db, actor, "dikirim")) == (seen if judges else set())
        assert set(found(country.db, actor, "konsep")) == (set() if judges else seen)


def test_passages_are_told_of_the_same_entries_only(country: Award) -> None:
    for actor in everyone(country).values():
        listed = search.hits(country.db, entry_reach(actor), asked(WORD), Where(), each=9)
        assert {one["entry_id"] for one in listed} == seen_by(country.db, actor)


def test_asking_for_somebody_elses_entry_finds_nothing(country: Award) -> None:
    juror = country.actor(PEOPLE["assessor of 33"])
    strange = sorted(seen_by(country.db, country.actor(PEOPLE["committee of 35"])))
    assert found(country.db, juror, WORD, Where(entries=strange)) == {}
    assert passages(country.db, juror, WORD, Where(entries=strange)) == []
    assert search.entries_of(country.db, entry_reach(juror), Where(entries=strange)) == {}


def test_a_committee_member_on_the_panel_reads_what_the_committee_reads(country: Award) -> None:
    country.grant("juri1-35@uji.example", "committee", None, "35")
    both = country.actor("juri1-35@uji.example")
    assert set(found(country.db, both, "konsep")) == seen_by(country.db, both)
    assert found(country.db, both, "dikirim") == {}


def test_a_dossier_that_was_never_submitted_is_read_as_it_stands(award: Award) -> None:
    edition = award.edition()
    award.panel(edition, "province", "35")
    entry = award.entry(edition, "35.76", "Kota Mojokerto", status="accepted")
    award.declare()
    regulation(award.db, entry, type="perda", number="9", year=2019, subject=WORD)
    assert found(award.db, award.actor("juri1-35@uji.example"), WORD) == {entry: 1}


def test_choices_name_nothing_of_others(country: Award) -> None:
    def codes(role: str) -> dict[str, list[str]]:
        reach = entry_reach(country.actor(PEOPLE[role]))
        return {
            name: [one["code"] for one in listed]
            for name, listed in search.choices(country.db, reach, "uji-2021").items()
        }

    nothing: dict[str, list[str]] = dict(editions=[], categories=[], provinces=[], rounds=[])
    assert codes("administrator") == nothing
    assert codes("assessor of 33") == dict(
        editions=["uji-2021"], categories=["regency"], provinces=["33"], rounds=["province-desk"]
    )
    assert codes("committee of 33 in every edition")["editions"] == ["lain-2021", "uji-2021"]
    # A candidate is not told here in which rounds it stands: those results may be unpublished.
    assert codes("candidate") == dict(
        editions=["uji-2021"], categories=["regency"], provinces=["35"], rounds=[]
    )
    assert codes("national assessor")["rounds"] == ["national-desk", "national-business"]


def test_filters_narrow_and_a_candidate_cant_ask_for_rounds(country: Award) -> None:
    auditor = country.actor(PEOPLE["auditor"])
    everything = seen_by(country.db, auditor)
    assert set(found(country.db, auditor, WORD, Where(edition="uji-2021"))) == everything
    assert found(country.db, auditor, WORD, Where(edition="lain-2021")) == {}
    assert len(found(country.db, auditor, WORD, Where(category="business"))) == 16
    assert len(found(country.db, auditor, WORD, Where(province="33"))) == 2
    assert len(found(country.db, auditor, WORD, Where(round="national-desk"))) == 9
    assert len(found(country.db, auditor, WORD, Where(round="national-desk", province="33"))) == 1
    juror = country.actor(PEOPLE["assessor of 35"])
    assert len(found(country.db, juror, WORD, Where(round="province-desk"))) == 16
    assert found(country.db, juror, WORD, Where(round="national-desk")) == {}
    candidate = country.actor(PEOPLE["candidate"])
    assert found(country.db, candidate, WORD, Where(round="national-desk")) == {}


def test_a_panel_finds_nothing_in_entries_whose_candidates_are_hidden(country: Award) -> None:
    juror = country.actor(PEOPLE["assessor of 33"])
    [entry] = seen_by(country.db, juror)
    hidden = Where(nameless=[entry])
    for words in (WORD, '"Daerah 33.71"'):
        assert found(country.db, juror, words) == {entry: 1}
        assert found(country.db, juror, words, hidden) == {}
    committee = country.actor(PEOPLE["committee of 33 in every edition"])
    assert entry in found(country.db, committee, WORD, hidden)
    reach = entry_reach(juror)
    assert [one["code"] for one in search.choices(country.db, reach, "uji-2021")["provinces"]] == ["33"]
    assert search.choices(country.db, reach, "uji-2021", [entry])["provinces"] == []
