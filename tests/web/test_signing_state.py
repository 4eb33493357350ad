"""Where a committee sees that a result waits for signatures, and for nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from evaluation.actions import motions, pleno
from evaluation.store.db import change, write
from tests.pleno_ground import RULE as PLENO
from tests.pleno_ground import pleno_ground
from tests.signing_ground import EAST, NATION, Signed, signed_ground
from tests.web.test_signing_pages import CHAIR, SECOND, at, open_it, sign, text

MAP = "/committee/provinces?edition=uji-2021&round=province-desk&category=regency"


@pytest.fixture
def ground(award) -> Signed:
    return signed_ground(award)


def states(app: Flask, ground: Signed) -> tuple[str, str]:
    """What the overview and the contest's page say, each with a link to the signatures while they lack."""
    browser, found = at(app, EAST), []
    for address in ("/committee", f"/committee/contests/{ground.contest}"):
        browser.get(address)
        words = ("Waits for signatures: 0 of 2", "Waits for signatures: 1 of 2", "Ready to finalise")
        said = [one for one in words if one in text(browser)]
        found.append(", ".join(said))
        link = (
            f'<a class="badge-state state-provisional" href="/committee/contests/{ground.contest}/signing">'
        )
        assert browser.page is not None
        assert (link in browser.page.html) is (said[:1] != ["Ready to finalise"])
    return found[0], found[1]


def test_a_result_that_lacks_signatures_is_not_called_ready(app: Flask, ground: Signed) -> None:
    assert states(app, ground) == ("Waits for signatures: 0 of 2",) * 2
    open_it(app, ground)
    sign(app, ground, SECOND)
    assert states(app, ground) == ("Waits for signatures: 1 of 2",) * 2
    sign(app, ground, CHAIR)
    assert states(app, ground) == ("Ready to finalise",) * 2


def test_the_map_of_provinces_shows_what_is_being_signed(app: Flask, ground: Signed) -> None:
    nation = at(app, NATION)
    nation.get(MAP)
    assert "Being signed" not in text(nation)
    open_it(app, ground)
    with write(ground.award.db):
        change(ground.award.db, "UPDATE round SET closes_at = '2022-01-09T03:00:00.000000Z'")
    nation.get(MAP)
    assert "✎ Being signed 1" in text(nation)
    assert "Jawa Timur ✎ Being signed 9 January 2022, 10:00 WIB closed" in text(nation)
    for email in (SECOND, CHAIR):
        sign(app, ground, email)
    nation.get(MAP)
    assert "Being signed" not in text(nation)


def test_a_motion_that_waits_keeps_a_contest_running(app: Flask, award, act_as) -> None:
    ground = pleno_ground(award, PLENO)
    act = act_as(award.actor(EAST))
    pleno.open_sitting(act, ground.contest)
    browser = at(app, EAST)
    browser.get("/committee")
    assert "Ready to finalise" in text(browser)
    number = motions.put(act, ground.contest, "tie", [ground.entries["35.09"]], reason="Lebih lengkap")
    browser.get("/committee")
    assert "Ready to finalise" not in text(browser)
    motions.withdraw(act, ground.contest, number)
    browser.get("/committee")
    assert "Ready to finalise" in text(browser)
