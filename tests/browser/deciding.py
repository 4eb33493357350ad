"""The steps of tests/browser/test_decided_award.py: how a panel and its committee decide, page by page."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator
from pypdf import PdfReader

from evaluation.demo import accounts
from evaluation.demo.paper import paper
from tests.browser.conftest import Visitor
from tests.browser.walking import Walk, submit

ZONE = ZoneInfo("Asia/Jakarta")
PUBLIC = "/results/paritrana-2024/national-desk/regency"


class Panel(NamedTuple):
    """The members of the national panel whose accounts the demonstration prints."""

    chair: Visitor
    secretary: Visitor
    member: Visitor


def arrive(walk: Walk, email: str) -> Visitor:
    """One of the demonstration's people signs in, and reads English from then on."""
    visitor = walk.visitors()
    visitor.sign_in(email, accounts.PASSWORD)
    return speak_english(visitor)


def press(visitor: Visitor, form: Locator) -> None:
    """Press a form's last button and wait for the page that answers."""
    with visitor.page.expect_navigation():
        form.locator("button").last.click()


def speak_english(visitor: Visitor) -> Visitor:
    """Press the button of the other language."""
    with visitor.page.expect_navigation():
        visitor.page.locator("form.language button[value=en]").click()
    return visitor


def text(visitor: Visitor) -> str:
    """What stands on the page, folded parts included, in one line."""
    return " ".join((visitor.page.locator("main").text_content() or "").split())


def follow(visitor: Visitor, name: str) -> None:
    """Follow the page's first link that says so."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("link", name=name).first.click()


def lines(visitor: Visitor, columns: tuple[int, ...] = (0, 1, 2)) -> list[tuple[str, ...]]:
    """Some cells of each line of the page's standings."""
    found = []
    for line in visitor.page.locator("main table.standings").first.locator("tbody tr").all():
        cells = [" ".join(cell.inner_text().split()) for cell in line.locator("th, td").all()]
        found.append(tuple(cells[number] for number in columns))
    return found


# --- before the deliberation ---------------------------------------------------------------------


def balance(walk: Walk, committee: Visitor, contest: int, late: str) -> None:
    """A plan that gives the late entry its assessors and changes nothing else is proposed and confirmed."""
    committee.go(f"/committee/contests/{contest}")
    follow(committee, "Balance the plan again")
    assert f"{late}: 0 of 2" in text(committee)
    submit(committee, "/assignment/propose")
    draft = text(committee)
    assert "A plan is proposed. Nothing changes until you confirm it." in draft
    changed = committee.page.locator("section[aria-labelledby=changes-heading] li").all_inner_texts()
    assert len(changed) == 1, changed
    assert re.fullmatch(rf"{re.escape(late)}: new: [^;]+; new: [^;]+", changed[0]), changed
    walk.look(committee, "assignment-draft")
    submit(committee, "/assignment/confirm")
    assert "The plan is in force" in text(committee)
    assert "Entries that lack assessors" not in text(committee)


def hand_in(assessor: Visitor, contest: int, entry: int, **marks: str) -> None:
    """The last sheet, typed and submitted."""
    assessor.go(f"/desk/{contest}/{entry}")
    form = assessor.page.locator(f'main form[action$="/desk/{contest}/{entry}"]').first
    for code, mark in marks.items():
        form.locator(f"[name=mark-{code}]").fill(mark)
    with assessor.page.expect_navigation():
        form.locator("button[value=submit]").click()
    assert assessor.page.locator("main .state-submitted").count() > 0, text(assessor)


# --- the deliberation ----------------------------------------------------------------------------


def sit_down(member: Visitor, contest: int) -> None:
    """A member finds the open deliberation on the desk and is present."""
    member.go("/desk")
    with member.page.expect_navigation():
        member.page.locator(f'main a[href$="/pleno/{contest}"]').first.click()
    submit(member, "/presence")
    leave_screen(member)


def leave_screen(member: Visitor) -> None:
    """Go to the desk: a screen of the deliberation that stays open renews itself when others act."""
    member.go("/desk")


def vote(member: Visitor, contest: int, number: int, choice: str) -> None:
    """Cast a vote by name on one's own screen."""
    member.go(f"/pleno/{contest}")
    with member.page.expect_navigation():
        member.page.locator(f'form[action$="/motions/{number}/vote"] button[value={choice}]').click()
    assert "Your vote: " in text(member)
    leave_screen(member)


def put(
    member: Visitor,
    contest: int,
    kind: str,
    reason: str,
    order: dict[str, str] | None = None,
    chosen: str = "",
) -> str:
    """Put a motion on entries numbered in an `order`, or one `chosen`, by name; what the screen says then."""
    member.go(f"/pleno/{contest}")
    follow(member, "Put a motion")
    member.go(f"/pleno/{contest}/motions/new?kind={kind}")
    form = member.page.locator('main form[action*="/motions/new"]').first
    for name, number in (order or {}).items():
        form.get_by_label(name).fill(number)
    if chosen:
        form.get_by_label(chosen).check()
    form.locator("[name=reason]").fill(reason)
    press(member, form)
    said = text(member)
    leave_screen(member)
    return said


