"""Who may enter which route. The table is compared with the application both ways, and then tried out."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from evaluation.assets import ENDPOINTS
from evaluation.views.gate import declared_access
from tests.award import Award
from tests.pages import PageClient
from tests.web.ground import PEOPLE, Ground, address, routes
from tests.web.route_table import ACCESS

DUMMY = 999_999


def test_every_route_declares_its_access_and_the_table_knows_each(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - ENDPOINTS
    assert {endpoint: set(declared_access(app, endpoint)) for endpoint in endpoints} == ACCESS


def test_only_files_that_packages_and_we_ship_pass_without_a_declaration() -> None:
    assert {"static", "bootstrap.static"} == ENDPOINTS


def test_every_declared_name_is_a_role_or_one_of_two_words() -> None:
    assert set.union(*ACCESS.values()) <= {*PEOPLE, "public", "signed-in"} - {"nobody"}


@pytest.fixture
def undeclared(own_app: Flask) -> Flask:
    """The application with a route that forgot to say who may enter."""
    own_app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    return own_app


def test_a_route_without_a_declaration_is_closed_to_everybody(undeclared: Flask, ground: Ground) -> None:
    people = [PageClient(undeclared).sign_in(email) for email in PEOPLE.values()]
    for client in [PageClient(undeclared), *people]:
        page = client.get("/forgotten", status=403)
        assert "secret" not in page.text


def dummies(rule: Rule) -> dict[str, object]:
    """Values of the right type that name nothing."""
    choices: dict[str, object] = {
        "section_code": "regulations",
        "code": "withdraw",
        "ending": "csv",
        "filename": "x",
        "form": "pdf",
        "language": "en",
        "kind": "candidates",
        "when": "then",
        "change": "now",
    }
    numbers = {name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
    return {name: DUMMY if name in numbers else choices.get(name, "x") for name in rule.arguments}


def test_the_public_is_sent_to_the_login(app: Flask) -> None:
    client = PageClient(app)
    token = client.csrf()
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            data = {"csrf_token": token} if method == "POST" else None
            response = client.http.open(address(rule, dummies(rule)), method=method, data=data)
            if "public" in ACCESS[rule.endpoint]:
                assert response.status_code != 403, rule
                assert not response.headers.get("Location", "").startswith("/login?next"), rule
            else:
                assert response.status_code == 302, rule
                assert response.headers["Location"].split("?")[0] == "/login", rule


@pytest.mark.parametrize("role", PEOPLE)
def test_a_wrong_role_gets_403_and_the_right_one_never(app: Flask, ground: Ground, role: str) -> None:
    client = PageClient(app).sign_in(PEOPLE[role])
    token = client.csrf()
    wrong = {}
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            data = {"csrf_token": token} if method == "POST" else None
            response = client.http.open(address(rule, dummies(rule)), method=method, data=data)
            may_enter = bool({"public", "signed-in", role} & ACCESS[rule.endpoint])
            if (response.status_code != 403) is not may_enter or response.status_code >= 500:
                wrong[method, rule.endpoint] = response.status_code
    assert wrong == {}


def test_each_person_here_holds_one_role(award: Award, ground: Ground) -> None:
    """Otherwise the check above would prove nothing."""
    held = {role: {str(one) for one in award.actor(email).roles} for role, email in PEOPLE.items()}
    assert held == {role: set() if role == "nobody" else {role} for role in PEOPLE}


def test_after_the_login_one_stands_where_one_wanted_to_go(app: Flask, ground: Ground) -> None:
    client = PageClient(app)
    client.get("/committee/screening?page=1")
    assert client.url == "/login"
    client.submit({"email": PEOPLE["committee"], "password": "kata sandi uji"})
    assert client.url == "/committee/screening"
