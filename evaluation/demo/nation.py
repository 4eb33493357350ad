"""The demonstration's national stage: a result to be decided by its panel, one that is public, one assigned.

The businesses' result is final and public. That of the governments lacks one score sheet and one measured
value: then two regencies share a place, its panel deliberates and signs, and the national committee
finalises it. Of the small enterprises, which are judged by a plan, one came in late and lacks its assessors.
docs/demonstration.md says how to go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from evaluation import row_files
from evaluation.actions import accounts as account_actions
from evaluation.actions import assignments, panels, past_wins, record_files, rosters, scores, sheets
from evaluation.actions import conflicts as conflict_actions
from evaluation.actions import contests as contest_actions
from evaluation.actions.act import Act
from evaluation.demo import accounts
from evaluation.demo.acting import as_account, load_edition
from evaluation.demo.dossiers import DATA
from evaluation.store import conflicts, contests, entries

SEATS = (
    ("chair", "Sekretaris Daerah"),
    ("secretary", "BPJS Ketenagakerjaan"),
    ("member", "Dinas Tenaga Kerja"),
    ("member", "Asosiasi pengusaha"),
    ("member", "Serikat pekerja"),
)
# Candidate, name, then what its marks are around. Made up, but for the names of regions.
GOVERNMENTS = (
    ("35.09", "Kabupaten Jember", 93),
    ("32.04", "Kabupaten Bandung", 91),
    ("35.28", "Kabupaten Pamekasan", 89),
    ("35.07", "Kabupaten Malang", 88),
    ("33.21", "Kabupaten Demak", 86),
    ("64.02", "Kabupaten Kutai Kartanegara", 86),
    ("81.01", "Kabupaten Maluku Tengah", 72),
    ("94.04", "Kabupaten Mimika", 58),
    ("35.78", "Kota Surabaya", 92),
    ("71.71", "Kota Manado", 90),
    ("33.74", "Kota Semarang", 87),
    ("35.77", "Kota Madiun", 85),
    ("73.71", "Kota Makassar", 83),
    ("51.71", "Kota Denpasar", 79),
    ("91.71", "Kota Jayapura", 74),
)
STEEL = "Grup Contoh Baja (peragaan)"
# Candidate, name, region, institution, sector, what its marks are around. All of them made up.
BUSINESSES = (
    ("PT-01", "PT Contoh Bank Sentosa (peragaan)", "31.71", "Grup Contoh Utama (peragaan)", "Perbankan", 90),
    ("PT-02", "PT Contoh Asuransi Jiwa (peragaan)", "31.72", "Grup Contoh Utama (peragaan)", "Asuransi", 88),
    ("PT-03", "PT Contoh Bank Daerah (peragaan)", "35.78", "", "Perbankan", 81),
    ("PT-04", "PT Contoh Baja (peragaan)", "36.74", STEEL, "Industri pengolahan", 87),
    (
        "PT-05",
        "PT Contoh Kawat (peragaan)",
        "36.03",
        "Grup Contoh Baja (peragaan)",
        "Industri pengolahan",
        86,
    ),
    ("PT-06", "PT Contoh Tekstil (peragaan)", "32.04", "", "Industri pengolahan", 82),
    ("PT-07", "PT Contoh Sepatu (peragaan)", "35.15", "", "Industri pengolahan", 78),
    ("PT-08", "PT Contoh Bahari (peragaan)", "71.71", "", "Perikanan", 85),
    ("PT-09", "PT Contoh Pelayaran (peragaan)", "35.78", "", "Pelayaran", 80),
)
# Candidate, name, region. The last one comes in when the plan of who judges what is in force.
SMALL = (
    ("UK-01", "CV Contoh Batik (peragaan)", "33.75"),
    ("UK-02", "Koperasi Contoh Tani (peragaan)", "35.07"),
    ("UK-03", "CV Contoh Kopi (peragaan)", "12.71"),
    ("UK-04", "UD Contoh Ukir (peragaan)", "33.20"),
    ("UK-05", "Koperasi Contoh Nelayan (peragaan)", "73.71"),
    ("UK-06", "CV Contoh Tenun (peragaan)", "53.71"),
    ("UK-07", "UD Contoh Rotan (peragaan)", "64.02"),
)
# The fifth member lives in this regency: nothing of its province is for that member to judge by the plan.
HOME, SEED = (5, "12.07"), 2025
# What a member wrote for a candidate to read, by candidate and seat; no file of scores has such texts.
FEEDBACK = {
    ("33.21", 1): {"regulation": "Perda sudah lengkap; peraturan pelaksana belum mencakup pekerja rentan."},
    ("33.21", 3): {"implementation": "Penerapan baik di kecamatan pesisir; belum merata di pedalaman."},
}
# How far each member's marks lie from the middle, by seat.
LEANS = (1, -1, 2, 0, -2)
# The third member still owes Kota Denpasar a sheet; the coverage of Kabupaten Demak is not recorded.
MISSING_SHEET, MISSING_VALUE = ("51.71", 3), "33.21"
OBJECTS = "33.21"
PAST_WIN = past_wins.PastWin("33.74", "regency", 2024, "Keputusan panitia nasional tahun 2024 (peragaan)")


def national_award(act: Act) -> None:
    """An edition at its national stage, with everything that promotion rules look at."""
    edition_id = load_edition(act, rules(act))
    seat_panel(act, edition_id)
    account_actions.account_for(act, accounts.NATIONAL_CANDIDATE, "Bagian Hukum Kabupaten Demak")
    load_candidates(act, edition_id)
    load_small(act, edition_id, SMALL[:-1])
    everybody_declares(act)
    assign_small(act, edition_id)
    load_small(act, edition_id, SMALL[-1:])
    everybody_declares(act)
    past_wins.record_past_win(act, edition_id, PAST_WIN)
    business = {code: middle for code, *_, middle in BUSINESSES}
    judge(act, edition_id, "national-business", ("compliance", "care"), business)
    government = {code: middle for code, _, middle in GOVERNMENTS}
    judge(act, edition_id, "national-desk", ("regulation", "implementation"), government)
    write_feedback(act, edition_id)
    measure(act, edition_id)
    finished = contest_of(act, edition_id, BUSINESSES[0][0])
    contest_actions.finalise(act, finished, "Peragaan: semua lembar nilai sudah masuk.")
    contest_actions.publish(act, finished)


def rules(act: Act) -> str:
    """The edition's file, its dates around the present day."""
    text = (DATA / "nation.toml").read_text(encoding="utf-8")
    today = act.now.date()
    for name, days in (("opens", -30), ("closes", 14)):
        text = text.replace("{" + name + "}", (today + timedelta(days=days)).isoformat())
    return text


