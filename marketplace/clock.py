"""The time, and the day it is in a cooperative's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TIME_ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
"""Indonesia's three zones by the names its people use."""


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today(zone: str = "WIB", *, at: datetime | None = None) -> date:
    """The calendar day at `at` (default: now) in `zone`, one of WIB, WITA, WIT."""
    return (at or now()).astimezone(TIME_ZONES[zone]).date()
