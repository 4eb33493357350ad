"""The setting of the mail server, and sessions over TLS and with a login."""

from __future__ import annotations

import ssl

import pytest
import trustme

from evaluation.config import settings
from evaluation.smtp import MailServer, NotNow, address, deliver, envelope, server_of
from tests.conftest import START
from tests.worker.mail_servers import OK, Handler

SENDER = "Penjurian <noreply@award.example>"


def sent(server: MailServer | None) -> list[str]:
    """Send a message; the server's words."""
    assert server is not None
    message = envelope(
        server,
        to=address("Ibu Sari", "sari@uji.example"),
        subject="Uji",
        text=".satu titik\n" + "ä" * 2000,
        stem="1",
        date=START,
    )
    answers: list[str] = []
    deliver(server, message, answers.append)
    return answers


@pytest.fixture
def tls(monkeypatch, tmp_path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that this machine trusts during the test."""
    authority = trustme.CA()
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_a_login_travels_over_starttls(serve, tls):
    handler = Handler()
    port = serve(handler, tls=tls, login=True).port
    url = f"smtp://panitia%40award.example:rahasia%401@127.0.0.1:{port}?starttls=1"
    assert sent(server_of(url, SENDER)) == [OK]
    assert handler.logins == [(b"panitia@award.example", b"rahasia@1")]
    assert handler.messages[0].get_content().split() == [".satu", "titik", "ä" * 2000]


def test_a_wrong_password_is_a_reason_to_try_later(serve, tls):
    handler = Handler()
    port = serve(handler, tls=tls, login=True).port
    with pytest.raises(NotNow, match="535"):
        sent(server_of(f"smtp://a:b@127.0.0.1:{port}?starttls=1", SENDER))
    assert handler.messages == []


def test_nothing_is_said_to_a_server_whose_certificate_nobody_trusts(serve, tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    handler = Handler()
    port = serve(handler, tls=tls, login=True).port
    with pytest.raises(NotNow, match="certificate verify failed"):
        sent(server_of(f"smtp://a:b@127.0.0.1:{port}?starttls=1", SENDER))
    assert (handler.logins, handler.messages) == ([], [])


def test_starttls_is_never_left_out(serve):
    handler = Handler()
    with pytest.raises(NotNow, match="STARTTLS"):
        sent(server_of(f"smtp://127.0.0.1:{serve(handler).port}?starttls=1", SENDER))
    assert handler.messages == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "none", "", "")),
        ("smtp://mail.example.org:2525", ("mail.example.org", 2525, "none", "", "")),
        ("smtp://mail.example.org?starttls=1", ("mail.example.org", 587, "starttls", "", "")),
        ("smtps://a%40b:c%2Fd@mail.example.org", ("mail.example.org", 465, "tls", "a@b", "c/d")),
        ("smtp://a:b@[::1]:1025", ("::1", 1025, "none", "a", "b")),
    ],
)
def test_the_setting_names_host_port_tls_and_login(url, expected):
    server = server_of(url, SENDER)
    assert server is not None
    assert (server.host, server.port, server.tls, server.user, server.password) == expected
    assert "c/d" not in repr(server)


@pytest.mark.parametrize(
    ("url", "sender", "words"),
    [
        ("http://mail.example.org", SENDER, "PENJURIAN_SMTP_URL must look like"),
        ("mail.example.org:25", SENDER, "PENJURIAN_SMTP_URL must look like"),
        ("smtp://mail.example.org:lots", SENDER, "PENJURIAN_SMTP_URL must look like"),
        ("smtp://a:b@mail.example.org", SENDER, r"add \?starttls=1"),
        ("smtp://localhost", "", "PENJURIAN_MAIL_FROM must be an address"),
        ("smtp://localhost", "Penjurian", "PENJURIAN_MAIL_FROM must be an address"),
    ],
)
def test_a_setting_that_cant_be_used_ends_the_program_with_the_reason(url, sender, words):
    with pytest.raises(SystemExit, match=words):
        settings({"PENJURIAN_SMTP_URL": url, "PENJURIAN_MAIL_FROM": sender, "PENJURIAN_SECRET_KEY": "x"})


def test_without_the_setting_there_is_no_server():
    assert settings({"PENJURIAN_SECRET_KEY": "x"})["SMTP"] is None


def test_a_demonstration_writes_to_nobody():
    env = {"PENJURIAN_SMTP_URL": "smtp://localhost", "PENJURIAN_MAIL_FROM": SENDER}
    assert settings({**env, "PENJURIAN_SECRET_KEY": "x"})["SMTP"] is not None
    assert settings({**env, "PENJURIAN_SECRET_KEY": "x", "PENJURIAN_DEMO": "1"})["SMTP"] is None
