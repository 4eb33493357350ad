"""`flask account add`."""

from __future__ import annotations

import re

import pytest

from evaluation.store import accounts
from evaluation.store.db import rows
from tests.pages import PageClient


@pytest.fixture
def run(app):
    """Run `flask account add` with these words."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["account", "add", *words])


def grants(db):
    """Everything granted, as (email, role, edition, region)."""
    found = rows(
        db,
        "SELECT a.email, g.role, e.code, g.region_code FROM role_grant g"
        " JOIN account a ON a.id = g.account_id"
        " LEFT JOIN edition e ON e.id = g.edition_id ORDER BY g.id",
    )
    return [tuple(one.values()) for one in found]


def test_the_first_administrator_comes_in_by_the_printed_link(run, app, db, monkeypatch):
    monkeypatch.delenv("PENJURIAN_URL", raising=False)
    result = run("Admin@Uji.example", "--role", "administrator")
    assert (result.exit_code, result.stderr) == (0, "")
    link = re.search(r"^http://127\.0\.0\.1:8000(/link/\S+)$", result.stdout, re.MULTILINE)
    assert link
    browser = PageClient(app)
    browser.get(link[1])
    browser.submit({"new": "kuda laut tiga ekor", "again": "kuda laut tiga ekor"})
    assert browser.url == "/admin/editions"
    assert grants(db) == [("admin@uji.example", "administrator", None, None)]


def test_the_link_begins_with_the_address_of_the_installation(run, monkeypatch):
    monkeypatch.setenv("PENJURIAN_URL", "https://penjurian.example/")
    assert re.search(
        r"^https://penjurian\.example/link/\S+$", run("a@uji.example", "--role", "auditor").stdout, re.M
    )


def test_roles_have_their_scope(run, award, db):
    award.edition()
    run("a@uji.example", "--role", "committee", "--edition", "uji-2021", "--region", "35")
    run("a@uji.example", "--role", "committee")
    run("a@uji.example", "--role", "auditor", "--edition", "uji-2021")
    assert grants(db) == [
        ("a@uji.example", "committee", "uji-2021", "35"),
        ("a@uji.example", "committee", None, None),
        ("a@uji.example", "auditor", "uji-2021", None),
    ]
    assert [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")] == [
        "AccountAdded",
        "RoleGranted",
        "LinkIssued",
        "RoleGranted",
        "LinkIssued",
        "RoleGranted",
        "LinkIssued",
    ]


def test_a_role_held_already_is_said(run, db):
    run("a@uji.example", "--role", "auditor")
    result = run("a@uji.example", "--role", "auditor")
    assert result.exit_code == 0
    assert "a@uji.example: auditor (held already)" in result.stdout
    assert len(grants(db)) == 1


def test_whoever_has_a_password_needs_no_link(run, award):
    award.account("ana@uji.example")
    result = run("ana@uji.example", "--role", "administrator")
    assert result.exit_code == 0
    assert "This account has a password already: sign in with it." in result.stdout
    assert "/link/" not in result.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            ["a@uji.example", "--role", "assessor"],
            "Assessors come with their panel, candidates with their entry",
        ),
        (
            ["a@uji.example", "--role", "candidate"],
            "Assessors come with their panel, candidates with their entry",
        ),
        (["a@uji.example", "--role", "raja"], "Assessors come with their panel"),
        (["a@uji.example", "--role", "committee", "--edition", "tidak-ada"], "uji-2021"),
        (
            ["a@uji.example", "--role", "committee", "--region", "35.76"],
            "There is no province with the code 35.76.",
        ),
        (
            ["a@uji.example", "--role", "committee", "--region", "99"],
            "There is no province with the code 99.",
        ),
        (
            ["a@uji.example", "--role", "auditor", "--region", "35"],
            "Only a committee belongs to one province",
        ),
        (
            ["a@uji.example", "--role", "administrator", "--edition", "uji-2021"],
            "An administrator looks after every",
        ),
        (["bukan alamat", "--role", "auditor"], "Write an email address"),
    ],
)
def test_what_will_not_do_is_said_on_standard_error(run, award, db, words, reason):
    award.edition()
    result = run(*words)
    assert result.exit_code == 1
    assert reason in result.stderr
    assert result.stdout == ""
    assert rows(db, "SELECT * FROM account") == []
    assert rows(db, "SELECT * FROM audit_event") == []


def test_names_given_later_fill_in(act_as, db):
    from evaluation.actions.accounts import account_for

    act = act_as()
    first = account_for(act, "A@uji.example")
    assert account_for(act, " a@uji.EXAMPLE ", "Ana") == first
    assert account_for(act, "a@uji.example", "Nama Lain") == first
    assert accounts.by_id(db, first)["name"] == "Ana"
    assert [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")] == [
        "AccountAdded",
        "AccountNamed",
    ]
