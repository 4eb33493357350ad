"""The administrator's accounts: list, roles, links, disabling; and what nobody else may do."""

from __future__ import annotations

import re

import pytest

from evaluation.actions import accounts as actions
from evaluation.core.errors import Denied, NotFound, Refused
from evaluation.store import accounts
from evaluation.store.db import row, rows, write
from tests.award import PASSWORD
from tests.pages import PageClient

NEW = "kuda laut tiga ekor"


@pytest.fixture
def admin(client, award):
    """The administrator's browser, in English."""
    award.grant("admin@uji.example", "administrator")
    client.get("/login")
    client.submit(form="/language", button=("locale", "en"))
    return client.sign_in("admin@uji.example")


def link_on(page):
    """The one-time link that the page shows."""
    found = re.search(r"http://localhost(/link/[\w-]+)", page.html)
    assert found
    return found[1]


def listed(page):
    """The addresses in the list."""
    return re.findall(r'<a href="/admin/accounts/\d+">([^<]+)</a>', page.html)


EVERYBODY = [f"{name}@uji.example" for name in ("admin", "ana", "budi", "garis_bawah", "persen")]


# --- the list ------------------------------------------------------------------------------------


def test_the_list_shows_who_there_is(admin, award, db, clock):
    edition = award.edition()
    award.account("ana@uji.example", "Ana 'Uji' <b>")
    award.grant("ana@uji.example", "committee", edition, "35")
    award.entry(edition, "35.76", "Kota Mojokerto", email="wakil@uji.example")
    with write(db):
        accounts.add(db, email="baru@uji.example", name="", created_at=award.at)
    page = admin.get("/admin/accounts")
    assert listed(page) == ["admin@uji.example", "ana@uji.example", "baru@uji.example", "wakil@uji.example"]
    text = page.text
    assert "Ana 'Uji' <b>" in text
    assert "Committee, Jawa Timur uji-2021 Active never" in text
    assert "baru@uji.example Invited never" in text
    assert "Candidate (entries: 1) Active never" in text
    assert "Administrator Active 10 January 2022, 10:00 WIB" in text


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ANA", ["ana@uji.example"]),
        ("melati", ["budi@uji.example"]),
        ("100%", ["persen@uji.example"]),
        ("_", ["garis_bawah@uji.example"]),
        ("'", []),
        ("\\", []),
        ("", EVERYBODY),
    ],
)
def test_the_list_is_searched_by_address_and_name(admin, award, search, found):
    award.account("ana@uji.example")
    award.account("budi@uji.example", "Budi Melati")
    award.account("persen@uji.example", "Seratus 100% Yakin")
    award.account("garis_bawah@uji.example")
    admin.get("/admin/accounts")
    assert listed(admin.submit({"q": search})) == found


def test_the_list_has_50_a_page(admin, award, db):
    with write(db):
        for number in range(60):
            accounts.add(db, email=f"orang{number:02}@uji.example", name="", created_at=award.at)
    first = listed(admin.get("/admin/accounts"))
    second = listed(admin.click("More accounts"))
    assert (len(first), len(second)) == (50, 11)
    assert first + second == sorted(first + second)
    assert len(set(first + second)) == 61
    assert "More accounts" not in admin.page.links
    assert listed(admin.click("To the beginning")) == first


def test_the_list_takes_as_many_questions_for_many_accounts_as_for_few(admin, award, monkeypatch):
    from evaluation.store import db as store_db

    asked = []
    original = store_db.prepare

    def counting(conn, clock):
        conn.set_trace_callback(asked.append)
        return original(conn, clock)

    monkeypatch.setattr(store_db, "prepare", counting)

    def questions():
        asked.clear()
        admin.get("/admin/accounts")
        return len([sql for sql in asked if sql.lstrip().startswith("SELECT")])

    award.account("satu@uji.example")
    few = questions()
    edition = award.edition()
    award.panel(edition, "province", "35", 9)
    for province in ("32", "33", "34", "35"):
        award.grant("orang@uji.example", "committee", edition, province)
    assert questions() == few > 0


# --- new accounts --------------------------------------------------------------------------------


