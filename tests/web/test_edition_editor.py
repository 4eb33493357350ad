"""An edition edited in the browser: copied, changed part by part, compared, put in force, frozen."""

from __future__ import annotations

import json
from datetime import date

import pytest

from evaluation import edition_file
from evaluation.store import edition_drafts, editions
from evaluation.store.db import rows
from tests.pages import PageClient

BASE = "/admin/editions/uji-2021/edit"
DESK, REGULATION = f"{BASE}/part/round/0", f"{BASE}/part/round/0/criteria/0"


def browser(app, award, email="admin@uji.example", role="administrator", locale="en"):
    """A signed-in browser in English, or as asked."""
    award.grant(email, role)
    client = PageClient(app)
    client.get("/login")
    client.submit(form="/language", button=("locale", locale))
    return client.sign_in(email)


@pytest.fixture
def edition(award):
    return award.edition()


@pytest.fixture
def admin(app, award, edition):
    return browser(app, award)


@pytest.fixture
def editor(admin):
    """An administrator who has begun to edit."""
    admin.get(BASE)
    admin.submit(form=BASE)
    return admin


def stored(db, code="uji-2021"):
    """The tables of a draft."""
    return edition_file.content_of(edition_drafts.by_code(db, code)["content"])


def events(db, name):
    return [
        json.loads(e["fields"])
        for e in rows(db, "SELECT fields FROM audit_event WHERE name = :n ORDER BY id", n=name)
    ]


def test_the_way_to_the_editor_is_on_the_editions_page(admin, db, edition):
    admin.get("/admin/editions/uji-2021")
    page = admin.click("Edit or copy")
    page = admin.submit(form=BASE)
    assert "Nothing is wrong with this edition." in page.text
    assert edition_file.parse(edition_drafts.by_code(db, "uji-2021")["content"]) == editions.rules_of(
        db, edition
    )
    assert "Editions in the making" in admin.get("/admin/editions").text
    assert events(db, "EditionDraftBegun") == [{"code": "uji-2021", "copied_from": "uji-2021"}]


def test_the_export_is_the_edition(admin, db, edition):
    admin.get("/admin/editions/uji-2021")
    response = admin.click("Export the rules in force (TOML)")
    assert edition_file.parse(response.get_data(as_text=True)) == editions.rules_of(db, edition)
    assert response.headers["Content-Disposition"] == "attachment; filename=uji-2021.toml"


def test_an_untouched_form_changes_nothing(editor, db):
    before = edition_drafts.by_code(db, "uji-2021")
    for place in ("edition", "category/0", "section/0", "round/0", "round/1", "round/0/criteria/2"):
        editor.get(f"{BASE}/part/{place}")
        assert "Saved." in editor.submit(form=f"{BASE}/part/{place}").text
    assert edition_drafts.by_code(db, "uji-2021") == before


def test_a_wrong_weight_is_kept_and_told_where_it_stands(editor, db):
    editor.get(DESK)
    page = editor.submit({"criteria.0.weight": "57"}, form=DESK)
    assert "97 of 100: the sum of the weights" in page.text
    assert "the weights sum to 97: make them sum to 100" in page.text
    assert stored(db)["round"][0]["criteria"][0]["weight"] == 57
    page = editor.get(BASE)
    assert (
        "Round Provincial desk assessment › Criteria : the weights sum to 97: make them sum to 100"
        in page.text
    )
    assert page.links["Round Provincial desk assessment › Criteria"] == f"{DESK}#f-criteria"
    assert "Put these rules in force" not in page.text
    page = editor.submit({"criteria.0.weight": "sixty"}, form=DESK) if editor.get(DESK) else None
    assert stored(db)["round"][0]["criteria"][0]["weight"] == "sixty"
    assert ("criteria.0.weight", "sixty") in next(f for f in page.forms if f.action == DESK).fields


def test_a_comma_parts_decimals_as_everywhere_else(editor, db):
    editor.get(DESK)
    page = editor.submit({"criteria.0.weight": "59,5", "criteria.1.weight": "20,5"}, form=DESK)
    assert "To mend" not in page.text
    assert [str(one["weight"]) for one in stored(db)["round"][0]["criteria"]] == ["59.5", "20.5", "20"]


