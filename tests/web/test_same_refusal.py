"""What is hidden from somebody and what is not there get the same refusal, on every route."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.award import EDITION
from tests.pages import PageClient
from tests.sight_pages import neutral
from tests.web.ground import PEOPLE, address, routes
from tests.web.ground import Ground as WholeGround
from tests.web.route_table import ACCESS

OUTSIDERS = {
    "candidate": "lain@uji.example",
    "assessor": "juri1-33@uji.example",
    "committee": "panitia-33@uji.example",
    "auditor": "auditor-lain@uji.example",
    "nobody": PEOPLE["nobody"],
}
# Holes of addresses whose numbers are no ids of rows.
NOT_ROWS = {"number", "width"}


@pytest.fixture
def outsiders(ground: WholeGround) -> None:
    """People of the same roles elsewhere: to them nothing on the ground may so much as exist."""
    award = ground.award
    other = award.edition(EDITION.replace("uji-2021", "lain-2021"))
    award.entry(ground.edition, "33.72", "Kota Surakarta", email=OUTSIDERS["candidate"])
    award.panel(ground.edition, "province", "33", members=1)
    award.grant(OUTSIDERS["committee"], "committee", ground.edition, "33")
    award.grant(OUTSIDERS["auditor"], "auditor", other)


@pytest.mark.usefixtures("outsiders")
@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_is_hidden_and_what_is_not_there_get_the_same_refusal_on_every_route(
    app: Flask, ground: WholeGround, role: str
) -> None:
    client = PageClient(app).sign_in(OUTSIDERS[role])
    token = client.csrf()
    compared, differing = set(), {}
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            known = ground.values(rule)
            ids = {n for n, v in known.items() if isinstance(v, int) and n not in NOT_ROWS}
            if not ids or "public" in ACCESS[rule.endpoint]:
                continue
            missing = {**known, **dict.fromkeys(ids, 999_999)}
            data = {"csrf_token": token, "reason": "x", "revision": "0"} if method == "POST" else None
            there, nowhere = (
                client.http.open(address(rule, values), method=method, data=data, buffered=True)
                for values in (known, missing)
            )
            compared.add(rule.endpoint)
            if (there.status_code, neutral(there)) != (nowhere.status_code, neutral(nowhere)):
                differing[method, rule.endpoint] = (there.status_code, nowhere.status_code)
    assert differing == {}
    assert len(compared) > 60


def test_control_those_whom_it_concerns_do_see_a_difference(app: Flask, ground: WholeGround) -> None:
    client = PageClient(app).sign_in(PEOPLE["assessor"])
    there = client.http.get(f"/desk/{ground.interview}/{ground.judged}")
    nowhere = client.http.get(f"/desk/{ground.interview}/999999")
    assert (there.status_code, nowhere.status_code) == (200, 404)


def test_a_recused_assessor_and_one_who_never_sat_there_get_the_same_refusal(
    app: Flask, ground: WholeGround
) -> None:
    """An assessor from whom an entry is hidden can't tell it from one that does not exist."""
    where = f"/desk/{ground.interview}/{ground.judged}"
    client = PageClient(app).sign_in(PEOPLE["assessor"])
    client.get(where + "/recuse")
    client.post(where + "/recuse", {"reason": "Kerabat"})
    stranger = PageClient(app).sign_in(PEOPLE["nobody"])
    assert stranger.http.get(where).status_code == 403
    for more in ("", "/changes", "/recuse", "/attendance", "/dossier.pdf", "/dossier.zip"):
        hidden = client.http.get(where + more)
        missing = client.http.get(f"/desk/{ground.interview}/999999{more}")
        assert hidden.status_code == missing.status_code == 404
        assert neutral(hidden) == neutral(missing), more
