"""Make the demonstration: an award that is finished and published, one that is running, one at its end.

Everything goes through the same actions that pages and commands use. Marks, amounts and people are made
up; the ranking of 2021 is the published one.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from evaluation import row_files
from evaluation.actions import accounts as account_actions
from evaluation.actions import conflicts as conflict_actions
from evaluation.actions import contests as contest_actions
from evaluation.actions import dossiers as dossier_actions
from evaluation.actions import (
    nudges,
    panels,
    record_files,
    records,
    rosters,
    samples,
    scores,
    screening,
    sheets,
    sign_ins,
)
from evaluation.actions.act import Act
from evaluation.actions.uploads import Upload
from evaluation.demo import accounts as demo_accounts
from evaluation.demo.acting import as_account, load_edition
from evaluation.demo.dossiers import DATA, as_representative, facts, fill
from evaluation.demo.interviews import plan_interviews, plan_visit
from evaluation.demo.nation import national_award
from evaluation.demo.paper import paper
from evaluation.store import conflicts, contests, editions, entries
from evaluation.store import panels as panel_store
from evaluation.store import rosters as region_rows

FINISHED = DATA / "paritrana-2021"
EAST_JAVA, CENTRAL_JAVA = "35", "33"
REASON = "Peragaan: semua lembar nilai sudah masuk."
DECREED = date(2021, 9, 1)


def build(act: Act) -> None:
    """Fill an empty database. `act` is the command line's, at the moment that the demonstration is made."""
    account_actions.account_for(act, demo_accounts.CANDIDATE, "Bagian Hukum Kota Mojokerto")
    finished_award(act)
    running_award(act)
    national_award(act)
    for role, email, name, region in (
        ("committee", demo_accounts.PROVINCE_COMMITTEE, "Panitia Jawa Timur", EAST_JAVA),
        ("committee", demo_accounts.NATIONAL_COMMITTEE, "Panitia Nasional", None),
        ("administrator", demo_accounts.ADMINISTRATOR, "Administrator", None),
        ("auditor", demo_accounts.AUDITOR, "Auditor", None),
    ):
        account_id = account_actions.account_for(act, email, name)
        account_actions.grant_role(act, account_id, role=role, edition_id=None, region_code=region)
    for _, email in (*demo_accounts.ROLES, *demo_accounts.PANEL):
        token = account_actions.issue_link(act, account_actions.account_for(act, email), "invitation")
        sign_ins.use_link(act, token, demo_accounts.PASSWORD)


def load(act: Act, edition_id: int, folder: Path, name: str) -> None:
    """Load one of an award's CSV files, as its command does."""
    columns, loader = {
        "candidates": (rosters.CANDIDATE_COLUMNS, rosters.load_candidates),
        "assessors": (rosters.ASSESSOR_COLUMNS, rosters.load_assessors),
        "measures": (record_files.MEASURE_COLUMNS, record_files.load_measures),
        "scores": (scores.SCORE_COLUMNS, scores.load_scores),
    }[name]
    path = folder / f"{name}.csv"
    loader(act, edition_id, row_files.read(str(path), columns))


# --- the finished award --------------------------------------------------------------------------


def finished_award(act: Act) -> None:
    """The award of 2021: East Java and seven other provinces, finalised and published up to the nation."""
    edition_id = load_edition(act, (FINISHED / "edition.toml").read_text(encoding="utf-8"))
    load(act, edition_id, FINISHED, "candidates")
    for code in ("35.76", "96.03"):
        entry = entries.by_code(act.db, edition_id, code)
        assert entry is not None
        bring_to(act, entry["id"], code, "accepted")
    load(act, edition_id, FINISHED, "assessors")
    for (_, region), panel_id in region_rows.panels_of(act.db, edition_id).items():
        panels.record_decree(
            act, panel_id, number=f"188/{region or 'NAS'}/KPTS/013/2021 (peragaan)", on=DECREED
        )
    for name in ("measures", "scores"):
        load(act, edition_id, FINISHED, name)
    for stored in editions.rounds_of(act.db, edition_id):
        for contest in contests.matching(act.db, stored.id):
            contest_actions.finalise(act, contest["id"], REASON)
            contest_actions.publish(act, contest["id"])


# --- the running award ---------------------------------------------------------------------------

