"""Whatever a request that can't be kept brought as text stands on the error page, to be copied."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Flask
from flask_wtf import FlaskForm
from sqlite_utils import Database
from wtforms import PasswordField

from evaluation import forms
from evaluation.actions import screening
from evaluation.store.db import change, write
from evaluation.views.problems import SECRETS
from tests.award import Award
from tests.committee_ground import EAST, CommitteeGround, english
from tests.pages import PageClient

REASON = "Naskah <b>belum</b> ditandatangani & pindaian buram"
SENT = "What you typed was not kept"


def refuse(client: PageClient, ground: CommitteeGround, status: int) -> PageClient:
    """Reject the entry that waits for a decision."""
    client.post(f"/committee/entries/{ground.mojokerto}/reject", {"reason": REASON}, status=status)
    return client


def test_a_decision_that_came_too_late_gives_its_reason_back(
    award: Award, db: Database, app: Flask, act_as: object
) -> None:
    ground = CommitteeGround(award, db)
    client = english(PageClient(app), EAST)
    client.get(f"/committee/entries/{ground.mojokerto}")
    screening.accept_entry(act_as(award.actor(EAST)), ground.mojokerto)  # type: ignore[operator]
    refuse(client, ground, status=409)
    assert SENT in client.page.text
    assert REASON in client.page.text
    assert "Only a submitted dossier can be accepted, returned or rejected." in client.page.text


def test_a_sign_in_that_ended_gives_the_text_back(award: Award, db: Database, app: Flask) -> None:
    ground = CommitteeGround(award, db)
    client = english(PageClient(app), EAST)
    client.get(f"/committee/entries/{ground.mojokerto}")
    token = client.csrf()
    with write(db):
        change(db, "UPDATE sign_in SET ended_at = started_at")
    reply = client.http.post(
        f"/committee/entries/{ground.mojokerto}/reject", data={"reason": REASON, "csrf_token": token}
    )
    assert reply.status_code == 401
    assert "Naskah &lt;b&gt;belum&lt;/b&gt; ditandatangani &amp; pindaian buram" in reply.text
    assert 'href="/login"' in reply.text


def test_a_form_of_another_session_gives_the_text_back(award: Award, db: Database, app: Flask) -> None:
    ground = CommitteeGround(award, db)
    client = english(PageClient(app), EAST)
    reply = client.http.post(f"/committee/entries/{ground.mojokerto}/reject", data={"reason": REASON})
    assert reply.status_code == 400
    assert "pindaian buram" in reply.text


def test_passwords_and_codes_are_never_shown(app: Flask) -> None:
    data = {"email": "a@uji.example", "password": "kata sandi rahasia sekali", "next": "/desk and more words"}
    reply = app.test_client().post("/login", data=data)
    assert reply.status_code == 400
    assert "rahasia" not in reply.text
    assert SENT not in reply.text
    assert "more words" not in reply.text


def test_the_fields_of_passwords_are_known() -> None:
    """Of every form there is: what is missing here would be shown back to whoever looks on."""
    for module in pkgutil.iter_modules(forms.__path__, f"{forms.__name__}."):
        import_module(module.name)
    kinds = [kind for one in forms_there_are(FlaskForm) for kind in vars(one).items()]
    found = {name for name, made in kinds if getattr(made, "field_class", None) is PasswordField}
    assert found == SECRETS


def forms_there_are(kind: type) -> list[type]:
    return [one for sub in kind.__subclasses__() for one in (sub, *forms_there_are(sub))]


def test_a_password_is_not_shown_when_changing_it_fails(app: Flask, award: Award) -> None:
    award.account("ana@uji.example")
    client = PageClient(app).sign_in("ana@uji.example")
    data = {"old": "kata sandi uji", "new": "kuda laut tiga ekor", "again": "kuda laut tiga ekor"}
    reply = client.http.post("/account/password", data=data)
    assert reply.status_code == 400
    assert "kata sandi uji" not in reply.text
    assert "kuda laut" not in reply.text


def test_without_texts_anonymous_people_go_to_the_login(own_app: Flask) -> None:
    own_app.config["WTF_CSRF_ENABLED"] = False
    reply = own_app.test_client().post("/entries/1/submit", data={"revision": "3"})
    assert (reply.status_code, reply.headers["Location"]) == (302, "/login")
