"""One's own account, changing the password, and the links by which people set one."""

from __future__ import annotations

import pytest

from evaluation import passwords
from evaluation.actions.accounts import issue_link
from evaluation.core.errors import Refused
from evaluation.store import accounts
from evaluation.store.db import row, rows, write
from tests.award import PASSWORD, PASSWORD_HASH
from tests.pages import PageClient

NEW = "kuda laut tiga ekor"
LINK_IS_GONE = (
    "Tautan ini sudah dipakai, sudah kedaluwarsa, atau sudah diganti dengan yang lebih baru."
    " Mintalah tautan baru."
)


@pytest.fixture
def english(client):
    client.get("/login")
    client.submit(form="/language", button=("locale", "en"))
    return client


@pytest.fixture
def invited(db, award):
    """Somebody without a password."""
    with write(db):
        return accounts.add(db, email="ana@uji.example", name="Ana Uji", created_at=award.at)


def set_password(client, token, new=NEW, again=NEW, status=200):
    client.get(f"/link/{token}")
    return client.submit({"new": new, "again": again}, status=status)


# --- one's own account ---------------------------------------------------------------------------


def test_the_account_page_says_who_one_is_and_what_one_may(english, award, db):
    edition = award.edition()
    award.account("ana@uji.example", "Ana Uji")
    award.grant("ana@uji.example", "committee", edition, "35")
    award.grant("ana@uji.example", "auditor")
    award.entry(edition, "35.76", "Kota Mojokerto", email="ana@uji.example")
    english.sign_in("ana@uji.example")
    text = english.get("/account").text
    for words in (
        "Ana Uji",
        "ana@uji.example",
        "Committee : Trial Award 2021, Jawa Timur",
        "Auditor : all editions",
        "Candidate : Kota Mojokerto, Trial Award 2021 (Regencies and cities)",
    ):
        assert words in text


def test_an_assessor_sees_the_seat(english, award):
    edition = award.edition()
    award.panel(edition, "national", None, 1)
    english.sign_in("juri1-nasional@uji.example")
    assert "Assessor : Trial Award 2021, nation (Chair)" in english.get("/account").text


def test_an_account_without_roles_is_told_so(english, award):
    award.account("ana@uji.example")
    english.sign_in("ana@uji.example")
    assert "Your account has no role yet." in english.get("/account").text


