"""Panels: appointed by a committee for its own place, with a decree and one chair and secretary at most."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import panels
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.store import panels as stored_panels
from evaluation.store.standings import result
from tests.award import Award
from tests.committee_ground import AUDITOR, CENTRAL, EAST, NATION, ODD, CommitteeGround, english, shown_fields
from tests.pages import PageClient
from tests.queries import Queries

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SEAT = {
    "seat-email": "Ani@Dinas.example",
    "seat-name": ODD,
    "seat-position": "secretary",
    "seat-capacity": "Serikat 'Buruh'",
}


@pytest.fixture
def ground(award: Award, db: Database) -> CommitteeGround:
    return CommitteeGround(award, db)


@pytest.fixture
def east(ground: CommitteeGround, client: PageClient) -> PageClient:
    """East Java's committee, in English, at its panel."""
    english(client, EAST).get(f"/committee/panels/{ground.panel_id}")
    return client


def seats(ground: CommitteeGround) -> list[tuple[str, str, str]]:
    """Email, position and capacity of everybody who sits now."""
    found = stored_panels.members_of(ground.db, ground.panel_id)
    return [(m["email"], m["position"], m["capacity"]) for m in found if m["left_at"] is None]


# --- the list and appointing ---------------------------------------------------------------------


def test_a_committee_lists_its_own_panel_only(
    ground: CommitteeGround, award: Award, east: PageClient
) -> None:
    award.panel(ground.edition_id, "province", "33")
    award.panel(ground.edition_id, "national", None)
    east.get("/committee/panels")
    assert [t for t, href in east.page.links.items() if "/panels/" in href] == ["Panel of Jawa Timur"]


def test_an_auditor_lists_every_panel_and_appoints_none(
    ground: CommitteeGround, award: Award, client: PageClient
) -> None:
    award.panel(ground.edition_id, "national", None)
    english(client, AUDITOR).get("/committee/panels")
    assert [t for t, href in client.page.links.items() if "/panels/" in href] == [
        "National panel",
        "Panel of Jawa Timur",
    ]
    client.post("/committee/panels", {"edition": ground.edition_id, "place": "33"}, status=403)


@pytest.mark.parametrize(
    ("email", "place", "stage", "region"),
    [(CENTRAL, "33", "province", "33"), (NATION, "national", "national", None)],
)
def test_a_missing_panel_is_appointed(
    ground: CommitteeGround, client: PageClient, email: str, place: str, stage: str, region: str | None
) -> None:
    english(client, email).get("/committee/panels")
    client.submit({"place": place})
    panel = ground.one("SELECT * FROM panel ORDER BY id DESC")
    assert (panel["stage"], panel["region_code"]) == (stage, region)
    assert ground.events("PanelAppointed") == [{"panel": panel["id"], "stage": stage, "region": region}]
    assert client.url == f"/committee/panels/{panel['id']}"
    assert "This panel has no chair." in client.page.text
    client.get("/committee/panels")
    assert not any(form.action == "/committee/panels" for form in client.page.forms if form.method == "post")


def test_a_panel_of_another_place_is_not_mine_to_appoint(ground: CommitteeGround, east: PageClient) -> None:
    for place in ("33", "national", "99", ""):
        east.get("/committee/panels")
        east.post("/committee/panels", {"edition": ground.edition_id, "place": place}, status=404)
    east.get("/committee/panels")
    east.post("/committee/panels", {"edition": ground.edition_id, "place": "35"}, status=409)
    assert len(ground.all("SELECT id FROM panel")) == 1


def test_a_panel_needs_a_stage_and_a_province(ground: CommitteeGround, act_as) -> None:
    with pytest.raises(NotFound):
        panels.appoint_panel(act_as(), ground.edition_id, "province", "35.09")
    with pytest.raises(NotFound):
        panels.appoint_panel(act_as(), 999, "province", "33")
    with pytest.raises(Refused):
        panels.appoint_panel(act_as(), ground.edition_id, "province", "35")


