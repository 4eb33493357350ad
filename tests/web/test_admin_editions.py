"""Editions as people read them, and loading one on the page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from evaluation.store import editions
from evaluation.store.db import row, rows, write
from tests.award import EDITION
from tests.pages import PageClient

EAST_JAVA = Path(__file__).parent.parent / "examples" / "east-java-2021" / "edition.toml"


def browser(app, award, role, locale="en"):
    """A signed-in browser in English, or as asked."""
    award.grant(f"{role}@uji.example", role)
    client = PageClient(app)
    client.get("/login")
    client.submit(form="/language", button=("locale", locale))
    return client.sign_in(f"{role}@uji.example")


@pytest.fixture
def admin(app, award):
    return browser(app, award, "administrator")


def send(client, data, name="edition.toml", status=200):
    client.get("/admin/editions")
    return client.submit(form=2, files={"file": (BytesIO(data), name)}, status=status)


def test_an_edition_is_loaded_and_read_in_words(admin, db):
    page = send(admin, EAST_JAVA.read_bytes())
    assert "The edition is loaded." in page.text
    loaded = rows(db, "SELECT * FROM edition")
    assert len(loaded) == 1
    assert loaded[0]["source"] == EAST_JAVA.read_text(encoding="utf-8")
    assert [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")] == [
        "SignedIn",
        "EditionLoaded",
    ]
    text = admin.get(f"/admin/editions/{loaded[0]['code']}").text
    assert str(loaded[0]["assessed_year"]) in text
    assert str(loaded[0]["award_year"]) in text
    for rnd in editions.rules_of(db, loaded[0]["id"]).rounds:
        assert rnd.title.en in text
        assert all(criterion.title.en in text for criterion in rnd.criteria)


def test_every_rule_of_a_round_is_said(admin, award):
    award.edition()
    text = admin.get("/admin/editions/uji-2021").text
    for words in (
        "Illustrative, not official.",
        "Assessed year 2021 (the year whose work is judged)",
        "Award year 2022 (the year of the ceremony)",
        "Regencies and cities Regency and city governments",
        "1. Provincial desk assessment",
        "2. Provincial interview",
        "3. National assessment",
        "Stage Province Kind Desk assessment Opens no date set Closes no date set",
        "each sheet is totalled, then the totals are combined Combined by mean",
        "Rounding to 2 decimals, half up, at these steps:"
        " criterion, part, sheet, round score, standing score",
        "Sheets needed for each entry 2",
        "Standing score this round alone When scores are equal Regulation",
        "Provincial desk assessment: 40 of 100 parts Provincial interview: 60 of 100 parts",
        "Go on to the next round ranks 1 to 2 Win nobody in this round Pass mark none",
        "Go on to the next round ranks 1 to 1 Win ranks 1 to 1",
        "Criteria; scale: weights in percent; the weights sum to 100",
        "Regulation 60 0 to 100 in steps of 1 judged below 40 Regulations",
        "Coverage 20 0 to 100 in steps of 0.01 measured Coverage",
        "Rules open: they freeze when the first score sheet is submitted",
    ):
        assert words in text


def test_the_other_shapes_of_rules_are_said_too(admin, award):
    changed = (
        EDITION.replace("official = false", "official = true")
        .replace(
            'kind = "desk"\nminimum_sheets = 2',
            'kind = "desk"\ncombine = "trimmed-mean"\ntrim_from = 5\n'
            'order = "criterion"\nscale = "points"\npass_mark = 70.5\nminimum_sheets = 2\n'
            "opens = 2022-01-10T08:00:00\ncloses = 2022-01-20T23:59:59\n"
            'rounding = { mode = "truncate", places = 3, steps = ["round"] }',
        )
        .replace('tie_break = ["mastery"]', 'tie_break = ["province-desk", "judged", "submitted"]')
        .replace(
            "comment_below = 40",
            "comment_below = 40, comment_above = 90,"
            ' rubric = [{ from = 0, to = 50, text = { id = "Lemah", en = "Weak" } },'
            ' { from = 51, to = 100, text = { id = "Kuat", en = "Strong" } }]',
        )
    )
    award.edition(changed)
    text = admin.get("/admin/editions/uji-2021").text
    assert "Illustrative" not in text
    for words in (
        "Opens 10 January 2022, 08:00 WIB Closes 20 January 2022, 23:59:59 WIB",
        "each criterion is combined over the sheets, then the criteria are added Combined by"
        " mean without one highest and one lowest, from 5 values on",
        "Rounding to 3 decimals, cut off, at these steps: round score",
        "Criteria; scale: points; the weights sum to 100",
        "below 40 and above 90",
        "Pass mark 70.5",
        "When scores are equal Provincial desk assessment the judged part of the score"
        " the dossier that came in earlier",
        "What marks mean 0 to 50: Weak 51 to 100: Strong",
    ):
        assert words in text


def test_frozen_rules_say_since_when(admin, award, db):
    edition = award.edition()
    with write(db):
        editions.freeze(db, edition, award.at)
    assert "Rules frozen since 10 January 2022, 10:00 WIB" in admin.get("/admin/editions/uji-2021").text
    page = send(
        admin,
        EDITION.replace("weight = 60", "weight = 50").replace("weight = 20", "weight = 25").encode(),
        status=409,
    )
    assert "The rules of this edition are frozen" in page.text
    assert row(db, "SELECT source FROM edition")["source"] == EDITION


def test_everything_wrong_in_a_file_is_listed_and_nothing_is_stored(admin, db):
    text = EDITION.replace("weight = 60", "weight = 50").replace('stage = "national"', 'stage = "moon"')
    page = send(admin, text.encode(), name="aturan.toml", status=422)
    assert "Nothing of aturan.toml was stored." in page.text
    assert "the weights sum to 90: make them sum to 100" in page.text
    assert 'round[0] "province-desk" > criteria' in page.text
    assert 'round[2] "national-desk" > stage' in page.text
    assert rows(db, "SELECT * FROM edition") == []


MISTAKES = {
    "weight = 60": "weight = 50",
    'stage = "national"': 'stage = "nasional"',
    "minimum_sheets = 2": "minimum_sheets = []",
    "award_year": "awards_year",
    'tie_break = ["mastery"]': 'tie_break = ["100%(x)s"]',
    "official = false": "official = 0.5",
}


IN_INDONESIAN = (
    'edition > award_year : belum ada: tambahkan baris "award_year = ..."',
    "edition > official : harus true atau false tanpa tanda kutip, bukan 0.5",
    'edition > awards_year : bukan kunci tabel ini: apakah maksud Anda "award_year"?',
    'round[0] "province-desk" > minimum_sheets : harus berupa bilangan bulat tanpa tanda kutip, bukan daftar',
    'round[0] "province-desk" > criteria : jumlah bobot 90: sesuaikan agar jumlahnya 100',
    'round[2] "national-desk" > stage : "nasional" tidak dapat dipakai:'
    ' apakah maksud Anda "national"? Pilih national atau province',
    'round[1] "province-interview" > tie_break : "100%(x)s" tidak dapat dipakai: pilih attendance'
    " atau judged atau mastery atau province-desk atau province-interview atau submitted",
)
IN_ENGLISH = (
    'edition > award_year : is missing: add a line "award_year = ..."',
    "edition > official : must be true or false without quotes, not 0.5",
    'edition > awards_year : is no key of this table: did you mean "award_year"?',
    'round[0] "province-desk" > minimum_sheets : must be a whole number without quotes, not a list',
    'round[0] "province-desk" > criteria : the weights sum to 90: make them sum to 100',
    'round[2] "national-desk" > stage : "nasional" is not possible:'
    ' did you mean "national"? choose national or province',
    'round[1] "province-interview" > tie_break : "100%(x)s" is not possible: choose attendance'
    " or judged or mastery or province-desk or province-interview or submitted",
)


@pytest.mark.parametrize(("locale", "expected"), [("id", IN_INDONESIAN), ("en", IN_ENGLISH)])
def test_mistakes_are_said_in_the_language_of_the_page(app, award, db, locale, expected):
    text = EDITION
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong, 1)
    page = send(browser(app, award, "administrator", locale), text.encode(), status=422)
    assert page.lang == locale
    assert [line for line in expected if line not in page.text] == []
    assert page.html.count('<li><span class="code">') == len(expected)
    assert rows(db, "SELECT * FROM edition") == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text: save it as UTF-8"),
        (b"[edition", "is not valid TOML"),
        (b"", "Nothing of edition.toml was stored."),
    ],
)
def test_what_is_no_edition_file_is_refused(admin, db, data, words):
    assert words in send(admin, data, status=422).text
    assert rows(db, "SELECT * FROM edition") == []


def test_a_file_must_be_chosen(admin):
    assert "Please fill this in." in send(admin, b"", name="", status=422).text


def test_the_same_file_twice_changes_nothing(admin, db):
    data = b"\xef\xbb\xbf" + EDITION.replace("\n", "\r\n").encode()
    send(admin, data)
    assert "These rules are loaded already." in send(admin, EDITION.encode()).text
    assert len(rows(db, "SELECT * FROM audit_event WHERE name = 'EditionLoaded'")) == 1


def test_the_rules_are_downloaded_as_they_were_loaded(admin, award):
    award.edition()
    admin.get("/admin/editions/uji-2021")
    response = admin.click("Download the rules as text (TOML)")
    assert response.get_data(as_text=True) == EDITION
    assert response.headers["Content-Disposition"] == "attachment; filename=uji-2021.toml"


@pytest.mark.parametrize("role", ["committee", "auditor"])
def test_committees_and_auditors_read_the_rules_and_load_none(app, award, role):
    award.edition()
    client = browser(app, award, role)
    page = client.get("/admin/editions")
    assert [form for form in page.forms if form.file_fields] == []
    assert "Trial Award 2021" in client.get("/admin/editions/uji-2021").text
    client.get("/admin/editions/uji-2021/source")
    client.get("/admin/editions")
    client.post("/admin/editions", status=403)
    client.get("/admin/editions/tidak-ada", status=404)


@pytest.mark.parametrize("role", ["candidate", "assessor"])
def test_candidates_and_assessors_do_not_come_here(client, award, role):
    edition = award.edition()
    award.entry(edition, "35.76", "Kota Mojokerto", email="candidate@uji.example")
    award.panel(edition, "province", "35", 1)
    client.sign_in("candidate@uji.example" if role == "candidate" else "juri1-35@uji.example")
    client.may_not_open("/admin/editions", "/admin/editions/uji-2021", "/admin/editions/uji-2021/source")


def test_the_page_is_there_in_indonesian(app, award):
    award.edition()
    client = browser(app, award, "administrator", "id")
    assert client.get("/admin/editions").lang == "id"
    text = client.get("/admin/editions/uji-2021").text
    assert "Penghargaan Uji 2021" in text
    assert "Penilaian berkas provinsi" in text
    assert "Trial Award" not in text
