"""Every change is a POST with this session's token; without it nothing happens."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlite_utils import Database

from tests.pages import PageClient
from tests.web.ground import PEOPLE, Ground, address, routes


@pytest.mark.parametrize("token", [None, "", "forged"])
def test_every_post_without_the_token_is_refused(
    app: Flask, db: Database, ground: Ground, token: str | None
) -> None:
    visitors = [PageClient(app), *(PageClient(app).sign_in(email) for email in PEOPLE.values())]
    before = list(db.conn.iterdump())
    data = {} if token is None else {"csrf_token": token}
    answers = {
        (rule.endpoint, visitor.http.post(address(rule, ground.values(rule)), data=data).status_code)
        for rule in routes(app, "POST")
        for visitor in visitors
    }
    assert {endpoint for endpoint, status in answers if status != 400} == set()
    assert list(db.conn.iterdump()) == before


def test_a_token_of_another_session_is_refused(app: Flask, ground: Ground) -> None:
    foreign = PageClient(app).sign_in(PEOPLE["auditor"]).csrf()
    client = PageClient(app).sign_in(PEOPLE["candidate"])
    assert client.http.post("/logout", data={"csrf_token": foreign}).status_code == 400
    assert client.http.get("/entries").status_code == 200


def test_no_route_but_those_of_uploads_takes_other_methods(app: Flask) -> None:
    usual = {"GET", "HEAD", "OPTIONS", "POST"}
    others = {rule.endpoint: set(rule.methods or ()) - usual for rule in app.url_map.iter_rules()}
    assert {endpoint: methods for endpoint, methods in others.items() if methods} == {
        "uploads.receive": {"PATCH"},
        "uploads.end": {"DELETE"},
    }


def test_no_route_both_shows_and_changes(app: Flask) -> None:
    """A view that takes GET and POST hides a change behind an address that people share."""
    assert [
        rule.endpoint for rule in app.url_map.iter_rules() if {"GET", "POST"} <= set(rule.methods or ())
    ] == []