def test_dates_in_the_wrong_order_are_told_at_their_field(editor, db):
    editor.get(DESK)
    page = editor.submit({"opens": "2022-04-01", "closes": "2022-03-31", "closes-time": "17:00"}, form=DESK)
    assert "lies after closes: swap them or move one of them" in page.text
    assert page.links["Round Provincial desk assessment › Opens"] == f"{DESK}#f-opens"
    page = editor.submit({"opens": "2022-03-01"}, form=DESK)
    assert "To mend" not in page.text
    desk = stored(db)["round"][0]
    assert (desk["opens"], desk["closes"].isoformat()) == (date(2022, 3, 1), "2022-03-31T17:00:00")


def test_a_criterion_gets_levels_row_by_row(editor, db):
    editor.get(REGULATION)
    editor.submit(
        {
            "weight": "60.0",
            "comment": "always",
            "rubric.0.from": "0", "rubric.0.to": "49", "rubric.0.text.id": "Lemah",
            "rubric.0.text.en": "Weak",
            "rubric.1.from": "50", "rubric.1.to": "100", "rubric.1.text.id": "Kuat",
            "rubric.1.text.en": "Strong",
        },
        form=REGULATION,
    )  # fmt: skip
    editor.submit(form=BASE + "/load") if editor.get(BASE) else None
    rules = editions.rules_of(db, editions.by_code(db, "uji-2021")["id"])
    first = rules.rounds[0].criteria[0]
    assert [(level.low, level.high, level.text.en) for level in first.rubric] == [
        (0, 49, "Weak"),
        (50, 100, "Strong"),
    ]
    assert first.comment_always
    assert edition_drafts.by_code(db, "uji-2021") is None


def test_a_row_is_removed(editor, db):
    editor.get(DESK)
    floor = {"code": "timur", "title.id": "Timur", "title.en": "East", "regions": "91\n94", "least": "2"}
    editor.submit({f"promotion.floors.0.{key}": text for key, text in floor.items()}, form=DESK)
    assert stored(db)["round"][0]["promotion"] == {
        "floors": [
            {"code": "timur", "title": {"id": "Timur", "en": "East"}, "regions": ["91", "94"], "least": 2}
        ]
    }
    editor.submit({"promotion.floors.0.remove": "yes"}, form=DESK)
    assert "promotion" not in stored(db)["round"][0]


def test_shares_tie_breaks_and_steps_are_chosen(editor, db):
    talk = f"{BASE}/part/round/1"
    editor.get(talk)
    editor.submit(
        {
            "carry.province-desk": "40.5",
            "carry.province-interview": "59.5",
            "tie_break": ["mastery", "province-desk", "", ""],
            "rounding.steps": ["standing"],
            "interview.talk": "15",
            "visibility.marks": "closed",
        },
        form=talk,
    )
    rnd = edition_file.parse(edition_drafts.by_code(db, "uji-2021")["content"]).rounds[1]
    assert [(code, str(share)) for code, share in rnd.carry] == [
        ("province-desk", "81/2"),
        ("province-interview", "119/2"),
    ]
    assert rnd.tie_break == ("mastery", "province-desk")
    assert rnd.rounding.steps == {"standing"}
    assert rnd.visibility.marks == "closed"


def arrange(client, page, kind, do, position=0):
    """Press the button of one part."""
    have = [f for f in client.get(page).forms if f.action.endswith("/arrange")]
    number = next(
        client.page.forms.index(f)
        for f in have
        if ("list", kind) in f.fields and ("position", str(position)) in f.fields and ("do", do) in f.buttons
    )
    return client.submit(form=number, button=("do", do))