def test_an_account_is_made_invited_and_comes_in(app, admin, award, db):
    edition = award.edition()
    admin.get("/admin/accounts")
    admin.click("New account")
    admin.submit(
        {
            "email": "Panitia@Uji.example",
            "name": "Panitia Jatim",
            "role": "committee",
            "edition": edition,
            "region": "35",
        }
    )
    assert "Panitia Jatim" in admin.page.text
    assert "Committee : Trial Award 2021, Jawa Timur" in admin.page.text
    page = admin.submit(form="/links/invitation")
    link = link_on(page)
    assert "panitia@uji.example" in page.text
    assert link not in admin.get(f"/admin/accounts/{accounts.by_email(db, 'panitia@uji.example')['id']}").html
    invited = PageClient(app)
    invited.get(link)
    invited.submit({"new": NEW, "again": NEW})
    assert invited.url == "/committee"
    events = [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")]
    assert events == ["SignedIn", "AccountAdded", "RoleGranted", "LinkIssued", "PasswordSet", "SignedIn"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "bukan alamat"}, "Write an email address"),
        ({"email": ""}, "Please fill this in."),
        ({"name": ""}, "Please fill this in."),
        ({"email": "admin@uji.example"}, "This address has an account already"),
        ({"role": "administrator", "edition": "1"}, "An administrator looks after every edition"),
        ({"role": "auditor", "region": "35"}, "Only a committee belongs to one province"),
        ({"role": "committee", "region": "35.76"}, "There is no province with the code 35.76."),
        ({"role": "committee", "edition": "99"}, "There is no such edition."),
        ({"role": "candidate"}, "Choose one of the list."),
    ],
)
def test_what_will_not_do_is_named_and_what_was_typed_stays(admin, award, db, values, words):
    award.edition()
    typed = {
        "email": "baru@uji.example",
        "name": "Orang Baru",
        "role": "committee",
        "edition": "",
        "region": "",
    }
    admin.get("/admin/accounts/new")
    page = admin.submit({**typed, **values}, status=422)
    assert words in page.text
    kept = dict(page.forms[2].fields)
    for name in ("email", "name"):
        assert kept[name] == {**typed, **values}[name]
    assert accounts.by_email(db, "baru@uji.example") is None


# --- roles ---------------------------------------------------------------------------------------


def test_roles_are_granted_and_taken_back(admin, award, db):
    award.edition()
    ana = award.account("ana@uji.example")
    admin.get(f"/admin/accounts/{ana}")
    admin.submit({"role": "auditor", "edition": "1"})
    assert "Auditor : Trial Award 2021" in admin.page.text
    admin.submit({"role": "auditor", "edition": "1"})
    assert "The account has this role already." in admin.page.text
    admin.submit(form="/revoke")
    assert "No role is granted." in admin.page.text
    assert [e["name"] for e in rows(db, "SELECT name FROM audit_event ORDER BY id")][1:] == [
        "RoleGranted",
        "RoleRevoked",
    ]


def test_the_last_administrator_stays(admin, award, db):
    account = accounts.by_email(db, "admin@uji.example")["id"]
    page = admin.get(f"/admin/accounts/{account}")
    assert "This is the last administrator who can sign in." in page.text
    assert [form.action for form in page.forms if "revoke" in form.action] == []
    grant = accounts.grants_of(db, account)[0]["id"]
    admin.post(f"/admin/accounts/{account}/roles/{grant}/revoke", status=409)
    assert len(accounts.grants_of(db, account)) == 1


@pytest.mark.parametrize("other", ["disabled", "invited"])
def test_an_administrator_who_can_not_sign_in_does_not_count(admin, award, db, other):
    second = award.grant("kedua@uji.example", "administrator")
    with write(db):
        if other == "disabled":
            accounts.set_disabled(db, second, award.at)
        else:
            db.conn.execute("UPDATE account SET password_hash = NULL WHERE id = ?", [second])
    account = accounts.by_email(db, "admin@uji.example")["id"]
    grant = accounts.grants_of(db, account)[0]["id"]
    admin.get("/admin/accounts")
    admin.post(f"/admin/accounts/{account}/roles/{grant}/revoke", status=409)
    admin.was_refused({"en": "This is the last administrator who can sign in. Make another one first."})
    assert len(accounts.grants_of(db, account)) == 1


def test_one_of_two_administrators_may_go(admin, award, db):
    award.grant("kedua@uji.example", "administrator")
    account = accounts.by_email(db, "admin@uji.example")["id"]
    admin.get(f"/admin/accounts/{account}")
    admin.submit(form="/revoke")
    assert admin.url == "/account"
    admin.may_not_open("/admin/accounts")


def test_a_grant_is_revoked_only_from_its_own_account(admin, award, db):
    ana = award.grant("ana@uji.example", "auditor")
    budi = award.account("budi@uji.example")
    grant = accounts.grants_of(db, ana)[0]["id"]
    admin.get("/admin/accounts")
    admin.posts_to_nothing(f"/admin/accounts/{budi}/roles/{grant}/revoke")
    assert len(accounts.grants_of(db, ana)) == 1


def test_a_granted_role_voids_the_links_that_were_handed_out_before(admin, award, db, act_as):
    edition = award.edition()
    with write(db):
        invited = accounts.add(db, email="ana@uji.example", name="", created_at=award.at)
    token = actions.issue_link(act_as(), invited, "invitation")
    admin.get(f"/admin/accounts/{invited}")
    assert "still works until 24 January 2022, 10:00 WIB" in admin.page.text
    admin.submit({"role": "auditor", "edition": edition})
    admin.get(f"/link/{token}", status=410)


# --- links and disabling -------------------------------------------------------------------------


def test_a_reset_link_is_shown_once_and_works(app, admin, award):
    ana = award.account("ana@uji.example")
    page = admin.get(f"/admin/accounts/{ana}")
    assert "Issue an invitation link" not in page.text
    link = link_on(admin.submit(form="/links/reset"))
    browser = PageClient(app)
    browser.get(link)
    browser.submit({"new": NEW, "again": NEW})
    assert browser.url == "/account"


