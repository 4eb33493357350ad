"""What the screens of a deliberation hide: conflicts, hidden candidates, numbered assessors, strangers."""

from __future__ import annotations

import pytest
from flask import Flask

from evaluation.actions import contests, motions, pleno
from evaluation.store import pleno_refs
from evaluation.store.db import change, row, rows, write
from tests.pleno_ground import (
    AUDITOR,
    CHAIR,
    EAST,
    FOURTH,
    JEMBER,
    NAMES,
    RULE,
    SECOND,
    SURABAYA,
    THIRD,
    PlenoGround,
    pleno_ground,
)
from tests.pleno_screens import at, html, look, screen, sit, text
from tests.queries import Queries

LEAVE = "Please leave the room"


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


# --- kept away -----------------------------------------------------------------------------------


def secrets() -> list[str]:
    """What a member who is kept away from Surabaya may not read while it is talked about."""
    return [
        "Kota Surabaya",
        "Jember",
        "Mojokerto",
        "Sidoarjo",
        "Rahasia",
        "Lebih lengkap",
        "Motion",
        "82",
        "74",
    ]


def test_a_conflicted_member_is_told_to_leave_and_sees_nothing(app: Flask, ground: PlenoGround) -> None:
    ground.away(ground.panel[2], SURABAYA)
    committee, chair, second, third, fourth = sit(app, ground, CHAIR, SECOND, THIRD, FOURTH)
    # Nothing concerns them yet: they see the entries, but no ranks.
    seen = look(third, ground)
    assert LEAVE not in seen
    assert "Ranks and outcomes would tell its place" in seen
    assert "Shared rank" not in seen
    assert "Doubtful It is shared" not in seen
    committee.get(screen(ground))
    committee.post(f"{screen(ground)}/table", {"entry": f"e{ground.entries[SURABAYA]}"})
    chair.get(screen(ground))
    chair.submit({"body": "Rahasia"}, form="/notes")
    for member, others in ((second, True), (fourth, True), (third, False)):
        member.get(screen(ground))
        assert ("Kota Surabaya" in text(member)) is others
        assert (LEAVE in text(member)) is not others
    body = html(third).split("<main", 1)[1].split("</main>", 1)[0]
    for secret in secrets():
        assert secret not in body
    answer = third.http.get(f"{screen(ground)}/state").json
    assert answer["leave"] is True
    # No other address tells it either.
    key = f"e{ground.entries[SURABAYA]}"
    third.get(f"{screen(ground)}/beside?entry={key}&entry=e{ground.entries[JEMBER]}", status=404)
    third.get(f"{screen(ground)}/motions/new?kind=withhold", status=404)
    third.post(f"{screen(ground)}/notes", {"body": "Halo", "item": "1"}, status=404)
    assert [one.body for one in pleno_refs.pleno_of(ground.db, ground.contest).notes] == ["Rahasia"]


def test_a_conflicted_member_learns_nothing_of_a_motion_that_concerns_it(
    app: Flask, ground: PlenoGround
) -> None:
    ground.away(ground.panel[2], SURABAYA)
    committee, chair, second, third, fourth = sit(app, ground, CHAIR, SECOND, THIRD, FOURTH)
    third.get(screen(ground))
    before = third.http.get(f"{screen(ground)}/state").json["token"]
    # Breaking the tie for Jember concerns Surabaya, which it doesn't name.
    second.get(f"{screen(ground)}/motions/new?kind=tie")
    second.submit({f"order-e{ground.entries[JEMBER]}": "1", "reason": "Lebih lengkap"}, form="/motions/new")
    assert "Motion 1" in look(fourth, ground)
    seen = look(third, ground)
    assert LEAVE not in seen
    assert "Motion 1" not in seen
    assert "Lebih lengkap" not in seen
    assert "No motion that you may take part in." in seen
    assert third.http.get(f"{screen(ground)}/state").json["token"] == before
    chair.get(screen(ground))
    chair.submit(form="/call")
    assert LEAVE in look(third, ground)
    for number_of in ("vote", "close", "withdraw", "call"):
        third.post(f"{screen(ground)}/motions/1/{number_of}", {"choice": "for"}, status=404)
    for member in (chair, second, fourth):
        member.get(screen(ground))
        member.submit(form="/vote", button=("choice", "for"))
    chair.get(screen(ground))
    chair.submit(form="/close")
    committee.get(screen(ground))
    committee.submit(form="/table")
    seen = look(third, ground)
    assert LEAVE not in seen
    assert "Motion 1" not in seen
    assert "by the marks" not in seen
    assert row(ground.db, "SELECT count(*) AS n FROM ballot") == {"n": 3}
    third.get("/desk")
    assert "Lebih lengkap" not in html(third)


