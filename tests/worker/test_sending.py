"""A message goes from the outbox to a real server: once, later, or never."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from evaluation.actions.mail import post, try_again
from evaluation.core.errors import Denied, Refused
from evaluation.core.messages import Moment
from evaluation.core.rules import Text
from evaluation.store import outbox
from evaluation.store.db import rows, stamp, write
from tests.worker.mail_servers import Handler, free_port

RECEIPT = dict(
    candidate="Kota Mojokerto",
    edition=Text("Penghargaan Uji 2021", "Trial Award 2021"),
    entry=7,
    number=1,
    fingerprint="ab" * 32,
)


@pytest.fixture
def posted(award, act_as):
    """Post a receipt to somebody; the message's id."""

    def go(name="Ibu Sari", email="sari@uji.example", **values) -> int:
        act = act_as()
        facts = {**RECEIPT, "moment": Moment(act.now, "Asia/Jakarta"), **values}
        with write(act.db):
            return post(act, to_account_id=award.account(email, name), template="receipt", values=facts)

    return go


def states(db) -> list[tuple[str, str]]:
    return [(one["state"], one["answer"]) for one in rows(db, "SELECT state, answer FROM outbox ORDER BY id")]


def waiting_jobs(db) -> list[dict[str, object]]:
    return rows(db, "SELECT name, tries, due_at, taken_at, failed_at, error FROM job ORDER BY id")


def test_a_message_reaches_the_server_in_both_languages(posted, serve, mailing, work, db):
    handler = Handler()
    mailing(serve(handler).port)
    message_id = posted()
    assert work() == 1
    (got,) = handler.messages
    stored = outbox.by_id(db, message_id)
    assert handler.recipients == ["sari@uji.example"]
    assert str(got["To"]) == "Ibu Sari <sari@uji.example>"
    assert str(got["From"]) == "Panitia “Paritrana” <noreply@award.example>"
    assert got["Message-ID"] == f"<{stored['stem']}@award.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    text = got.get_content().replace("\r\n", "\n")
    assert "Kota Mojokerto" in got["Subject"]
    first, second = text.split("-" * 40)
    assert "Penghargaan Uji 2021" in first
    assert "10 Januari 2022, 10:00 WIB" in first
    assert "Trial Award 2021 was received on 10 January 2022, 10:00 WIB." in second
    assert text.count("https://penjurian.example/entries/7\n") == 2
    assert states(db) == [("sent", "250 OK, kept")]
    assert waiting_jobs(db) == []


def test_a_sent_message_is_never_sent_again(posted, serve, mailing, work, board, db):
    handler = Handler()
    mailing(serve(handler).port)
    message_id = posted()
    work()
    with write(db):
        db.conn.execute(
            "INSERT INTO job (name, arguments, asked_at, due_at) VALUES ('send_message', :a, '', '')",
            {"a": f'{{"message": {message_id}}}'},
        )
    assert work() == 1
    assert len(handler.messages) == 1


def test_a_change_that_is_taken_back_sends_nothing(award, act_as, work, db):
    act = act_as()
    account = award.account("sari@uji.example")
    with suppress(ZeroDivisionError), write(act.db):
        post(act, to_account_id=account, template="invitation", values={})
        act.record(1 / 0)
    assert (states(db), work()) == ([], 0)


def test_a_server_that_refuses_at_first_gets_the_same_message_later(posted, serve, mailing, work, clock, db):
    handler = Handler(rcpt=["451 greylisted, come back", "451 greylisted, come back"])
    mailing(serve(handler).port)
    posted()
    pauses = []
    while not handler.messages:
        assert work() == 1
        for job in waiting_jobs(db):
            assert job["error"] == "451 greylisted, come back"
            pause = clock.now
            while stamp(clock.now) < job["due_at"]:
                clock.forward(minutes=1)
            pauses.append(clock.now - pause)
            assert states(db) == [("waiting", "451 greylisted, come back")]
    assert pauses == [timedelta(minutes=1), timedelta(minutes=5)]
    assert states(db) == [("sent", "250 OK, kept")]


