"""Screening: which entries a committee sees, and what it decides about one of them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import events, screening
from evaluation.permissions import may
from evaluation.store import entries, refs
from evaluation.store.db import insert, write
from evaluation.views.committee.history import SENTENCES
from tests.award import EDITION, Award
from tests.committee_ground import AUDITOR, CENTRAL, EAST, NATION, ODD, CommitteeGround, english, shown_fields
from tests.pages import PageClient
from tests.queries import Queries


@pytest.fixture
def ground(award: Award, db: Database) -> CommitteeGround:
    return CommitteeGround(award, db)


@pytest.fixture
def east(ground: CommitteeGround, client: PageClient) -> PageClient:
    return english(client, EAST)


def entry_names(client: PageClient) -> list[str]:
    return [text for text, href in client.page.links.items() if href.startswith("/committee/entries/")]


# --- the list ------------------------------------------------------------------------------------


def test_a_province_sees_its_own_entries_with_what_waits_first(
    ground: CommitteeGround, east: PageClient
) -> None:
    east.get("/committee/screening")
    assert entry_names(east) == ["Kota Mojokerto", "Kabupaten Jember"]
    chips = [text for text, href in east.page.links.items() if "/committee/screening?" in href]
    assert chips == ["All 2", "Submitted 1", "Accepted 1"]


def test_the_list_is_filtered_by_status_and_counts_stay(ground: CommitteeGround, east: PageClient) -> None:
    east.get("/committee/screening?status=accepted")
    assert entry_names(east) == ["Kabupaten Jember"]
    assert "Submitted 1" in east.page.links
    east.get("/committee/screening?status=rejected")
    assert entry_names(east) == []
    assert "No entry has this status." in east.page.text


def test_an_auditor_reads_every_province(ground: CommitteeGround, client: PageClient) -> None:
    english(client, AUDITOR).get("/committee/screening")
    assert entry_names(client) == ["Kota Mojokerto", "Kabupaten Cilacap", "Kabupaten Jember"]


def test_the_national_committee_screens_only_categories_that_begin_nationally(
    award: Award, ground: CommitteeGround, client: PageClient
) -> None:
    english(client, NATION).get("/committee/screening")
    assert entry_names(client) == []
    second = award.edition(national_edition())
    award.grant(NATION, "committee", second, None)
    award.entry(second, "35.09", "Jember nasional", status="submitted")
    client.get("/committee/screening?edition=nasional-2023")
    assert entry_names(client) == ["Jember nasional"]


def national_edition() -> str:
    text = EDITION.replace("uji-2021", "nasional-2023").replace("award_year = 2022", "award_year = 2023")
    head, _, rest = text.partition('[[round]]\ncode = "province-desk"')
    return head + '[[round]]\ncode = "national-desk"' + rest.partition('[[round]]\ncode = "national-desk"')[2]


def test_an_edition_that_is_not_mine_is_not_found(
    award: Award, ground: CommitteeGround, east: PageClient
) -> None:
    award.edition(national_edition())
    east.finds_nothing("/committee/screening?edition=nasional-2023", "/committee/screening?edition=no-such")


def test_the_list_comes_in_pages(award: Award, ground: CommitteeGround, east: PageClient) -> None:
    for region in ground.all(
        "SELECT code FROM region WHERE parent = '35' AND code NOT IN ('35.09', '35.76')"
    ):
        award.entry(ground.edition_id, region["code"], f"Calon {region['code']}")
    for n in range(20):
        copy_entry(ground, n)
    total = len(ground.all("SELECT id FROM entry WHERE province_code = '35'"))
    assert total == 58
    east.get("/committee/screening")
    first = entry_names(east)
    east.click("Next page")
    assert (len(first), len(entry_names(east))) == (50, 8)
    assert set(first).isdisjoint(entry_names(east))
    assert "Page 2 of 2" in east.page.text
    east.get("/committee/screening?page=99")
    assert len(entry_names(east)) == 8


def copy_entry(ground: CommitteeGround, n: int) -> None:
    category = ground.one("SELECT id FROM category WHERE edition_id = :id", id=ground.edition_id)
    with write(ground.db):
        insert(
            ground.db,
            "entry",
            edition_id=ground.edition_id,
            category_id=category["id"],
            code=f"x-{n:02}",
            name=f"Usaha {n:02}",
            region_code="35.09",
            province_code="35",
            status="invited",
            status_at=ground.award.at,
        )


def test_the_list_and_an_entry_take_a_constant_number_of_queries(
    app: Flask, award: Award, ground: CommitteeGround, east: PageClient
) -> None:
    queries = Queries(app)
    east.get("/committee/screening")
    few = len(queries)
    east.get(f"/committee/entries/{ground.mojokerto}")
    few_parts = len(queries)
    for n in range(10):
        copy_entry(ground, n)
        with write(ground.db):
            account = award.account(f"orang{n}@mojokerto.example")
            insert(ground.db, "representative", entry_id=ground.mojokerto, account_id=account)
    east.get("/committee/screening")
    assert len(queries) == few
    east.get(f"/committee/entries/{ground.mojokerto}")
    assert len(queries) == few_parts


def test_wrong_roles_get_403_and_strangers_the_login(
    award: Award, ground: CommitteeGround, client: PageClient
) -> None:
    client.get("/committee/screening")
    assert client.url == "/login"
    client.sign_in("juri1-35@uji.example")
    client.get("/committee/screening", status=403)
    client.get(f"/committee/entries/{ground.jember}", status=403)


# --- one entry -----------------------------------------------------------------------------------


def test_another_province_finds_no_such_entry(ground: CommitteeGround, client: PageClient) -> None:
    english(client, CENTRAL).get(f"/committee/entries/{ground.mojokerto}", status=404)
    for path in ("accept", "return", "reject", "withdraw", "exclude", "checks"):
        client.get("/committee/screening")
        client.post(f"/committee/entries/{ground.mojokerto}/{path}", {"return-reason": "x"}, status=404)
    assert ground.status(ground.mojokerto) == ("submitted", "")


def test_a_committee_member_recused_as_an_assessor_does_not_see_the_entry(
    award: Award, ground: CommitteeGround, east: PageClient
) -> None:
    with write(ground.db):
        account = ground.actor().account_id
        insert(
            ground.db,
            "recusal",
            account_id=account,
            entry_id=ground.jember,
            reason="Saudara",
            recused_at=award.at,
        )
    east.finds_nothing(f"/committee/entries/{ground.jember}")


def test_of_an_entry_one_is_kept_away_from_the_list_tells_the_name_alone(
    award: Award, ground: CommitteeGround, east: PageClient
) -> None:
    with write(ground.db):
        entries.add_representative(ground.db, ground.jember, award.account("wakil@uji.example"))
        insert(
            ground.db,
            "recusal",
            account_id=award.account(EAST),
            entry_id=ground.jember,
            reason="Saudara",
            recused_at=award.at,
        )
        insert(
            ground.db,
            "question",
            entry_id=ground.jember,
            account_id=award.account("wakil@uji.example"),
            side="candidate",
            body="Rahasia?",
            written_at=award.at,
        )
    page = east.get("/committee/screening")
    assert entry_names(east) == ["Kota Mojokerto"]
    assert "Kabupaten Jember 35.09 Regencies and cities Jawa Timur You are kept away" in page.text
    assert "waits for an answer" not in page.text
    assert [text for text in page.links if text.startswith(("All", "Accepted"))] == ["All 2"]
    assert "Jember" not in east.get("/committee/screening?status=accepted").text
    award.grant("rekan@uji.example", "committee", ground.edition_id, "35")
    colleague = english(PageClient(east.app), "rekan@uji.example")
    assert "Jember" in colleague.get("/committee/screening?status=accepted").text
    assert "waits for an answer" in colleague.page.text


def test_accepting_puts_the_entry_into_its_first_contest(ground: CommitteeGround, east: PageClient) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    east.submit(form="/accept")
    assert ground.status(ground.mojokerto) == ("accepted", "")
    stands = ground.all("SELECT contest_id FROM contest_entry WHERE entry_id = :id", id=ground.mojokerto)
    assert stands == [{"contest_id": ground.contest}]
    assert "The dossier was accepted. The entry stands in its first round of judging." in east.page.text
    assert (
        east.page.links["Records"]
        == f"/committee/contests/{ground.contest}/entries/{ground.mojokerto}/records"
    )


@pytest.mark.parametrize(
    ("code", "status", "event"),
    [
        ("return", "returned", "EntryReturned"),
        ("reject", "rejected", "EntryRejected"),
        ("withdraw", "withdrawn", "EntryWithdrawn"),
        ("exclude", "excluded", "EntryExcluded"),
    ],
)
def test_a_decision_keeps_its_reason_as_written(
    ground: CommitteeGround, east: PageClient, code: str, status: str, event: str
) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    until = {"return-day": "2022-01-20"} if code == "return" else {}
    east.submit({f"{code}-reason": ODD, **until})
    assert ground.status(ground.mojokerto) == (status, ODD)
    assert ground.events(event) == [{"reason": ODD}]
    assert ODD in east.page.text


@pytest.mark.parametrize("code", ["return", "reject", "withdraw", "exclude"])
@pytest.mark.parametrize("typed", ["", "   \n ", "x" * 2001])
def test_a_decision_without_a_fit_reason_is_refused_and_keeps_what_was_typed(
    ground: CommitteeGround, east: PageClient, code: str, typed: str
) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    east.submit({f"{code}-reason": typed}, status=422)
    assert ground.status(ground.mojokerto) == ("submitted", "")
    assert shown_fields(east, f"/{code}")[f"{code}-reason"] == typed
    wanted = (
        "At most 2000 characters fit here; this has 2001." if typed.startswith("x") else "Write the reason."
    )
    assert wanted in east.page.text


def test_buttons_show_exactly_when_they_would_work(ground: CommitteeGround, east: PageClient) -> None:
    for entry_id in (ground.mojokerto, ground.jember):
        east.get(f"/committee/entries/{entry_id}")
        offered = {form.action.rsplit("/", 1)[1] for form in east.page.forms if "/entries/" in form.action}
        ref = refs.entry_ref(ground.db, entry_id)
        wanted = {"checks"}
        wanted |= {"accept", "return", "reject"} if may(ground.actor(), "entry.screen", ref) else set()
        wanted |= {"facts"} if may(ground.actor(), "entry.describe", ref) else set()
        wanted |= {"withdraw", "exclude"} if may(ground.actor(), "entry.remove", ref) else set()
        assert offered == wanted
    assert "Only a submitted dossier can be accepted, returned or rejected." in east.page.text


def test_a_decision_that_came_too_late_is_refused_with_its_reason(
    ground: CommitteeGround, east: PageClient
) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    with write(ground.db):
        ground.db.conn.execute("UPDATE entry SET status = 'accepted' WHERE id = ?", (ground.mojokerto,))
    east.submit({"reject-reason": "Terlambat"}, status=409)
    assert "Only a submitted dossier can be accepted, returned or rejected." in east.page.text
    assert ground.status(ground.mojokerto) == ("accepted", "")


def test_an_auditor_reads_and_changes_nothing(ground: CommitteeGround, client: PageClient) -> None:
    english(client, AUDITOR).get(f"/committee/entries/{ground.mojokerto}")
    offered = [form.action for form in client.page.forms if "/entries/" in form.action]
    assert offered == [f"/committee/entries/{ground.mojokerto}/checks"]
    assert "Only the committee that screens this entry does this." in client.page.text
    client.post(f"/committee/entries/{ground.mojokerto}/accept", status=403)
    client.get(f"/committee/entries/{ground.mojokerto}")
    client.post(f"/committee/entries/{ground.mojokerto}/exclude", {"exclude-reason": "x"}, status=403)
    assert ground.status(ground.mojokerto) == ("submitted", "")


def test_the_national_committee_sees_an_entry_once_it_stands_there(
    award: Award, ground: CommitteeGround, client: PageClient
) -> None:
    english(client, NATION).get(f"/committee/entries/{ground.jember}", status=404)
    award.enter(ground.edition_id, "national-desk", ground.jember)
    client.get(f"/committee/entries/{ground.jember}")
    offered = {form.action.rsplit("/", 1)[1] for form in client.page.forms if "/entries/" in form.action}
    assert offered == {"checks", "facts", "withdraw", "exclude"}


def test_the_check_list_is_kept_item_by_item(ground: CommitteeGround, east: PageClient) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    names = [c["name"] for c in east.page.controls if str(c.get("name", "")).startswith("check-")]
    assert len(names) == 4
    east.submit({names[0]: "yes"}, form="/checks")
    east.submit({names[2]: "no"}, form="/checks")
    east.submit({}, form="/checks")
    assert ground.all("SELECT item, passed FROM screening_check ORDER BY item") == [
        {"item": "proof", "passed": 0},
        {"item": "signed", "passed": 1},
    ]
    told = [{"item": "signed", "passed": True}, {"item": "proof", "passed": False}]
    assert ground.events("ScreeningItemChecked") == told
    assert "Check list: signed is fulfilled." in east.page.text


def test_the_check_list_closes_with_the_decision(ground: CommitteeGround, east: PageClient) -> None:
    east.get(f"/committee/entries/{ground.mojokerto}")
    name = next(c["name"] for c in east.page.controls if str(c.get("name", "")).startswith("check-"))
    east.post(f"/committee/entries/{ground.jember}/checks", {str(name): "yes"}, status=409)
    assert ground.all("SELECT item FROM screening_check") == []


def test_the_history_tells_what_happened_but_no_marks(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    act = act_as(ground.actor())
    with write(ground.db):
        place = dict(edition_id=ground.edition_id, entry_id=ground.mojokerto)
        act.record(events.DossierItemSaved(**place, section="regulations", item=1, revision=1))
        act.record(
            events.SheetSubmitted(
                **place, sheet=1, marks={"regulation": "83"}, total="83", assessor="rahasia@uji.example"
            )
        )
    screening.return_entry(act, ground.mojokerto, ODD)
    east.get(f"/committee/entries/{ground.mojokerto}")
    assert "The dossier was changed: Regulations." in east.page.text
    assert f"The dossier was returned: {ODD}" in east.page.text
    assert "rahasia@uji.example" not in east.page.html


def test_every_sentence_of_the_history_fits_its_event() -> None:
    known = {cls.__name__: set(cls.__dataclass_fields__) for cls in events.event_classes()}
    for key, sentence in SENTENCES.items():
        fields = known[key.partition(".")[0]]
        assert sentence.text % dict.fromkeys(fields, "x")


def test_people_without_a_password_are_invited_by_their_committee(
    ground: CommitteeGround, east: PageClient
) -> None:
    with write(ground.db):
        ground.db.conn.execute(
            "UPDATE account SET password_hash = NULL WHERE email = 'wakil@mojokerto.example'"
        )
    east.get(f"/committee/entries/{ground.mojokerto}")
    east.submit(form="/committee/invitations/")
    assert "/link/" in east.page.html
    assert ground.events("LinkIssued") == [{"email": "wakil@mojokerto.example", "purpose": "invitation"}]
