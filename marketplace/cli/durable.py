"""A process that keeps real books does not start on a server that may forget them."""

from __future__ import annotations

import sys


def refuse_what_forgets() -> int:
    """0 where it may start (always in development), else 1 with one sentence that says what to do."""
    from ..bookkeeping.durability import what_a_crash_could_take
    from ..settings import Settings

    settings = Settings.from_environment()
    if settings.is_development or not (off := what_a_crash_could_take(settings.database_url)):
        return 0
    print(
        f"lumbung: {off}: mati di PostgreSQL, jadi pembukuan bisa hilang saat listrik padam. Nyalakan dulu. / "
        f"{off}: off in PostgreSQL, so that a power cut could take bookings away. Turn it on first.",
        file=sys.stderr,
    )
    return 1