def test_a_server_that_dies_in_mid_session_gets_the_same_message_id_again(
    posted, serve, mailing, work, clock, db
):
    handler = Handler(data=["die"])
    mailing(serve(handler).port)
    message_id = posted()
    assert work() == 1
    ((state, answer),) = states(db)
    assert state == "waiting"
    assert "Connection unexpectedly closed" in answer or "reset" in answer
    clock.forward(minutes=1)
    assert work() == 1
    assert [one["Message-ID"] for one in handler.messages] == [
        f"<{outbox.by_id(db, message_id)['stem']}@award.example>"
    ]
    assert states(db) == [("sent", "250 OK, kept")]


def test_an_address_that_nobody_has_fails_at_once_and_says_so(posted, serve, mailing, work, db):
    mailing(serve(Handler(rcpt=["550 no such user here"])).port)
    posted()
    assert work() == 1
    assert states(db) == [("failed", "550 no such user here")]
    assert waiting_jobs(db) == []


def test_a_server_that_is_never_there_makes_the_message_fail_after_days(posted, mailing, work, clock, db):
    mailing(free_port())
    posted()
    begun, tries = clock.now, 0
    while states(db)[0][0] == "waiting":
        tries += work()
        clock.forward(minutes=1)
    ((state, answer),) = states(db)
    assert (state, tries) == ("failed", 13)
    assert "Connection refused" in answer
    assert timedelta(days=3) < clock.now - begun < timedelta(days=5)
    (job,) = waiting_jobs(db)
    assert job["failed_at"] is not None


def test_an_administrator_tries_a_failed_message_again(posted, serve, mailing, work, award, act_as, db):
    handler = Handler(rcpt=["550 mailbox full"])
    mailing(serve(handler).port)
    message_id = posted()
    work()
    award.grant("admin@uji.example", "administrator")
    award.grant("auditor@uji.example", "auditor")
    with pytest.raises(Denied):
        try_again(act_as(award.actor("auditor@uji.example")), message_id)
    try_again(act_as(award.actor("admin@uji.example")), message_id)
    assert states(db) == [("waiting", "550 mailbox full")]
    work()
    assert states(db) == [("sent", "250 OK, kept")]
    with pytest.raises(Refused):
        try_again(act_as(award.actor("admin@uji.example")), message_id)


def test_without_a_server_a_message_is_kept_and_not_sent_by_itself_later(posted, serve, mailing, work, db):
    posted()
    assert work() == 1
    assert states(db) == [("kept", "")]
    handler = Handler()
    mailing(serve(handler).port)
    assert work() == 0
    assert handler.messages == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('Sari "Ibu" Dewi', '"Sari \\"Ibu\\" Dewi" <sari@uji.example>'),
        ("Sari\r\nBcc: semua@uji.example", '"Sari Bcc: semua@uji.example" <sari@uji.example>'),
        ("<a@uji.example>, Budi", '"<a@uji.example>, Budi" <sari@uji.example>'),
        ("Šárí \u202e", "Šárí <sari@uji.example>"),
    ],
)
def test_a_name_adds_no_header_and_no_recipient(posted, serve, mailing, work, name, shown):
    handler = Handler()
    mailing(serve(handler).port)
    posted(name=name, candidate="Kota\r\nBcc: semua@uji.example")
    work()
    (got,) = handler.messages
    assert handler.recipients == ["sari@uji.example"]
    assert [str(one) for one in got["To"].addresses] == [shown]
    assert "Bcc" not in got
    assert "Kota Bcc: semua@uji.example" in got["Subject"]
    assert set(got.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


def test_every_step_of_a_message_leaves_an_event(posted, serve, mailing, work, db):
    mailing(serve(Handler()).port)
    posted()
    work()
    events = rows(db, "SELECT name, fields FROM audit_event WHERE name LIKE 'Message%'")
    assert events == [
        {
            "name": "MessageSettled",
            "fields": '{"answer": "250 OK, kept", "email": "sari@uji.example", "state": "sent",'
            ' "template": "receipt"}',
        }
    ]
