"""Anyone may check a receipt's code; it shows that a dossier came in and when, and nothing of it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation import create_app
from evaluation.actions.act import Act
from evaluation.actions.dossiers import submit
from evaluation.core.receipt_code import receipt_code
from evaluation.store import submissions
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import SCREENED, fill
from tests.pages import PageClient

OWNER = "wakil@mojokerto.example"


@pytest.fixture
def sent(award: Award, db: Database, act_as: Callable[..., Act], clock: Clock) -> dict[str, str]:
    """Kota Mojokerto's submission of 31 January 2022, 23:59:59 in Jakarta."""
    entry = award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=OWNER)
    act = act_as(award.actor(OWNER))
    fill(act, entry)
    clock.now = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)
    submit(act_as(award.actor(OWNER)), entry)
    stored = submissions.by_number(db, entry, 1)
    assert stored is not None
    return {"code": receipt_code(stored["fingerprint"]), "entry": str(entry), **stored}


@pytest.fixture
def visitor(client: PageClient) -> PageClient:
    """Somebody without an account, who reads English."""
    client.get("/check")
    client.post("/language", {"locale": "en", "next": "/check"})
    return client


def test_a_typed_code_leads_to_the_receipt(visitor: PageClient, sent: dict[str, str]) -> None:
    visitor.get("/check")
    page = visitor.submit({"code": sent["code"].lower().replace("-", " ")}, form="/check")
    assert visitor.url == f"/check/{sent['code']}"
    assert "31 January 2022, 23:59:59 WIB" in page.text  # type: ignore[union-attr]
    assert "31 January 2022, 16:59:59 UTC" in page.text  # type: ignore[union-attr]
    assert sent["fingerprint"] in page.text  # type: ignore[union-attr]
    assert "Trial Award 2021" in page.text  # type: ignore[union-attr]


def test_it_shows_nothing_of_the_dossier(visitor: PageClient, sent: dict[str, str]) -> None:
    page = visitor.get(f"/check/{sent['code']}")
    for word in ("Mojokerto", "35.76", OWNER, "Perda", "Jaminan", "Regencies"):
        assert word in sent["manifest"] or word in (OWNER, "Mojokerto", "Regencies")
        assert word not in page.html  # type: ignore[union-attr]


def test_the_own_receipt_shows_its_code(client: PageClient, sent: dict[str, str]) -> None:
    client.sign_in(OWNER)
    page = client.get(f"/entries/{sent['entry']}/receipts/1")
    assert f"/check/{sent['code']}" in page.links.values()  # type: ignore[union-attr]
    assert sent["code"] in page.text  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "status"), [("ABC", 422), ("0000-0000-0000-0000-0000", 404)])
def test_a_code_that_is_none_stays_in_its_field(
    visitor: PageClient, sent: dict[str, str], typed: str, status: int
) -> None:
    page = visitor.get(f"/check?code={typed}", status=status)
    assert ("code", typed) in page.forms[-1].fields  # type: ignore[union-attr]
    visitor.get(f"/check/{typed}", status=404)


def test_the_manifest_itself_compares_equal(visitor: PageClient, sent: dict[str, str]) -> None:
    visitor.get(f"/check/{sent['code']}")
    manifest = (io.BytesIO(sent["manifest"].encode()), "manifest.json")
    page = visitor.submit(files={"manifest": manifest}, form="/check/")
    assert "Yes: this file is the manifest of this submission, to the byte." in page.text  # type: ignore[union-attr]


def test_one_changed_byte_is_told(visitor: PageClient, sent: dict[str, str]) -> None:
    other = sent["manifest"].encode() + b"\n"
    visitor.get(f"/check/{sent['code']}")
    page = visitor.submit(files={"manifest": (io.BytesIO(other), "manifest.json")}, form="/check/")
    assert "No: this file is not the manifest of this submission." in page.text  # type: ignore[union-attr]
    assert hashlib.sha256(other).hexdigest() in page.text  # type: ignore[union-attr]


def test_without_a_file_there_is_nothing_to_compare(visitor: PageClient, sent: dict[str, str]) -> None:
    visitor.get(f"/check/{sent['code']}")
    page = visitor.submit(form="/check/", status=422)
    assert "Choose the manifest file first." in page.text  # type: ignore[union-attr]


def test_comparing_keeps_nothing(app: Flask, visitor: PageClient, db: Database, sent: dict[str, str]) -> None:
    before = list(db.conn.iterdump())
    kept = sorted(app.config["FILES"].rglob("*"))
    visitor.get(f"/check/{sent['code']}")
    visitor.submit(files={"manifest": (io.BytesIO(b"{}"), "manifest.json")}, form="/check/")
    assert list(db.conn.iterdump()) == before
    assert sorted(app.config["FILES"].rglob("*")) == kept


def test_checks_are_throttled_by_address(app: Flask) -> None:
    kept = ("DATABASE", "FILES", "SECRET_KEY", "CLOCK", "PROPAGATE_EXCEPTIONS")
    strict = create_app({**{k: app.config[k] for k in kept}, "RATELIMIT_ENABLED": True}).test_client()
    for _ in range(15):
        assert strict.get("/check").status_code == 200
        assert strict.get("/check/ABC").status_code == 404
    assert strict.get("/check").status_code == 429
    assert strict.get("/check/ABC").status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert strict.get("/check", environ_overrides=elsewhere).status_code == 200
