"""Real mail servers on loopback: one that takes everything, and ones that behave badly."""

from __future__ import annotations

import socket
import ssl
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

OK = "250 OK, kept"


def free_port() -> int:
    """A port of loopback on which nobody listens at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Handler:
    """Keeps what it is given; before that, says `answers` to the recipient and `to_data` to the message."""

    def __init__(self, rcpt: list[str] | None = None, data: list[str] | None = None) -> None:
        self.rcpt, self.data = list(rcpt or ()), list(data or ())
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.data:
            answer = self.data.pop(0)
            if answer == "die":
                server.transport.abort()
            return answer
        assert envelope.content is not None
        self.recipients += envelope.rcpt_tos
        self.messages.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return OK


class Server(Controller):
    """A mail server on a free port of loopback."""

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None = None, login: bool = False) -> None:
        options: dict[str, Any] = dict(tls_context=tls, require_starttls=tls is not None)
        if login:
            options |= dict(authenticator=self.check, auth_required=True, auth_require_tls=tls is not None)
        super().__init__(handler, hostname="127.0.0.1", port=free_port(), **options)

    def check(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.handler.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"rahasia@1", handled=False)


class SlowToPart:
    """A server that takes a message, says OK, then never answers QUIT; or answers not even the message.

    `taken` says that it came so far.
    """

    def __init__(self, *, answer_data: bool = True) -> None:
        self.answer_data = answer_data
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.taken, self.sessions = threading.Event(), 0
        self.last: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.sessions += 1
            self.last.append(line)
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        line.sendall(b"220 slow\r\n")
        in_data = False
        for said in line.makefile("rb"):
            if in_data:
                in_data = said != b".\r\n"
                if not in_data and not self.answer_data:
                    self.taken.set()
                    return
                if not in_data:
                    line.sendall(b"250 OK, kept\r\n")
                continue
            word = said[:4].upper()
            if word == b"QUIT":
                self.taken.set()
                return
            in_data = word == b"DATA"
            line.sendall(b"354 go on\r\n" if in_data else b"250 OK\r\n")

    def close(self) -> None:
        """Stop listening and drop the lines."""
        self.listener.close()
        for line in self.last:
            line.close()
