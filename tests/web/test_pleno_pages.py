"""The deliberation in the browser: members at their screens, one of them kept away; and its result."""

from __future__ import annotations

import io
import json
import re

import pytest
from flask import Flask
from pypdf import PdfReader

from evaluation.actions import contests, motions, pleno, recounts, screening
from evaluation.core.deliberation import Motion, conferred, decide
from evaluation.core.deliberation_rules import Votes
from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Round
from evaluation.store import discussion_notes
from evaluation.store.db import change, write
from evaluation.views.certificate_words import honour
from evaluation.views.context import in_language
from tests.award import unlock_sheets
from tests.core.builders import make_round, marked
from tests.pages import PageClient
from tests.pleno_ground import (
    CHAIR,
    EAST,
    JEMBER,
    RULE,
    SECOND,
    SURABAYA,
    THIRD,
    PlenoGround,
    pleno_ground,
)
from tests.pleno_screens import at, html, look, screen, sit, text

LEAVE = "Please leave the room"


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


# --- the whole way -------------------------------------------------------------------------------


def test_from_an_open_deliberation_to_a_public_result(app: Flask, ground: PlenoGround) -> None:
    committee = at(app, EAST)
    committee.get(f"/committee/contests/{ground.contest}")
    committee.click("Deliberation")
    assert "No deliberation is open." in text(committee)
    committee.submit(form="/open")
    assert "Present: 0 of 4 No quorum" in text(committee)
    chair, second = at(app, CHAIR), at(app, SECOND)
    for member in (chair, second):
        member.get("/desk")
        assert "Deliberations of my panels" in text(member)
        assert "Open now" in text(member)
        member.click("Provincial desk assessment · Regencies and cities · Jawa Timur")
        member.submit(form="/presence", button=("here", "1"))
    # The committee writes down a member who has no screen.
    committee.get(screen(ground))
    committee.submit({"member": ground.panel[2]}, form="/presence", button=("here", "1"))
    assert "Present: 3 of 4 Quorum" in text(committee)

    committee.submit(
        {"entry": [f"e{ground.entries[JEMBER]}", f"e{ground.entries[SURABAYA]}"]}, form="/beside"
    )
    assert "Side by side, criterion by criterion" in text(committee)
    committee.submit(form="/table")
    assert "On the table now Side by side" in look(second, ground)
    second.submit({"body": "Surabaya lebih baru"}, form="/notes")
    assert "Surabaya lebih baru Juri 2 35" in look(chair, ground)

    second.click("Put a motion")
    second.submit(
        {f"order-e{ground.entries[SURABAYA]}": "1", "reason": "Cakupan lebih luas"}, form="/motions/new"
    )
    assert "Motion 1: Break a tie Put" in text(second)
    chair.get(screen(ground))
    chair.submit(form="/call")
    assert "Votes so far: 0 of 3" in text(chair)
    chair.submit(form="/vote", button=("choice", "for"))
    assert "Your vote: In favour" in text(chair)
    assert "Votes so far: 1 of 3" in look(second, ground)
    assert "Juri 1 35: In favour" not in text(second)
    second.submit(form="/vote", button=("choice", "abstained"))
    chair.get(screen(ground))
    chair.submit(form="/close")
    assert "The motion is adopted." in text(chair)
    seen = look(second, ground)
    assert "In favour: 1, against: 0, abstained: 1, of 3 who could vote." in seen
    assert "Juri 1 35: In favour Juri 2 35: Abstained Juri 3 35: has not voted" in seen

    committee.get(f"/committee/contests/{ground.contest}")
    assert "3 by the marks 2 Kabupaten Jember" in text(committee)
    assert "What the panel decided by motions" in text(committee)
    assert "Break the tie: Kota Surabaya stands before whoever shares its place." in text(committee)
    committee.get(f"/committee/contests/{ground.contest}/entries/{ground.entries[JEMBER]}")
    assert "By the marks alone its place is 2. The panel adopted these motions about it:" in text(committee)
    committee.get(f"/committee/contests/{ground.contest}/finalise")
    committee.submit({"reason": "Pleno", "confirm": "y"}, form="/finalise")
    committee.submit(form="/publish")
    everybody = PageClient(app)
    everybody.post("/language", {"locale": "en", "next": "/"})
    everybody.get("/results/uji-2021/province-desk/regency/35")
    assert "3 by the marks 2 Kabupaten Jember" in text(everybody)
    assert "Reason: Cakupan lebih luas In favour: 1, against: 0, abstained: 1" in text(everybody)
    assert "Juri 1 35" not in html(everybody)
    everybody.get("/results/uji-2021/province-desk/regency/35/entries/35.09")
    assert "By the marks alone its place is 2." in text(everybody)
    printed = everybody.http.get("/results/uji-2021/province-desk/regency/35/standings.csv").text
    assert printed.splitlines() == [
        "rank,candidate,name,score,tied,advances,wins,sheets,marks_rank,motions",
        "1,35.76,Kota Mojokerto,82.00,no,yes,no,4,1,",
        "2,35.78,Kota Surabaya,74.00,no,yes,no,4,2,1",
        "3,35.09,Kabupaten Jember,74.00,no,no,no,4,2,1",
        "4,35.15,Kabupaten Sidoarjo,66.00,no,no,no,4,4,",
    ]
    assert "The result is final: the deliberation is over and stays as it went." in look(second, ground)


