"""The auditor reads every event of an edition, and changes nothing."""

from __future__ import annotations

import re

import pytest

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.rules import Text
from evaluation.labels import EVENT, EVENT_FIELD
from evaluation.store.db import rows, write
from tests.award import EDITION
from tests.pages import PageClient


def reader(app, award, edition=None, email="auditor@uji.example", role="auditor", locale="en"):
    """A signed-in auditor's browser, of one edition or of all."""
    award.grant(email, role, edition)
    client = PageClient(app)
    client.get("/login")
    client.submit(form="/language", button=("locale", locale))
    return client.sign_in(email)


def record(act: Act, *happened) -> None:
    """Write events as actions do."""
    with write(act.db):
        for event in happened:
            act.record(event)


def test_every_declared_event_and_field_has_its_word():
    declared = {cls.__name__ for cls in events.event_classes()}
    assert set(EVENT) == declared
    places = {"edition_id", "contest_id", "entry_id"}
    fields = {name for cls in events.event_classes() for name in cls.__dataclass_fields__} - places
    assert fields <= set(EVENT_FIELD)


def test_an_event_named_by_its_class_even_when_it_has_a_name(act_as, award, db):
    edition = award.edition()
    event = events.CandidateInvited(
        edition_id=edition, code="35.76", name="Kota Mojokerto", category="regency", region="35.76"
    )
    record(act_as(), event)
    kept = rows(db, "SELECT name, fields FROM audit_event")[0]
    assert kept["name"] == "CandidateInvited"
    assert '"name": "Kota Mojokerto"' in kept["fields"]


def test_events_stand_newest_first_in_words(app, award, act_as, clock):
    edition = award.edition()
    entry = award.entry(edition, "35.76", "Kota <Mojokerto> & O'Neil")
    ana = Actor(account_id=award.account("ana@uji.example"), email="ana@uji.example")
    record(act_as(), events.EditionLoaded(edition_id=edition, code="uji-2021", fingerprint="ab" * 32))
    clock.forward(hours=1)
    record(
        act_as(ana),
        events.EntryReturned(edition_id=edition, entry_id=entry, reason='Berkas kurang; lihat "bab 2"'),
        events.SheetSubmitted(
            edition_id=edition,
            entry_id=entry,
            sheet=7,
            marks={"regulation": "0", "innovation": "80.5"},
            total="75.25",
            assessor="juri@uji.example",
        ),
        events.ScreeningItemChecked(edition_id=edition, entry_id=entry, item="stamp", passed=False),
        events.DecreeRecorded(edition_id=edition, panel=1, number="188/2021", date=None, sha256=None),
        events.RoleGranted(edition_id=edition, email="x@uji.example", role="committee", region="35"),
    )
    page = reader(app, award, edition).get("/audit/uji-2021")
    text = page.text
    assert "Audit of Trial Award 2021" in text
    for words in (
        "10 January 2022, 10:00:00 WIB Edition loaded command line or visitor code: uji-2021 fingerprint: "
        + "ab" * 32,
        "10 January 2022, 11:00:00 WIB Entry returned ana@uji.example Kota <Mojokerto> & O'Neil"
        ' reason: Berkas kurang; lihat "bab 2"',
        "assessor: juri@uji.example marks: innovation: 80.5; regulation: 0 sheet number: 7 total: 75.25",
        "Screening item checked ana@uji.example Kota <Mojokerto> & O'Neil item: stamp fulfilled: no",
        "Decree recorded ana@uji.example date: none number: 188/2021 panel number: 1",
        "Role granted ana@uji.example email: x@uji.example province: 35 role: Committee",
    ):
        assert words in text
    order = [
        text.index(word) for word in ("Role granted", "Decree recorded", "Entry returned", "Edition loaded")
    ]
    assert order == sorted(order)


def test_older_events_are_a_page_away(app, award, act_as):
    edition = award.edition()
    record(act_as(), *(events.EditionFrozen(edition_id=edition, code=f"nomor-{n:03}") for n in range(230)))
    client = reader(app, award, edition)

    def shown():
        return re.findall(r"nomor-(\d{3})", client.page.text)

    client.get("/audit/uji-2021")
    pages = [shown()]
    while "Older events" in client.page.links:
        client.click("Older events")
        pages.append(shown())
    assert [len(page) for page in pages] == [100, 100, 30]
    assert [number for page in pages for number in page] == [f"{n:03}" for n in range(229, -1, -1)]
    client.click("Newest events")
    assert shown() == pages[0]


@pytest.mark.parametrize("before", ["0", "-5", "abc", "9" * 40, ""])
def test_nonsense_for_a_page_is_no_fault(app, award, before):
    award.edition()
    client = reader(app, award)
    newest = {page: client.get(page).main for page in ("/audit/uji-2021", "/audit/accounts/events")}
    for page, shown in newest.items():
        assert client.get(f"{page}?before={before}").main == shown


