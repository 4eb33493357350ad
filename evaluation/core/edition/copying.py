"""Next year's edition out of this year's, as the tables of its file."""

from __future__ import annotations

import re
from datetime import MAXYEAR, date
from typing import Any

from evaluation.core.edition.tables import duplicate

Content = dict[str, Any]

YEARS = ("assessed_year", "award_year")


def next_award(content: Content, code: str) -> Content:
    """The tables of the edition a year later under another code: years, years in its title, and all dates."""
    found: Content = duplicate(content)
    edition = found["edition"]
    years = {str(edition[key]) for key in YEARS}
    edition["code"] = code
    edition["title"] = {
        language: re.sub(
            r"(?<!\d)\d{4}(?!\d)",
            lambda hit: str(int(hit[0]) + (hit[0] in years)),
            edition["title"][language],
        )
        for language in edition["title"]
    }
    for key in YEARS:
        edition[key] += 1
    for rnd in found["round"]:
        for key in ("opens", "closes"):
            if key in rnd:
                rnd[key] = _year_on(rnd[key])
    return found


def _year_on(value: date) -> date:
    """The same day a year later; the last of February for its 29th. The last year of all has no later one."""
    try:
        return value.replace(year=value.year + 1)
    except ValueError:
        return value.replace(year=value.year + 1, day=28) if value.year < MAXYEAR else value
