"""Signing in and out, throttling, where people land, the language."""

from __future__ import annotations

import time

import pytest
from argon2 import PasswordHasher

from evaluation import create_app, passwords
from evaluation.store import accounts
from evaluation.store.db import row, rows, write
from tests.award import PASSWORD
from tests.pages import PageClient

TOO_MANY = "Terlalu banyak percobaan dalam waktu singkat. Tunggu satu menit, lalu coba lagi."
SAME_ANSWER = "The email or the password is not right. Check both and try again."


@pytest.fixture
def english(client):
    client.get("/login")
    client.submit({"locale": None}, form="/language", button=("locale", "en"))
    return client


def try_to_sign_in(client, email, password, status=422):
    client.get("/login")
    return client.submit({"email": email, "password": password}, status=status)


def test_an_account_signs_in_and_out(english, award, db):
    award.account("ana@uji.example", "Ana Uji")
    english.sign_in(" Ana@Uji.Example ")
    assert english.url == "/account"
    assert "Ana Uji" in english.page.text
    english.sign_out()
    assert english.url == "/login"
    assert "You are signed out." in english.page.text
    english.get("/account")
    assert english.url == "/login"
    assert [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")] == [
        "SignedIn",
        "SignedOut",
    ]


def test_a_wrong_password_an_unknown_account_and_a_disabled_one_get_the_same_answer(english, award, db):
    award.account("ana@uji.example")
    closed = award.account("tutup@uji.example")
    with write(db):
        accounts.set_disabled(db, closed, award.at)
        accounts.add(db, email="diundang@uji.example", name="", created_at=award.at)
    tries = [
        ("ana@uji.example", "bukan kata sandinya"),
        ("siapa@uji.example", PASSWORD),
        ("tutup@uji.example", PASSWORD),
        ("diundang@uji.example", PASSWORD),
    ]
    for email, password in tries:
        page = try_to_sign_in(english, email, password)
        assert SAME_ANSWER in page.text
        assert dict(page.forms[1].fields)["email"] == email
        assert dict(page.forms[1].fields)["password"] == ""
    assert rows(db, "SELECT * FROM sign_in") == []
    assert rows(db, "SELECT * FROM audit_event") == []


def test_an_unknown_account_takes_as_long_as_a_wrong_password(monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=32768, parallelism=1))
    known = passwords.hashed(PASSWORD)
    passwords.matches(None, "x")

    def seconds(password_hash):
        start = time.perf_counter()
        assert passwords.matches(password_hash, "bukan kata sandinya") is False
        return time.perf_counter() - start

    with_account = min(seconds(known) for _ in range(3))
    without = min(seconds(None) for _ in range(3))
    assert 0.4 < without / with_account < 2.5


def test_a_hash_of_other_parameters_is_renewed_at_sign_in(client, award, db, monkeypatch):
    account_id = award.account("ana@uji.example")
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", stronger)
    before = accounts.by_id(db, account_id)["password_hash"]
    client.sign_in("ana@uji.example")
    after = accounts.by_id(db, account_id)["password_hash"]
    assert after != before
    assert not stronger.check_needs_rehash(after)
    assert stronger.verify(after, PASSWORD)


def test_blank_fields_are_named(english):
    english.get("/login")
    page = english.submit({"email": "", "password": ""}, status=422)
    assert page.text.count("Please fill this in.") == 2


def test_the_logged_out_cookie_is_dead(client, award, app):
    award.account("ana@uji.example")
    client.sign_in("ana@uji.example")
    copied = client.http.get_cookie("penjurian").value
    client.get("/account")
    client.sign_out()
    thief = app.test_client()
    thief.set_cookie("penjurian", copied)
    assert thief.get("/account").status_code == 302
    assert thief.get("/account").location.startswith("/login")


def test_logout_is_a_post(client, award):
    award.account("ana@uji.example")
    client.sign_in("ana@uji.example")
    client.get("/logout", status=405)
    client.get("/account")
    assert client.url == "/account"


def test_a_living_session_stops_when_the_account_is_disabled(client, award, db):
    account_id = award.account("ana@uji.example")
    client.sign_in("ana@uji.example")
    with write(db):
        accounts.set_disabled(db, account_id, award.at)
    client.get("/account")
    assert client.url == "/login"


def test_nothing_of_the_session_before_survives_but_the_language(english, award):
    award.account("ana@uji.example")
    with english.http.session_transaction() as session:
        session["planted"] = "before"
        token = session["csrf_token"]
    english.sign_in("ana@uji.example")
    with english.http.session_transaction() as session:
        assert session["locale"] == "en"
        assert "planted" not in session
        assert session.get("csrf_token") != token


def test_the_store_keeps_no_token(client, award, db):
    award.account("ana@uji.example")
    client.sign_in("ana@uji.example")
    with client.http.session_transaction() as session:
        token = session["_user_id"]
    kept = row(db, "SELECT * FROM sign_in")
    assert kept["token_hash"] == passwords.token_hash(token)
    assert token not in str(kept)


# --- where people land ---------------------------------------------------------------------------


def test_after_signing_in_one_is_where_one_was_going(client, award):
    award.grant("admin@uji.example", "administrator")
    client.get("/admin/accounts?q=uji")
    assert client.url == "/login"
    client.submit({"email": "admin@uji.example", "password": PASSWORD})
    assert client.url == "/admin/accounts"
    assert dict(client.page.forms[2].fields)["q"] == "uji"


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "///jahat.example",
        "/\\jahat.example/",
        "\\\\jahat.example",
        "/\t/jahat.example/",
        "/\n/jahat.example",
        "javascript:alert(1)",
        "https:jahat.example",
        "jahat.example",
        "/logout",
        "/tidak-ada",
        "",
    ],
)
def test_next_never_leads_elsewhere(client, award, target):
    award.account("ana@uji.example")
    sent = {"csrf_token": client.csrf(), "email": "ana@uji.example", "password": PASSWORD, "next": target}
    answer = client.http.post("/login", data=sent)
    assert (answer.status_code, answer.location) == (303, "/account")
    answer = client.http.get("/login", query_string={"next": target})
    assert (answer.status_code, answer.location) == (302, "/account")