def test_a_new_password_puts_every_other_browser_out(app, client, award, db):
    award.account("ana@uji.example")
    other = PageClient(app).sign_in("ana@uji.example")
    client.sign_in("ana@uji.example")
    client.get("/account")
    client.submit({"old": PASSWORD, "new": NEW, "again": NEW})
    assert client.url == "/account"
    client.get("/account")
    assert client.url == "/account"
    other.get("/account")
    assert other.url == "/login"
    client.sign_out()
    client.sign_in("ana@uji.example", NEW)
    names = [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")]
    assert names == ["SignedIn", "SignedIn", "PasswordSet", "SignedIn", "SignedOut", "SignedIn"]


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("salah sama sekali", NEW, NEW, "This is not your present password."),
        (PASSWORD, NEW, NEW + "x", "This is not the same as the new password above."),
        (PASSWORD, "sembilan9", "sembilan9", "A password has at least 10 characters."),
        (PASSWORD, "x" * 201, "x" * 201, "A password has at most 200 characters."),
        (
            PASSWORD,
            "Ana.Panjang@uji.example",
            "Ana.Panjang@uji.example",
            "Your email address is too easy to guess",
        ),
        (PASSWORD, "ana.panjang", "ana.panjang", "Your email address is too easy to guess"),
        (PASSWORD, "", "", "Please fill this in."),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(english, award, db, old, new, again, words):
    account_id = award.account("ana.panjang@uji.example")
    before = accounts.by_id(db, account_id)["password_hash"]
    english.sign_in("ana.panjang@uji.example")
    english.get("/account")
    page = english.submit({"old": old, "new": new, "again": again}, status=422)
    assert words in page.text
    assert new not in dict(page.forms[2].fields).values() or not new
    assert accounts.by_id(db, account_id)["password_hash"] == before


@pytest.mark.parametrize("length", [10, 200])
def test_passwords_of_10_and_of_200_characters_will_do(client, award, length):
    award.account("ana@uji.example")
    client.sign_in("ana@uji.example")
    client.get("/account")
    client.submit({"old": PASSWORD, "new": "é" * length, "again": "é" * length})
    assert client.url == "/account"
    client.sign_out()
    client.sign_in("ana@uji.example", "é" * length)


def test_signing_out_everywhere_ends_every_browser(app, client, award):
    award.account("ana@uji.example")
    other = PageClient(app).sign_in("ana@uji.example")
    client.sign_in("ana@uji.example")
    assert client.get("/account").text.count("sejak") + client.page.text.count("since") == 2
    client.submit(form="sign-out-everywhere")
    assert client.url == "/login"
    for browser in (client, other):
        browser.get("/account")
        assert browser.url == "/login"


# --- one-time links ------------------------------------------------------------------------------


def test_an_invitation_sets_the_password_and_signs_in(english, act_as, invited, db):
    token = issue_link(act_as(), invited, "invitation")
    page = english.get(f"/link/{token}")
    assert "ana@uji.example" in page.text
    english.submit({"new": NEW, "again": NEW})
    assert english.url == "/account"
    assert "Your password is set, and you are signed in." in english.page.text
    english.sign_out()
    english.sign_in("ana@uji.example", NEW)
    kept = row(db, "SELECT * FROM one_time_link")
    assert kept["token_hash"] == passwords.token_hash(token)
    assert token not in str(kept)
    names = [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")]
    assert names == ["LinkIssued", "PasswordSet", "SignedIn", "SignedOut", "SignedIn"]


def test_looking_at_a_link_does_not_use_it_up(client, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    for _ in range(3):
        client.get(f"/link/{token}")
    set_password(client, token)
    assert client.url == "/account"


def test_a_link_works_once(english, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    set_password(english, token)
    english.sign_out()
    page = english.get(f"/link/{token}", status=410)
    assert "Ask for a new one." in page.text


def test_two_browsers_with_one_link_set_one_password(app, client, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    late = PageClient(app)
    late.get(f"/link/{token}")
    set_password(client, token)
    late.submit({"new": "kata sandi orang lain", "again": "kata sandi orang lain"}, status=410)
    assert LINK_IS_GONE in late.page.text
    assert "kata sandi orang lain" not in late.page.html
    late.get("/account")
    assert late.url == "/login"
    client.sign_out()
    assert client.sign_in("ana@uji.example", NEW).url == "/account"


@pytest.mark.parametrize(("purpose", "hours"), [("invitation", 14 * 24), ("reset", 24)])
def test_a_link_expires(client, act_as, award, db, invited, clock, purpose, hours):
    if purpose == "reset":
        award.account("ana@uji.example")
    token = issue_link(act_as(), invited, purpose)
    clock.forward(hours=hours, seconds=-1)
    client.get(f"/link/{token}")
    clock.forward(seconds=1)
    client.submit({"new": NEW, "again": NEW}, status=410)
    assert LINK_IS_GONE in client.page.text
    assert LINK_IS_GONE in client.get(f"/link/{token}", status=410).text
    [kept] = rows(db, "SELECT password_hash FROM account")
    assert kept["password_hash"] == (PASSWORD_HASH if purpose == "reset" else None)


def test_a_newer_link_voids_the_older_one(client, act_as, invited):
    first = issue_link(act_as(), invited, "invitation")
    second = issue_link(act_as(), invited, "invitation")
    client.get(f"/link/{first}", status=410)
    set_password(client, second)
    assert client.url == "/account"


def test_an_unknown_link_reads_like_a_used_one(client, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    set_password(client, token)
    client.sign_out()
    used = client.get(f"/link/{token}", status=410).text
    assert client.get("/link/tidak-ada", status=410).text == used


def test_the_form_of_a_link_says_what_is_wrong_and_stays_usable(english, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    page = set_password(english, token, "pendek", "pendek", status=422)
    assert "A password has at least 10 characters." in page.text
    page = set_password(english, token, NEW, "yang lain sama sekali", status=422)
    assert "This is not the same as the new password above." in page.text
    set_password(english, token)
    assert english.url == "/account"


def test_a_reset_ends_every_sign_in_of_the_account(app, client, act_as, award):
    account_id = award.account("ana@uji.example")
    old = PageClient(app).sign_in("ana@uji.example")
    set_password(client, issue_link(act_as(), account_id, "reset"))
    old.get("/account")
    assert old.url == "/login"
    client.get("/account")
    assert client.url == "/account"


def test_a_link_signs_out_whoever_was_in_this_browser(client, act_as, award, invited, db):
    award.account("budi@uji.example")
    token = issue_link(act_as(), invited, "invitation")
    client.sign_in("budi@uji.example")
    set_password(client, token)
    assert "Ana Uji" in client.get("/account").text
    living = rows(db, "SELECT account_id FROM sign_in WHERE ended_at IS NULL")
    assert [one["account_id"] for one in living] == [invited]


def test_a_link_of_a_disabled_account_is_dead(client, act_as, invited, db, award):
    token = issue_link(act_as(), invited, "invitation")
    with write(db):
        accounts.set_disabled(db, invited, award.at)
    client.get(f"/link/{token}", status=410)
    with pytest.raises(Refused, match="disabled"):
        issue_link(act_as(), invited, "invitation")


def test_whoever_has_a_password_is_not_invited(act_as, award):
    account_id = award.account("ana@uji.example")
    with pytest.raises(Refused, match="has a password already"):
        issue_link(act_as(), account_id, "invitation")


def test_changing_the_password_voids_open_links(client, act_as, award):
    account_id = award.account("ana@uji.example")
    token = issue_link(act_as(), account_id, "reset")
    client.sign_in("ana@uji.example")
    client.get("/account")
    client.submit({"old": PASSWORD, "new": NEW, "again": NEW})
    assert LINK_IS_GONE in client.get(f"/link/{token}", status=410).text


def test_a_password_changed_between_check_and_save_is_not_overwritten(act_as, award, db):
    from evaluation.actions import sign_ins

    account_id = award.account("ana@uji.example")
    act = act_as(award.actor("ana@uji.example"))
    other = passwords.hashed("yang lain menang")

    class Slow(type(passwords.HASHER)):
        """Somebody else changes the password while this one is hashed."""

        def hash(self, password, **more):
            with write(db):
                accounts.set_password(db, account_id, other)
            return super().hash(password, **more)

    normal = passwords.HASHER
    passwords.HASHER = Slow(time_cost=1, memory_cost=8, parallelism=1)
    try:
        with pytest.raises(Refused, match="changed elsewhere"):
            sign_ins.change_password(act, PASSWORD, NEW)
    finally:
        passwords.HASHER = normal
    assert accounts.by_id(db, account_id)["password_hash"] == other


def test_whoever_forgot_the_password_is_told_what_to_do(english):
    english.get("/login")
    page = english.click("Forgot your password?")
    assert english.url == "/forgot"
    assert "Ask the administrator of the award for a reset link" in page.text


def test_the_address_of_a_link_is_not_told_to_other_sites(client, act_as, invited):
    token = issue_link(act_as(), invited, "invitation")
    answer = client.http.get(f"/link/{token}")
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "no-store" in answer.headers["Cache-Control"]