def test_an_earlier_version_keeps_the_motions_of_its_result(app: Flask, ground: PlenoGround, act_as) -> None:
    as_ = {email: act_as(ground.award.actor(email)) for email in (EAST, CHAIR, SECOND, THIRD)}
    pleno.open_sitting(as_[EAST], ground.contest)
    for email in (CHAIR, SECOND, THIRD):
        pleno.attend(as_[email], ground.contest, here=True)
    first = motions.put(
        as_[SECOND], ground.contest, "tie", [ground.entries[SURABAYA]], reason="Cakupan lebih luas"
    )
    motions.call_vote(as_[CHAIR], ground.contest, first)
    for email in (CHAIR, SECOND):
        motions.cast(as_[email], ground.contest, first, "for")
    motions.close_vote(as_[CHAIR], ground.contest, first)
    pleno.end_sitting(as_[CHAIR], ground.contest)
    contests.finalise(as_[EAST], ground.contest, "Rapat pleno")
    contests.publish(as_[EAST], ground.contest)
    recount = recounts.begin(as_[EAST], ground.contest, "Ulang", "Keliru", decree="SK 7")
    everybody, committee = PageClient(app), at(app, EAST)
    committee.get(f"/committee/recounts/{recount}/entries/{ground.entries['35.76']}")
    typed = {"adjustment-entry-amount": "-2", "adjustment-entry-reason": "Terlambat"}
    committee.submit(typed, form="/adjustment/entry")
    committee.submit({"confirm": "y"}, form="/apply")
    everybody.post("/language", {"locale": "en", "next": "/"})
    everybody.get("/results/uji-2021/province-desk/regency/35/versions/1")
    committee.get(f"/committee/contests/{ground.contest}/versions/1")
    for browser in (everybody, committee):
        assert (
            "Break the tie: Kota Surabaya stands before whoever shares its place. Reason: Cakupan lebih luas"
            in text(browser)
        )
        assert html(browser).count('id="motion-1"') == 1


def test_without_motions_the_file_is_what_it_was(app: Flask, ground: PlenoGround) -> None:
    printed = at(app, EAST).http.get(f"/committee/contests/{ground.contest}/standings.csv").text
    assert printed.splitlines()[0] == "rank,candidate,name,score,tied,advances,wins,sheets"


# --- forms ---------------------------------------------------------------------------------------


def test_what_is_wrong_with_a_motion_stands_at_it_and_what_was_typed_stays(
    app: Flask, ground: PlenoGround
) -> None:
    _, chair = sit(app, ground, CHAIR)
    chair.get(f"{screen(ground)}/motions/new?kind=move")
    entry = f"e{ground.entries['35.15']}"
    chair.submit({"entry": entry, "place": "3", "reason": "Alasan panjang"}, form="/motions/new", status=422)
    assert "Others share that place: break their tie first" in text(chair)
    assert "Alasan panjang" in html(chair)
    assert re.search(rf'value="{entry}" id="pick-{entry}" checked', html(chair))
    chair.submit({"place": "2"}, form="/motions/new")
    assert "Move Kabupaten Sidoarjo to place 2; those between move by one." in text(chair)
    chair.get(f"{screen(ground)}/motions/new?kind=tie")
    jember, surabaya = (f"order-e{ground.entries[code]}" for code in (JEMBER, SURABAYA))
    chair.submit({jember: "2", surabaya: "2", "reason": "x"}, form="/motions/new", status=422)
    assert "Number them 1, 2, 3 and so on, each number once." in text(chair)


