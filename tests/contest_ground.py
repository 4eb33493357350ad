"""East Java's desk round and its committees: what the tests of contests and of public results stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.award import Award
from tests.pages import Page, PageClient

EAST, CENTRAL, NATION, AUDITOR = (
    f"{name}@uji.example" for name in ("jatim", "jateng", "nasional", "auditor")
)
ODD = """Kota "O'Neil", <b>&amp; 🎉"""


@dataclass
class Stage:
    """East Java's desk round with three entries and a panel of three; Central Java's with one."""

    award: Award
    edition: int
    panel: list[int]
    entries: list[int]
    contest: int
    other: int

    def judge(self, entry: int, *marks: tuple[int, int], coverage: str | None = "50") -> None:
        """Sheets of the panel's first members, and the measured value."""
        for account, (regulation, innovation) in zip(self.panel, marks, strict=False):
            found = {"regulation": regulation, "innovation": innovation}
            self.award.sheet(self.contest, entry, account, found)
        if coverage is not None:
            self.award.measure(self.contest, entry, "coverage", coverage)


def build(award: Award) -> Stage:
    """Fill a test's empty database."""
    edition = award.edition()
    panel = award.panel(edition, "province", "35")
    names = {"35.76": "Kota Mojokerto", "35.09": "Kabupaten Jember", "35.74": ODD}
    entries = [award.entry(edition, code, name, status="accepted") for code, name in names.items()]
    award.entry(edition, "33.74", "Kota Semarang", status="accepted")
    award.grant(EAST, "committee", edition, "35")
    award.grant(CENTRAL, "committee", edition, "33")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    desk = [award.contest(edition, "province-desk", region) for region in ("35", "33")]
    return Stage(award, edition, panel, entries, *desk)


def committee(client: PageClient, email: str = EAST) -> PageClient:
    return client.sign_in(email, language="en")


def table(page: Page) -> list[list[str]]:
    """The first table's rows, each cell's text."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.html, re.DOTALL)
    assert body
    return [
        [Page(f"<i>{cell}</i>").text for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.DOTALL)
    ]


def finalise(client: PageClient, contest: int) -> Page:
    client.get(f"/committee/contests/{contest}/finalise")
    page = client.submit({"reason": "Pleno 12/2022", "confirm": "y"}, form="/finalise")
    assert isinstance(page, Page)
    return page


def full(stage: Stage) -> None:
    """Everything that the contest needs: 35.09 before a tie of the other two."""
    first, second, third = stage.entries
    stage.judge(first, (70, 80), (70, 80))
    stage.judge(second, (90, 80), (90, 80))
    stage.judge(third, (70, 80), (70, 80))
