"""Moments in words, as people of a language and a zone read them; for pages and for letters."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT", "UTC": "UTC"}


def in_words(at: datetime, zone: str, locale: str, *, seconds: bool = False) -> str:
    """An aware moment in `zone`, with the zone's Indonesian name."""
    local = at.astimezone(UTC).astimezone(ZoneInfo(zone))
    pattern = "d MMMM y, HH:mm:ss" if seconds else "d MMMM y, HH:mm"
    return f"{format_datetime(local, pattern, locale=locale)} {ZONES.get(zone, zone)}"


def clock_in_words(at: datetime, zone: str, *, named: bool = False) -> str:
    """The time of the day of an aware moment in `zone`, with the zone's Indonesian name when `named`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} {ZONES.get(zone, zone)}" if named else f"{local:%H:%M}"