def test_parts_are_added_moved_and_removed(editor, db):
    page = arrange(editor, BASE, "category", "add")
    assert "Category number 2" in page.text
    page = editor.submit({"code": "Desa 1", "title.id": "Desa", "title.en": "Villages"}, form="category/1")
    assert '"Desa 1" is not a code' in page.text
    editor.submit({"code": "desa"}, form="category/1")
    arrange(editor, BASE, "category", "up", 1)
    assert [one["code"] for one in stored(db)["category"]] == ["desa", "regency"]
    arrange(editor, DESK, "round/0/criteria", "down", 0)
    assert [one["code"] for one in stored(db)["round"][0]["criteria"]] == [
        "innovation",
        "regulation",
        "coverage",
    ]
    arrange(editor, BASE, "category", "remove", 0)
    assert [one["code"] for one in stored(db)["category"]] == ["regency"]


def test_a_copy_is_a_year_on(admin, db, award):
    admin.get(BASE)
    page = admin.submit({"new_code": "uji-2021"}, form="/copy", status=422)
    assert "There is an edition with this code already: choose another one." in page.text
    page = admin.submit({"new_code": "Uji 2022"}, form="/copy", status=422)
    assert ("new_code", "Uji 2022") in next(f for f in page.forms if "/copy" in f.action).fields
    page = admin.submit({"new_code": "uji-2022"}, form="/copy")
    assert "Nothing is wrong with this edition." in page.text
    rules = edition_file.parse(edition_drafts.by_code(db, "uji-2022")["content"])
    assert (rules.code, rules.assessed_year, rules.award_year, rules.title.en) == (
        "uji-2022",
        2022,
        2023,
        "Trial Award 2022",
    )
    admin.submit(form="/load")
    assert editions.by_code(db, "uji-2022")["award_year"] == 2023
    assert editions.by_code(db, "uji-2021")["award_year"] == 2022


def test_what_changes_is_listed_key_by_key(editor):
    editor.get(DESK)
    editor.submit(
        {"advance": "5", "stage": "national", "criteria.0.weight": "55", "criteria.1.weight": "25"}, form=DESK
    )
    page = editor.get(f"{BASE}/changes")
    assert "Compared with uji-2021: 4 differences" in page.text
    assert "Round Provincial desk assessment › Stage Province Nation" in page.text
    assert "Round Provincial desk assessment › Places that go on 2 5" in page.text
    assert "Round Provincial desk assessment › Criterion Regulation › Weight 60 55" in page.text


def test_two_editors_see_each_other(editor, app, award, db):
    other = browser(app, award, "admin2@uji.example")
    editor.get(DESK)
    other.get(DESK)
    other.submit({"advance": "7"}, form=DESK)
    page = editor.submit({"advance": "4", "title.en": "Desk 🏆"}, form=DESK, status=409)
    assert "admin2@uji.example saved this edition meanwhile." in page.text
    assert "Saved meanwhile: 7" in page.text
    assert {("advance", "4"), ("title.en", "Desk 🏆")} <= set(
        next(f for f in page.forms if f.action == DESK).fields
    )
    assert stored(db)["round"][0]["advance"] == 7
    editor.submit(form=DESK)
    assert (stored(db)["round"][0]["advance"], stored(db)["round"][0]["title"]["en"]) == (4, "Desk 🏆")


def test_typed_text_of_a_moved_part_goes_nowhere_else(editor, app, award, db):
    other = browser(app, award, "admin2@uji.example")
    editor.get(REGULATION)
    arrange(other, DESK, "round/0/criteria", "down", 0)
    page = editor.submit({"title.id": "Regulasi daerah yang baru sekali"}, form=REGULATION, status=409)
    assert "Regulasi daerah yang baru sekali" in page.html
    assert "Somebody moved or renamed this part meanwhile." in page.text
    assert "Regulasi daerah" not in edition_drafts.by_code(db, "uji-2021")["content"]


