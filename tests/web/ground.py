"""A small award in which every page has something to show, and one person for each role."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from evaluation.actions import (
    accounts,
    conflicts,
    contests,
    dossiers,
    edition_drafts,
    interviews,
    objections,
    panels,
    past_wins,
    pleno,
    records,
    recounts,
    rooms,
    roster_previews,
    samples,
    screening,
    sessions,
    sheets,
    workbooks,
)
from evaluation.actions import jobs as job_actions
from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft
from evaluation.actions.objections import Objection
from evaluation.actions.offline import own_contests
from evaluation.actions.recount_trials import preview
from evaluation.actions.uploads import Upload
from evaluation.core.interviews import Attendance
from evaluation.core.people import SYSTEM, Actor
from evaluation.core.receipt_code import receipt_code
from evaluation.core.sessions import Plan
from evaluation.reports.sheet_workbook import Contest, Entry, Words, sheet_workbook
from evaluation.store import editions, entries, submissions
from evaluation.store import jobs as job_rows
from evaluation.store import objections as objection_rows
from evaluation.store import recounts as recount_rows
from evaluation.store.db import write
from tests.award import EDITION, PDF, Award
from tests.dossier_ground import SECTIONS
from tests.workbook_ground import filled

# Who holds one role and no other; "nobody" has an account and nothing else.
PEOPLE = {
    "candidate": "wakil@uji.example",
    "assessor": "juri3-35@uji.example",
    "committee": "panitia@uji.example",
    "administrator": "admin@uji.example",
    "auditor": "auditor@uji.example",
    "nobody": "tamu@uji.example",
}

# Pages of a committee that open only, or show more, once a contest is finalised.
FINAL = (
    "committee.minutes",
    "committee.certificates",
    "committee.publication",
    "committee.objections",
    "committee.result_version",
    "committee.version_standing",
    "committee.version_minutes",
)

ITEMS: dict[str, dict[str, Any]] = {
    "regulations": dict(type="perda", number="9", year=2019, subject="Jaminan sosial"),
    "innovations": dict(kind="membership", title="Gotong royong", problem="Belum terdaftar", action="Didata"),
    "coverage": dict(segment="formal", workers=1000, protected=872),
    "budget": dict(year=2021, purpose="Iuran", amount=1_000_000),
    "documents": dict(title="Dokumentasi"),
}


class Ground:
    """East Java's desk round is published, its interview round open, and dossiers lie at every step."""

    def __init__(self, award: Award, act_as: Callable[[Actor], Act]) -> None:
        self.award, self.act_as = award, act_as

    def build(self) -> Ground:
        """Fill the award's empty database."""
        self.edition = self.award.edition(
            EDITION.replace(
                'kind = "interview"',
                'kind = "interview"\ninterview = { notes = "committee" }\ndeliberation = { quorum = 2 }',
            ).replace("minimum_sheets = 2", "minimum_sheets = 2\nobjections = { days = 3 }", 1)
        )
        self.people()
        edition_drafts.begin(self.act("administrator"), "uji-2021")
        self.own = self.award.entry(self.edition, "35.78", "Kota Surabaya", email=PEOPLE["candidate"])
        self.waiting = self.award.entry(
            self.edition, "35.15", "Kabupaten Sidoarjo", email="wakil2@uji.example"
        )
        self.items = self.dossier(self.own, PEOPLE["candidate"])
        self.receipt = receipt_code(submissions.of_entry(self.award.db, self.own)[0]["fingerprint"])
        self.dossier(self.waiting, "wakil2@uji.example")
        screening.return_entry(self.act("committee"), self.own, "Lampiran kurang")
        self.sample = self.set_sample()
        self.desk = self.desk_round()
        self.objection, self.objection_file = self.objected()
        self.interview = self.award.contest(self.edition, "province-interview", "35")
        self.interview_round()
        roster = Upload(io.BytesIO(b"code,name,category,region,email\n"), "kandidat.csv")
        self.preview = roster_previews.make_preview(self.act("committee"), self.edition, "candidates", roster)
        self.book = self.sent_workbook()
        new = self.award.account("baru@uji.example")
        self.job = self.failed_job()
        self.token = accounts.issue_link(self.act("administrator"), new, "reset")
        return self

    def sent_workbook(self) -> int:
        """The assessor's sheets as a workbook that was filled in and sent back, to be looked at."""
        act = self.act("assessor")
        contests = [contest for contest in own_contests(act) if contest.open_sheets]
        book = sheet_workbook(
            PEOPLE["assessor"],
            act.at,
            [
                Contest(
                    one.contest_id, one.about["edition_code"], "Wawancara", (), one.round.rules,
                    [Entry(sheet.key, sheet.place.name, sheet.fields) for sheet in one.open_sheets],
                )
                for one in contests
            ],
            Words(say=str, pick=lambda text: text.en),
        )  # fmt: skip
        data = filled(book, {("Kabupaten Jember", "Mastery", "mark"): 85})
        return workbooks.make_preview(act, Upload(io.BytesIO(data), "lembar.xlsx"))

    def set_sample(self) -> int:
        """A document for the panel to score before the interview round."""
        stored = editions.rounds_of(self.award.db, self.edition)[1]
        category = editions.categories_of(self.award.db, self.edition)[0]["id"]
        return samples.set_document(
            self.act("committee"), self.panel, round_id=stored.id, category_id=category,
            upload=Upload(io.BytesIO(PDF), "contoh.pdf"), title="Contoh", named=False,
        )  # fmt: skip

    def failed_job(self) -> int:
        """A background job that was given up."""
        act = self.act_as(SYSTEM)
        with write(act.db):
            job = job_actions.later(act, "remind", {})
            job_rows.give_up(act.db, job, failed_at=act.at, error="uji")
        return job

    def known(self) -> dict[str, Any]:
        """The ids of what was built: what another `Ground` over a copy of the database needs to know."""
        return {name: value for name, value in vars(self).items() if name not in ("award", "act_as")}

    def over_a_copy(self, award: Award, act_as: Callable[[Actor], Act]) -> Ground:
        """The same ground in another test's database."""
        copy = Ground(award, act_as)
        vars(copy).update(self.known())
        return copy

    def act(self, role: str) -> Act:
        """An act of the person with this role."""
        return self.act_as(self.award.actor(PEOPLE[role]))

    def people(self) -> None:
        """One person for each role, and a panel of three."""
        self.judges = self.award.panel(self.edition, "province", "35")
        self.award.grant(PEOPLE["committee"], "committee", self.edition, "35")
        self.award.grant(PEOPLE["administrator"], "administrator")
        self.award.grant(PEOPLE["auditor"], "auditor")
        self.award.account(PEOPLE["nobody"])
        self.panel = self.award.actor(PEOPLE["assessor"]).seats[0].panel_id
        decree = Upload(io.BytesIO(PDF), "keputusan.pdf")
        panels.record_decree(
            self.act("committee"), self.panel, number="188/1/KPTS", on=date(2022, 1, 3), upload=decree
        )

    def dossier(self, entry_id: int, email: str) -> dict[str, int]:
        """Fill a dossier, a file in each section that takes one, and submit it; the items by section."""
        act = self.act_as(self.award.actor(email))
        items = {}
        for code, section in SECTIONS.items():
            blank = {f.name: f.blank for f in section.fields}
            upload = None if section.file == "none" else Upload(io.BytesIO(PDF), f"{code}.pdf")
            items[code] = dossiers.save_item(
                act, entry_id, code, None, Draft({**blank, **ITEMS[code]}, upload)
            )
        dossiers.submit(act, entry_id)
        return items

    def desk_round(self) -> int:
        """Two entries with two sheets each, finalised and published; the contest."""
        for code, name, mark in (("35.76", "Kota Mojokerto", 90), ("35.09", "Kabupaten Jember", 80)):
            entry = self.award.entry(self.edition, code, name, status="accepted")
            contest = self.award.contest(self.edition, "province-desk", "35")
            for judge in self.judges[:2]:
                self.award.sheet(contest, entry, judge, {"regulation": mark, "innovation": mark})
            self.award.measure(contest, entry, "coverage", "63.88")
            self.judged = entry
        contests.finalise(self.act("committee"), contest, "Rapat pleno")
        contests.publish(self.act("committee"), contest)
        self.correct(contest)
        return contest

    def objected(self) -> tuple[int, int]:
        """The candidate acts for a judged entry as well, and objects to its result with a file."""
        account = self.award.account(PEOPLE["candidate"])
        with write(self.award.db):
            entries.add_representative(self.award.db, self.judged, account)
        proof = Upload(io.BytesIO(PDF + b"% bukti"), "bukti.pdf")
        objection = objections.file(
            self.act("candidate"), self.judged, self.desk, Objection("", "Nilai keliru"), [proof]
        )
        return objection, objection_rows.files_of(self.award.db, objection)[0]["id"]

    def correct(self, contest: int) -> None:
        """The published result was replaced by a recount, and published anew."""
        committee = self.act("committee")
        done = recounts.begin(committee, contest, "Koreksi", "Salah salin", decree="SK 1/2022")
        recounts.add_step(
            committee, done, "measure", reason="Data baru", entry_id=self.judged,
            contents={"criterion": "coverage", "value": "64"},
        )  # fmt: skip
        recounts.apply(committee, done, preview(committee, recount_rows.recount(self.award.db, done)).seen)
        contests.finalise(committee, contest, "Rapat pleno ulang")
        contests.publish(committee, contest)

    def interview_round(self) -> None:
        """A draft, submitted sheets, a note, who came, an adjustment and a measured value."""
        where = (self.interview, self.judged)
        juror, committee = self.act("assessor"), self.act("committee")
        sheets.save_draft(juror, *where, marks={"mastery": Fraction(80)}, comments={}, revision=0)
        self.sheet = self.award.sheet(*where, self.judges[0], {"mastery": 70})
        interviews.write_note(juror, *where, "Menguasai materi")
        came = Attendance("leader", "Bupati", 2, "", "onsite", 45)
        interviews.record_attendance(committee, *where, came, 0)
        day = Plan(act_time(), "Asia/Jakarta", 20, 20, "Ruang rapat")
        self.session = sessions.schedule(committee, *where, day, 0)
        sessions.publish(committee, self.interview)
        self.paragraph = rooms.write_minute(juror, *where, "Pembukaan")
        self.adjustment = records.record_adjustment(
            committee, *where, points=Fraction(-1), reason="Terlambat"
        )
        records.record_measure(committee, *where, "attendance", value=Fraction(100), source="Daftar hadir")
        pleno.open_sitting(committee, self.interview)
        conflicts.exclude_assessor(committee, self.panel, self.judges[1], self.judged, "Mantan staf")
        self.conflict = 1
        past_wins.record_past_win(
            committee, self.edition, past_wins.PastWin("35.76", "regency", 2020, "Keputusan Menteri")
        )
        self.past_win = 1
        self.recount = recounts.begin(committee, self.interview, "Keberatan", "Daftar hadir keliru")
        self.step = recounts.add_step(
            committee, self.recount, "measure", reason="Daftar hadir", entry_id=self.judged,
            contents={"criterion": "attendance", "value": "90"},
        )  # fmt: skip

    def values(self, rule: Rule) -> dict[str, object]:
        """What stands in the holes of a route's address. KeyError for a hole that nobody named here."""
        if rule.endpoint.startswith("objections.") or rule.endpoint == "dossier.opened":
            found = {
                "entry_id": self.judged,
                "contest_id": self.desk,
                "objection_id": self.objection,
                "file_id": self.objection_file,
            }
            return {name: found[name] for name in rule.arguments}
        own_papers = rule.endpoint in ("papers.own", "papers.receipt")
        at_home = own_papers or rule.endpoint.split(".")[0] in ("candidate", "dossier", "documents")
        public = rule.endpoint.split(".")[0] == "public"
        final = public or rule.endpoint in FINAL
        standing = (
            "public.standing",
            "public.version_standing",
            "committee.version_standing",
            "committee.recount_standing",
        )
        codes = {"committee.decide": "withdraw", **dict.fromkeys(standing, "35.76")}
        kinds = {"committee.add_recount_step": "adjustment"}
        known: dict[str, object] = {
            "account_id": (
                self.judges[0]
                if rule.endpoint in ("committee.recount_sheet", "committee.add_recount_sheet")
                else self.award.account("baru@uji.example")
            ),
            "adjustment_id": self.adjustment,
            "book_id": self.book,
            "category_code": "regency",
            "code": codes.get(rule.endpoint, "uji-2021"),
            "conflict_id": self.conflict,
            "contest_id": self.desk if final else self.interview,
            "criterion": "attendance",
            "edition_id": self.edition,
            "edition_code": "uji-2021",
            "entry_id": self.own if at_home else self.judged,
            "file_id": 2,
            "form": "pdf",
            "filename": "penjurian.css",
            "grant_id": 1,
            "job_id": self.job,
            "item_id": self.items["regulations"],
            "member_id": 3,
            "message_id": 1,
            "number": 1,
            "objection_id": self.objection,
            "paragraph_id": self.paragraph,
            "part": "talk",
            "place": "round/0/criteria/0",
            "penalty": "late",
            "session_id": self.session,
            "side": "evaluator",
            "panel_id": self.panel,
            "plan_id": 1,
            "past_win_id": self.past_win,
            "kind": kinds.get(rule.endpoint, "candidates"),
            "recount_id": self.recount,
            "step_id": self.step,
            "target": "entry",
            "language": "en",
            "ending": "xlsx",
            "preview_id": self.preview,
            "purpose": "reset",
            "receipt": self.receipt,
            "region_code": "35",
            "round_code": "province-desk",
            "section_code": "documents" if rule.endpoint.startswith("documents.") else "regulations",
            "sample_id": self.sample,
            "sheet_id": self.sheet,
            "token": self.token,
            "when": "then",
            "change": "now",
        }
        return {name: known[name] for name in rule.arguments}


def act_time() -> datetime:
    """When the interview is."""
    return datetime(2022, 1, 12, 2, tzinfo=UTC)


def routes(app: Flask, method: str) -> list[Rule]:
    """The app's own routes that take this method; those that end a sign-in come last."""
    ends = ("auth.logout", "auth.sign_out_everywhere", "auth.change_password", "auth.use_link")
    own = [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and "static" not in rule.endpoint
    ]
    return sorted(own, key=lambda rule: (rule.endpoint in ends, rule.endpoint))


def address(rule: Rule, values: dict[str, object]) -> str:
    """The route's address with these values in its holes."""
    built = rule.build(values, append_unknown=False)
    assert built is not None, f"{rule} can't be built from {values}"
    return built[1]