def test_a_conflicted_committee_and_auditor_read_nothing_either(
    app: Flask, ground: PlenoGround, act_as
) -> None:
    for email in (EAST, AUDITOR):
        account = row(ground.db, "SELECT id FROM account WHERE email = :e", e=email)
        assert account is not None
        ground.away(account["id"], SURABAYA)
    _, chair, second, third = sit(app, ground, CHAIR, SECOND, THIRD)
    second.get(f"{screen(ground)}/motions/new?kind=tie")
    second.submit({f"order-e{ground.entries[JEMBER]}": "1", "reason": "Lebih lengkap"}, form="/motions/new")
    chair.get(screen(ground))
    chair.submit(form="/call")
    committee, auditor = at(app, EAST), at(app, AUDITOR)
    for visitor in (committee, auditor):
        assert LEAVE in look(visitor, ground)
    for member in (chair, second, third):
        member.get(screen(ground))
        member.submit(form="/vote", button=("choice", "for"))
    chair.get(screen(ground))
    chair.submit(form="/close")
    chair.get(screen(ground))
    chair.submit(form="/table")
    for visitor in (committee, auditor):
        visitor.get(f"/committee/contests/{ground.contest}")
        assert "What the panel decided by motions" not in text(visitor)
        assert "by the marks" not in text(visitor)
        visitor.get(f"/committee/contests/{ground.contest}/entries/{ground.entries[JEMBER]}")
        assert "Lebih lengkap" not in text(visitor)
        assert "its place is" not in text(visitor)
        visitor.get(f"/committee/contests/{ground.contest}/standings.csv", status=403)
    auditor.get("/audit/uji-2021")
    assert "Motion decided" in text(auditor)
    assert "Lebih lengkap" not in text(auditor)
    contests.finalise(act_as(), ground.contest, "Pleno")
    committee.get(f"/committee/contests/{ground.contest}/minutes-en.pdf", status=403)


# --- the round's policy --------------------------------------------------------------------------


def policy(**keys: str) -> str:
    said = ", ".join(f'{key} = "{value}"' for key, value in keys.items())
    return f"{RULE}\nvisibility = {{ {said} }}"


def test_hidden_candidates_go_by_number_and_ids_stay_out_of_addresses(app: Flask, award) -> None:
    ground = pleno_ground(award, policy(candidates="hidden"))
    numbers = {
        one["code"]: one["number"]
        for one in rows(
            ground.db,
            "SELECT e.code, n.number FROM entry_number n JOIN entry e ON e.id = n.entry_id"
            " WHERE n.contest_id = :c",
            c=ground.contest,
        )
    }
    committee, chair = sit(app, ground, CHAIR)
    seen = look(chair, ground)
    body = html(chair).split("<main", 1)[1]
    for code, name in NAMES.items():
        assert f"No. {numbers[code]}" in seen
        assert name not in body
        assert code not in body
        assert f'value="n{numbers[code]}"' in body
        assert f'value="e{ground.entries[code]}"' not in body
    chair.post(f"{screen(ground)}/table", {"entry": [f"n{numbers[JEMBER]}", f"n{numbers[SURABAYA]}"]})
    chair.get(f"{screen(ground)}/motions/new?kind=withhold")
    assert f"No. {numbers['35.76']}" in text(chair)
    chair.get(f"{screen(ground)}/beside?entry=e1&entry=e2", status=404)
    # The committee reads names.
    assert "On the table now Side by side, criterion by criterion Criterion Kabupaten Jember" in look(
        committee, ground
    )