def test_counted_votes_are_typed_by_the_leader(app: Flask, award) -> None:
    ground = pleno_ground(award, RULE.replace('"named"', '"counted"'))
    _, chair, *_ = sit(app, ground, CHAIR, SECOND, THIRD)
    chair.get(f"{screen(ground)}/motions/new?kind=tie")
    chair.submit({f"order-e{ground.entries[JEMBER]}": "1", "reason": "Alasan"}, form="/motions/new")
    chair.submit(form="/call")
    assert "Votes are counted in the room: 3 may vote." in text(chair)
    chair.submit({"yes": "3", "no": "2", "abstained": "0"}, form="/close", status=422)
    assert "These are more votes than members who may vote: 3." in text(chair)
    chair.submit({"yes": "2", "no": "", "abstained": "0"}, form="/close", status=422)
    chair.submit({"yes": "2", "no": "1", "abstained": "0"}, form="/close")
    assert "In favour: 2, against: 1, abstained: 0, of 3 who could vote." in text(chair)


def test_a_note_on_something_else_is_handed_back(app: Flask, ground: PlenoGround) -> None:
    committee, chair = sit(app, ground, CHAIR)
    committee.post(f"{screen(ground)}/table", {"entry": f"e{ground.entries[JEMBER]}"})
    chair.get(screen(ground))
    committee.post(f"{screen(ground)}/table", {"entry": f"e{ground.entries[SURABAYA]}"})
    chair.submit({"body": "Tentang Jember"}, form="/notes", status=409)
    assert "Something else lies on the table by now." in text(chair)
    assert "Tentang Jember" in html(chair)
    # Not even one that no page ever sent.
    chair.submit({"body": "Tentang Jember", "item": "9" * 5000}, form="/notes", status=409)
    assert discussion_notes.of_contest(ground.db, ground.contest) == ()


def test_the_state_tells_what_changed_and_nothing_more(app: Flask, ground: PlenoGround) -> None:
    committee, chair = sit(app, ground, CHAIR)
    answer = chair.http.get(f"{screen(ground)}/state")
    assert set(json.loads(answer.text)) == {"token", "leave"}
    before = answer.json["token"]
    assert chair.http.get(f"{screen(ground)}/state").json["token"] == before
    committee.post(f"{screen(ground)}/table", {"entry": f"e{ground.entries[JEMBER]}"})
    assert chair.http.get(f"{screen(ground)}/state").json["token"] != before
    assert f'data-pleno="{before}"' not in html(committee)


def test_an_entry_that_leaves_the_award_leaves_the_table(app: Flask, ground: PlenoGround, act_as) -> None:
    committee, chair = sit(app, ground, CHAIR)
    jember, surabaya = ground.entries[JEMBER], ground.entries[SURABAYA]
    committee.post(f"{screen(ground)}/table", {"entry": [f"e{jember}", f"e{surabaya}"]})
    screening.withdraw_entry(act_as(ground.award.actor(EAST)), surabaya, "Mundur")
    assert "Kota Surabaya" not in look(chair, ground)
    assert "The entry, criterion by criterion Criterion Kabupaten Jember Rank" in text(chair)
    chair.post(f"{screen(ground)}/table", {"entry": f"e{surabaya}"}, status=404)
    screening.withdraw_entry(act_as(ground.award.actor(EAST)), jember, "Mundur")
    assert "Nothing lies on the table." in look(chair, ground)


def test_a_final_result_is_still_shown_when_an_entry_left(app: Flask, ground: PlenoGround, act_as) -> None:
    contests.finalise(act_as(), ground.contest, "Pleno")
    screening.withdraw_entry(act_as(ground.award.actor(EAST)), ground.entries[SURABAYA], "Mundur")
    assert "Kota Surabaya" in look(at(app, CHAIR), ground)


