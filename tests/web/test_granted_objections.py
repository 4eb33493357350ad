"""What a granted objection leads to, and an objection that is on its way while its result is opened."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import announcing, contests, objections, recounts
from evaluation.actions.act import Act
from evaluation.actions.objections import Objection
from evaluation.actions.recount_trials import preview
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid, Refused
from evaluation.store import recounts as recount_rows
from evaluation.store.db import insert, rows, write
from tests.announce_ground import EAST, OWNER, PUBLIC, RIVAL, Announced, english
from tests.award import Award
from tests.contest_ground import table
from tests.correction_ground import BODY, REASONS, corrected, granted, page_of, published


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    return published(award, act_as)


# --- what a granted objection leads to -----------------------------------------------------------


def test_everybody_reads_what_a_granted_objection_changed_once_the_corrected_result_is_public(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    number = granted(ground)
    public, candidate = english(app), english(app, OWNER)
    pages = ((public, f"{PUBLIC}/objections"), (candidate, f"/entries/{ground.first}/objections/{number}"))
    for browser, address in pages:
        assert "No correction has been carried out for it yet." in page_of(browser.get(address)).text
    clock.forward(minutes=1)
    corrected(ground, number)
    for browser, address in pages:
        page = page_of(browser.get(address))
        assert "Because of it these published results were opened again and corrected:" in page.text
        page = page_of(
            browser.click("Provincial desk assessment · Regencies and cities · Jawa Timur, Version 1")
        )
        assert "rank" not in page.text.lower().partition("the ranking")[0]
        assert "What changed after it" not in page.text
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    assert "What changed after it" not in page_of(public.get(f"{PUBLIC}/versions/1")).text
    clock.forward(hours=1)
    page = page_of(public.get(f"{PUBLIC}/versions/1"))
    assert "Compared with the present result: Kabupaten Jember: rank 2 became 1." in page.text
    assert "Kota Mojokerto: rank 1 became 2." in page.text


def test_the_committee_reads_beside_the_objection_what_each_recount_changed(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    number = granted(ground)
    committee = english(app, EAST)
    committee.get(f"/committee/objections/{number}")
    clock.forward(minutes=1)
    dropped = recounts.begin(ground.act(), ground.contest, "Pertama", "Nilai disalin keliru", number)
    page = page_of(committee.get(f"/committee/objections/{number}"))
    assert "Begin a correction" not in page.links
    recounts.drop(ground.act(), dropped, "Salah kriteria")
    page = page_of(committee.get(f"/committee/objections/{number}"))
    assert "Begin a correction" in page.links
    assert "Pertama Dropped Salah kriteria" in page.text
    corrected(ground, number)
    page = page_of(committee.get(f"/committee/objections/{number}"))
    assert "Salah salin Applied What it changed in " in page.text
    assert "Kota Mojokerto: rank 1 became 2." in page.text
    assert "Begin a correction" not in page.links


def test_whoever_is_recused_from_another_entry_reads_no_recount_of_the_contest(
    app: Flask, ground: Announced, db: Database, clock
) -> None:  # type: ignore[no-untyped-def]
    number = granted(ground)
    clock.forward(minutes=1)
    corrected(ground, number)
    account = ground.award.actor(EAST).account_id
    with write(db):
        insert(db, "recusal", account_id=account, entry_id=ground.second, reason="Adik", recused_at="x")
    page = page_of(english(app, EAST).get(f"/committee/objections/{number}"))
    assert "You are recused from an entry of this contest" in page.text
    assert "Salah salin" not in page.text
    assert "rank 1 became 2" not in page.text


def test_a_grant_is_carried_out_once(app: Flask, ground: Announced, clock) -> None:  # type: ignore[no-untyped-def]
    number = granted(ground)
    committee = english(app, EAST)
    address = f"/committee/contests/{ground.contest}/recounts"
    clock.forward(minutes=1)
    page = page_of(committee.get(f"{address}?objection={number}"))
    assert "It answers objection 1." in page.text
    first = recounts.begin(ground.act(), ground.contest, "Pertama", "Nilai disalin keliru", number)
    again = {"title": "Kedua", "reason": "Nilai disalin keliru", "objection": str(number)}
    page = page_of(committee.submit(again, form="/recounts", status=422))
    said = "The recount Pertama answers this objection already: go on with that one, or drop it."
    assert page.links[said] == f"/committee/recounts/{first}"
    assert "decree" in dict(page.forms[-1].fields)
    with pytest.raises(Invalid, match="answers this objection already"):
        recounts.begin(ground.act(), ground.contest, "Kedua", "Nilai disalin keliru", number)
    recounts.drop(ground.act(), first, "Salah kriteria")
    corrected(ground, number)
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    page = page_of(committee.get(f"{address}?objection={number}"))
    assert "Another correction names a decree of its own." in page.text
    with pytest.raises(Invalid, match="has answered this objection"):
        recounts.begin(ground.act(), ground.contest, "Kedua", "Nilai disalin keliru", number)
    assert recounts.begin(ground.act(), ground.contest, "Kedua", "Nilai disalin keliru", decree="SK 8") == 3


def test_two_recounts_begun_on_one_grant_are_not_both_applied(ground: Announced, clock) -> None:  # type: ignore[no-untyped-def]
    """The page begins only one; two may rest in a database from before."""
    number = granted(ground)
    db = ground.award.db
    clock.forward(minutes=1)
    with write(db):
        second = recount_rows.add(
            db, contest_id=ground.contest, title="Kedua", reason="Lagi", decree="", objection_id=number,
            begun_by=None, begun_at=ground.act().at,
        )  # fmt: skip
    recounts.add_step(
        ground.act(), second, "adjustment", reason="Denda", entry_id=ground.second,
        contents={"unit": "points", "amount": "-1"},
    )  # fmt: skip
    with write(db):
        first = recount_rows.add(
            db, contest_id=ground.contest, title="Pertama", reason="Lagi", decree="", objection_id=number,
            begun_by=None, begun_at=ground.act().at,
        )  # fmt: skip
        recount_rows.end(
            db, first, outcome="applied", reason="", changes="[]", ended_by=None, ended_at=ground.act().at
        )
    found = preview(ground.act(), recount_rows.recount(db, second))
    with pytest.raises(Refused, match="The recount Pertama has answered this objection"):
        recounts.apply(ground.act(), second, found.seen)


# --- an objection on its way meanwhile -----------------------------------------------------------


def test_an_objection_to_a_result_that_was_opened_meanwhile_keeps_what_was_typed(
    app: Flask, ground: Announced, db: Database, clock
) -> None:  # type: ignore[no-untyped-def]
    candidate = english(app, OWNER)
    address = f"/entries/{ground.first}/objections/to/{ground.contest}"
    candidate.get(address)
    clock.forward(minutes=1)
    corrected(ground)
    page = page_of(candidate.submit({"body": BODY, "criterion": "innovation"}, form="/to/", status=409))
    assert "This result was opened again meanwhile and is being corrected. Nothing was filed;" in page.text
    assert ("body", BODY) in page.forms[-1].fields
    assert ("criterion", "innovation") in page.forms[-1].fields
    assert "File this objection" not in page.text
    assert rows(db, "SELECT id FROM objection") == []
    candidate.get(address)
    assert candidate.url == f"/entries/{ground.first}/objections"
    rival = english(app, RIVAL)
    rival.get(address, status=404)
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    candidate.get(address)
    assert candidate.url == f"/entries/{ground.first}/objections"
    announcing.publish(ground.act(), ground.contest)
    assert "File this objection" in page_of(candidate.get(address)).text


def test_files_that_are_checked_while_the_result_is_opened_again_lose_no_text(
    app: Flask, ground: Announced, db: Database, clock, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    candidate = english(app, OWNER)
    candidate.get(f"/entries/{ground.first}/objections/to/{ground.contest}")
    clock.forward(minutes=1)
    real = objections.kept_on_disk

    def slow(act: Act, upload: Upload) -> object:
        corrected(ground)
        return real(act, upload)

    monkeypatch.setattr(objections, "kept_on_disk", slow)
    files = {"files": [(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "bukti.pdf")]}
    page = page_of(candidate.submit({"body": BODY}, form="/to/", files=files, status=409))
    assert "This result was opened again meanwhile" in page.text
    assert ("body", BODY) in page.forms[-1].fields
    assert rows(db, "SELECT id FROM objection") == rows(db, "SELECT id FROM file") == []


def test_an_answer_that_somebody_else_gave_first_shows_what_was_typed(
    app: Flask, ground: Announced, db: Database
) -> None:
    number = objections.file(ground.act(OWNER), ground.first, ground.contest, Objection("", BODY), ())
    committee = english(app, EAST)
    committee.get(f"/committee/objections/{number}")
    objections.answer(ground.act(), number, "refused", REASONS)
    typed = {"outcome": "granted", "reasons": "Nilai memang salah salin."}
    page = page_of(committee.submit(typed, form="/committee/objections/", status=409))
    said = "This objection was answered or taken back already. You had written: Nilai memang salah salin."
    assert said in page.text
    assert REASONS in page.text
    assert rows(db, "SELECT outcome FROM objection_answer") == [{"outcome": "refused"}]


def test_the_list_says_to_which_result_each_objection_was_filed(app: Flask, ground: Announced) -> None:
    granted(ground)
    page = page_of(english(app, OWNER).get(f"/entries/{ground.first}/objections"))
    assert table(page)[0][:3] == ["No. 1", "Provincial desk assessment", "Regulation"]
