"""The demonstration's award of 2024 from open rounds to a signed, published, objected-to, corrected result.

Every step is taken in real Chromium by the people whose accounts the demonstration prints, as
docs/demonstration.md tells. Set PENJURIAN_PICTURES to a folder to keep a picture of every page of the walk,
in both languages, at a phone's and a desktop's width, and its papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evaluation.demo import accounts
from tests.browser.conftest import Visitor
from tests.browser.deciding import (
    PUBLIC,
    Panel,
    announce,
    arrive,
    balance,
    contest_named,
    decide,
    entry_named,
    evidence,
    fix,
    follow,
    hand_in,
    lines,
    press,
    put,
    sign,
    sit_down,
    speak_english,
    status,
    text,
    wait_for,
)
from tests.browser.serving import Site, served
from tests.browser.walking import Walk, record_measure, submit

pytestmark = pytest.mark.browser

KUTAI = "Kabupaten Kutai Kartanegara"
WHY_KUTAI = "Cakupan pekerja rentan lebih luas di Kutai Kartanegara."
OBJECTION = "Cakupan 86 adalah angka bulan Juni; surat BPJS menyebut 88,4 per 31 Desember 2024."
GRANTED = "Surat BPJS benar: angka per 31 Desember 2024 adalah 88,4."
BECAUSE = "Nilai cakupan Kabupaten Demak dicatat dari bulan yang salah."
WITHIN = "Within the places: 3."
PAST = "Won in 2022: winners of the last 3 years are passed over."
LIMIT = "At most 1 of one province go on; better-placed entries of Jawa Timur did."
RESERVE = "Number 1 on the reserve list."
FLOOR = "Lifted: at least 1 of “Eastern Indonesia” go on."
SHARED = "Advances Shared rank Tie at the cut Equal to the last of the places: the tie goes on whole."
# The moment of publication is so many seconds ahead: long enough to look around before it.
AHEAD = 20


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A demonstration of the test's own: it changes what it walks through."""
    with served(tmp_path, demonstration=True) as filled:
        yield filled


@pytest.fixture
def walk(site: Site, visitors: Callable[..., Visitor], tmp_path: Path) -> Walk:
    return Walk(site, visitors, tmp_path)


def test_a_decided_award(walk: Walk) -> None:
    committee = arrive(walk, accounts.NATIONAL_COMMITTEE)
    panel = Panel(*(arrive(walk, email) for _, email in accounts.PANEL[:3]))
    candidate, public = arrive(walk, accounts.NATIONAL_CANDIDATE), walk.visitors()
    public.go("/")
    speak_english(public)
    desk = contest_named(committee, "National desk assessment")

    judge_the_rest(walk, committee, panel, desk)
    deliberate(walk, committee, panel, desk)
    submit_for_signing(committee, desk)
    sign(walk, list(panel), committee, desk)
    finalise_and_publish(walk, committee, candidate, public, desk)
    object_and_answer(walk, committee, candidate, public)


def judge_the_rest(walk: Walk, committee: Visitor, panel: Panel, desk: int) -> None:
    """A late enterprise gets its assessors; what the round lacked comes in: two share a place."""
    demak = entry_named(committee, desk, "Kabupaten Demak")
    denpasar = entry_named(committee, desk, "Kota Denpasar")
    small = contest_named(committee, "Assessment of small and micro enterprises")
    balance(walk, committee, small, "UD Contoh Rotan (peragaan)")
    hand_in(panel.member, desk, denpasar, regulation="80", implementation="79")
    record_measure(walk, committee, desk, demak, "coverage", "86", "Data peserta bulan Juni 2024")
    committee.go(f"/committee/contests/{desk}")
    assert lines(committee, (0, 1, 2, 4))[4:6] == [
        ("5", "Kabupaten Demak 33.21 rank 8 of all", "86.00", SHARED + " Why : Kabupaten Demak"),
        ("5", f"{KUTAI} 64.02 rank 8 of all", "86.00", SHARED + f" Why : {KUTAI}"),
    ]
    walk.look(committee, "standings-shared")