@pytest.mark.parametrize(
    ("role", "first"),
    [("administrator", "/admin/editions"), ("auditor", "/audit"), ("committee", "/committee")],
)
def test_each_role_lands_on_its_own_work(client, award, role, first):
    edition = award.edition()
    if role == "committee":
        award.grant("orang@uji.example", role, edition, "35")
    else:
        award.grant("orang@uji.example", role)
    client.sign_in("orang@uji.example")
    assert client.url == first


# --- throttling ----------------------------------------------------------------------------------


@pytest.fixture
def throttling(app):
    from evaluation.views.limits import limiter

    strict = create_app({**{k: app.config[k] for k in KEPT}, "RATELIMIT_ENABLED": True})
    limiter.reset()
    yield PageClient(strict)
    limiter.reset()
    limiter.enabled = False


KEPT = ("DATABASE", "FILES", "SECRET_KEY", "CLOCK", "PROPAGATE_EXCEPTIONS")


def test_tries_at_one_account_are_throttled_and_the_email_stays(throttling, award):
    award.account("ana@uji.example")
    for _ in range(5):
        try_to_sign_in(throttling, "ana@uji.example", "salah sama sekali")
    page = try_to_sign_in(throttling, "Ana@uji.example ", PASSWORD, status=429)
    fields = dict(page.forms[1].fields)
    assert fields["email"].strip() == "Ana@uji.example"
    assert fields["password"] == ""
    assert page.lang == "id"
    throttling.submit(form="/language", button=("locale", "en"))
    page = try_to_sign_in(throttling, "ana@uji.example", PASSWORD, status=429)
    assert "Too many tries in a short time. Wait a minute, then try again." in page.text
    throttling.get("/account")
    assert throttling.url == "/login"


def test_another_account_is_not_throttled_with_it(throttling, award):
    award.account("ana@uji.example")
    award.account("budi@uji.example")
    for _ in range(5):
        try_to_sign_in(throttling, "ana@uji.example", "salah sama sekali")
    throttling.sign_in("budi@uji.example")
    assert throttling.url == "/account"


def test_sign_ins_that_work_are_not_counted(throttling, award):
    award.account("ana@uji.example")
    for _ in range(7):
        throttling.sign_in("ana@uji.example")
        throttling.sign_out()
    assert throttling.url == "/login"


def test_tries_from_one_address_are_throttled_whatever_account_they_name(throttling):
    for number in range(30):
        try_to_sign_in(throttling, f"orang{number}@uji.example", "salah sama sekali")
    page = try_to_sign_in(throttling, "orang31@uji.example", "salah sama sekali", status=429)
    assert TOO_MANY in page.text
    assert dict(page.forms[1].fields)["email"] == "orang31@uji.example"


def test_tries_at_the_present_password_are_throttled(throttling, award):
    award.account("ana@uji.example")
    throttling.sign_in("ana@uji.example")
    values = {"old": "salah sama sekali", "new": "kata sandi baru", "again": "kata sandi baru"}
    for _ in range(5):
        throttling.get("/account")
        throttling.submit(values, form="/account/password", status=422)
    throttling.get("/account")
    throttling.submit({**values, "old": PASSWORD}, form="/account/password", status=429)
    throttling.was_refused({"id": TOO_MANY})
    throttling.sign_out()
    assert throttling.sign_in("ana@uji.example").url == "/account"


# --- the language --------------------------------------------------------------------------------


def test_the_language_is_indonesian_until_english_is_chosen(client):
    assert client.get("/login").lang == "id"
    client.submit(form="/language", button=("locale", "en"))
    assert (client.url, client.page.lang) == ("/login", "en")
    assert client.get("/").lang == "en"
    client.submit(form="/language", button=("locale", "id"))
    assert client.page.lang == "id"


def test_an_unknown_language_changes_nothing(client):
    client.get("/login")
    client.post("/language", {"locale": "xx", "next": "/login"})
    assert (client.url, client.page.lang) == ("/login", "id")


@pytest.mark.parametrize("target", ["//jahat.example", "https://jahat.example", "/\\jahat", "", "/language"])
def test_the_language_form_leads_nowhere_else(client, target):
    client.get("/login")
    answer = client.http.post("/language", data={"csrf_token": client.csrf(), "locale": "en", "next": target})
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_demonstration_shows_its_accounts(app, client):
    from evaluation.core.messages import msg

    assert "contoh@uji.example" not in client.get("/login").text
    app.config["DEMO"] = True
    app.config["DEMO_ACCOUNTS"] = [
        {"role": msg("Auditor"), "email": "contoh@uji.example", "password": "sandi contoh"}
    ]
    text = client.get("/login").text
    assert "contoh@uji.example" in text
    assert "sandi contoh" in text


def test_nobody_makes_an_account_alone(app):
    public = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "public" in getattr(app.view_functions[rule.endpoint], "access", ()) and "POST" in rule.methods
    }
    asks_or_checks = {"/forgot", "/check", "/check/<receipt>"}
    assert public - asks_or_checks == {"/login", "/language", "/link/<token>"}