def test_doubtful_places_are_marked(app: Flask, ground: PlenoGround) -> None:
    seen = look(at(app, EAST), ground)
    assert seen.count("Doubtful It is shared after all tie-breaks.") == 2
    assert "hangs on" not in seen
    unlock_sheets(ground.db)
    # Without this sheet Jember stands before Surabaya and takes the last place that goes on.
    with write(ground.db):
        change(
            ground.db,
            "UPDATE scoresheet SET total = '65' WHERE entry_id = :e AND account_id = :a",
            e=ground.entries[SURABAYA], a=ground.panel[0],
        )  # fmt: skip
    seen = look(at(app, EAST), ground)
    assert "hangs on any of" in seen


def test_the_minutes_tell_of_the_deliberation(app: Flask, ground: PlenoGround, act_as) -> None:
    def as_(email: str):
        return act_as(ground.award.actor(email))

    pleno.open_sitting(as_(EAST), ground.contest)
    for email in (CHAIR, SECOND, THIRD):
        pleno.attend(as_(email), ground.contest, here=True)
    entry = [ground.entries[SURABAYA]]
    first = motions.put(as_(SECOND), ground.contest, "tie", entry, reason="Cakupan lebih luas")
    motions.call_vote(as_(CHAIR), ground.contest, first)
    for email, choice in ((CHAIR, "for"), (SECOND, "for"), (THIRD, "against")):
        motions.cast(as_(email), ground.contest, first, choice)
    motions.close_vote(as_(CHAIR), ground.contest, first)
    second = motions.put(as_(EAST), ground.contest, "withhold", entry, reason="Berkas meragukan")
    motions.withdraw(as_(EAST), ground.contest, second)
    pleno.end_sitting(as_(CHAIR), ground.contest)
    contests.finalise(as_(EAST), ground.contest, "Rapat pleno")
    browser = at(app, EAST)
    with browser.http.get(f"/committee/contests/{ground.contest}/minutes-en.pdf") as answer:
        paper = PdfReader(io.BytesIO(answer.data))
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for sentence in (
        "Quorum: 3 members of the panel, the chair among them.",
        "Sitting of 10 January 2022, 10:00 WIB, until 10:00 WIB",
        "Motion 1: Break a tie – Adopted Break the tie: Kota Surabaya stands before whoever shares its place."
        " Reason: Cakupan lebih luas Put by Juri 2 35 on 10 January 2022, 10:00 WIB."
        " Voted on 10 January 2022, 10:00 WIB."
        " In favour: 2, against: 1, abstained: 0, of 3 who could vote.",
        "Motion 2: Withhold an award – Taken back Withhold what Kota Surabaya gets by its place",
        "Reason: Berkas meragukan Put by",
        "Votes by name",
        "Juri 3 35 Against",
        "By the marks",
    ):
        assert sentence in said
    assert "No motions were put." not in said


def decided(
    kind: str,
    *entries: str,
    rnd: Round = make_round(advance=2),  # noqa: B008
    place: int | None = None,
) -> tuple[Standing, ...]:
    """Four entries, the second and third tied, after one motion."""
    motion = Motion(1, kind, entries, place, "Alasan", Votes(3, 0, 0, 3))
    ranking = (marked("a", 90), marked("b", 85), marked("c", 85), marked("d", 80))
    return conferred(rnd, decide(rnd, standings(rnd, ranking), [motion]), [motion])


def test_certificates_say_what_the_panel_decided(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        rnd = make_round(advance=0, winners=1)
        joint = decided("joint", "a", "d", rnd=rnd)
        assert [honour(rnd, one, joint) for one in joint[:2]] == ["Joint winner, rank 1"] * 2
        wild = decided("wild-card", "d", rnd=rnd)
        assert [honour(rnd, one, wild) for one in (wild[0], wild[-1])] == [
            "Winner, rank 1",
            "Winner by the panel's decision",
        ]
        nominees = decided("wild-card", "d")
        assert honour(make_round(advance=2), nominees[-1], nominees) == "Nominee by the panel's decision"
        # Whose partner's award is withheld wins alone; a tie of marks is no joint award.
        alone = [one for one in joint if one.entry != "d"]
        assert honour(rnd, joint[0], alone) == "Winner, rank 1"
        both = make_round(advance=0, winners=3)
        tied = decided("move", "d", rnd=both, place=1)
        assert [honour(both, one, tied) for one in tied if one.tied] == ["Winner, rank 3"] * 2
