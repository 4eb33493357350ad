"""Field visits: the team and its rule, findings claim by claim with photographs, marks that change."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from evaluation.actions import sessions as session_acts
from evaluation.actions import sheets
from evaluation.actions import visits as acts
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.visits import Finding
from evaluation.store import desk, sessions, visits
from evaluation.store.db import change, row, rows, write
from tests.desk_ground import CHAIR, SECOND, STRANGER, THIRD
from tests.pages import PageClient
from tests.session_ground import (
    AUDITOR,
    CANDIDATE,
    CENTRAL,
    COMMITTEE,
    SessionGround,
    edition_text,
    english,
)
from tests.test_photographs import picture

EXPERT = "ahli@uji.example"
CLAIM = dict(type="perda", number="9", year=2019, subject="Jaminan sosial", in_force_from=None, amends="")


class VisitGround(SessionGround):
    """The interview round is a visit; Kota Mojokerto's dossier has a regulation."""

    def __init__(self, award, act_as) -> None:
        super().__init__(award, act_as, edition_text(kind="visit"))
        self.set_status("draft")
        self.item = save_item(self.act(CANDIDATE), self.mojokerto, "regulations", None, Draft({**CLAIM}))
        self.set_status("accepted")
        award.account(EXPERT, "Dr. Ahli")

    def set_status(self, status: str) -> None:
        with write(self.db):
            change(self.db, "UPDATE entry SET status = :s WHERE id = :id", s=status, id=self.mojokerto)

    @property
    def where(self) -> tuple[int, int]:
        return self.interview, self.mojokerto

    @property
    def visit(self) -> str:
        return f"/desk/{self.interview}/{self.mojokerto}/visit"

    def send(self) -> None:
        """The chair and an expert go."""
        acts.add_visitor(self.act(), *self.where, side="panel", who=str(self.people[0]))
        acts.add_visitor(self.act(), *self.where, side="evaluator", who=EXPERT)

    def find(
        self,
        email: str = CHAIR,
        verdict: str = "differs",
        note: str = "Belum terbit",
        *,
        revision: int = 0,
        upload: Upload | None = None,
    ) -> None:
        acts.record_finding(
            self.act(email),
            *self.where,
            self.item,
            found=Finding(verdict, note),
            revision=revision,
            upload=upload,
        )

    def found(self):
        return visits.findings(self.db, *self.where).get(self.item)


@pytest.fixture
def ground(award, act_as) -> VisitGround:
    return VisitGround(award, act_as)


def photo(**how) -> Upload:
    return Upload(io.BytesIO(picture(**how)), "IMG 001.png")


# --- the team ------------------------------------------------------------------------------------


def test_a_team_needs_a_panel_member_and_an_evaluator(ground: VisitGround, client: PageClient) -> None:
    english(client, COMMITTEE)
    page = client.get(ground.visit)
    assert "The team has 0 of the panel; at least 1 must go." in page.text
    assert "The team has 0 evaluators; at least 1 must go." in page.text
    client.submit({"who": str(ground.people[0])}, form="/team/panel")
    page = client.submit({"who": "Dr. Budi", "capacity": "Universitas"}, form="/team/evaluator")
    assert "at least 1 must go" not in page.text
    team = [(one["name"], one["side"], one["account_id"], one["capacity"]) for one in
            visits.team(ground.db, *ground.where)]  # fmt: skip
    assert team == [
        ("Juri 1 35", "panel", ground.people[0], ""),
        ("Dr. Budi", "evaluator", None, "Universitas"),
    ]
    page = client.submit(form="/remove")
    assert "The team has 0 of the panel" in page.text
    assert [one["name"] for one in ground.events("VisitorRemoved")] == ["Juri 1 35"]


def test_findings_wait_for_the_whole_team(ground: VisitGround) -> None:
    acts.add_visitor(ground.act(), *ground.where, side="panel", who=str(ground.people[0]))
    with pytest.raises(Refused, match="0 evaluators"):
        ground.find()


