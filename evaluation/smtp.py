"""The mail server: its address as a setting, and one message handed to it.

A message is handed over at most once an attempt; the server's OK is reported before anything else is
said to it, so that a worker that dies afterwards knows the message as sent.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

from evaluation.calendar_file import NAME, CalendarFile

SECONDS = 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EXAMPLE = "smtp://user:password@mail.example.org:587?starttls=1"


class NotNow(Exception):
    """The server could not take the message this time; trying again later may help."""


class NeverTaken(Exception):
    """The server refuses this message for good: nobody has this address, or the content is unwanted."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed in, and from whom they come. `tls`: "none", "starttls" or "tls"."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def from_address(self) -> Address:
        """The sender, as name and address."""
        return address(*parseaddr(self.sender))


def server_of(url: str, sender: str) -> MailServer | None:
    """The server of PENJURIAN_SMTP_URL and PENJURIAN_MAIL_FROM; None for an empty URL.

    ValueError, saying which setting is wrong and how, for what can't be used.
    """
    if not url:
        return None
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError as unreadable:
        raise ValueError(f"PENJURIAN_SMTP_URL must look like {EXAMPLE} or smtps://...") from unreadable
    starttls = parse_qs(parts.query).get("starttls", ["0"])[-1] == "1"
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(f"PENJURIAN_SMTP_URL must look like {EXAMPLE} or smtps://...")
    tls = "tls" if parts.scheme == "smtps" else "starttls" if starttls else "none"
    if parts.username and tls == "none" and parts.hostname not in LOOPBACK:
        raise ValueError(
            "PENJURIAN_SMTP_URL would send the password in the clear: add ?starttls=1 or use smtps://"
        )
    server = MailServer(
        host=parts.hostname,
        port=port or {"tls": 465, "starttls": 587, "none": 25}[tls],
        tls=tls,
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if not _is_address(server):
        raise ValueError(
            "PENJURIAN_MAIL_FROM must be an address, for instance Penjurian <noreply@award.example>"
        )
    return server


def _is_address(server: MailServer) -> bool:
    try:
        return "@" in parseaddr(server.sender)[1] and bool(server.from_address.domain)
    except (ValueError, HeaderParseError):
        return False


def address(name: str, email: str) -> Address:
    """A person as a header shows them; a name's line ends and other controls become spaces."""
    plain = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    return Address(plain, addr_spec=email)


def envelope(
    server: MailServer,
    *,
    to: Address,
    subject: str,
    text: str,
    stem: str,
    date: datetime,
    calendar: CalendarFile | None = None,
) -> EmailMessage:
    """The message as it travels. The same `stem` gives the same Message-ID at every attempt.

    A calendar file goes twice: as the text's alternative, which mail programs show with their own buttons,
    and as a file to open.
    """
    message = EmailMessage(policy=CRLF)
    message["From"] = server.from_address
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{stem}@{server.from_address.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message["Content-Language"] = "id, en"
    if calendar is not None:
        params = {"method": calendar.method}
        message.add_alternative(calendar.text, subtype="calendar", cte="base64", params=params)
        message.add_attachment(
            calendar.text.encode(), "text", "calendar", filename=NAME, params={**params, "charset": "utf-8"}
        )
    return message


def deliver(server: MailServer, message: EmailMessage, taken: Callable[[str], None]) -> None:
    """Hand one message to the server and call `taken` with its words as soon as it has said OK.

    NotNow or NeverTaken when it did not.
    """
    with _session(server) as smtp:
        to = message["To"].addresses[0].addr_spec
        international = not (to.isascii() and server.from_address.addr_spec.isascii())
        if international and not smtp.has_extn("smtputf8"):
            raise NeverTaken(f"the mail server takes no address like {to}")
        data = message.as_bytes(policy=CRLF.clone(utf8=international))
        options = ["SMTPUTF8", "BODY=8BITMIME"] if international else []
        _expect(smtp.mail(server.from_address.addr_spec, options), final=False)
        _expect(smtp.rcpt(to), final=True)
        try:
            answer = smtp.data(data)
        except smtplib.SMTPDataError as refusal:
            answer = (refusal.smtp_code, _bytes(refusal.smtp_error))
        _expect(answer, final=True)
        taken(_words(answer))


@contextlib.contextmanager
def _session(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session that is logged in. Whatever goes wrong with the line or the login is NotNow."""
    try:
        smtp = _connected(server)
    except (OSError, smtplib.SMTPException) as trouble:
        raise NotNow(f"{server.host}:{server.port}: {trouble}") from trouble
    try:
        yield smtp
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    except (OSError, smtplib.SMTPException) as trouble:
        raise NotNow(f"{server.host}:{server.port}: {trouble}") from trouble
    finally:
        smtp.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    if server.tls == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=trust)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.tls == "starttls":
            smtp.starttls(context=trust)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _expect(answer: tuple[int, bytes], *, final: bool) -> None:
    """Pass on an OK. A refusal with 5xx is for good where `final`: of this message, not of the sender."""
    if 200 <= answer[0] < 300:
        return
    if final and answer[0] >= 500:
        raise NeverTaken(_words(answer))
    raise NotNow(_words(answer))


def _words(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"[:500]


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
