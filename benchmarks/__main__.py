"""Prints how long pages take, and what they ask the database, with few and with many entries in it."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from benchmarks import uploads
from benchmarks.generate import PASSWORD, SOUGHT, Award, fill
from evaluation import create_app
from evaluation.store.ready import open_ready
from tests.pages import Page, PageClient
from tests.queries import Queries

SIZES = (500, 50_000)
ROUNDS = 40
WARM_UP = 3
MARK = "mark-regulation"


@dataclass
class Country:
    """One served database with the people who look at it."""

    app: Flask
    award: Award
    queries: Queries
    committee: PageClient
    assessor: PageClient


@dataclass
class Taken:
    """What one page took: milliseconds, and statements, of each request."""

    times: list[float] = field(default_factory=list)
    statements: set[int] = field(default_factory=set)

    @property
    def median(self) -> float:
        """The median time in milliseconds."""
        return statistics.median(self.times)


def main() -> None:
    """Make the data, measure by turns, print the table."""
    with tempfile.TemporaryDirectory(prefix="penjurian-bench-") as folder:
        countries = {size: country(Path(folder), size) for size in SIZES}
        pages: dict[str, Callable[[Country], tuple[float, int]]] = {
            "standings page": standings_page,
            "score page": score_page,
            "save of a sheet": save_of_a_sheet,
            "search": search,
        }
        taken = {(name, size): Taken() for name in pages for size in SIZES}
        for number in range(WARM_UP + ROUNDS):
            for name, measure in pages.items():
                # By turns, and the other way round each time, so that whatever else runs here hits both.
                for size in SIZES if number % 2 else SIZES[::-1]:
                    milliseconds, statements = measure(countries[size])
                    if number >= WARM_UP:
                        taken[name, size].times.append(milliseconds)
                        taken[name, size].statements.add(statements)
        print_table(list(pages), taken)
    uploads.main()


def country(folder: Path, entries: int) -> Country:
    """A served database with this many entries, and its two people signed in."""
    path = folder / f"{entries}.db"
    begun = time.perf_counter()
    db = open_ready(path)
    award = fill(db, entries)
    db.conn.close()
    print(f"{entries:>7,} entries made in {time.perf_counter() - begun:.0f} s", flush=True)
    app = create_app(
        {
            "DATABASE": path,
            "FILES": folder / "files",
            "SECRET_KEY": "only for measuring",
            "RATELIMIT_ENABLED": False,
            "PROPAGATE_EXCEPTIONS": True,
        }
    )
    people = [PageClient(app).sign_in(email, PASSWORD) for email in (award.committee, award.assessor)]
    return Country(app, award, Queries(app), *people)


def standings_page(here: Country) -> tuple[float, int]:
    """The committee opens the standings of a contest whose 342 sheets are all submitted."""
    return timed(
        here, lambda: here.committee.http.get(f"/committee/contests/{here.award.submitted_contest}"), 200
    )


def score_page(here: Country) -> tuple[float, int]:
    """An assessor opens a sheet that is a draft."""
    return timed(here, lambda: here.assessor.http.get(sheet_of(here)), 200)


def save_of_a_sheet(here: Country) -> tuple[float, int]:
    """The assessor changes a mark of that draft and saves it, over the revision that the page shows now."""
    page = Page(here.assessor.http.get(sheet_of(here)).text)
    form = next(form for form in page.forms if "revision" in dict(form.fields))
    data = dict(form.fields)
    # Saving what stands there already writes nothing, so each save brings another mark.
    data |= {"do": "save", MARK: "71" if data[MARK] != "71" else "72"}
    address = form.action or sheet_of(here)
    return timed(here, lambda: here.assessor.http.post(address, data=data), 303)


def search(here: Country) -> tuple[float, int]:
    """The assessor searches for words that stand on every page of the country: 304 of them are theirs."""
    return timed(here, lambda: here.assessor.http.get("/search", query_string={"q": SOUGHT}), 200)


def sheet_of(here: Country) -> str:
    """The address of the assessor's sheet."""
    return f"/desk/{here.award.draft_contest}/{here.award.draft_entry}"


def timed(here: Country, request: Callable[[], TestResponse], expected: int) -> tuple[float, int]:
    """Milliseconds and statements of one request, which must answer as expected."""
    begun = time.perf_counter()
    response = request()
    milliseconds = 1000 * (time.perf_counter() - begun)
    if response.status_code != expected:
        raise RuntimeError(f"{response.request.path} answered {response.status_code}, not {expected}")
    return milliseconds, len(here.queries)


def print_table(names: list[str], taken: dict[tuple[str, int], Taken]) -> None:
    """One line a page: median time and statements at each size, and the ratio of the times."""
    small, large = SIZES
    print(f"\n{'':<18}{f'{small:,} entries':>22}{f'{large:,} entries':>22}{'ratio':>9}")
    for name in names:
        few, many = taken[name, small], taken[name, large]
        cells = [f"{one.median:8.1f} ms {listed(one.statements):>4} queries" for one in (few, many)]
        print(f"{name:<18}{cells[0]:>22}{cells[1]:>22}{many.median / few.median:>9.2f}")


def listed(statements: set[int]) -> str:
    """How many statements, or from how many to how many when requests differ."""
    return str(min(statements)) if len(statements) == 1 else f"{min(statements)}-{max(statements)}"


if __name__ == "__main__":
    main()