def deliberate(walk: Walk, committee: Visitor, panel: Panel, desk: int) -> None:
    """Members come, a tie is broken by name, a wild card is refused."""
    committee.go(f"/committee/contests/{desk}")
    follow(committee, "Deliberation")
    submit(committee, "/open")
    assert "Present: 0 of 5 No quorum" in text(committee)
    for member in panel:
        sit_down(member, desk)
    committee.go("/committee")
    panel.member.go(f"/pleno/{desk}")
    assert "Present: 3 of 5 Quorum" in text(panel.member)
    assert f"place 1 93.00 {PAST} 2 Kota Surabaya" in text(panel.member)
    panel.member.go("/desk")
    said = put(panel.secretary, desk, "tie", WHY_KUTAI, {KUTAI: "1"})
    assert f"Motion 1: Break a tie Put Break the tie: {KUTAI} first, in this order." in said
    said = decide(walk, panel, {"for": [panel.chair, panel.secretary], "against": [panel.member]}, desk, 1)
    assert "The motion is adopted." in said
    assert "In favour: 2, against: 1, abstained: 0, of 3 who could vote." in said
    assert "Ahli jaminan sosial (Nasional): Against" in said
    put(panel.member, desk, "wild-card", "Peraturannya ditiru daerah lain.", chosen="Kabupaten Malang")
    said = decide(walk, panel, {"for": [panel.member], "against": [panel.chair, panel.secretary]}, desk, 2)
    assert "The motion is rejected." in said
    panel.chair.go(f"/pleno/{desk}")
    walk.look(panel.chair, "deliberation")
    panel.member.go(f"/pleno/{desk}")
    walk.look(panel.member, "deliberation-member")
    panel.member.go("/desk")
    panel.chair.go(f"/pleno/{desk}")
    submit(panel.chair, "/end")
    committee.go(f"/committee/contests/{desk}")
    assert lines(committee, (0, 1, 2, 4)) == [
        ("1", "Kabupaten Jember 35.09 rank 1 of all", "93.00", f"{PAST} Why : Kabupaten Jember"),
        ("2", "Kabupaten Bandung 32.04 rank 3 of all", "91.00", f"Advances {WITHIN} Why : Kabupaten Bandung"),
        (
            "3",
            "Kabupaten Pamekasan 35.28 rank 5 of all",
            "89.00",
            f"Advances {WITHIN} Why : Kabupaten Pamekasan",
        ),
        ("4", "Kabupaten Malang 35.07 rank 6 of all", "88.00", f"{LIMIT} Why : Kabupaten Malang"),
        ("5", f"{KUTAI} 64.02 rank 8 of all", "86.00", f"Advances Motion 1 {WITHIN} Why : {KUTAI}"),
        (
            "6",
            "Kabupaten Demak 33.21 rank 9 of all by the marks 8",
            "86.00",
            f"Reserve 1 Motion 1 {RESERVE} Why : Kabupaten Demak",
        ),
        (
            "7",
            "Kabupaten Maluku Tengah 81.01 rank 14 of all",
            "72.00",
            f"Advances {FLOOR} Why : Kabupaten Maluku Tengah",
        ),
        (
            "8",
            "Kabupaten Mimika 94.04 rank 15 of all",
            "58.00",
            "Below the pass mark of 60. Why : Kabupaten Mimika",
        ),
    ]
    walk.look(committee, "standings-decided")


def submit_for_signing(committee: Visitor, desk: int) -> None:
    """The committee opens the result for its panel's signatures."""
    committee.go(f"/committee/contests/{desk}/finalise")
    assert "The panel signs this result first: open it for signing, signatures: 3." in text(committee)
    committee.go(f"/committee/contests/{desk}/signing")
    submit(committee, f"/committee/contests/{desk}/signing")


def finalise_and_publish(
    walk: Walk, committee: Visitor, candidate: Visitor, public: Visitor, desk: int
) -> None:
    """Fixed, then public at a moment; before it neither the public nor the candidate sees anything."""
    fix(walk, committee, desk, "Rapat pleno: hasil sudah ditandatangani.")
    assert f"Rank 8: {KUTAI} → National interview · Nation" in text(committee)
    moment = announce(walk, committee, desk, seconds=AHEAD)
    assert [
        status(public, address) for address in (PUBLIC, f"{PUBLIC}/standings.csv", f"{PUBLIC}/objections")
    ] == [
        404,
        404,
        404,
    ]
    public.go("/results/paritrana-2024")
    assert "National desk assessment" not in text(public)
    candidate.go("/entries")
    follow(candidate, "Kabupaten Demak")
    assert "Rank 9" not in text(candidate)
    follow(candidate, "Feedback of the panels")
    assert "There is no feedback yet." in text(candidate)
    assert datetime.now(UTC) < moment, "the walk was slower than the moment that it had set"
    wait_for(moment)
    public.go(PUBLIC)
    assert lines(public)[4:6] == [
        ("5", f"{KUTAI} 64.02 rank 8 of all", "86.00"),
        ("6", "Kabupaten Demak 33.21 rank 9 of all by the marks 8", "86.00"),
    ]
    assert f"Break the tie: {KUTAI} first, in this order. Reason: {WHY_KUTAI}" in text(public)
    walk.look(public, "public-decided")


def object_and_answer(walk: Walk, committee: Visitor, candidate: Visitor, public: Visitor) -> None:
    """The candidate reads what the panel thinks of it and objects with a file; the committee grants it."""
    candidate.page.reload()
    said = text(candidate)
    assert "Rank 9 of 15" in said
    assert "Score 86.00" in said
    assert "Perda sudah lengkap; peraturan pelaksana belum mencakup pekerja rentan." in said
    walk.look(candidate, "feedback")
    follow(candidate, "Objections")
    follow(candidate, "Object to this result")
    form = candidate.page.locator('main form[action*="/objections/to/"]')
    form.locator("[name=criterion]").select_option("coverage")
    form.locator("[name=body]").fill(OBJECTION)
    form.locator("[name=files]").set_input_files(evidence(walk.folder))
    press(candidate, form)
    assert "Objection no. 1" in text(candidate)
    assert "Surat BPJS.pdf" in text(candidate)
    walk.look(candidate, "objection-receipt")
    committee.go("/committee")
    follow(committee, "objections to answer: 1")
    follow(committee, "No. 1")
    assert OBJECTION in text(committee)
    form = committee.page.locator('main form[action*="/committee/objections/"]')
    form.locator("[name=outcome]").select_option("granted")
    form.locator("[name=reasons]").fill(GRANTED)
    press(committee, form)
    assert "The answer is kept, published and sent to the candidate." in text(committee)
    walk.look(committee, "objection-granted")
    public.go(f"{PUBLIC}/objections")
    assert text(public).count("Objection granted") == 1
    assert GRANTED in text(public)
    assert OBJECTION not in text(public)
