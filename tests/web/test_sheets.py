"""A score sheet: drafts, submission, what is refused and what an assessor sees when."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.exact import decimal_text
from evaluation.core.scoring import sheet_total
from evaluation.store import editions
from evaluation.store.db import connect
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, DESK_EDITION, FULL, SECOND, Ground
from tests.pages import PageClient

EVERYTHING = "🏅 It's \"good\", isn't it?\n  second line, <b>kept</b> & as written \n\nend"


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def desk(ground: Ground, client: PageClient) -> PageClient:
    """The chair's browser at Kota Mojokerto's sheet, in English."""
    client.sign_in(CHAIR, language="en")
    client.get(ground.url())
    return client


# --- drafts --------------------------------------------------------------------------------------


def test_a_draft_keeps_zero_as_a_mark_and_blank_as_none(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "0", "mark-innovation": ""}, button=("do", "save"))
    assert ground.marks() == {"regulation": ("0", ""), "innovation": (None, "")}
    fields = next(dict(f.fields) for f in desk.page.forms if "mark-regulation" in dict(f.fields))
    assert (fields["mark-regulation"], fields["mark-innovation"], fields["revision"]) == ("0", "", "1")
    assert ground.sheets()[0]["total"] is None
    assert ground.events("SheetSaved") == [{"revision": 1, "sheet": 1}]


@pytest.mark.parametrize("typed", ["7,5", "7.5", " 7.50 "])
def test_comma_and_dot_both_part_decimals(ground: Ground, desk: PageClient, typed: str) -> None:
    desk.submit({"mark-innovation": typed}, button=("do", "save"))
    assert ground.marks()["innovation"] == ("7.5", "")


def test_comments_come_back_to_the_letter(ground: Ground, desk: PageClient) -> None:
    desk.submit({"comment-regulation": EVERYTHING}, button=("do", "save"))
    assert ground.marks()["regulation"] == (None, EVERYTHING)
    fields = next(dict(f.fields) for f in desk.page.forms if "mark-regulation" in dict(f.fields))
    assert fields["comment-regulation"] == EVERYTHING


def test_saving_the_same_again_changes_nothing(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "50"}, button=("do", "save"))
    desk.submit({"revision": "0"}, button=("do", "save"))
    assert (ground.sheets()[0]["revision"], len(ground.events("SheetSaved"))) == (1, 1)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("mark-regulation", "101", "Write a number from 0 to 100, in steps of 1."),
        ("mark-regulation", "-1", "Write a number from 0 to 100, in steps of 1."),
        ("mark-regulation", "7.5", "Write a number from 0 to 100, in steps of 1."),
        ("mark-innovation", "7.25", "Write a number from 0 to 100, in steps of 0.5."),
        ("mark-innovation", "abc", "Write a number from 0 to 100, in steps of 0.5."),
        ("mark-innovation", "1e2", "Write a number from 0 to 100, in steps of 0.5."),
    ],
)
@pytest.mark.parametrize("do", ["save", "submit"])
def test_a_bad_mark_stores_nothing_and_keeps_everything_typed(
    ground: Ground, desk: PageClient, field: str, typed: str, told: str, do: str
) -> None:
    values = {**FULL, "comment-regulation": EVERYTHING, field: typed}
    page = desk.submit(values, button=("do", do), status=422)
    fields = next(dict(f.fields) for f in page.forms if "mark-regulation" in dict(f.fields))
    assert {name: fields[name] for name in values} == values
    assert told in page.text
    assert ground.sheets() == []


def test_the_action_itself_refuses_bad_marks(ground: Ground, act_as) -> None:
    marks = {"regulation": Fraction(101), "innovation": Fraction(15, 2)}
    with pytest.raises(Invalid) as wrong:
        ground.save(act_as(ground.actor()), marks)
    assert set(wrong.value.fields) == {"mark-regulation"}
    assert ground.sheets() == []


# --- two tabs ------------------------------------------------------------------------------------


def test_the_second_tab_sees_both_versions_and_decides(ground: Ground, desk: PageClient, act_as) -> None:
    ground.save(act_as(ground.actor()), {"regulation": Fraction(61), "innovation": None})
    page = desk.submit(
        {"mark-regulation": "82", "comment-innovation": EVERYTHING}, button=("do", "save"), status=409
    )
    assert ground.marks() == {"regulation": ("61", ""), "innovation": (None, "")}
    assert "Saved meanwhile: 61" in page.text
    assert "Saved meanwhile: (blank)" in page.text
    fields = next(dict(f.fields) for f in page.forms if "mark-regulation" in dict(f.fields))
    assert (fields["mark-regulation"], fields["comment-innovation"], fields["revision"]) == (
        "82",
        EVERYTHING,
        "1",
    )
    desk.submit({}, form=ground.url(), button=("do", "save"))
    assert ground.marks() == {"regulation": ("82", ""), "innovation": (None, EVERYTHING)}
    assert ground.sheets()[0]["revision"] == 2


def test_a_tab_left_open_cannot_change_a_submitted_sheet(ground: Ground, desk: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor()))
    page = desk.submit(
        {"mark-regulation": "99", "mark-innovation": "70"}, button=("do", "submit"), status=409
    )
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}
    assert "You submitted this sheet on" in page.text
    assert 'value="99"' in page.html
    assert "What you typed was not kept" in page.text
    assert "Saved meanwhile: 80" in page.text


def test_one_assessor_has_one_sheet_even_when_two_requests_race(
    ground: Ground, database_path, files, clock
) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(4)
    actor = ground.actor()

    def send(mark: int) -> None:
        db = connect(database_path)
        start.wait()
        try:
            ground.submit(Act(db=db, actor=actor, now=clock.now, files=files), mark)
            outcomes.append("kept")
        except Conflict:
            outcomes.append("conflict")
        finally:
            db.conn.close()

    threads = [threading.Thread(target=send, args=(60 + n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "kept"]
    assert len(ground.sheets()) == 1


# --- submission ----------------------------------------------------------------------------------


def test_submitting_keeps_the_exact_total_and_freezes_the_rules(
    ground: Ground, desk: PageClient, act_as
) -> None:
    assert not ground.frozen()
    page = desk.submit({"mark-regulation": "80", "mark-innovation": "70,5"}, button=("do", "submit"))
    sheet = ground.sheets()[0]
    rnd = editions.rules_of(ground.db, ground.edition).round("province-desk")
    exact = sheet_total(rnd, {"regulation": Fraction(80), "innovation": Fraction(141, 2)})
    assert (sheet["status"], sheet["total"]) == ("submitted", decimal_text(exact))
    assert sheet["total"] == "62.1"
    assert "share 0.6 × value 80 = 48" in page.text
    assert "share 0.2 × value 70.5 = 14.1" in page.text
    assert "sum 62.1, rounded (half up) to 2 decimals" in page.text
    assert ground.events("SheetSubmitted") == [
        {"assessor": CHAIR, "marks": {"innovation": "70.5", "regulation": "80"}, "sheet": 1, "total": "62.1"}
    ]
    assert ground.frozen()
    ground.submit(act_as(ground.actor(SECOND)))
    assert ground.events("EditionFrozen") == [{"code": "uji-2021"}]


def test_a_submitted_sheet_is_only_read(ground: Ground, desk: PageClient) -> None:
    page = desk.submit(FULL, button=("do", "submit"))
    assert not any("mark-regulation" in dict(form.fields) for form in page.forms)
    desk.post(ground.url(), {**FULL, "do": "save", "revision": "1", "mark-regulation": "99"}, status=409)
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}


def test_every_mark_is_needed_to_submit(ground: Ground, desk: PageClient) -> None:
    page = desk.submit({"mark-regulation": "80", "mark-innovation": ""}, button=("do", "submit"), status=422)
    assert "A mark is missing. If you mean zero, write 0." in page.text
    assert ground.sheets() == []
    desk.submit({"mark-regulation": "80", "mark-innovation": "0"}, button=("do", "submit"))
    assert ground.sheets()[0]["total"] == "48"


@pytest.mark.parametrize(
    ("marks", "field", "rule"),
    [
        (("39", "70"), "comment-regulation", "A comment is needed for a mark below 40."),
        (("80", "90.5"), "comment-innovation", "A comment is needed for a mark above 90."),
    ],
)
def test_comments_that_a_rule_asks_for_are_enforced_at_submission(
    ground: Ground, desk: PageClient, marks: tuple[str, str], field: str, rule: str
) -> None:
    assert desk.page is not None
    assert rule in desk.page.text
    values = {"mark-regulation": marks[0], "mark-innovation": marks[1]}
    desk.submit(values, button=("do", "save"))
    page = desk.submit({field: "  \n"}, button=("do", "submit"), status=422)
    assert page.html.count(f'id="{field}-error"') == 1
    assert ground.sheets()[0]["status"] == "draft"
    desk.submit({field: "Karena…"}, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_a_mark_at_the_limit_needs_no_comment(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "40", "mark-innovation": "90"}, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_order_criterion_keeps_a_total_that_only_informs(
    award: Award, db: Database, client: PageClient
) -> None:
    text = DESK_EDITION.replace('kind = "desk"\n', 'kind = "desk"\norder = "criterion"\n', 1)
    ground = Ground(award, db, text)
    client.sign_in(CHAIR, language="en")
    client.get(ground.url())
    page = client.submit(FULL, button=("do", "submit"))
    assert ground.sheets()[0]["total"] == "62"
    assert "so this total only informs" in page.text


# --- the window ----------------------------------------------------------------------------------

CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)


def test_before_the_opening_one_may_read_but_not_save(ground: Ground, desk: PageClient, clock: Clock) -> None:
    clock.now = datetime(2022, 1, 5, 0, 59, 59, tzinfo=UTC)
    page = desk.get(ground.url())
    reason = "This round opens on 5 January 2022, 08:00 WIB. Until then you can read, but not mark."
    assert reason in page.text
    assert "Regulations" in page.text
    assert not any("mark-regulation" in dict(form.fields) for form in page.forms)
    refused = desk.post(ground.url(), {**FULL, "do": "save", "revision": "0"}, status=409)
    assert reason in refused.text
    assert ground.sheets() == []
    clock.forward(seconds=1)
    desk.post(ground.url(), {**FULL, "do": "save", "revision": "0"})
    assert len(ground.sheets()) == 1


def test_the_closing_second_passes(ground: Ground, desk: PageClient, clock: Clock) -> None:
    clock.now = CLOSES + timedelta(microseconds=999_999)
    desk.submit(FULL, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


@pytest.mark.parametrize("do", ["save", "submit"])
def test_one_second_later_is_refused_and_shows_what_was_typed(
    ground: Ground, desk: PageClient, clock: Clock, do: str
) -> None:
    clock.now = CLOSES + timedelta(seconds=1)
    page = desk.submit({**FULL, "comment-regulation": EVERYTHING}, button=("do", do), status=409)
    assert "This round closed on 31 January 2022, 23:59:59 WIB. Marks are not taken any more." in page.text
    assert 'value="80"' in page.html
    assert "<b>kept</b>" not in page.html
    assert "&lt;b&gt;kept&lt;/b&gt;" in page.html
    assert ground.sheets() == []


def test_after_the_closing_even_a_bad_mark_is_told_the_closing(
    ground: Ground, desk: PageClient, clock: Clock
) -> None:
    clock.now = CLOSES + timedelta(seconds=1)
    page = desk.submit({"mark-regulation": "abc"}, button=("do", "save"), status=409)
    assert "This round closed on 31 January 2022, 23:59:59 WIB." in page.text
    assert 'value="abc"' in page.html