def decide(walk: Walk, panel: Panel, votes: dict[str, list[Visitor]], contest: int, number: int) -> str:
    """The chair calls the vote, everybody votes, the chair closes it; what the chair's screen says then."""
    panel.chair.go(f"/pleno/{contest}")
    submit(panel.chair, f"/motions/{number}/call")
    leave_screen(panel.chair)
    if number == 1:
        panel.member.go(f"/pleno/{contest}")
        walk.look(panel.member, "deliberation-vote")
        leave_screen(panel.member)
    for choice, members in votes.items():
        for member in members:
            vote(member, contest, number, choice)
    panel.chair.go(f"/pleno/{contest}")
    submit(panel.chair, f"/motions/{number}/close")
    said = text(panel.chair)
    leave_screen(panel.chair)
    return said


# --- from signatures to the public ---------------------------------------------------------------


def sign(
    walk: Walk, members: Sequence[Visitor], committee: Visitor, contest: int, *, again: bool = False
) -> None:
    """Members sign with their password what is open for it; a wrong password doesn't do."""
    committee.go(f"/committee/contests/{contest}/signing")
    assert "Signatures that are missing: 3, the chair's among them." in text(committee)
    assert ("Void signatures" in text(committee)) is again
    walk.look(committee, "signing-again" if again else "signing")
    for number, member in enumerate(members):
        member.go("/desk")
        with member.page.expect_navigation():
            member.page.locator(f'main a[href$="/desk/{contest}/sign"]').first.click()
        if not number and not again:
            assert "Won in 2022: past winners are passed over (award years: 3)." in text(member)
            walk.look(member, "sign")
            submit(member, "/sign", password="bukan kata sandinya")
            assert "You have signed this result." not in text(member)
        submit(member, "/sign", password=accounts.PASSWORD)
        assert "You have signed this result." in text(member)
    committee.go(f"/committee/contests/{contest}/signing")
    assert "Enough members have signed." in text(committee)


def fix(walk: Walk, committee: Visitor, contest: int, reason: str) -> None:
    """Finalise on the committee's page."""
    committee.go(f"/committee/contests/{contest}/finalise")
    submit(committee, "/finalise", reason=reason)
    assert "This result is final." in text(committee)
    walk.look(committee, "final")


def announce(walk: Walk, committee: Visitor, contest: int, *, seconds: int) -> datetime:
    """Set the moment of publication so many seconds ahead; the moment."""
    committee.go(f"/committee/contests/{contest}/publication")
    walk.look(committee, "publication")
    moment = (datetime.now(UTC) + timedelta(seconds=seconds)).astimezone(ZONE).replace(microsecond=0)
    form = committee.page.locator('main form[action$="/publication"]').first
    form.locator("[name=set-day]").fill(moment.strftime("%Y-%m-%d"))
    form.locator("[name=set-clock]").fill(moment.strftime("%H:%M:%S"))
    press(committee, form)
    assert f"{moment:%H:%M:%S} WIB" in text(committee), text(committee)
    return moment


def wait_for(moment: datetime) -> None:
    """Until the server's clock, which is this machine's, has reached it."""
    time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))


def status(visitor: Visitor, address: str) -> int:
    """What an address answers."""
    return visitor.page.request.get(f"{visitor.site.url}{address}").status


# --- objecting and correcting --------------------------------------------------------------------


def evidence(folder: Path) -> Path:
    """A file that goes with an objection."""
    path = folder / "Surat BPJS.pdf"
    path.write_bytes(
        paper("Surat BPJS Ketenagakerjaan", "Kabupaten Demak", ["Cakupan kepesertaan 88,4 persen"])
    )
    return path


def preview(committee: Visitor) -> list[tuple[str, ...]]:
    """The lines of a recount's first table, all but the differences in words."""
    table = committee.page.locator("table.recount-table").first
    return [
        tuple(" ".join(cell.inner_text().split()) for cell in line.locator("th, td").all()[:-1])
        for line in table.locator("tbody tr").all()
    ]


# --- papers --------------------------------------------------------------------------------------


def printed(walk: Walk, visitor: Visitor, address: str) -> tuple[str, int]:
    """A PDF's text in one line, and how many pages it has; kept where pictures are."""
    answer = visitor.page.request.get(f"{visitor.site.url}{address}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    body = answer.body()
    if walk.pictures:
        Path(walk.pictures, address.rpartition("/")[2]).write_bytes(body)
    reader = PdfReader(io.BytesIO(body))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


# --- finding the way -----------------------------------------------------------------------------


def contest_named(committee: Visitor, title: str) -> int:
    """The contest of the award of 2024 with this round, found on the committee's overview."""
    committee.go("/committee")
    table = committee.page.locator("main section", has=committee.page.get_by_text("Paritrana Award 2024"))
    address = table.get_by_role("link", name=title).first.get_attribute("href")
    assert address
    return int(address.rpartition("/")[2])


def entry_named(committee: Visitor, contest: int, name: str) -> int:
    """An entry's id, found on its contest's page."""
    committee.go(f"/committee/contests/{contest}")
    address = (
        committee.page.locator("main table.standings")
        .get_by_role("link", name=name)
        .first.get_attribute("href")
    )
    return int(re.findall(r"/entries/(\d+)", address or "")[0])
