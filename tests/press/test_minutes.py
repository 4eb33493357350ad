"""The minutes and the certificates of a finalised contest as papers, in both languages."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from flask import Flask
from pypdf import PdfReader

from evaluation.actions import contests, records, signing
from evaluation.core.certificates import problem_of, recipients
from evaluation.core.people import SYSTEM
from evaluation.core.receipt_code import receipt_code
from evaluation.core.snapshot import fingerprint, to_json
from evaluation.store import standings
from evaluation.store.db import change, insert, row, write
from tests.award import EDITION, PASSWORD
from tests.pages import PageClient
from tests.signing_ground import AUDITOR, EAST, NATION, SIGNED, Signed, signed_ground

EVIL = '#panic("x") *tebal* $x$ <l> {name} 🎉'


def finalised(award, act_as, text: str = SIGNED) -> Signed:
    """A contest with an adjustment, signed where its round asks for it, and final."""
    ground = signed_ground(award, text)
    committee = act_as(award.actor(EAST))
    records.record_adjustment(
        committee, ground.contest, ground.first, points=Fraction(-1, 2), reason="Terlambat *sekali*"
    )
    with write(award.db):
        change(award.db, "UPDATE panel SET decree_number = '188/12/KPTS', decree_date = '2022-01-03'")
    if text != EDITION:
        signing.open_signing(committee, ground.contest)
        for number in (1, 2):
            result = to_json(standings.result(award.db, ground.contest, with_marks=True))
            member = act_as(award.actor(f"juri{number}-35@uji.example"))
            signing.sign(member, ground.contest, fingerprint(result), PASSWORD)
    contests.finalise(act_as(SYSTEM), ground.contest, "Rapat pleno")
    return ground


def taken(app: Flask, url: str, email: str = EAST, status: int = 200) -> PdfReader | None:
    browser = PageClient(app).sign_in(email)
    with browser.http.get(url) as answer:
        assert answer.status_code == status
        return PdfReader(io.BytesIO(answer.data)) if status == 200 else None


def said(paper: PdfReader | None) -> str:
    assert paper is not None
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def archival(paper: PdfReader | None) -> tuple[str | None, str | None]:
    assert paper is not None
    assert paper.xmp_metadata is not None
    return paper.xmp_metadata.pdfaid_part, paper.xmp_metadata.pdfaid_conformance


def test_the_minutes_hold_everything_that_was_decided(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    paper = taken(app, f"/committee/contests/{ground.contest}/minutes-en.pdf")
    words = said(paper)
    assert archival(paper) == ("2", "B")
    final = row(award.db, "SELECT fingerprint FROM finalisation")
    assert final is not None
    for expected in (
        "Minutes of the result",
        "Monday, 10 January 2022, 10:00 WIB",
        "Reason: Rapat pleno",
        "188/12/KPTS",
        "3 January 2022",
        "1 Juri 1 35 Chair",
        "1 Kota Mojokerto (35.76) 81.50 3 Advances",
        "Kota Mojokerto: -0.5 points. Terlambat *sekali*",
        "Totals of the score sheets",
        "Candidate 1 2 3 Combined Kota Mojokerto 72.00 72.00 72.00 72.00",
        "Coverage Candidate Value Kota Mojokerto 50.00",
        "No motions were put.",
        "Juri 2 35 Member 10 January 2022, 10:00:00 WIB",
        final["fingerprint"],
        receipt_code(final["fingerprint"]),
        "/check/" + receipt_code(final["fingerprint"]),
    ):
        assert expected in words, expected
    assert "Attendance" not in words
    assert "electronic signatures" not in words


def test_decree_panel_and_attendance_stay_as_they_stood(app: Flask, award, act_as) -> None:
    """A decree that is corrected later, and a member who leaves, are not in minutes from before."""
    ground = finalised(award, act_as)
    url = f"/committee/contests/{ground.contest}/minutes-en.pdf"
    before = said(taken(app, url))
    assert "Decree, panel and attendance are set out as they stood when the result was fixed." in before
    with write(award.db):
        change(award.db, "UPDATE panel SET decree_number = '999/NEW', decree_date = '2023-01-03'")
        change(award.db, "UPDATE panel_member SET name = 'Orang Lain', position = 'secretary'")
    assert said(taken(app, url)) == before


def test_a_sheet_that_does_not_count_is_not_counted_in_the_panel(app: Flask, award, act_as) -> None:
    """Whoever is kept away from an entry has its sheet left out, of the marks and of the number alike."""
    ground = signed_ground(award, EDITION)
    with write(award.db):
        insert(
            award.db,
            "recusal",
            account_id=ground.panel[2],
            entry_id=ground.second,
            reason="Saudara",
            recused_at=award.at,
        )
    contests.finalise(act_as(SYSTEM), ground.contest, "Rapat pleno")
    words = said(taken(app, f"/committee/contests/{ground.contest}/minutes-en.pdf"))
    assert "1 Juri 1 35 Chair 2 2 Juri 2 35 Member 2 3 Juri 3 35 Member 1" in words


def test_a_result_from_before_facts_were_kept_says_that_it_reads_them_today(
    app: Flask, award, act_as
) -> None:
    ground = finalised(award, act_as)
    with write(award.db):
        change(award.db, "DROP TRIGGER minutes_facts_is_never_deleted")
        change(award.db, "DELETE FROM minutes_facts")
        change(award.db, "UPDATE panel SET decree_number = '999/NEW'")
    words = said(taken(app, f"/committee/contests/{ground.contest}/minutes-en.pdf"))
    assert "they are set out as the system has them today" in words
    assert "999/NEW" in words


def test_papers_of_a_demonstration_say_so(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    page = f"/committee/contests/{ground.contest}"
    note, short = "Illustrative, not official: these minutes belong to a demonstration.", "Demonstration, not"
    assert note in said(taken(app, f"{page}/minutes-en.pdf"))
    assert short in said(taken(app, f"{page}/certificates-en.pdf"))


def test_an_official_award_has_papers_without_that_note(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as, SIGNED.replace("official = false", "official = true"))
    page = f"/committee/contests/{ground.contest}"
    assert "Illustrative" not in said(taken(app, f"{page}/minutes-en.pdf"))
    assert "Demonstration" not in said(taken(app, f"{page}/certificates-en.pdf"))


def test_the_minutes_come_in_either_language_whatever_the_visitor_reads(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    words = said(taken(app, f"/committee/contests/{ground.contest}/minutes-id.pdf"))
    assert "Penghargaan Uji 2021" in words
    assert "Senin" in words
    assert "10 Januari 2022" in words
    assert "Trial Award" not in words


def test_without_the_rule_there_are_lines_to_sign_by_hand(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as, EDITION)
    words = said(taken(app, f"/committee/contests/{ground.contest}/minutes-en.pdf"))
    assert "This round asks for no electronic signatures." in words
    assert words.count("Juri 3 35") == 2


def test_where_assessors_are_numbers_the_marks_name_nobody(app: Flask, award, act_as) -> None:
    text = SIGNED.replace(
        "minimum_sheets = 2", 'minimum_sheets = 2\nvisibility = { assessors = "numbers" }', 1
    )
    ground = finalised(award, act_as, text)
    words = said(taken(app, f"/committee/contests/{ground.contest}/minutes-en.pdf"))
    assert "Assessors are numbered anew for each candidate, the highest total first." in words
    assert "juri1-35@uji.example" not in words


def test_only_a_finalised_result_has_papers_and_only_for_who_sees_it(app: Flask, award, act_as) -> None:
    ground = signed_ground(award)
    page = f"/committee/contests/{ground.contest}/minutes-en.pdf"
    committee = PageClient(app).sign_in(EAST)
    committee.get(page, status=409)
    committee.was_refused({"id": "Ajang ini harus ditetapkan dahulu."})
    award.grant("jateng@uji.example", "committee", ground.edition, "33")
    PageClient(app).sign_in("jateng@uji.example").finds_nothing(page)


def test_certificates_are_one_batch_a_page_each(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    paper = taken(app, f"/committee/contests/{ground.contest}/certificates-en.pdf", AUDITOR)
    assert archival(paper) == ("2", "B")
    assert paper is not None
    pages = [" ".join(page.extract_text().split()) for page in paper.pages]
    assert len(pages) == 2
    assert ["Kota Mojokerto" in pages[0], "Kabupaten Jember" in pages[1]] == [True, True]
    assert "Nominee in the category Regencies and cities of the Trial Award 2021" in pages[0]
    assert "Fixed on 10 January 2022" in pages[0]


def test_winners_come_before_nominees(award, act_as) -> None:
    ground = signed_ground(award, EDITION.replace("advance = 2", "advance = 2\nwinners = 1", 1))
    result = contests.finalise(act_as(SYSTEM), ground.contest, "Pleno")
    assert [(one.name, one.wins) for one in recipients(result)] == [
        ("Kota Mojokerto", True),
        ("Kabupaten Jember", False),
    ]


def edit(app: Flask, email: str = NATION) -> PageClient:
    browser = PageClient(app).sign_in(email, language="en")
    browser.get("/committee/editions/uji-2021/certificates")
    return browser


def test_the_text_is_edited_previewed_and_printed_as_written(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    browser = edit(app)
    typed = {"body_en": f"To the {{outcome}}\n{{name}}\n{EVIL}", "closing_en": "Jakarta, {date}\n{decree}"}
    page = browser.submit(typed, button=("preview", "1"), form="/certificates")
    assert "It is not saved yet." in page.text  # type: ignore[union-attr]
    assert row(award.db, "SELECT count(*) AS n FROM certificate_template") == {"n": 0}
    page = browser.submit(typed, form="/certificates")
    assert "The text of the certificates is saved." in page.text  # type: ignore[union-attr]
    words = said(taken(app, f"/committee/contests/{ground.contest}/certificates-en.pdf"))
    assert "To the Nominee Kota Mojokerto" in words
    assert '#panic("x") *tebal* $x$ <l> Kota Mojokerto [party popper]' in words
    assert "188/12/KPTS" in words
    sample = said(taken(app, "/committee/editions/uji-2021/certificates/sample-en.pdf"))
    assert "Name of the candidate" in sample


def test_a_long_text_keeps_to_a_page_each(app: Flask, award, act_as) -> None:
    ground = finalised(award, act_as)
    browser = edit(app)
    many = "\n".join(["{name}", *(f"Baris {line} {{award}}" for line in range(40))])
    browser.submit({"body_en": many, "closing_en": "Surabaya, {date}\n\n\n\nKetua"}, form="/certificates")
    paper = taken(app, f"/committee/contests/{ground.contest}/certificates-en.pdf")
    assert paper is not None
    assert len(paper.pages) == 2
    for page in paper.pages:
        words = " ".join(page.extract_text().split())
        assert "Baris 39 Trial Award 2021 Surabaya, 10 January 2022 Ketua" in words
        assert "Check code" in words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{name} {award}", None),
        ("{nama}", "{nama} is no placeholder: did you mean {name}?"),
        ("{xyz}", "{xyz} is no placeholder. Choose one of the list."),
        ("{name", "A curly bracket stands alone: placeholders look like {name}."),
        ("name}", "A curly bracket stands alone: placeholders look like {name}."),
    ],
)
def test_placeholders_are_checked(text: str, problem: str | None) -> None:
    found = problem_of(text)
    assert (found and str(found)) == problem


def test_a_wrong_placeholder_saves_nothing_and_keeps_what_was_typed(app: Flask, award, act_as) -> None:
    signed_ground(award)
    browser = edit(app)
    page = browser.submit({"body_en": "{nama}"}, form="/certificates", status=422)
    assert "{nama} is no placeholder: did you mean {name}?" in page.text  # type: ignore[union-attr]
    assert dict(browser.page.forms[-1].fields)["body_en"] == "{nama}"  # type: ignore[union-attr]
    assert row(award.db, "SELECT count(*) AS n FROM certificate_template") == {"n": 0}


def test_two_who_edit_at_once_lose_nothing(app: Flask, award, act_as) -> None:
    signed_ground(award)
    mine, theirs = edit(app), edit(app)
    theirs.submit({"title_en": "Theirs"}, form="/certificates")
    page = mine.submit({"title_en": "Mine"}, form="/certificates", status=409)
    assert "Saved meanwhile: Theirs" in page.text  # type: ignore[union-attr]
    mine.submit(form="/certificates")
    assert row(award.db, "SELECT title_en, revision FROM certificate_template") == {
        "title_en": "Mine",
        "revision": 2,
    }


def test_a_provinces_committee_reads_the_text_but_does_not_change_it(app: Flask, award, act_as) -> None:
    signed_ground(award)
    browser = edit(app, EAST)
    assert browser.page is not None
    assert "Only the national committee and administrators" in browser.page.text
    browser.post("/committee/editions/uji-2021/certificates", {}, status=403)
