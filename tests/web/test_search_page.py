"""The search page: what each role finds, what it is told of it, and where its links lead."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.views.search import ENTRIES_A_PAGE, PLACES_A_PAGE, PLACES_EACH
from tests.award import EDITION, Award
from tests.pages import Page, PageClient
from tests.search_ground import file, note, read, recuse, regulation, status, submit

OWNER = "wakil@uji.example"
JUROR = "juri1-35@uji.example"
STRANGER = "juri1-33@uji.example"
COMMITTEE = "panitia@uji.example"
AUDITOR = "auditor@uji.example"


@pytest.fixture
def edition(award: Award) -> int:
    edition = award.edition()
    award.panel(edition, "province", "35")
    award.panel(edition, "province", "33", members=1)
    award.grant(COMMITTEE, "committee", edition, "35")
    award.grant(AUDITOR, "auditor", edition)
    return edition


@pytest.fixture
def entry(db: Database, award: Award, edition: int) -> int:
    """A dossier with a regulation and its file of 23 pages, one of which speaks of fishers."""
    entry = award.entry(edition, "35.76", "Kota Mojokerto", status="accepted", email=OWNER)
    regulation(db, entry, type="perda", number="9", year=2019, subject="Jaminan sosial bagi nelayan")
    note(db, entry, "Lampiran", file_id=file(db, entry, "Perda 9.pdf"))
    read(db, "a", *["kosong"] * 22, "Pasal 2. Nelayan <b>dan</b> petani & buruh")
    submit(db, entry)
    return entry


def opened(app: Flask, email: str, address: str = "/search") -> PageClient:
    client = PageClient(app).sign_in(email, language="en")
    client.get(address)
    return client


def page_of(client: PageClient) -> Page:
    assert client.page is not None
    return client.page


def counted(places: int, entries: int) -> str:
    return f"Places: {places}. Entries: {entries}."


# --- what is shown -------------------------------------------------------------------------------


def test_places_are_shown_by_entry_with_the_words_marked(app: Flask, entry: int) -> None:
    client = opened(app, JUROR, "/search?q=nelayan")
    page = page_of(client)
    assert counted(2, 1) in page.text
    assert "Kota Mojokerto Regencies and cities · Jawa Timur · Trial Award 2021" in page.text
    html = client.http.get("/search?q=nelayan").text
    assert "Perda Kota Mojokerto No. 9/2019 · Jaminan sosial bagi <mark>nelayan</mark>" in html
    assert "Pasal 2. <mark>Nelayan</mark> &lt;b&gt;dan&lt;/b&gt; petani &amp; buruh" in html
    assert page.links["Perda 9.pdf, page 23"] == "/files/1/read?page=3&find=nelayan#page-23"


def test_the_link_of_a_page_shows_that_page_with_the_words_marked(app: Flask, entry: int) -> None:
    client = opened(app, JUROR, "/search?q=nelayan+petani")
    address = urlsplit(page_of(client).links["Perda 9.pdf, page 23"])
    html = client.http.get(f"{address.path}?{address.query}").text
    assert f'id="{address.fragment}"' in html
    assert "<mark>Nelayan</mark> &lt;b&gt;dan&lt;/b&gt; <mark>petani</mark>" in html
    assert html.count("<mark>") == 2
    client.click("Perda 9.pdf, page 23")
    client.click("Back to the search for nelayan petani")
    assert counted(1, 1) in page_of(client).text


@pytest.mark.parametrize(
    ("email", "path"),
    [
        (OWNER, "/entries/{entry}"),
        (JUROR, "/desk/{contest}/{entry}"),
        (COMMITTEE, "/committee/entries/{entry}"),
        (AUDITOR, "/committee/entries/{entry}"),
    ],
)
def test_each_role_is_led_to_the_item_where_it_reads_dossiers(
    app: Flask, award: Award, edition: int, entry: int, email: str, path: str
) -> None:
    contest = award.contest(edition, "province-desk", "35")
    client = opened(app, email, "/search?q=sosial")
    address = page_of(client).links["Regulations"]
    assert address == path.format(entry=entry, contest=contest) + "#item-1"
    assert 'id="item-1"' in client.http.get(address.partition("#")[0]).text


def test_every_item_of_a_dossier_can_be_led_to(app: Flask, db: Database, ground) -> None:
    items = {
        one[0] for one in db.conn.execute("SELECT id FROM dossier_item WHERE entry_id = ?", [ground.own])
    }
    for email, address in (
        ("wakil@uji.example", f"/entries/{ground.own}"),
        ("wakil@uji.example", f"/entries/{ground.own}/read"),
        ("panitia@uji.example", f"/committee/entries/{ground.own}"),
    ):
        html = PageClient(app).sign_in(email).http.get(address).text
        assert len(items) == 5
        assert all(html.count(f'id="item-{item}"') == 1 for item in items), address


def test_the_word_of_a_name_leads_to_the_dossier(app: Flask, entry: int) -> None:
    client = opened(app, COMMITTEE, "/search?q=mojokerto")
    assert page_of(client).links["Candidate"] == f"/committee/entries/{entry}"


# --- what is not shown ---------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["nelayan", "mojokerto", "Perda 9", "kosong"])
@pytest.mark.parametrize("who", ["recused", "another province", "left the panel"])
def test_what_may_not_be_read_is_as_if_it_were_not_there(
    app: Flask, db: Database, award: Award, edition: int, entry: int, who: str, typed: str
) -> None:
    email = STRANGER if who == "another province" else JUROR
    if who == "recused":
        recuse(award, JUROR, entry)
    if who == "left the panel":
        db.conn.execute(
            "UPDATE panel_member SET left_at = seated_at WHERE account_id = ?", [award.account(email)]
        )
        award.enter(edition, "province-desk", award.entry(edition, "35.78", "Kota Surabaya", email=email))
    refused = opened(app, email, f"/search?q={typed}")
    assert "Nothing was found in the dossiers that you may read." in page_of(refused).text
    seen = page_of(refused).text
    db.conn.execute("DELETE FROM search_piece WHERE entry_id = ?", [entry])
    refused.get(f"/search?q={typed}")
    assert page_of(refused).text == seen
    for more in (f"&entry={entry}", "&province=35", "&round=province-desk", "&edition=uji-2021", "&page=2"):
        refused.get(f"/search?q={typed}{more}")
        assert "Kota Mojokerto" not in page_of(refused).text
        assert "Nothing was found" in page_of(refused).text


def test_counts_count_what_one_may_read(app: Flask, db: Database, award: Award, edition: int) -> None:
    for code, name in (("35.76", "Kota Mojokerto"), ("35.77", "Kota Madiun"), ("33.71", "Kota Magelang")):
        entry = award.entry(edition, code, name, status="accepted")
        note(db, entry, "Iuran nelayan")
        submit(db, entry)
    assert counted(3, 3) in page_of(opened(app, AUDITOR, "/search?q=nelayan")).text
    assert counted(2, 2) in page_of(opened(app, JUROR, "/search?q=nelayan")).text
    assert counted(1, 1) in page_of(opened(app, STRANGER, "/search?q=nelayan")).text
    recuse(award, JUROR, 1)
    assert counted(1, 1) in page_of(opened(app, JUROR, "/search?q=nelayan")).text


def test_an_assessor_finds_nothing_of_a_correction_under_way(
    app: Flask, db: Database, award: Award, edition: int, entry: int
) -> None:
    status(db, entry, "returned")
    note(db, entry, "Rahasia konsep")
    assert "Nothing was found" in page_of(opened(app, JUROR, "/search?q=rahasia")).text
    assert counted(1, 1) in page_of(opened(app, OWNER, "/search?q=rahasia")).text


def test_the_administrator_has_no_search(app: Flask, award: Award, edition: int) -> None:
    award.grant("admin@uji.example", "administrator")
    client = PageClient(app).sign_in("admin@uji.example")
    client.get("/search", status=403)
    assert "/search" not in page_of(client).links.values()


# --- asking --------------------------------------------------------------------------------------


NOT_ENOUGH = "Type at least one word or number that must be there."
NOTHING = "Nothing was found in the dossiers that you may read."
CUT = "That was long: only the first 12 words were searched for."
BEFORE = "Finds words in what dossiers say and on every page of their files"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", {BEFORE}),
        ("  ", {BEFORE}),
        ("...", {NOT_ENOUGH}),
        ("-nelayan", {NOT_ENOUGH}),
        ('"" - *', {NOT_ENOUGH}),
        ('"', {NOT_ENOUGH}),
        ("NEAR(", {NOTHING}),
        ("a" * 400, {NOTHING, CUT}),
        ("kata " * 30, {NOTHING, CUT}),
    ],
)
def test_anything_may_be_typed(app: Flask, entry: int, typed: str, told: set[str]) -> None:
    client = opened(app, JUROR)
    client.submit({"q": typed}, form="/search")
    assert {text for text in (NOT_ENOUGH, NOTHING, CUT, BEFORE) if text in page_of(client).text} == told


def test_what_was_typed_stays_in_the_field_as_text(app: Flask, entry: int) -> None:
    client = opened(app, JUROR, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    html = client.http.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in html
    form = next(form for form in page_of(client).forms if "q" in dict(form.fields))
    assert dict(form.fields)["q"] == "<script>alert(1)</script>"


def test_filters_come_with_the_edition_and_stay_in_the_links(app: Flask, db: Database, award: Award) -> None:
    first, second = award.edition(), award.edition(EDITION.replace("uji-2021", "lain-2021"))
    award.grant(AUDITOR, "auditor")
    for edition, code in ((first, "35.76"), (first, "33.71"), (second, "35.77")):
        award.enter(edition, "province-desk", award.entry(edition, code, f"Kota {code}", status="accepted"))
    client = opened(app, AUDITOR, "/search?q=kota")
    names = {name for form in page_of(client).forms for name, _ in form.fields}
    assert {"edition", "province"} & names == {"edition"}
    assert counted(3, 3) in page_of(client).text
    client.get("/search?q=kota&edition=uji-2021")
    assert counted(2, 2) in page_of(client).text
    client.submit({"province": "33"}, form="/search")
    assert counted(1, 1) in page_of(client).text
    note(db, award.entry(first, "35.78", "Surabaya"), "Di luar babak: kota")
    client.get("/search?q=kota&edition=uji-2021")
    assert counted(4, 3) in page_of(client).text
    client.get("/search?q=kota&edition=uji-2021&round=province-desk")
    assert counted(2, 2) in page_of(client).text
    client.get("/search?q=kota&edition=no-such-edition")
    assert counted(5, 4) in page_of(client).text


def test_many_entries_and_many_places_come_in_pages(
    app: Flask, db: Database, award: Award, edition: int, entry: int
) -> None:
    codes = [row[0] for row in db.conn.execute("SELECT code FROM region WHERE parent = '35' ORDER BY code")]
    for code in codes[:ENTRIES_A_PAGE]:
        note(db, award.entry(edition, code, f"Daerah {code}", status="accepted"), "Iuran nelayan")
    for number in range(PLACES_A_PAGE):
        note(db, entry, f"Nelayan {number}")
    client = opened(app, COMMITTEE, "/search?q=nelayan")
    assert counted(PLACES_A_PAGE + ENTRIES_A_PAGE + 2, ENTRIES_A_PAGE + 1) in page_of(client).text
    assert page_of(client).text.count("Regencies and cities ·") == ENTRIES_A_PAGE
    client.click("Next page")
    assert page_of(client).text.count("Regencies and cities ·") == 1
    client.click("Previous page")
    [every] = [text for text in page_of(client).links if text.startswith("All ")]
    assert every == f"All {PLACES_A_PAGE + 2} places in this dossier: Kota Mojokerto"
    client.click(every)
    html = client.http.get(f"/search?q=nelayan&entry={entry}").text
    assert html.count("<mark>") == PLACES_A_PAGE
    client.click("Next page")
    assert parse_qs(urlsplit(str(client.url)).query) == {}
    assert page_of(client).text.count("Other documents") == 2
    client.click("Search in all entries")
    assert counted(PLACES_A_PAGE + ENTRIES_A_PAGE + 2, ENTRIES_A_PAGE + 1) in page_of(client).text
    assert PLACES_EACH == 3


@pytest.mark.parametrize(("email", "address"), [(JUROR, "/desk"), (COMMITTEE, "/committee/screening")])
def test_the_search_is_at_hand_where_dossiers_are_listed(
    app: Flask, entry: int, email: str, address: str
) -> None:
    client = opened(app, email, address)
    client.submit({"q": "nelayan"}, form="/search")
    assert client.url == "/search"
    assert counted(2, 1) in page_of(client).text
    assert page_of(client).links["Search"] == "/search"