def test_who_may_not_go(ground: VisitGround) -> None:
    sheets.recuse(ground.act(SECOND), *ground.where, "Kerabat")
    for side, who in (
        ("panel", str(ground.people[1])),
        ("panel", str(ground.strangers[0])),
        ("evaluator", SECOND),
        ("evaluator", CANDIDATE),
        ("evaluator", "tidak-ada@uji.example"),
        ("evaluator", " "),
    ):
        with pytest.raises(Invalid) as wrong:
            acts.add_visitor(ground.act(), *ground.where, side=side, who=who)
        assert set(wrong.value.fields) == {"who"}
    ground.send()
    with pytest.raises(Invalid, match="on the team already"):
        acts.add_visitor(ground.act(), *ground.where, side="evaluator", who=EXPERT)
    for email in (CHAIR, CENTRAL):
        with pytest.raises((NotFound, Denied)):
            acts.add_visitor(ground.act(email), *ground.where, side="evaluator", who="x")


def test_the_team_is_invited_and_the_rest_of_the_panel_is_not(ground: VisitGround) -> None:
    ground.set(9)
    ground.send()
    assert session_acts.invite(ground.act(), ground.interview) == 2
    assert sorted(email for _, email in ground.mails()) == sorted([CHAIR, EXPERT])
    assert sessions.of_account(ground.db, ground.people[1]) == []
    assert len(sessions.of_account(ground.db, ground.people[0])) == 1


# --- findings ------------------------------------------------------------------------------------


