"""The declaration of interests: one for the whole list, before anything of it opens."""

from __future__ import annotations

from typing import Any

import pytest
from sqlite_utils import Database

from evaluation.store.db import rows
from tests.award import Award
from tests.desk_ground import CHAIR, FULL, Ground
from tests.pages import PageClient

FIRST = "First declare whether you are connected with any candidate: then the dossiers open to you."


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    """Nobody has declared anything yet."""
    award.declares = False
    return Ground(award, db)


@pytest.fixture
def chair(ground: Ground, client: PageClient) -> PageClient:
    return client.sign_in(CHAIR, language="en")


def said(ground: Ground, **answers: str) -> dict[str, str]:
    """The form's fields: "" is no connection, a text is what connects."""
    fields = {"confirm": "y"}
    for name, reason in answers.items():
        entry = getattr(ground, name)
        fields[f"entry-{entry}-connected"] = "yes" if reason else "no"
        fields[f"entry-{entry}-reason"] = reason
    return fields


def declarations(db: Database) -> list[dict[str, Any]]:
    return rows(db, "SELECT account_id, entry_id, connected, reason FROM declaration ORDER BY entry_id")


def test_before_the_declaration_the_list_shows_names_only(ground: Ground, chair: PageClient) -> None:
    page = chair.get("/desk")
    assert "Candidates about which you have not declared yet: 2." in page.text
    assert "Kota Mojokerto Declare first –" in page.text
    assert [url for url in page.links.values() if url.startswith(f"/desk/{ground.desk}/")] == []


def test_before_the_declaration_every_page_of_the_entry_leads_to_it(
    ground: Ground, chair: PageClient
) -> None:
    for more in ("", "/recuse", "/dossier.pdf", "/dossier.zip"):
        page = chair.get(ground.url(more=more))
        assert chair.url == "/declaration", more
        assert FIRST in page.text, more


@pytest.mark.parametrize("more", ["", "/notes", "/recuse"])
def test_before_the_declaration_what_is_sent_is_refused_and_says_why(
    ground: Ground, chair: PageClient, more: str
) -> None:
    fields = {**FULL, "do": "submit", "note": "x", "reason": "x", "revision": "0"}
    page = chair.post(ground.url(more=more), fields, status=409)
    assert FIRST in page.text
    assert ground.sheets() == []


def test_one_declaration_opens_what_is_not_connected_and_shuts_what_is(
    ground: Ground, chair: PageClient, db: Database
) -> None:
    chair.get("/declaration")
    chair.submit(said(ground, mojokerto="", jember="Adik saya bupati"), form="/declaration")
    assert chair.url == "/desk"
    account = ground.people[0]
    assert declarations(db) == [
        {"account_id": account, "entry_id": ground.mojokerto, "connected": 0, "reason": ""},
        {"account_id": account, "entry_id": ground.jember, "connected": 1, "reason": "Adik saya bupati"},
    ]
    assert "Kota Mojokerto" in chair.get(ground.url()).text
    chair.get(ground.url(ground.jember), status=404)
    assert ground.events("InterestsDeclared") == [
        {
            "assessor": CHAIR,
            "entries": ["35.09", "35.76"],
            "connected": {"35.09": "Adik saya bupati"},
        }
    ]
    assert ground.events("AssessorRecused") == [{"reason": "Adik saya bupati"}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"confirm": None}, "Tick this box: it makes the list your declaration."),
        ({"entry-{jember}-connected": None}, "Say whether you are connected with this candidate."),
        ({"entry-{jember}-connected": "maybe"}, "Say whether you are connected with this candidate."),
        ({"entry-{jember}-connected": "yes"}, "Write what connects you with this candidate."),
        (
            {"entry-{jember}-reason": "Teman"},
            "You wrote a connection: choose “connected”, or clear this field.",
        ),
    ],
)
def test_a_declaration_is_whole_or_none(
    ground: Ground, chair: PageClient, db: Database, change: dict[str, str | None], told: str
) -> None:
    fields: dict[str, str | None] = {**said(ground, mojokerto="Kakak", jember="")}
    fields |= {name.format(jember=ground.jember): value for name, value in change.items()}
    page = chair.post("/declaration", {k: v for k, v in fields.items() if v is not None}, status=422)
    assert told in page.text
    assert "Kakak" in page.html
    assert declarations(db) == []


def test_who_comes_in_later_needs_a_short_declaration_and_shuts_nothing_else(
    ground: Ground, chair: PageClient, award: Award, db: Database
) -> None:
    chair.get("/declaration")
    chair.submit(said(ground, mojokerto="", jember=""), form="/declaration")
    late = award.entry(ground.edition, "35.07", "Kabupaten Malang", status="accepted")
    assert "Candidates about which you have not declared yet: 1." in chair.get("/desk").text
    chair.get(ground.url())
    assert chair.url == ground.url()
    page = chair.get(ground.url(late))
    assert chair.url == "/declaration"
    assert f"entry-{late}-connected" in page.html
    assert f"entry-{ground.jember}-connected" not in page.html
    chair.submit({f"entry-{late}-connected": "no", "confirm": "y"}, form="/declaration")
    chair.get(ground.url(late))
    assert chair.url == ground.url(late)
    assert len(declarations(db)) == 3


def test_a_declaration_is_made_once(ground: Ground, chair: PageClient, db: Database) -> None:
    chair.get("/declaration")
    chair.submit(said(ground, mojokerto="", jember=""), form="/declaration")
    page = chair.post("/declaration", said(ground, jember="Teman"), status=409)
    assert "You have declared about every entry before your panels." in page.text
    assert [one["connected"] for one in declarations(db)] == [0, 0]


def test_nobody_answers_about_what_does_not_stand_before_them(
    ground: Ground, client: PageClient, db: Database, award: Award
) -> None:
    award.entry(ground.edition, "33.01", "Kabupaten Cilacap", status="accepted")
    client.sign_in("juri1-33@uji.example")
    client.get("/declaration")
    client.post("/declaration", said(ground, jember="Teman"), status=422)
    assert declarations(db) == []


def test_a_finalised_contest_asks_for_nothing(ground: Ground, chair: PageClient) -> None:
    ground.finalise(ground.desk)
    ground.finalise(ground.interview)
    assert "You have declared about everybody" in chair.get("/declaration").text
    chair.get(ground.url())
    assert chair.url == ground.url()