CANDIDATES = (
    # candidate, how far it is: accepted | submitted | returned | draft | invited
    ("35.77", "accepted"),
    ("35.09", "accepted"),
    ("35.74", "accepted"),
    ("35.28", "submitted"),
    ("35.08", "returned"),
    ("35.76", "draft"),
    ("35.07", "invited"),
    ("33.74", "accepted"),
    ("33.21", "submitted"),
    ("33.76", "invited"),
)

# Made-up companies: code, name, region, how far the entry is.
BUSINESSES = (
    ("PT-35-01", "PT Contoh Sejahtera (peragaan)", "35.78", "accepted"),
    ("PT-35-02", "PT Contoh Bahari (peragaan)", "35.76", "draft"),
)


def running_award(act: Act) -> None:
    """An award in the middle of its provincial desk round, with an entry in every state."""
    edition_id = load_edition(act, running_rules(act))
    seat_panel(act, edition_id, EAST_JAVA, "Jawa Timur")
    seat_panel(act, edition_id, CENTRAL_JAVA, "Jawa Tengah")
    for code, state in CANDIDATES:
        bring_to(act, invite_government(act, edition_id, code), code, state)
    for code, name, region, state in BUSINESSES:
        # The candidate of the login page has a company's dossier too: other sections, the same pages.
        email = demo_accounts.CANDIDATE if state == "draft" else f"{code.lower()}@business.example"
        entry_id = invite(act, edition_id, f"{code},{name},business,{region},{email}")
        bring_to(act, entry_id, "PT-35-01", state)
    score_some(act, edition_id)
    set_samples(act, edition_id)
    plan_interviews(act, edition_id)
    plan_visit(act, edition_id)
    nudges.remind_candidates(act, edition_id, EAST_JAVA)


def running_rules(act: Act) -> str:
    """The running edition's file, its dates around the present day."""
    text = (DATA / "running.toml").read_text(encoding="utf-8")
    today = act.now.date()
    for name, days in (("opens", -20), ("closes", 25), ("desk_closes", 45), ("interview_opens", 46)):
        text = text.replace("{" + name + "}", (today + timedelta(days=days)).isoformat())
    return text


def seat_panel(act: Act, edition_id: int, region: str, name: str) -> None:
    """Nine seats with their decree; the addresses are those of the finished award where it has them."""
    panel_id = panels.appoint_panel(act, edition_id, "province", region)
    panels.record_decree(act, panel_id, number=f"188/{region}/KPTS/013/2026 (peragaan)", on=act.now.date())
    with (FINISHED / "assessors.csv").open(encoding="utf-8", newline="") as file:
        seats = [seat for seat in csv.DictReader(file) if seat["region"] == EAST_JAVA]
    for number, seat in enumerate(seats, start=1):
        panels.seat_member(
            act,
            panel_id,
            email=f"province{region}-{number}@panel.example",
            name=f"{seat['capacity']} ({name})",
            position=seat["position"],
            capacity=seat["capacity"],
        )


def invite_government(act: Act, edition_id: int, code: str) -> int:
    """Invite a regency or city; its representative's address is made up from its code or its name."""
    region = region_rows.regions(act.db)[code]
    email = demo_accounts.CANDIDATE if code == "35.76" else f"{code.replace('.', '-')}@regency.example"
    return invite(act, edition_id, f"{code},{region['name']},regency,{code},{email}")


def invite(act: Act, edition_id: int, line: str) -> int:
    """Invite the candidate of one line of a roster; the entry's id."""
    text = f"{','.join(rosters.CANDIDATE_COLUMNS.required)}\n{line}\n"
    rosters.load_candidates(
        act, edition_id, row_files.parse("demo", text.encode(), rosters.CANDIDATE_COLUMNS)
    )
    entry = entries.by_code(act.db, edition_id, line.partition(",")[0])
    assert entry is not None
    return int(entry["id"])


def bring_to(act: Act, entry_id: int, code: str, state: str) -> None:
    """Walk an entry to its state, by its own people and by the committee."""
    if state == "invited":
        return
    known = facts()
    about = known.get(code) or known["others"]
    own = as_representative(act, entry_id)
    if state == "draft":
        fill(own, entry_id, about, but=("innovations", "budget", "documents", "story"))
        return
    fill(own, entry_id, about)
    dossier_actions.submit(as_representative(act, entry_id), entry_id)
    if state == "accepted":
        screening.accept_entry(act, entry_id)
    if state == "returned":
        screening.return_entry(
            act, entry_id, "Naskah peraturan belum ditandatangani: unggah naskah yang sah."
        )


