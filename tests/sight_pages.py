"""Everything that an assessor's browser can fetch about an entry, as words to look for secrets in."""

from __future__ import annotations

import io
import re
import zipfile

from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from evaluation.store.db import rows
from tests.pages import PageClient
from tests.sight_ground import SightGround

TOKEN = re.compile(r'(name="csrf_token"[^>]*value=|nonce=)"[^"]*"')


def browser(app: Flask, email: str) -> PageClient:
    """Somebody's browser, in English."""
    return PageClient(app).sign_in(email, language="en")


def desk_pages(ground: SightGround, number: int) -> list[str]:
    """The addresses of everything about one entry on a desk; `number` names it there."""
    more = ("", "/changes", "/recuse", "/dossier.pdf", "/dossier.zip")
    files = [one["id"] for one in rows(ground.db, "SELECT id FROM file WHERE entry_id = 1 ORDER BY id")]
    reading = [f"/files/{file}{more}" for file in files for more in ("", "/read")]
    listed = ["/desk", "/desk?state=submitted", "/desk?state=none", "/account", "/"]
    return [*listed, *(ground.url(number, end) for end in more), *reading]


def words(response: TestResponse) -> str:
    """Everything that a response tells: headers, text, the words of papers, names and manifest of a ZIP."""
    told = [f"{name}: {value}" for name, value in response.headers if name not in ("Set-Cookie", "Date")]
    kind = response.mimetype
    if kind == "application/pdf" and "dossier" in response.headers["Content-Disposition"]:
        told += paper_words(response.data)
    elif kind == "application/zip":
        packed = zipfile.ZipFile(io.BytesIO(response.data))
        for name in packed.namelist():
            told += [name, *(paper_words(packed.read(name)) if name == "dossier.pdf" else ())]
            told += [packed.read(name).decode("latin-1")] if name.endswith(".json") else []
    elif kind.startswith("text/"):
        told.append(TOKEN.sub("", response.text))
    return "\n".join(told)


def paper_words(content: bytes) -> list[str]:
    """A PDF's text, its facts and its outline."""
    paper = PdfReader(io.BytesIO(content))
    outline = [str(one.title) for one in paper.outline if not isinstance(one, list)]
    return [*(page.extract_text() for page in paper.pages), str(paper.metadata), *outline]


def told(client: PageClient, addresses: list[str]) -> dict[str, str]:
    """What each address tells; what isn't found is an error of the test."""
    found = {}
    for page in addresses:
        response = client.http.get(page, buffered=True)
        assert response.status_code == 200, page
        found[page] = words(response)
    return found


def without_times(pages: dict[str, str]) -> dict[str, str]:
    """Papers say when they were made."""
    return {address: text for address, text in pages.items() if "dossier." not in address}


def neutral(response: TestResponse) -> str:
    """A refusal without its tokens and the address that it answers."""
    return TOKEN.sub("", response.text).replace(response.request.path, "HERE")