def test_with_numbers_members_and_minutes_see_counts_and_the_committee_names(app: Flask, award) -> None:
    ground = pleno_ground(award, policy(assessors="numbers"))
    committee, chair, second, _ = sit(app, ground, CHAIR, SECOND, THIRD)
    second.get(f"{screen(ground)}/motions/new?kind=tie")
    second.submit({f"order-e{ground.entries[JEMBER]}": "1", "reason": "Alasan"}, form="/motions/new")
    assert "Put by" not in text(second)
    chair.get(screen(ground))
    chair.submit(form="/call")
    chair.submit(form="/vote", button=("choice", "for"))
    chair.submit(form="/close")
    assert "In favour: 1, against: 0, abstained: 0, of 3 who could vote." in text(chair)
    assert "Juri 1 35: In favour" not in text(chair)
    assert "Juri 1 35: In favour" in look(committee, ground)


@pytest.mark.parametrize(("marks", "shown"), [("submitted", True), ("never", False)])
def test_side_by_side_shows_judged_values_as_the_policy_says(app: Flask, award, marks, shown) -> None:
    ground = pleno_ground(award, policy(marks=marks))
    committee, chair = sit(app, ground, CHAIR)
    keys = "&".join(f"entry=e{ground.entries[code]}" for code in (JEMBER, SURABAYA))
    chair.get(f"{screen(ground)}/beside?{keys}")
    assert ("Regulation weight 60" in text(chair)) is shown
    assert "Coverage weight 20 50 50" in text(chair)
    committee.get(f"{screen(ground)}/beside?{keys}")
    assert "Regulation weight 60 80 80" in text(committee)


def test_who_still_marks_is_shown_nothing_but_what_they_owe(app: Flask, ground: PlenoGround, act_as) -> None:
    newcomer = ground.award.account("juri5-35@uji.example", "Juri 5")
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO panel_member (panel_id, account_id, name, position, capacity, seated_at)"
            " SELECT panel_id, :account, 'Juri 5', 'member', '', seated_at FROM panel_member LIMIT 1",
            account=newcomer,
        )
    member = at(app, "juri5-35@uji.example")
    assert "First declare whether you are connected" in look(member, ground)
    (leader,) = sit(app, ground)
    assert "Juri 5 Member Absent Held back: has to declare about the candidates first." in text(leader)
    ground.award.declare("juri5-35@uji.example")
    assert "Hand in your own score sheets first" in look(member, ground)
    assert "Score sheets that you have still to hand in here: 4. My score sheets" in text(member)
    assert 'href="/desk"' in html(member)
    assert "Kota Mojokerto" not in text(member)
    member.get(f"{screen(ground)}/beside?entry=e1&entry=e2", status=403)
    # The committee sees whom the quorum can't count on, and has no button that would be refused.
    assert "Juri 5 Member Absent Held back until all score sheets are in; still to come: 4." in look(
        leader, ground
    )
    assert html(leader).count('aria-label="Comes: ') == 4
    # What goes on in the room does not even show as a change.
    before = member.http.get(f"{screen(ground)}/state").json
    pleno.attend(act_as(ground.award.actor(CHAIR)), ground.contest, here=True)
    pleno.lay_entries(act_as(ground.award.actor(EAST)), ground.contest, [ground.entries[JEMBER]])
    assert member.http.get(f"{screen(ground)}/state").json == before


def test_strangers_find_no_deliberation(app: Flask, ground: PlenoGround) -> None:
    ground.award.panel(ground.edition, "province", "33")
    at(app, "juri1-33@uji.example").finds_nothing(screen(ground))
    ground.award.grant("jateng@uji.example", "committee", ground.edition, "33")
    at(app, "jateng@uji.example").finds_nothing(screen(ground))


def test_the_screen_asks_as_many_questions_whatever_there_is(app: Flask, ground: PlenoGround, as_) -> None:
    """Entries, motions, notes and members are read in a fixed number of questions."""
    _, chair, *_ = sit(app, ground, CHAIR, SECOND, THIRD)
    queries = Queries(app)
    chair.get(screen(ground))
    few = len(queries)
    for code in (JEMBER, SURABAYA):
        pleno.lay_entries(as_(EAST), ground.contest, [ground.entries[code], ground.entries["35.76"]])
        item = pleno_refs.pleno_of(ground.db, ground.contest).table.item
        pleno.write_note(as_(SECOND), ground.contest, f"Catatan {code}", item)
        motions.put(as_(EAST), ground.contest, "tie", [ground.entries[code]], reason="Alasan")
    assert "Catatan 35.09" in look(chair, ground)
    assert "Motion 2" in text(chair)
    assert len(queries) == few
