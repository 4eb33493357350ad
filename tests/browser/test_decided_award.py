"""The demonstration's award of 2024 from open rounds to a signed, published, objected-to, corrected result.

Every step is taken in real Chromium by the people whose accounts the demonstration prints, as
docs/demonstration.md tells. Set PENJURIAN_PICTURES to a folder to keep a picture of every page of the walk,
in both languages, at a phone's and a desktop's width, and its papers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evaluation.core.receipt_code import receipt_code
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
    preview,
    printed,
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
LIMIT = "Only one entry from each province goes on, and one from Jawa Timur stands before it."
RESERVE = "Number 1 on the reserve list."
FLOOR = "Lifted: at least one of “Eastern Indonesia” goes on."
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
    correct(walk, committee, public, desk)
    sign(walk, list(panel), committee, desk, again=True)
    publish_again(walk, committee, candidate, public, desk)
    take_papers(walk, committee, public, desk)


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
    assert f"Motion 1: Break a tie Put Break the tie: {KUTAI} stands before whoever shares its place." in said
    said = decide(walk, panel, {"for": [panel.chair, panel.secretary], "against": [panel.member]}, desk, 1)
    assert "The motion is adopted." in said
    assert "In favour: 2, against: 1, abstained: 0, of 3 who could vote." in said
    assert "Dinas Tenaga Kerja (Nasional): Against" in said
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
    assert f"Break the tie: {KUTAI} stands before whoever shares its place. Reason: {WHY_KUTAI}" in text(
        public
    )
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


def correct(walk: Walk, committee: Visitor, public: Visitor, desk: int) -> None:
    """From the objection to a recount of one step, whose differences are read before it is applied."""
    follow(committee, "Begin a correction")
    submit(committee, "/recounts", title="Keberatan Kabupaten Demak", reason=BECAUSE)
    committee.page.locator("main details[open] li a", has_text="Kabupaten Demak").click()
    committee.page.wait_for_url(lambda url: "/entries/" in url)
    submit(
        committee,
        "/measure/coverage",
        **{
            "measure-coverage-value": "88.4",
            "measure-coverage-reason": "Surat BPJS, lampiran keberatan nomor 1",
        },
    )
    assert "Kabupaten Demak: the measured value of Coverage becomes 88.4." in text(committee)
    assert preview(committee) == [
        ("Kabupaten Demak 33.21", "9 by the marks 8", "86.00", "Reserve 1", "8", "86.72", "Advances"),
        (f"{KUTAI} 64.02", "8", "86.00", "Advances", "9", "86.00", "Reserve 1"),
    ]
    walk.look(committee, "recount-preview")
    submit(committee, "/apply")
    assert "The recount is applied. Finalise and publish the corrected result next." in text(committee)
    # Until the corrected result is published the public reads the one before, marked as what it is.
    public.go(PUBLIC)
    assert public.page.url.endswith(f"{PUBLIC}/versions/1")
    assert "This result does not hold any more." in text(public)
    assert f"Reason: {WHY_KUTAI}" in text(public)


def publish_again(walk: Walk, committee: Visitor, candidate: Visitor, public: Visitor, desk: int) -> None:
    """The corrected result is fixed and public; the one before stays readable."""
    fix(walk, committee, desk, "Putusan atas keberatan nomor 1.")
    assert "Rank 8: Kabupaten Demak → National interview · Nation" in text(committee)
    submit(committee, f"/committee/contests/{desk}/publish")
    public.go(PUBLIC)
    assert lines(public, (0, 1, 2, 4))[4:6] == [
        ("5", "Kabupaten Demak 33.21 rank 8 of all", "86.72", f"Advances {WITHIN} Why : Kabupaten Demak"),
        ("6", f"{KUTAI} 64.02 rank 9 of all", "86.00", f"Reserve 1 {RESERVE} Why : {KUTAI}"),
    ]
    # The correction parted the tie: the motion stays, and decides nothing any more.
    assert "No effect now As the result stands, this motion changes nothing." in text(public)
    walk.look(public, "public-corrected")
    follow(public, "Version 1")
    assert BECAUSE in text(public)
    assert lines(public)[4:6] == [
        ("5", f"{KUTAI} 64.02 rank 8 of all", "86.00"),
        ("6", "Kabupaten Demak 33.21 rank 9 of all by the marks 8", "86.00"),
    ]
    walk.look(public, "public-version")
    candidate.go("/entries")
    follow(candidate, "Kabupaten Demak")
    follow(candidate, "Feedback of the panels")
    assert "Rank 8 of 15" in text(candidate)
    assert "Score 86.72" in text(candidate)


def take_papers(walk: Walk, committee: Visitor, public: Visitor, desk: int) -> None:
    """Minutes and certificates in both languages, with the motion, the version and the code to check."""
    committee.go(f"/committee/contests/{desk}/finalise")
    fingerprint = re.findall(r"\b[0-9a-f]{64}\b", text(committee))[0]
    code = receipt_code(fingerprint)
    for language, motion, version, nominee in (
        (
            "en",
            f"Motion 1: Break a tie – Adopted Break the tie: {KUTAI} stands before whoever shares its place.",
            "This is version 2 of the result. Version 1, fixed on ",
            "Nominee in the category Regency and city governments",
        ),
        (
            "id",
            f"Usul 1: Menentukan urutan nilai seri – Diterima Nilai seri ditentukan: {KUTAI} berada di depan",
            BECAUSE,
            "sebagai Nomine kategori Pemerintah Kabupaten/Kota",
        ),
    ):
        minutes, _ = printed(walk, committee, f"/committee/contests/{desk}/minutes-{language}.pdf")
        for words in (motion, version, BECAUSE, fingerprint, code, "12/KPTS/PARITRANA/2025"):
            assert words in minutes, (language, words)
        awards, pages = printed(walk, committee, f"/committee/contests/{desk}/certificates-{language}.pdf")
        assert pages == 8
        assert nominee in awards
        assert "Kabupaten Demak" in awards
        assert KUTAI not in awards
        assert awards.count(code) == 16
    public.go(f"/check/{code}")
    assert fingerprint in text(public)