def test_one_entry_can_be_followed(app, award, act_as):
    edition = award.edition()
    other_edition = award.edition(EDITION.replace("uji-2021", "uji-2022"))
    one = award.entry(edition, "35.76", "Kota Mojokerto")
    two = award.entry(edition, "35.09", "Kabupaten Jember")
    elsewhere = award.entry(other_edition, "35.09", "Kabupaten Jember")
    record(
        act_as(),
        events.EntryAccepted(edition_id=edition, entry_id=one),
        events.EntryReturned(edition_id=edition, entry_id=two, reason="kurang"),
    )
    client = reader(app, award, edition)
    client.get("/audit/uji-2021")
    page = client.click("Kota Mojokerto")
    assert "Audit of Kota Mojokerto" in page.text
    assert "Entry accepted" in page.text
    assert "Entry returned" not in page.text
    for entry in (str(elsewhere), "9999", "abc", "9" * 40):
        client.get(f"/audit/uji-2021?entry={entry}", status=404)


def test_an_auditor_sees_only_what_he_audits(app, award):
    mine = award.edition()
    award.edition(EDITION.replace("uji-2021", "uji-2022"))
    client = reader(app, award, mine)
    page = client.get("/audit")
    assert [url for url in page.links.values() if url.startswith("/audit/")] == ["/audit/uji-2021"]
    client.get("/audit/uji-2022", status=404)
    client.get("/audit/tidak-ada", status=404)
    client.get("/audit/accounts/events", status=404)


def test_an_auditor_of_all_editions_sees_the_accounts_too(app, award):
    award.edition()
    award.edition(EDITION.replace("uji-2021", "uji-2022"))
    client = reader(app, award)
    page = client.get("/audit")
    assert re.findall(r'href="(/audit/[^"]+)"', page.html) == [
        "/audit/uji-2021",
        "/audit/uji-2022",
        "/audit/accounts/events",
    ]
    text = client.click("Accounts, roles and sign-ins").text
    assert "Signed in auditor@uji.example email: auditor@uji.example" in text


@pytest.mark.parametrize("role", ["committee", "administrator"])
def test_nobody_else_reads_the_audit(app, award, role):
    edition = award.edition()
    client = reader(app, award, edition if role == "committee" else None, f"{role}@uji.example", role)
    client.may_not_open("/audit", "/audit/uji-2021", "/audit/accounts/events")


def test_candidates_and_assessors_do_not_read_the_audit(client, award):
    edition = award.edition()
    award.entry(edition, "35.76", "Kota Mojokerto", email="wakil@uji.example")
    award.panel(edition, "province", "35", 1)
    for email in ("wakil@uji.example", "juri1-35@uji.example"):
        client.sign_in(email)
        client.may_not_open("/audit", "/audit/uji-2021", "/audit/accounts/events")
        client.sign_out()


def test_the_audit_is_read_in_indonesian_too(app, award, act_as):
    edition = award.edition()
    record(act_as(), events.EditionFrozen(edition_id=edition, code="uji-2021"))
    client = reader(app, award, edition, locale="id")
    assert client.get("/audit").lang == "id"
    assert Text("Penghargaan Uji 2021", "Trial Award 2021").id in client.get("/audit/uji-2021").text


def test_the_list_takes_as_many_questions_for_many_events_as_for_few(app, award, act_as, monkeypatch):
    from evaluation.store import db as store_db

    asked = []
    original = store_db.prepare

    def counting(conn, clock):
        conn.set_trace_callback(asked.append)
        return original(conn, clock)

    edition = award.edition()
    entry = award.entry(edition, "35.76", "Kota Mojokerto")
    client = reader(app, award, edition)
    monkeypatch.setattr(store_db, "prepare", counting)

    def questions():
        asked.clear()
        client.get("/audit/uji-2021")
        return len([sql for sql in asked if sql.lstrip().startswith("SELECT")])

    record(act_as(), events.EntryAccepted(edition_id=edition, entry_id=entry))
    few = questions()
    record(act_as(), *(events.EntryAccepted(edition_id=edition, entry_id=entry) for _ in range(50)))
    assert questions() == few > 0


def test_moments_are_told_in_the_editions_zone(app, award, act_as):
    edition = award.edition()
    entry = award.entry(edition, "35.76", "Kota Mojokerto")
    late = {"before": "2026-11-20T16:59:59.000000Z", "until": "2026-11-22T16:59:59.000000Z"}
    record(act_as(), events.DeadlineExtended(edition_id=edition, entry_id=entry, reason="Banjir", **late))
    page = reader(app, award).get("/audit/uji-2021")
    assert "20 November 2026, 23:59:59 WIB" in page.text
    assert "22 November 2026, 23:59:59 WIB" in page.text
    assert "2026-11-2" not in page.text