def test_an_unknown_purpose_is_not_found(admin, award, db):
    ana = award.account("ana@uji.example")
    admin.posts_to_nothing(f"/admin/accounts/{ana}/links/lain")
    admin.posts_to_nothing("/admin/accounts/9999/links/reset")
    admin.finds_nothing("/admin/accounts/9999")
    assert rows(db, "SELECT token_hash FROM one_time_link") == []


def test_a_disabled_account_is_out_until_it_is_enabled(app, admin, award):
    ana = award.account("ana@uji.example")
    theirs = PageClient(app).sign_in("ana@uji.example")
    admin.get(f"/admin/accounts/{ana}")
    admin.submit(form="/disable")
    assert "Disabled" in admin.page.text
    assert "Issue a reset link" not in admin.page.text
    theirs.get("/account")
    assert theirs.url == "/login"
    theirs.submit({"email": "ana@uji.example", "password": PASSWORD}, status=422)
    admin.post(f"/admin/accounts/{ana}/links/reset", status=409)
    admin.get(f"/admin/accounts/{ana}")
    admin.submit(form="/enable")
    theirs.get("/account")
    assert theirs.url == "/login"
    theirs.sign_in("ana@uji.example")


def test_nobody_disables_himself(admin, db):
    account = accounts.by_email(db, "admin@uji.example")["id"]
    page = admin.get(f"/admin/accounts/{account}")
    assert "You can't disable your own account." in page.text
    assert [form.action for form in page.forms if "disable" in form.action] == []
    admin.post(f"/admin/accounts/{account}/disable", status=403)
    assert accounts.by_id(db, account)["disabled_at"] is None


# --- everybody else ------------------------------------------------------------------------------

PAGES = ["/admin/accounts", "/admin/accounts/new", "/admin/accounts/1"]
POSTS = [
    "/admin/accounts/new",
    "/admin/accounts/1/roles",
    "/admin/accounts/1/roles/1/revoke",
    "/admin/accounts/1/links/reset",
    "/admin/accounts/1/disable",
    "/admin/accounts/1/enable",
    "/admin/editions",
]


@pytest.mark.parametrize("role", ["committee", "auditor", "candidate", "assessor"])
def test_only_administrators_come_here(client, award, db, role):
    edition = award.edition()
    award.grant("admin@uji.example", "administrator")
    award.entry(edition, "35.76", "Kota Mojokerto", email="candidate@uji.example")
    award.panel(edition, "province", "35", 1)
    if role in ("committee", "auditor"):
        award.grant(f"{role}@uji.example", role)
    client.sign_in("juri1-35@uji.example" if role == "assessor" else f"{role}@uji.example")
    for url in PAGES:
        client.get(url, status=403)
    client.get("/account")
    for url in POSTS:
        client.post(url, {"role": "administrator"}, status=403)
    assert [g["role"] for g in accounts.grants_of(db, 1)] == ["administrator"]


def test_visitors_are_sent_to_the_login(client):
    for url in (*PAGES, "/admin/editions", "/audit", "/account"):
        client.get(url)
        assert client.url == "/login"


@pytest.mark.parametrize("locale", ["id", "en"])
def test_the_pages_open_in_both_languages(admin, award, locale):
    award.grant("ana@uji.example", "committee", award.edition(), "35")
    if locale == "id":
        admin.get("/account")
        admin.submit(form="/language", button=("locale", "id"))
    for url in (
        "/admin/accounts",
        "/admin/accounts/new",
        "/admin/accounts/1",
        "/admin/accounts/2",
        "/account",
    ):
        assert admin.get(url).lang == locale


# --- the actions themselves ask ------------------------------------------------------------------


def test_the_actions_refuse_whoever_is_no_administrator(act_as, award):
    edition = award.edition()
    award.grant("panitia@uji.example", "committee", edition, "35")
    ana = award.account("ana@uji.example")
    act = act_as(award.actor("panitia@uji.example"))
    nothing = dict(role="auditor", edition_id=None, region_code=None)
    with pytest.raises(Denied):
        actions.add_account(act, email="x@uji.example", name="X", **nothing)
    with pytest.raises(Denied):
        actions.grant_role(act, ana, **nothing)
    with pytest.raises(Denied):
        actions.disable_account(act, ana)
    with pytest.raises(Denied):
        actions.enable_account(act, ana)
    with pytest.raises(Denied):
        actions.issue_link(act, ana, "reset")
    with pytest.raises(NotFound):
        actions.issue_link(act, ana, "invitation")


def test_the_command_line_does_not_take_the_last_administrator_either(act_as, award, db):
    account = award.grant("admin@uji.example", "administrator")
    with pytest.raises(Refused):
        actions.revoke_role(act_as(), account, accounts.grants_of(db, account)[0]["id"])
    assert row(db, "SELECT count(*) AS n FROM role_grant")["n"] == 1