def test_another_province_finds_no_such_panel(ground: CommitteeGround, client: PageClient) -> None:
    member = ground.one("SELECT id FROM panel_member ORDER BY id")["id"]
    panel = ground.one("SELECT * FROM panel WHERE id = :id", id=ground.panel_id)
    before = ground.one("SELECT * FROM panel_member WHERE id = :id", id=member)
    english(client, CENTRAL).finds_nothing(f"/committee/panels/{ground.panel_id}")
    for path in (
        f"panels/{ground.panel_id}/decree",
        f"panels/{ground.panel_id}/seats",
        f"seats/{member}/end",
        f"seats/{member}/change",
    ):
        client.posts_to_nothing(f"/committee/{path}")
    assert ground.one("SELECT * FROM panel_member WHERE id = :id", id=member) == before
    assert ground.one("SELECT * FROM panel WHERE id = :id", id=ground.panel_id) == panel


def test_members_and_candidates_get_403(ground: CommitteeGround, client: PageClient) -> None:
    client.sign_in("juri1-35@uji.example")
    client.may_not_open(f"/committee/panels/{ground.panel_id}")


# --- the decree ----------------------------------------------------------------------------------


def test_a_decree_is_kept_with_number_date_and_file(ground: CommitteeGround, east: PageClient) -> None:
    values = {"decree-number": "188/123/KPTS/013/2021 'A'", "decree-date": "2021-09-30"}
    east.submit(values, files={"decree-file": (BytesIO(PDF), "SK Tim Sembilan.pdf")})
    panel = ground.one("SELECT * FROM panel")
    assert (panel["decree_number"], panel["decree_date"]) == ("188/123/KPTS/013/2021 'A'", "2021-09-30")
    file = ground.one("SELECT * FROM file")
    assert (file["id"], file["panel_id"], file["entry_id"]) == (
        panel["decree_file_id"],
        ground.panel_id,
        None,
    )
    assert ground.events("DecreeRecorded") == [
        {
            "panel": ground.panel_id,
            "number": panel["decree_number"],
            "date": "2021-09-30",
            "sha256": file["sha256"],
        }
    ]
    assert "30 September 2021" in east.page.text
    response = east.get(east.page.links["SK Tim Sembilan.pdf"])
    assert response.get_data() == PDF
    response.close()


def test_a_decree_saved_again_keeps_its_file_and_records_only_changes(
    ground: CommitteeGround, east: PageClient
) -> None:
    east.submit(
        {"decree-number": "1", "decree-date": "30/9/2021"}, files={"decree-file": (BytesIO(PDF), "SK.pdf")}
    )
    file_id = ground.one("SELECT decree_file_id FROM panel")["decree_file_id"]
    east.submit({"decree-number": "1"})
    east.submit({"decree-number": "2"})
    assert ground.one("SELECT decree_file_id, decree_number FROM panel") == {
        "decree_file_id": file_id,
        "decree_number": "2",
    }
    assert [told["number"] for told in ground.events("DecreeRecorded")] == ["1", "2"]


@pytest.mark.parametrize(
    ("values", "file", "complaint"),
    [
        ({"decree-number": " ", "decree-date": "2021-09-30"}, None, "Please fill this in."),
        ({"decree-number": "1", "decree-date": "30 Sept"}, None, "Write a date, for instance 31/12/2021."),
        ({"decree-number": "1", "decree-date": "2031-01-01"}, None, "This date lies in the future."),
        ({"decree-number": "1", "decree-date": "0202-01-01"}, None, "Check the year of this date."),
        ({"decree-number": "1", "decree-date": ""}, b"", "0 bytes"),
        ({"decree-number": "1", "decree-date": ""}, b"MZ\x90\x00", ""),
    ],
)
def test_a_bad_decree_is_refused_and_stays_typed(
    ground: CommitteeGround, east: PageClient, values: dict[str, str], file: bytes | None, complaint: str
) -> None:
    files = {} if file is None else {"decree-file": (BytesIO(file), "SK.pdf")}
    east.submit(values, files=files, status=422)
    assert complaint in east.page.text
    fields = shown_fields(east, "/decree")
    assert fields["decree-number"].strip() == values["decree-number"].strip()
    assert fields["decree-date"] == values["decree-date"]
    assert ground.one("SELECT decree_number, decree_file_id FROM panel") == {
        "decree_number": "",
        "decree_file_id": None,
    }
    assert ground.all("SELECT id FROM file") == []