def seat_email(number: int) -> str:
    """The address of a member of the nation's panel, the chair being the first."""
    return f"national-{number}@panel.example"


def seat_panel(act: Act, edition_id: int) -> None:
    """Five seats with their decree."""
    panel_id = panels.appoint_panel(act, edition_id, "national", None)
    on = act.now.date() - timedelta(days=60)
    panels.record_decree(act, panel_id, number="12/KPTS/PARITRANA/2025 (peragaan)", on=on)
    for number, (position, capacity) in enumerate(SEATS, start=1):
        panels.seat_member(
            act,
            panel_id,
            email=seat_email(number),
            name=f"{capacity} (Nasional)",
            position=position,
            capacity=capacity,
        )


def load_candidates(act: Act, edition_id: int) -> None:
    """The candidates, accepted as from paper, with institution and sector where they have any."""
    lines = ["code,name,category,region,email,status,institution,sector"]
    lines += [f"{code},{name},regency,{code},{email_of(code)},accepted,," for code, name, _ in GOVERNMENTS]
    lines += [
        f"{code},{name},business,{region},{email_of(code)},accepted,{institution},{sector}"
        for code, name, region, institution, sector, _ in BUSINESSES
    ]
    rosters.load_candidates(act, edition_id, parsed(lines, rosters.CANDIDATE_COLUMNS))


