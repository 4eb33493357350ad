"""What the tests of resumable uploads share: a client of few words that speaks the protocol by hand."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.pages import PageClient

CANDIDATE = "calon@uji.example"
STEP = 1000


def told(**values: str) -> str:
    """An Upload-Metadata header."""
    pairs = ((key, base64.b64encode(value.encode()).decode()) for key, value in values.items())
    return ",".join(f"{key} {value}" for key, value in pairs)


def digest(content: bytes, algorithm: str = "sha256") -> str:
    """An Upload-Checksum header."""
    found = hashlib.new(algorithm, content).digest()
    return f"{algorithm} {base64.b64encode(found).decode()}"


@dataclass
class Tus:
    """A signed-in browser that speaks tus."""

    browser: PageClient
    token: str

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str | int | None) -> TestResponse:
        """One request; keyword `upload_offset` is the header Upload-Offset; None leaves a header out."""
        usual: dict[str, str | int | None] = {"tus_resumable": "1.0.0", "x_csrftoken": self.token}
        sent = {
            name.replace("_", "-"): str(value)
            for name, value in {**usual, **headers}.items()
            if value is not None
        }
        return self.browser.http.open(address, method=method, data=body, headers=sent)

    def begin(self, entry_id: int, content: bytes, name: str = "bukti.pdf", **more: str) -> str:
        """Begin an upload; its address."""
        response = self.ask(
            "POST",
            "/uploads",
            upload_length=len(content),
            upload_metadata=told(entry=str(entry_id), filename=name, **more),
        )
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    def patch(self, address: str, body: bytes, offset: int, **headers: str | int | None) -> TestResponse:
        """Send a piece."""
        kind = {"content_type": "application/offset+octet-stream"}
        return self.ask("PATCH", address, body, upload_offset=offset, **{**kind, **headers})

    def send(self, entry_id: int, content: bytes, name: str = "bukti.pdf", **more: str) -> str:
        """A whole upload in pieces; its address."""
        address = self.begin(entry_id, content, name, **more)
        for offset in range(0, len(content), STEP):
            response = self.patch(address, content[offset : offset + STEP], offset)
            assert response.status_code == 204, response.text
        return address

    def offset(self, address: str) -> int:
        """Where the server stands."""
        response = self.ask("HEAD", address)
        assert response.status_code == 200
        return int(response.headers["Upload-Offset"])


def speaking(browser: PageClient) -> Tus:
    """A browser that is signed in, speaking tus."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.http.get("/account").text)
    assert found
    return Tus(browser, found[1])
