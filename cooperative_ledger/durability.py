"""Whether what is acknowledged stays: the server's settings that decide what a crash may take away."""

from __future__ import annotations

from .connections import AnyConnection, driver_connection

NEVER_OFF = ("fsync", "full_page_writes", "synchronous_commit")


class NotDurable(RuntimeError):
    """The server may forget what it has acknowledged; `settings` are the names of those that are off."""

    def __init__(self, settings: tuple[str, ...]) -> None:
        super().__init__(f"a crash could take acknowledged postings away: {', '.join(settings)} is off")
        self.settings = settings


def assert_durable(connection: AnyConnection) -> None:
    """Refuse a server, database, role or session for which fsync, full_page_writes or synchronous_commit is off.

    To be called once at start, as the role that will post, by whoever keeps real books.

    Raises:
        NotDurable: with the settings that are off.
    """
    rows = (
        driver_connection(connection)
        .execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name", (list(NEVER_OFF),)
        )
        .fetchall()
    )
    if rows:
        raise NotDurable(tuple(name for (name,) in rows))
