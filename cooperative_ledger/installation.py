"""The ledger's tables and functions: numbered SQL files, frozen once released, installed where the caller is."""

from __future__ import annotations

from functools import cache
from importlib import resources

from psycopg import sql

from .connections import AnyConnection, driver_connection

MAKES_ROLES = frozenset({1, 10})
"""The files that begin as the role that installs, since the owner of the tables may not make roles."""


@cache
def steps() -> dict[int, tuple[str, str]]:
    """The numbered files: version to (file name, SQL)."""
    files = resources.files(__package__).joinpath("sql").iterdir()
    return {int(file.name[:4]): (file.name, file.read_text("utf-8")) for file in files if file.name.endswith(".sql")}


def newest_version() -> int:
    """The version that this release of the library brings."""
    return max(steps())


def installed_version(connection: AnyConnection) -> int:
    """The version found in the database; 0 where the ledger is not installed."""
    cursor = driver_connection(connection).cursor()
    if cursor.execute("SELECT to_regclass('ledger.installation')").fetchone() == (None,):
        return 0
    row = cursor.execute("SELECT max(version) FROM ledger.installation").fetchone()
    return int(row[0]) if row else 0


def install(connection: AnyConnection, version: int | None = None) -> list[int]:
    """Bring the ledger to `version` (default: the newest); give the versions that were applied, in order.

    The connection's role must be a superuser, or may create roles, may create in the database, and may set
    `ledger_owner` and `ledger_kernel` if those roles are already there. Joins the caller's transaction; never commits.

    Raises:
        ValueError: this release has no such version.
    """
    wanted = newest_version() if version is None else version
    if wanted not in steps():
        raise ValueError(f"the ledger has no version {wanted}; the newest is {newest_version()}")
    present = installed_version(connection)
    applied = [number for number in sorted(steps()) if present < number <= wanted]
    if applied:
        _apply(connection, applied)
    return applied


def _apply(connection: AnyConnection, versions: list[int]) -> None:
    cursor = driver_connection(connection).cursor()
    row = cursor.execute("SELECT current_setting('role')").fetchone()
    assert row is not None
    for number in versions:
        if number in MAKES_ROLES:
            cursor.execute("SELECT set_config('role', %s, true)", row)
        else:
            cursor.execute("SET LOCAL ROLE ledger_owner")
        cursor.execute(steps()[number][1].encode())
        cursor.execute("INSERT INTO ledger.installation (version) VALUES (%s)", (number,))
    cursor.execute("SELECT set_config('role', %s, true)", row)


def grant_application(connection: AnyConnection, role: str) -> None:
    """Make `role`, which the application logs in as, a member of the poster and the reader, never of the owner.

    Safe to repeat, and beside another database of the same server doing the same.
    """
    cursor = driver_connection(connection).cursor()
    for granted in ("ledger_poster", "ledger_reader"):
        # Not "INHERIT": a superuser would seem to be a member of everything.
        missing = cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_auth_members WHERE roleid = %s::regrole AND member = %s::regrole)",
            (granted, sql.Identifier(role).as_string(None)),
        ).fetchone()
        if missing == (True,):
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(granted), sql.Identifier(role)))
