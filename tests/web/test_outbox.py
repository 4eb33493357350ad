"""What administrators read of messages, and how links travel: to their owner's mailbox and nowhere else."""

from __future__ import annotations

import re

import pytest

from evaluation import create_app
from evaluation.actions import mail
from evaluation.actions.jobs import later
from evaluation.core.errors import Denied, NotFound
from evaluation.smtp import server_of
from evaluation.store import accounts, jobs, outbox
from evaluation.store.db import rows, write
from evaluation.views.limits import limiter
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.pages import PageClient
from tests.worker.mail_servers import Handler, Server

SENT = "If this address has an account, a link is on its way to it."


@pytest.fixture
def english(app) -> PageClient:
    client = PageClient(app)
    client.get("/login")
    client.submit(form="/language", button=("locale", "en"))
    return client


@pytest.fixture
def admin(english, award) -> PageClient:
    award.grant("admin@uji.example", "administrator")
    return english.sign_in("admin@uji.example")


@pytest.fixture
def server(app):
    """A mail server that the application is set to."""
    handler = Handler()
    started = Server(handler)
    started.start()
    app.config["SMTP"] = server_of(f"smtp://127.0.0.1:{started.port}", "noreply@award.example")
    app.config["URL"] = "http://localhost"
    yield handler
    started.stop()


@pytest.fixture
def work(app):
    """Do every job that is due."""

    def run() -> None:
        board = Board(app.config, JOBS)
        while (job_id := board.take()) is not None:
            board.do(job_id)

    return run


@pytest.fixture
def newcomer(db, award) -> int:
    """Somebody without a password."""
    with write(db):
        return accounts.add(db, email="ana@uji.example", name="Ana Uji", created_at=award.at)


def posted(db) -> list[tuple[str, str]]:
    return [(one["template"], one["email"]) for one in rows(db, "SELECT * FROM outbox ORDER BY id")]


def link_in(handler: Handler) -> str:
    found = re.findall(r"http://localhost(/link/\S+)", handler.messages[-1].get_content())
    assert len(set(found)) == 1
    return found[0]


def invite(act_as, account_id: int) -> int:
    act = act_as()
    with write(act.db):
        return mail.post(act, to_account_id=account_id, template="invitation", values={})


# --- the pages -----------------------------------------------------------------------------------


def test_without_a_server_administrators_read_what_people_should_be_told(
    admin, act_as, newcomer, work, app, db
):
    app.config["SMTP"] = None
    invite(act_as, newcomer)
    work()
    page = admin.get("/admin/outbox")
    assert "No mail server is set, so nothing is sent" in page.text
    assert "Not sent: no mail server" in page.text
    page = admin.click("Akses Anda ke Penjurian / Your access to Penjurian")
    assert "(The link is made when the message is sent, and is kept nowhere.)" in page.text
    assert "/link/" not in page.text
    assert "It can be sent from here once a mail server is set." in page.text
    assert rows(db, "SELECT id FROM one_time_link") == []


def test_a_message_that_was_kept_goes_out_when_an_administrator_says_so(
    admin, act_as, newcomer, work, app, server, db
):
    with_server, app.config["SMTP"] = app.config["SMTP"], None
    message_id = invite(act_as, newcomer)
    work()
    app.config["SMTP"] = with_server
    admin.get(f"/admin/outbox/{message_id}")
    admin.submit(form="/again")
    assert "The message waits to be sent." in admin.page.text
    work()
    assert server.recipients == ["ana@uji.example"]
    admin.post(f"/admin/outbox/{message_id}/again", status=409)


def test_messages_are_shown_by_state_and_page(admin, award, act_as, app, db):
    app.config["SMTP"] = None
    act = act_as()
    with write(db):
        for number in range(60):
            account = accounts.add(db, email=f"a{number}@uji.example", name="", created_at=award.at)
            message_id = mail.post(act, to_account_id=account, template="invitation", values={})
        outbox.settle(db, message_id, state="failed", answer="550 unknown", at=award.at)
    page = admin.get("/admin/outbox")
    assert page.text.count("Your access to Penjurian") == 50
    assert admin.click("Older messages").text.count("Your access to Penjurian") == 10
    page = admin.get("/admin/outbox?state=failed")
    assert ("a59@uji.example" in page.text, "a58@uji.example" in page.text) == (True, False)
    assert "550 unknown" in page.text
    assert admin.get("/admin/outbox?before=nonsense&state=nonsense").text.count("Your access") == 50


def test_a_job_that_failed_is_shown_and_tried_again(admin, act_as, award, db):
    act = act_as()
    with write(db):
        job_id = later(act, "remind", {})
        jobs.give_up(db, job_id, failed_at=act.at, error="ValueError: uji")
    assert "ValueError: uji" in admin.get("/admin/outbox").text
    admin.submit(form=f"/admin/jobs/{job_id}/again")
    assert "ValueError: uji" not in admin.page.text
    assert rows(db, "SELECT tries, failed_at FROM job") == [{"tries": 0, "failed_at": None}]
    admin.post(f"/admin/jobs/{job_id}/again", status=404)


# --- links by mail -------------------------------------------------------------------------------