MARKS = ((82, 76, 88), (78, 80, 84), (90, 71, 79), (66, 74, 70), (85, 83, 91))


def score_some(act: Act, edition_id: int) -> None:
    """Some of East Java's assessors hand in sheets, one has a draft, one is recused, coverage is measured."""
    entry = entries.by_code(act.db, edition_id, "35.77")
    assert entry is not None
    contest_id = contests.contests_of_entry(act.db, entry["id"])[0]["id"]
    panel_id = panel_store.find(act.db, edition_id, "province", EAST_JAVA)
    assert panel_id is not None
    declare_interests(act)
    for one in contests.entries_of(act.db, contest_id):
        records.record_measure(
            act, contest_id, one["id"], "coverage", value=Fraction(9210, 100), source="Angka peragaan"
        )
        for number, (regulation, implementation, innovation) in enumerate(MARKS, start=4):
            juror = as_account(act, f"province35-{number}@panel.example")
            sheets.submit_sheet(
                juror,
                contest_id,
                one["id"],
                marks={
                    "regulation": Fraction(regulation - one["id"] % 5),
                    "implementation": Fraction(implementation),
                    "innovation": Fraction(innovation),
                },
                comments={},
                revision=0,
            )


ADVISED = "Pernah menjadi penasihat Kota Madiun (peragaan)."


def declare_interests(act: Act) -> None:
    """East Java's assessors declare, but for the second; the ninth advised Kota Madiun.

    The system finds that Kabupaten Jember's own are the institution of the second and the home of the first.
    """
    for number, institution, home in ((1, "", "35.09"), (2, "Dinas Tenaga Kerja Kabupaten Jember", None)):
        juror = as_account(act, f"province35-{number}@panel.example")
        own_id = juror.actor.account_id or 0
        conflict_actions.describe_account(juror, own_id, institution=institution, home_region=home)
    for number in (1, *range(3, 10)):
        juror = as_account(act, f"province35-{number}@panel.example")
        waiting = conflicts.outstanding(act.db, juror.actor.account_id or 0)
        advised = {one["id"] for one in waiting if number == 9 and one["code"] == "35.77"}
        conflict_actions.declare(
            juror, {one["id"]: ADVISED if one["id"] in advised else "" for one in waiting}
        )


# Of each assessor, for both criteria that the interview judges.
SAMPLE_MARKS = ((62, 70), (85, 74), (78, 90), (80, 66), (55, 72))


def set_samples(act: Act, edition_id: int) -> None:
    """Two samples for East Java's interviews: one to score, one whose marks are being talked about."""
    panel_id = panel_store.find(act.db, edition_id, "province", EAST_JAVA)
    assert panel_id is not None
    panel = panel_store.described(act.db, panel_id)
    assert panel is not None
    place = next(one for one in samples.places(act.db, panel, act.now) if one.round.rules.kind == "interview")
    where = {"round_id": place.round.id, "category_id": place.category["id"], "named": False}
    for title in ("Rekaman wawancara A (peragaan)", "Rekaman wawancara B (peragaan)"):
        text = paper(title, "Panitia Jawa Timur", ["Ringkasan wawancara contoh untuk menyamakan skala."])
        upload = Upload(io.BytesIO(text), "wawancara.pdf")
        sample = samples.set_document(act, panel_id, upload=upload, title=title, **where)
    codes = [criterion.code for criterion in place.round.rules.judged_criteria]
    for number, marks in enumerate(SAMPLE_MARKS, start=4):
        typed = {code: Fraction(mark) for code, mark in zip(codes, marks * len(codes), strict=False)}
        juror = as_account(act, f"province35-{number}@panel.example")
        samples.save(juror, sample, marks=typed, comments={}, revision=0, hand_in=True)
    first = {codes[0]: Fraction(75)}
    samples.write_reference(
        act, sample, marks=first, reasoning={codes[0]: "Data disebut dengan sumbernya, tanpa rincian."}
    )
    samples.open_discussion(act, sample)