# --- seats ---------------------------------------------------------------------------------------


def test_somebody_takes_a_seat_and_an_account(ground: CommitteeGround, east: PageClient) -> None:
    east.submit(SEAT)
    assert ("ani@dinas.example", "secretary", "Serikat 'Buruh'") in seats(ground)
    assert ground.one("SELECT name FROM account WHERE email = 'ani@dinas.example'") == {"name": ODD}
    assert ground.events("PanelMemberSeated") == [
        {
            "panel": ground.panel_id,
            "email": "ani@dinas.example",
            "position": "secretary",
            "capacity": "Serikat 'Buruh'",
        }
    ]
    assert ODD in east.page.text
    assert "4 of 9 seats taken" in east.page.text


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"seat-position": "chair"}, "Juri 1 35 has this position. A panel has one chair and one secretary."),
        ({"seat-email": "juri2-35@uji.example"}, "This person sits on the panel already."),
        ({"seat-email": "bukan alamat"}, "Write an email address"),
        ({"seat-name": "  "}, "Please fill this in."),
        ({"seat-name": "x" * 201}, "At most 200 characters fit here; this has 201."),
        ({"seat-capacity": "x" * 201}, "At most 200 characters fit here; this has 201."),
        ({"seat-position": "king"}, "Choose one of the list."),
    ],
)
def test_a_seat_that_cannot_be_is_refused_and_stays_typed(
    ground: CommitteeGround, east: PageClient, values: dict[str, str], complaint: str
) -> None:
    before = seats(ground)
    east.submit({**SEAT, **values}, status=422)
    assert complaint in east.page.text
    shown = shown_fields(east, f"/panels/{ground.panel_id}/seats")
    assert shown["seat-email"] == {**SEAT, **values}["seat-email"]
    assert shown["seat-capacity"] == {**SEAT, **values}["seat-capacity"]
    assert seats(ground) == before
    assert ground.all("SELECT id FROM account WHERE email = 'ani@dinas.example'") == []


def test_a_second_secretary_is_refused(ground: CommitteeGround, east: PageClient) -> None:
    east.submit(SEAT)
    east.submit({**SEAT, "seat-email": "budi@dinas.example", "seat-name": "Budi"}, status=422)
    assert f"{ODD} has this position." in east.page.text


def test_a_member_becomes_chair_when_there_is_none(ground: CommitteeGround, east: PageClient) -> None:
    chair, second = (m["id"] for m in ground.all("SELECT id FROM panel_member ORDER BY id LIMIT 2"))
    east.submit({f"change-{second}-position": "chair"}, status=422)
    assert "Juri 1 35 has this position." in east.page.text
    east.submit({f"change-{chair}-position": "member"})
    assert "This panel has no chair." in east.page.text
    east.submit({f"change-{second}-position": "chair", f"change-{second}-capacity": "Pakar hukum"})
    assert "This panel has no chair." not in east.page.text
    assert seats(ground)[0] == ("juri2-35@uji.example", "chair", "Pakar hukum")
    assert [told["position"] for told in ground.events("PanelMemberSeated")] == ["member", "chair"]


