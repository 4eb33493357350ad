"""One award from the first dossier to the national ranking, walked by its people in real Chromium.

Kota Mojokerto's part goes through the browser; the other sixty-five entrants come from the CSV files that
the example gives, by command. Set PENJURIAN_PICTURES to a folder to keep a picture of every page of the
walk, in both languages, at a phone's and a desktop's width.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visitor
from tests.browser.serving import Site
from tests.browser.walking import (
    EAST_JAVA,
    EDITION,
    EXAMPLE,
    MOJOKERTO,
    Walk,
    appoint_with_decree,
    candidate_submits,
    committee_accepts,
    contest_of,
    declare_interests,
    finalise,
    finalise_elsewhere,
    invite_assessors,
    keep_interview_record,
    published,
    record_measure,
    recuse_elsewhere,
    rows,
    score,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def walk(site: Site, visitors: Callable[..., Visitor], tmp_path: Path) -> Walk:
    """The example's edition with its people; Kota Mojokerto is invited, everybody else is accepted."""
    candidates = rows("candidates")
    for row in candidates:
        if row["code"] == MOJOKERTO:
            row["status"] = "invited"
    made = Walk(site, visitors, tmp_path)
    site.flask("edition", "load", EXAMPLE / "edition.toml")
    made.load("candidates", candidates)
    site.flask("assessors", "load", EDITION, EXAMPLE / "assessors.csv")
    return made


def test_a_whole_award(walk: Walk) -> None:
    committee = walk.role(
        "panitia-jatim@uji.example", "--role", "committee", "--edition", EDITION, "--region", EAST_JAVA
    )
    national = walk.role("panitia-nasional@uji.example", "--role", "committee", "--edition", EDITION)
    entry = candidate_submits(walk, committee)
    committee_accepts(walk, committee, entry)
    appoint_with_decree(walk, committee)
    assessors = invite_assessors(walk, committee)

    walk.load_round("province-desk", but=MOJOKERTO)
    desk = contest_of(committee, "province-desk")
    for email, assessor in assessors.items():
        declare_interests(walk, assessor)
        score(walk, assessor, desk, entry, walk.marks("province-desk", email))
    walk.look(next(iter(assessors.values())), "sheet-submitted")
    recuse_elsewhere(walk, assessors["province35-9@panel.example"])
    record_measure(
        walk, committee, desk, entry, "coverage", walk.measure("province-desk"), "BPJS Ketenagakerjaan"
    )
    finalise(walk, committee, desk, "province-desk")
    finalise_elsewhere(walk, "province-desk")

    walk.load_round("province-interview", but=MOJOKERTO)
    interview = contest_of(committee, "province-interview")
    keep_interview_record(walk, assessors["province35-1@panel.example"], interview, entry)
    for email, assessor in assessors.items():
        score(walk, assessor, interview, entry, walk.marks("province-interview", email))
    record_measure(
        walk, committee, interview, entry, "attendance", walk.measure("province-interview"), "Daftar hadir"
    )
    finalise(walk, committee, interview, "province-interview")
    finalise_elsewhere(walk, "province-interview")

    for code in ("national-desk", "national-interview"):
        walk.load_round(code)
        finalise(walk, national, contest_of(national, code), code)

    visitor = walk.visitors()
    assert published(visitor, f"/results/{EDITION}/province-interview/regency/{EAST_JAVA}")[:3] == [
        "Kabupaten Jember",
        "Kota Probolinggo",
        "Kota Mojokerto",
    ]
    walk.look(visitor, "public-province")
    assert published(visitor, f"/results/{EDITION}/national-interview/regency")[:3] == [
        "Kabupaten Raja Ampat",
        "Kabupaten Jember",
        "Kota Manado",
    ]
    walk.look(visitor, "public-nation")
    visitor.page.locator("main table td a").first.click()
    visitor.page.wait_for_load_state()
    walk.look(visitor, "public-standing")