def load_small(act: Act, edition_id: int, enterprises: Sequence[tuple[str, str, str]]) -> None:
    """Small enterprises, accepted as from paper."""
    lines = ["code,name,category,region,email,status"]
    lines += [f"{code},{name},small,{region},{email_of(code)},accepted" for code, name, region in enterprises]
    rosters.load_candidates(act, edition_id, parsed(lines, rosters.CANDIDATE_COLUMNS))


def assign_small(act: Act, edition_id: int) -> None:
    """The solver's plan of who judges which small enterprise, confirmed."""
    contest_id = contest_of(act, edition_id, SMALL[0][0])
    plan_id = assignments.propose(act, contest_id, seed=SEED)
    assignments.confirm(act, contest_id, plan_id=plan_id, revision=1)


def email_of(code: str) -> str:
    """A made-up address; the candidate that may object has one of the login page's."""
    if code == OBJECTS:
        return accounts.NATIONAL_CANDIDATE
    return f"{code.lower().replace('.', '-')}@nation.example"


def parsed(lines: Sequence[str], columns: row_files.Columns) -> row_files.RowFile:
    """Lines of CSV as the file that a command would read."""
    return row_files.parse("peragaan.csv", "\n".join([*lines, ""]).encode(), columns)


def everybody_declares(act: Act) -> None:
    """Every member of the panel answers about the candidates that it has not answered about yet."""
    number, home = HOME
    member = as_account(act, seat_email(number))
    conflict_actions.describe_account(member, member.actor.account_id or 0, institution="", home_region=home)
    for number in range(1, len(SEATS) + 1):
        declare(as_account(act, seat_email(number)))


def declare(juror: Act) -> None:
    """A member of the panel has no connection with any candidate."""
    waiting = conflicts.outstanding(juror.db, juror.actor.account_id or 0)
    conflict_actions.declare(juror, {one["id"]: "" for one in waiting})


def judge(
    act: Act, edition_id: int, round_code: str, criteria: Sequence[str], middles: Mapping[str, int]
) -> None:
    """Every member's sheets; one of them still owes one."""
    lines = ["round,candidate,assessor,criterion,score,comment"]
    for code, middle in middles.items():
        for number, lean in enumerate(LEANS, start=1):
            if (code, number) == MISSING_SHEET or (code, number) in FEEDBACK:
                continue
            lines += [
                f"{round_code},{code},{seat_email(number)},{criterion},{middle + lean * way},"
                for criterion, way in zip(criteria, (1, -1), strict=True)
            ]
    scores.load_scores(act, edition_id, parsed(lines, scores.SCORE_COLUMNS))


def write_feedback(act: Act, edition_id: int) -> None:
    """The sheets with texts for their candidate, handed in at the desk."""
    middles = {code: middle for code, _, middle in GOVERNMENTS}
    for (code, number), texts in FEEDBACK.items():
        entry = entries.by_code(act.db, edition_id, code)
        assert entry is not None
        middle, lean = middles[code], LEANS[number - 1]
        sheets.submit_sheet(
            as_account(act, seat_email(number)),
            contest_of(act, edition_id, code),
            entry["id"],
            marks={"regulation": Fraction(middle + lean), "implementation": Fraction(middle - lean)},
            comments={},
            feedback=texts,
            revision=0,
        )


def measure(act: Act, edition_id: int) -> None:
    """The coverage of every government but one."""
    lines = ["round,candidate,criterion,value,source"]
    lines += [
        f"national-desk,{code},coverage,{middle},Angka peragaan"
        for code, _, middle in GOVERNMENTS
        if code != MISSING_VALUE
    ]
    record_files.load_measures(act, edition_id, parsed(lines, record_files.MEASURE_COLUMNS))


def contest_of(act: Act, edition_id: int, code: str) -> int:
    """The contest in which a candidate stands."""
    entry = entries.by_code(act.db, edition_id, code)
    assert entry is not None
    return int(contests.contests_of_entry(act.db, entry["id"])[0]["id"])