def test_the_text_is_edited_with_the_same_checks(editor, db):
    text = edition_drafts.by_code(db, "uji-2021")["content"]
    editor.get(f"{BASE}/text")
    page = editor.submit({"content": text + "\nbroken ["}, form="/text")
    assert "is not valid TOML" in page.text
    assert "The text can't be read" in editor.get(BASE).text
    assert "The text can't be read" in editor.get(f"{BASE}/changes").text
    assert editor.http.get(DESK).status_code == 404
    editor.get(f"{BASE}/text")
    page = editor.submit({"content": text.replace("advance = 2", "advence = 2")}, form="/text")
    assert 'is no key of this table: did you mean "advance"?' in page.text
    page = editor.submit({"content": text}, form="/text")
    assert "To mend" not in page.text


def test_another_code_in_the_text_is_not_put_in_force(editor, db):
    text = edition_drafts.by_code(db, "uji-2021")["content"].replace('"uji-2021"', '"lain"')
    editor.get(f"{BASE}/text")
    editor.submit({"content": text}, form="/text")
    editor.get(BASE)
    assert 'The text is of an edition "lain".' in editor.submit(form="/load", status=409).text
    assert editions.by_code(db, "lain") is None


def test_rules_in_use_stay(editor, award, db, edition):
    award.contest(edition, "province-desk", "35")
    text = edition_drafts.by_code(db, "uji-2021")["content"].replace(
        'code = "province-desk"', 'code = "renamed"'
    )
    editor.get(f"{BASE}/text")
    editor.submit({"content": text.replace("province-desk = 40", "renamed = 40")}, form="/text")
    editor.get(BASE)
    assert "The file leaves out" in editor.submit(form="/load", status=409).text
    assert edition_drafts.by_code(db, "uji-2021") is not None


def test_throwing_away_leaves_the_rules(editor, db, edition):
    before = editions.rules_of(db, edition)
    editor.get(DESK)
    editor.submit({"advance": "9"}, form=DESK)
    editor.get(BASE)
    editor.submit(form="/drop")
    assert edition_drafts.by_code(db, "uji-2021") is None
    assert editions.rules_of(db, edition) == before
    assert [e["code"] for e in events(db, "EditionDraftDropped")] == ["uji-2021"]


def test_freezing_asks_first_and_holds(editor, db):
    editor.get("/admin/editions/uji-2021")
    editor.click("Freeze the rules")
    assert "Tick this box to freeze the rules." in editor.submit(form="/freeze", status=422).text
    assert editions.by_code(db, "uji-2021")["frozen_at"] is None
    assert "The rules are frozen." in editor.submit({"sure": "yes"}, form="/freeze").text
    assert events(db, "EditionFrozen") == [{"code": "uji-2021"}]
    page = editor.get(BASE)
    assert "Put these rules in force" not in page.text
    assert "frozen" in page.text
    token = editor.csrf()
    answer = editor.http.post(f"{BASE}/load", data={"csrf_token": token, "revision": 1})
    assert answer.status_code == 409
    assert edition_drafts.by_code(db, "uji-2021") is not None


@pytest.mark.parametrize(
    "place", ["round", "round/9", "round/0/criteria/9", "x/0", "round/0/checklist/0", "category/0/x/1"]
)
def test_places_that_are_none(editor, place):
    assert editor.http.get(f"{BASE}/part/{place}").status_code == 404


def test_committees_do_not_edit(app, award, edition):
    committee = browser(app, award, "panitia@uji.example", "committee")
    assert committee.http.get(BASE).status_code == 403
    assert "Edit or copy" not in committee.get("/admin/editions/uji-2021").text


@pytest.mark.parametrize("locale", ["id", "en"])
def test_every_page_of_the_editor_is_sound(app, award, edition, locale):
    client = browser(app, award, locale=locale)
    client.get(BASE)
    client.submit(form=BASE)
    parts = [f"{BASE}/part/{place}" for place in ("edition", "section/1", "round/1")]
    others = [f"{BASE}/text", f"{BASE}/changes", "/admin/editions/uji-2021/freeze"]
    for page in (BASE, DESK, REGULATION, *parts, *others):
        found = client.get(page)
        assert found.problems == []
        assert len(found.ids) == len(set(found.ids))
        named = {c["id"] for c in found.controls if c.get("tag") != "button" and c.get("id")}
        assert named <= found.labels_for
