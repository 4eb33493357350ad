"""Reading changes nothing: every GET route, tried by everybody, leaves database and files as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from tests.pages import PageClient
from tests.web.ground import PEOPLE, Ground, address, routes

# Pages that answer nobody here with 200, and what they do instead: the ground has no colleague of anybody,
# no visit, no round that assigns entries, no file that was read yet, no dossier that serves as a sample, and
# templates of rosters ask for an edition. Their own tests open them.
ANSWERS = {302, 403, 404}
NEVER_200: dict[str, set[int]] = {
    "committee.contest_conflicts": {302, 403},
    "assessor.sample_file": ANSWERS,
    "committee.assignment_entry": ANSWERS,
    "committee.assignment_file": ANSWERS,
    "committee.roster_template": ANSWERS,
    "dossier.hand_over_question": ANSWERS,
    "dossier.remove_person_question": ANSWERS,
    "reading.picture": {302, 404},
    "visits.photo": {302, 404, 409},
    "visits.visit": {302, 404, 409},
}


@pytest.fixture
def visitors(app: Flask, ground: Ground) -> list[PageClient]:
    """The public and one person of each role."""
    return [PageClient(app), *(PageClient(app).sign_in(email) for email in PEOPLE.values())]


def kept_files(root: Path) -> set[tuple[str, int]]:
    return {(path.name, path.stat().st_size) for path in root.rglob("*") if path.is_file()}


def version(db: Database) -> int:
    """A number that changes when another connection changes the database."""
    return int(db.conn.execute("PRAGMA data_version").fetchone()[0])


def test_no_get_writes(app: Flask, db: Database, ground: Ground, visitors: list[PageClient]) -> None:
    before, files = list(db.conn.iterdump()), kept_files(ground.award.files.root)
    guilty: set[str] = set()
    shown: dict[str, set[int]] = {}
    for rule in routes(app, "GET"):
        url, stood = address(rule, ground.values(rule)), version(db)
        answers = {visitor.http.get(url, buffered=True).status_code for visitor in visitors}
        shown.setdefault(rule.endpoint, set()).update(answers)
        if version(db) != stood:
            guilty.add(rule.endpoint)
    assert guilty == set()
    assert list(db.conn.iterdump()) == before
    assert kept_files(ground.award.files.root) == files
    assert {endpoint: answers for endpoint, answers in shown.items() if 200 not in answers} == NEVER_200


def test_a_get_that_writes_would_be_found(own_app: Flask, db: Database, ground: Ground) -> None:
    def careless() -> str:
        act = ground.act("administrator")
        ground.award.account("diam-diam@uji.example")
        return act.at

    careless.access = frozenset({"public"})  # type: ignore[attr-defined]
    own_app.add_url_rule("/careless", "careless", careless)
    stood = list(db.conn.iterdump())
    assert PageClient(own_app).http.get("/careless").status_code == 200
    assert list(db.conn.iterdump()) != stood


def test_every_response_carries_the_security_headers(
    app: Flask, ground: Ground, visitors: list[PageClient]
) -> None:
    urls = [address(rule, ground.values(rule)) for rule in routes(app, "GET")]
    urls += ["/static/penjurian.css", "/bootstrap/static/css/bootstrap.min.css", "/no-such-page"]
    for url in urls:
        for visitor in visitors:
            assert_secure(visitor.http.get(url, buffered=True).headers, url)


def assert_secure(headers: object, url: str) -> None:
    found = dict(headers)  # type: ignore[call-overload]
    policy = found["Content-Security-Policy"]
    assert "default-src 'none'" in policy, url
    assert "frame-ancestors 'none'" in policy, url
    assert "unsafe-inline" not in policy, url
    assert "unsafe-eval" not in policy, url
    assert found["X-Content-Type-Options"] == "nosniff", url
    assert found["Referrer-Policy"] == "same-origin", url


def test_a_download_is_a_download(app: Flask, ground: Ground) -> None:
    response = PageClient(app).sign_in(PEOPLE["candidate"]).http.get("/files/2", buffered=True)
    assert response.status_code == 200
    assert_secure(response.headers, "/files/2")
    assert response.headers["Content-Disposition"].startswith(("attachment", "inline"))
    assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("role", ["assessor", "auditor", "nobody"])
def test_a_cookie_is_not_for_scripts_nor_for_other_sites(app: Flask, ground: Ground, role: str) -> None:
    client = PageClient(app)
    client.get("/login")
    data = {"email": PEOPLE[role], "password": "kata sandi uji", "csrf_token": client.csrf()}
    cookie = client.http.post("/login", data=data).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