def test_each_claim_gets_its_finding(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    english(client, CHAIR)
    page = client.get(ground.visit)
    assert "Perda Kota Mojokerto No. 9/2019" in page.text
    assert "Not looked at yet." in page.text
    assert "Jaminan sosial" in page.text
    page = client.submit({"verdict": "differs", "note": ""}, form=f"/items/{ground.item}", status=422)
    assert "Write how it differs." in page.text
    page = client.submit({"verdict": "differs", "note": "Belum <b>terbit</b>"}, form=f"/items/{ground.item}")
    assert "Differs Belum <b>terbit</b> Juri 1 35, 10 January 2022" in page.text
    assert ground.events("FindingRecorded") == [{"item": ground.item, "revision": 1, "verdict": "differs"}]


def test_an_evaluator_with_only_an_account_comes_in_and_nowhere_else(ground, client: PageClient) -> None:
    ground.send()
    english(client, EXPERT)
    client.get(ground.visit)
    client.submit({"verdict": "confirmed"}, form=f"/items/{ground.item}")
    assert ground.found()["verdict"] == "confirmed"
    client.get(ground.room)
    client.get(f"/desk/{ground.interview}/{ground.mojokerto}", status=403)
    client.get(f"/desk/{ground.interview}/{ground.jember}/visit", status=404)


@pytest.mark.parametrize("email", [STRANGER, CENTRAL, CANDIDATE, EXPERT])
def test_strangers_find_no_visit(ground: VisitGround, client: PageClient, email: str) -> None:
    english(client, email)
    client.get(ground.visit, status=404)
    with pytest.raises(NotFound):
        ground.find(email)


def test_the_panel_reads_and_only_the_team_writes(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    with pytest.raises(Denied, match="Only the team"):
        ground.find(THIRD)
    with pytest.raises(Denied):
        ground.find(AUDITOR)
    ground.find(COMMITTEE)
    english(client, THIRD)
    assert "Belum terbit" in client.get(ground.visit).text
    sheets.recuse(ground.act(THIRD), *ground.where, "Kerabat")
    client.get(ground.visit, status=404)


def test_two_of_the_team_see_both_findings(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    english(client, CHAIR)
    client.get(ground.visit)
    ground.find(EXPERT, "confirmed", "Ada")
    page = client.submit({"verdict": "not_seen", "note": ""}, form=f"/items/{ground.item}", status=409)
    assert "Saved meanwhile: Confirmed" in page.text
    assert "Saved meanwhile: Ada" in page.text
    assert ground.found()["verdict"] == "confirmed"
    client.submit({}, form=f"/items/{ground.item}")
    assert (ground.found()["verdict"], ground.found()["revision"]) == ("not_seen", 2)
    with pytest.raises(Conflict):
        ground.find(revision=1)


def test_a_claim_of_another_dossier_has_no_finding_here(ground: VisitGround) -> None:
    ground.send()
    with pytest.raises(NotFound):
        acts.record_finding(ground.act(CHAIR), *ground.where, 999, found=Finding("confirmed", ""), revision=0)
    with pytest.raises(Invalid):
        ground.find(verdict="perhaps")


def test_a_finalised_visit_takes_no_finding(ground: VisitGround) -> None:
    ground.send()
    ground.finalise(ground.interview)
    with pytest.raises(Refused):
        ground.find()


def test_interviews_have_no_team(award, act_as, client: PageClient) -> None:
    ground = SessionGround(award, act_as)
    with pytest.raises(Refused, match="field visits only"):
        acts.add_visitor(ground.act(), ground.interview, ground.mojokerto, side="evaluator", who="x")
    english(client, CHAIR).get(f"/desk/{ground.interview}/{ground.mojokerto}/visit", status=409)


# --- photographs ---------------------------------------------------------------------------------


def test_a_photograph_is_kept_without_its_place_and_shown_to_the_team(ground, client: PageClient) -> None:
    ground.send()
    ground.find(upload=photo(located=True))
    (kept,) = ground.found()["photos"]
    assert (kept["name"], kept["taken_at"]) == ("IMG 001.jpg", "2022-01-20 09:41:07")
    english(client, EXPERT)
    page = client.get(ground.visit)
    assert "Camera's time: 2022-01-20 09:41:07" in page.text
    answer = client.http.get(f"{ground.visit}/photos/{kept['file_id']}", buffered=True)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"Exif" not in answer.data
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_photograph_has_no_other_way_out(ground: VisitGround, app) -> None:
    ground.send()
    ground.find(upload=photo())
    file_id = ground.found()["photos"][0]["file_id"]
    sheets.recuse(ground.act(THIRD), *ground.where, "Kerabat")
    for email in (THIRD, CANDIDATE, COMMITTEE):
        english(PageClient(app), email).finds_nothing(f"/files/{file_id}")
    for email in (THIRD, CANDIDATE, STRANGER):
        english(PageClient(app), email).finds_nothing(f"{ground.visit}/photos/{file_id}")
    other = f"/desk/{ground.interview}/{ground.jember}/visit/photos/{file_id}"
    english(PageClient(app), CHAIR).finds_nothing(other)


def test_only_pictures_are_photographs(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    english(client, CHAIR)
    client.get(ground.visit)
    sent = {"file": (io.BytesIO(b"%PDF-1.4\n"), "foto.jpg")}
    typed = {"verdict": "confirmed", "note": "Ada"}
    page = client.submit(typed, form=f"/items/{ground.item}", files=sent, status=422)
    assert "This is no photograph that can be read" in page.text
    assert ground.found() is None
    assert not [path for path in ground.award.files.root.rglob("*") if path.is_file()]


def test_a_photograph_is_removed_with_its_bytes(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    ground.find(upload=photo())
    ground.find(verdict="differs", note="Belum terbit", revision=1, upload=photo(size=(10, 10)))
    assert (ground.found()["revision"], len(ground.found()["photos"])) == (1, 2)
    first = ground.found()["photos"][0]["file_id"]
    english(client, CHAIR)
    client.get(ground.visit)
    client.submit(form=f"/photos/{first}/remove")
    assert [one["file_id"] for one in ground.found()["photos"]] == [first + 1]
    assert len([path for path in ground.award.files.root.rglob("*") if path.is_file()]) == 1
    assert ground.events("PhotographRemoved") == [{"file": first}]
    with pytest.raises((NotFound, Denied)):
        acts.remove_photo(ground.act(THIRD), *ground.where, first + 1)


# --- marks ---------------------------------------------------------------------------------------


def draft(ground: VisitGround, email: str, mark: int) -> None:
    sheets.save_draft(
        ground.act(email), *ground.where, marks={"mastery": Fraction(mark)}, comments={}, revision=0
    )


def test_a_mark_changes_with_the_finding_as_its_reason(ground: VisitGround, client: PageClient) -> None:
    ground.send()
    draft(ground, CHAIR, 80)
    ground.find()
    english(client, CHAIR)
    client.get(ground.visit)
    where = f"/items/{ground.item}/marks"
    page = client.submit({"criterion": "mastery", "mark": "101"}, form=where, status=422)
    assert "101" in page.html
    page = client.submit({"criterion": "mastery", "mark": "80"}, form=where, status=422)
    assert "This is the mark that stands there already." in page.text
    page = client.submit({"criterion": "mastery", "mark": "60"}, form=where)
    assert "Mastery Juri 1 35 80 60 Differs" in page.text
    sheet = desk.own_sheet(ground.db, *ground.where, ground.people[0])
    assert [one["value"] for one in desk.marks_of(ground.db, sheet["id"])] == ["60"]
    assert sheet["revision"] == 2
    (kept,) = rows(ground.db, "SELECT before, after, finding_id FROM mark_change")
    assert kept == {"before": "80", "after": "60", "finding_id": ground.found()["id"]}
    # Nobody else on the panel sees it.
    assert "80 60" not in english(PageClient(client.app), SECOND).get(ground.visit).text
    with pytest.raises(Exception, match="a history is never changed"), write(ground.db):
        change(ground.db, "DELETE FROM mark_change")


def test_the_committee_reads_changes_of_submitted_sheets_only(ground: VisitGround, app) -> None:
    """What is saved as a draft, only its assessor sees."""
    ground.send()
    draft(ground, CHAIR, 80)
    ground.find()
    acts.change_mark(
        ground.act(CHAIR), *ground.where, item_id=ground.item, criterion="mastery", mark=Fraction(60)
    )
    others = [english(PageClient(app), email) for email in (COMMITTEE, AUDITOR)]
    assert ["Juri 1 35 80 60" in one.get(ground.visit).text for one in others] == [False, False]
    sheet = desk.own_sheet(ground.db, *ground.where, ground.people[0])
    sheets.submit_sheet(
        ground.act(CHAIR), *ground.where, marks={"mastery": Fraction(60)}, comments={},
        revision=sheet["revision"],
    )  # fmt: skip
    assert ["Juri 1 35 80 60" in one.get(ground.visit).text for one in others] == [True, True]


def test_a_first_mark_may_come_from_a_finding_and_a_submitted_one_stays(ground: VisitGround) -> None:
    ground.send()
    ground.find()
    how = dict(item_id=ground.item, criterion="mastery")
    acts.change_mark(ground.act(SECOND), *ground.where, **how, mark=Fraction(55))
    assert row(ground.db, "SELECT before, after FROM mark_change") == {"before": None, "after": "55"}
    sheets.submit_sheet(
        ground.act(SECOND), *ground.where, marks={"mastery": Fraction(55)}, comments={}, revision=1
    )
    with pytest.raises((Refused, Conflict)):
        acts.change_mark(ground.act(SECOND), *ground.where, **how, mark=Fraction(50))
    with pytest.raises(NotFound):
        acts.change_mark(
            ground.act(CHAIR), *ground.where, item_id=ground.item, criterion="x", mark=Fraction(1)
        )
    with pytest.raises(NotFound):
        acts.change_mark(ground.act(CHAIR), *ground.where, item_id=999, criterion="mastery", mark=Fraction(1))
    assert len(rows(ground.db, "SELECT id FROM mark_change")) == 1