def test_a_link_by_mail_lets_its_owner_in_and_rests_nowhere(
    admin, app, newcomer, server, work, db, database_path
):
    admin.get(f"/admin/accounts/{newcomer}")
    admin.submit(form="/links/invitation/mail")
    assert "The link is on its way" in admin.page.text
    work()
    address = link_in(server)
    token = address.removeprefix("/link/")
    assert token.encode() not in b"".join(
        path.read_bytes() for path in database_path.parent.glob("penjurian.db*")
    )
    assert token not in admin.get("/admin/outbox/1").text
    browser = PageClient(app)
    browser.get(address)
    browser.submit({"new": "kuda laut tiga ekor", "again": "kuda laut tiga ekor"})
    assert accounts.by_id(db, newcomer)["password_hash"]


def test_an_invitation_that_is_not_needed_any_more_is_not_sent(act_as, newcomer, server, work, db):
    message_id = invite(act_as, newcomer)
    with write(db):
        accounts.set_password(db, newcomer, "x")
    work()
    stored = outbox.by_id(db, message_id)
    assert (stored["state"], server.messages) == ("void", [])
    assert stored["answer"].startswith("This account has a password already.")


def test_whoever_may_not_issue_a_link_may_not_have_it_sent(award, act_as, newcomer, db):
    award.edition()
    award.grant("panitia@uji.example", "committee", None, "35")
    with pytest.raises(NotFound):
        mail.send_link(act_as(award.actor("panitia@uji.example")), newcomer, "invitation")
    with pytest.raises(Denied):
        mail.send_link(act_as(award.actor("panitia@uji.example")), newcomer, "reset")
    assert posted(db) == []


def test_a_committee_has_the_invitation_of_its_candidate_sent(english, award, newcomer, server, work):
    edition = award.edition()
    entry = award.entry(edition, "35.76", "Kota Mojokerto")
    with write(award.db):
        award.db.conn.execute(
            "INSERT INTO representative (entry_id, account_id) VALUES (?, ?)", (entry, newcomer)
        )
    award.grant("panitia@uji.example", "committee", edition, "35")
    english.sign_in("panitia@uji.example")
    english.get(f"/committee/entries/{entry}")
    english.submit(form=f"/committee/invitations/{newcomer}/mail")
    assert english.url == f"/committee/entries/{entry}"
    work()
    assert server.recipients == ["ana@uji.example"]


# --- forgotten passwords -------------------------------------------------------------------------


def test_known_and_unknown_addresses_get_the_same_answer(english, award, server, work, db):
    award.account("sari@uji.example", "Ibu Sari")
    answers = []
    for address in ("sari@uji.example", "nobody@uji.example"):
        english.get("/forgot")
        answers.append(english.submit({"email": address}).text)
        assert (english.url, SENT in answers[-1]) == ("/login", True)
    assert answers[0] == answers[1]
    work()
    assert server.recipients == ["sari@uji.example"]
    assert "A new password for Penjurian" in server.messages[0]["Subject"]


def test_the_link_sets_a_new_password(english, app, award, server, work):
    award.account("sari@uji.example")
    english.get("/forgot")
    english.submit({"email": " Sari@Uji.example "})
    work()
    browser = PageClient(app)
    browser.get(link_in(server))
    browser.submit({"new": "kuda laut tiga ekor", "again": "kuda laut tiga ekor"})
    assert PageClient(app).sign_in("sari@uji.example", "kuda laut tiga ekor").url != "/login"


def test_asking_twice_sends_one_link_and_a_disabled_account_gets_none(
    english, award, server, work, db, clock
):
    award.account("sari@uji.example")
    closed = award.account("tutup@uji.example")
    with write(db):
        accounts.set_disabled(db, closed, award.at)
    for address in ("sari@uji.example", "sari@uji.example", "tutup@uji.example"):
        english.get("/forgot")
        english.submit({"email": address})
        work()
    assert server.recipients == ["sari@uji.example"]
    clock.forward(minutes=11)
    english.get("/forgot")
    english.submit({"email": "sari@uji.example"})
    work()
    assert server.recipients == ["sari@uji.example"] * 2


def test_what_is_no_address_is_said_so(english, server, db):
    english.get("/forgot")
    page = english.submit({"email": "sari"}, status=422)
    assert "Write an email address" in page.text
    assert 'value="sari"' in page.html
    english.submit({"email": ""}, status=422)
    assert rows(db, "SELECT id FROM job") == []


def test_asking_for_links_is_throttled_by_address(app, award, server, db):
    kept = ("DATABASE", "FILES", "SECRET_KEY", "CLOCK", "SMTP", "PROPAGATE_EXCEPTIONS")
    strict = create_app({**{key: app.config[key] for key in kept}, "RATELIMIT_ENABLED": True})
    limiter.reset()
    client = PageClient(strict)
    for _ in range(3):
        client.get("/forgot")
        client.submit({"email": "sari@uji.example"})
    client.get("/forgot")
    client.submit({"email": "SARI@uji.example"}, status=429)
    assert (
        "Terlalu banyak percobaan dalam waktu singkat. Tunggu satu menit, lalu coba lagi." in client.page.main
    )
    assert 'value="SARI@uji.example"' in client.page.html
    assert len(rows(db, "SELECT id FROM job")) == 3
    limiter.reset()
    limiter.enabled = False


def test_without_a_server_the_form_is_not_there(english, app, db):
    app.config["SMTP"] = None
    assert "Ask the administrator of the award for a reset link" in english.get("/forgot").text
    english.post("/forgot", {"email": "sari@uji.example"}, status=409)
    assert rows(db, "SELECT id FROM job") == []