def test_a_seat_ends_with_a_reason_and_its_sheets_go_on_counting(
    ground: CommitteeGround, award: Award, east: PageClient
) -> None:
    for juror in ground.jurors[:2]:
        award.sheet(ground.contest, ground.jember, juror, {"regulation": 80, "innovation": 60})
    award.measure(ground.contest, ground.jember, "coverage", "50")
    before = result(ground.db, ground.contest)
    member = ground.one("SELECT id FROM panel_member WHERE account_id = :a", a=ground.jurors[1])["id"]
    east.get(f"/committee/panels/{ground.panel_id}")
    assert "Sheets that this person submitted and that go on counting: 1." in east.page.text
    east.submit({f"end-{member}-reason": "  "}, status=422)
    assert "Write the reason." in east.page.text
    east.submit({f"end-{member}-reason": ODD})
    assert [email for email, _, _ in seats(ground)] == ["juri1-35@uji.example", "juri3-35@uji.example"]
    assert ground.events("PanelMemberLeft") == [
        {"panel": ground.panel_id, "email": "juri2-35@uji.example", "reason": ODD}
    ]
    assert result(ground.db, ground.contest) == before
    assert "The seat ended. Sheets submitted before go on counting." in east.page.text
    assert ODD in east.page.text
    assert "Sheets of this person that still count: 1." in east.page.text
    assert not award.actor("juri2-35@uji.example").seats


def test_somebody_who_left_may_come_back(ground: CommitteeGround, act_as) -> None:
    act = act_as(ground.actor())
    member = ground.one("SELECT id FROM panel_member WHERE account_id = :a", a=ground.jurors[1])["id"]
    panels.end_seat(act, member, "Pindah tugas")
    with pytest.raises(Refused):
        panels.end_seat(act, member, "lagi")
    with pytest.raises(Refused):
        panels.change_seat(act, member, name="x", position="member", capacity="")
    panels.seat_member(
        act, ground.panel_id, email="juri2-35@uji.example", name="Juri 2", position="member", capacity="Pakar"
    )
    assert ("juri2-35@uji.example", "member", "Pakar") in seats(ground)


def test_a_seat_changed_to_what_it_is_tells_nothing(ground: CommitteeGround, act_as) -> None:
    member = ground.one("SELECT * FROM panel_member ORDER BY id")
    panels.change_seat(
        act_as(ground.actor()), member["id"], name=member["name"], position="chair", capacity=""
    )
    assert ground.events("PanelMemberSeated") == []
    with pytest.raises(Invalid):
        panels.change_seat(act_as(ground.actor()), member["id"], name=" ", position="chair", capacity="")


def test_an_auditor_reads_the_panel_without_buttons(ground: CommitteeGround, client: PageClient) -> None:
    english(client, AUDITOR).get(f"/committee/panels/{ground.panel_id}")
    assert "You read this panel; its own committee changes it." in client.page.text
    assert not [form for form in client.page.forms if form.action.startswith("/committee")]
    client.post(f"/committee/panels/{ground.panel_id}/decree", {"decree-number": "1"}, status=403)


def test_a_member_who_acts_for_a_candidate_is_named(
    ground: CommitteeGround, award: Award, east: PageClient
) -> None:
    east.submit({**SEAT, "seat-email": "wakil@mojokerto.example"})
    assert "This person also acts for a candidate of this edition" in east.page.text


def test_only_members_without_a_password_are_invited(ground: CommitteeGround, east: PageClient) -> None:
    assert not any("/invitations/" in form.action for form in east.page.forms)
    east.submit(SEAT)
    east.submit(form="/committee/invitations/")
    assert ground.events("LinkIssued") == [{"email": "ani@dinas.example", "purpose": "invitation"}]


def test_list_and_panel_take_a_constant_number_of_queries(
    app: Flask, ground: CommitteeGround, east: PageClient, act_as
) -> None:
    queries = Queries(app)
    east.get("/committee/panels")
    few_list = len(queries)
    east.get(f"/committee/panels/{ground.panel_id}")
    few = len(queries)
    for n in range(6):
        panels.seat_member(
            act_as(),
            ground.panel_id,
            email=f"a{n}@uji.example",
            name=f"A {n}",
            position="member",
            capacity="",
        )
    east.get("/committee/panels")
    assert len(queries) == few_list
    east.get(f"/committee/panels/{ground.panel_id}")
    assert len(queries) == few
