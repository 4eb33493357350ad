"""Promotion rules in the edition editor, and how a frozen edition says what froze it."""

from __future__ import annotations

import pytest

from evaluation import edition_file
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.texts import Text
from evaluation.permissions import may
from evaluation.store import edition_drafts, editions, refs
from evaluation.store.db import write
from tests.pages import PageClient

BASE = "/admin/editions/uji-2021/edit"
DESK = f"{BASE}/part/round/0"


@pytest.fixture
def edition(award):
    return award.edition()


@pytest.fixture
def admin(app, award, edition):
    """An administrator, reading English."""
    award.grant("admin@uji.example", "administrator")
    client = PageClient(app)
    client.get("/login")
    client.submit(form="/language", button=("locale", "en"))
    return client.sign_in("admin@uji.example")


@pytest.fixture
def editor(admin):
    """An administrator who has begun to edit."""
    admin.get(BASE)
    admin.submit(form=BASE)
    return admin


def test_every_promotion_key_is_edited_with_its_checks(editor, db):
    editor.get(DESK)
    rows = {
        "promotion.clusters.0": {"code": "kota", "title.id": "Kota", "title.en": "Cities"},
        "promotion.clusters.1": {
            "code": "timur",
            "title.id": "Timur",
            "title.en": "East",
            "regions": "91\nPapua",
        },
        "promotion.floors.0": {"code": "t", "title.id": "T", "title.en": "E", "regions": "94", "least": "1"},
    }
    single = {
        "advance": "", "winners": "2", "pass_mark": "55.5", "promotion.nominations": "3",
        "promotion.at_most.province": "2", "promotion.at_most.institution": "1",
        "promotion.at_most.sector": "4",
        "promotion.reserve": "2", "promotion.past_winners": "3",
    }  # fmt: skip
    typed = {f"{place}.{key}": text for place, row in rows.items() for key, text in row.items()}
    page = editor.submit({**single, **typed}, form=DESK)
    assert "every entry fits this cluster, so none comes into those after it: put it last" in page.text
    assert '"Papua" is no region\'s code, such as 35 or 35.76' in page.text
    more = {
        "promotion.clusters.0.kinds": ["city"], "promotion.clusters.0.advance": "1",
        "promotion.clusters.0.sectors": "Niaga\nPerikanan", "promotion.clusters.0.winners": "1",
        "promotion.clusters.1.regions": "91\n94",
    }  # fmt: skip
    page = editor.submit(more, form=DESK)
    assert "To mend" not in page.text
    rnd = edition_file.parse(edition_drafts.by_code(db, "uji-2021")["content"]).rounds[0]
    assert (rnd.advance, rnd.winners, str(rnd.pass_mark)) == (0, 2, "111/2")
    cities = Cluster("kota", Text("Kota", "Cities"), ("city",), (), ("Niaga", "Perikanan"), 1, 1)
    assert rnd.promotion == PromotionRules(
        nominations=3,
        at_most=(("province", 2), ("institution", 1), ("sector", 4)),
        floors=(Floor("t", Text("T", "E"), ("94",), 1),),
        reserve=2,
        past_winners=3,
        clusters=(cities, Cluster("timur", Text("Timur", "East"), (), ("91", "94"))),
    )


def test_frozen_by_hand_and_frozen_by_the_first_sheet_are_told_apart(admin, db, award, edition):
    entry = award.entry(edition, "35.76", "Kota Mojokerto", status="accepted")
    contest = award.contest(edition, "province-desk", "35")
    with write(db):
        editions.freeze(db, edition, award.at)
    by_hand = may(award.actor("admin@uji.example"), "edition.load", refs.edition_ref(db, edition))
    assert str(by_hand.reason) == "The rules of this edition are frozen: an administrator froze them by hand."
    award.clock.forward(days=1)
    juror = award.panel(edition, "province", "35")[0]
    award.sheet(contest, entry, juror, {"regulation": 80, "innovation": 80})
    later = may(award.actor("admin@uji.example"), "edition.load", refs.edition_ref(db, edition))
    assert later == by_hand
    with write(db):
        db.execute("UPDATE edition SET frozen_at = ?", [award.at])
    first = may(award.actor("admin@uji.example"), "edition.load", refs.edition_ref(db, edition))
    assert str(first.reason) == "The rules of this edition are frozen: its first score sheet was submitted."
