"""A backup is a folder: `database.dump`, `files/`, `secret_key`, and a `manifest.json` that says what must be there.

The row count of every table is taken in the very snapshot that is dumped, and compared after a restore.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ..clock import now
from ..settings import Settings
from .postgres import program

FORMAT = 1
STORE = "files"


class BackupFailed(Exception):
    """The backup could not be written or read; the text is one sentence that says what to do."""


def back_up(settings: Settings, folder: Path) -> dict[str, Any]:
    """Write a backup of the installation into `folder` and give its manifest. Raises BackupFailed."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} is not empty: name a new folder, so that no older backup is mixed in.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    dump = folder / "database.dump"
    _seal_books(settings)
    with psycopg.connect(settings.owner_database_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _value(connection, "SELECT pg_export_snapshot()")
        arguments = ["--format=custom", f"--snapshot={snapshot}", f"--file={dump}", settings.owner_database_url]
        _run("pg_dump", arguments)
        rows = row_counts(connection)
        roles = _roles(connection)
    files = _copy_tree(settings.data_folder / STORE, folder / STORE)
    (folder / "secret_key").write_text(settings.secret_key)
    (folder / "secret_key").chmod(0o600)
    manifest = {
        "format": FORMAT,
        "taken_at": now().isoformat(timespec="seconds"),
        "database_bytes": dump.stat().st_size,
        "database_sha256": _digest(dump),
        "files": files,
        "rows": rows,
        "roles": roles,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))
    return manifest


def _seal_books(settings: Settings) -> None:
    """Seal what waits, so that nearly everything in the dump stands under a seal that can be kept beside it."""
    with psycopg.connect(settings.owner_database_url) as connection:
        if _value(connection, "SELECT to_regprocedure('ledger.seal(uuid, integer)')") is None:
            return  # an installation of an older version
        for (coop_id,) in connection.execute("SELECT coop_id FROM ledger.cooperative").fetchall():
            sealed = True
            while sealed:
                connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop_id),))
                sealed = connection.execute("SELECT FROM ledger.seal(%s, 10000)", (coop_id,)).rowcount > 0
                connection.commit()


def restore(settings: Settings, folder: Path) -> dict[str, Any]:
    """Read the backup in `folder` into the empty installation of `settings`; give its manifest. Raises BackupFailed."""
    manifest = read_manifest(folder)
    with psycopg.connect(settings.owner_database_url, autocommit=True) as connection:
        if _value(connection, "SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'ledger')"):
            raise BackupFailed("The installation is not empty: restore into a new data folder (LUMBUNG_DATA).")
        _make_roles(connection, manifest["roles"])
    arguments = ["--exit-on-error", "--single-transaction", f"--dbname={settings.owner_database_url}"]
    _run("pg_restore", [*arguments, str(folder / "database.dump")])
    with psycopg.connect(settings.owner_database_url) as connection:
        if row_counts(connection) != manifest["rows"]:
            raise BackupFailed("The restored tables do not hold the rows the backup names; do not use them.")
    _copy_tree(folder / STORE, settings.data_folder / STORE)
    key = settings.data_folder / "secret_key"
    key.write_text((folder / "secret_key").read_text())
    key.chmod(0o600)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the backup in `folder`, its dump checked against it. Raises BackupFailed."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        digest = _digest(folder / "database.dump")
    except (OSError, ValueError) as error:
        raise BackupFailed(f"{folder} is no complete backup: {error}.") from error
    if manifest.get("format") != FORMAT:
        raise BackupFailed(f"{folder} was written by another version of Lumbung (format {manifest.get('format')}).")
    if digest != manifest["database_sha256"]:
        raise BackupFailed(f"{folder}/database.dump was changed or damaged since it was written.")
    return manifest


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table of the product and of the books, by `schema.table`."""
    tables = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'ledger') ORDER BY 1, 2"
    ).fetchall()
    return {
        f"{schema}.{table}": _value(
            connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        )
        for schema, table in tables
    }


def _roles(connection: psycopg.Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        """SELECT r.rolname, r.rolcanlogin,
                  array(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                        WHERE m.member = r.oid AND g.rolname !~ '^pg_' ORDER BY 1)
           FROM pg_roles r WHERE r.rolname ~ '^(lumbung|ledger)_' ORDER BY 1"""
    ).fetchall()
    return [{"name": name, "login": login, "member_of": member_of} for name, login, member_of in rows]


def _make_roles(connection: psycopg.Connection, roles: Sequence[dict[str, Any]]) -> None:
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in roles:
        if role["name"] not in present:
            kind = sql.SQL("LOGIN" if role["login"] else "NOLOGIN")
            connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role["name"]), kind))
    for role in roles:
        for group in role["member_of"]:
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(role["name"])))


def _run(name: str, arguments: Sequence[str]) -> None:
    done = subprocess.run([program(name), *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{name} failed: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}")


def _copy_tree(source: Path, target: Path) -> int:
    if not source.is_dir():
        return 0
    shutil.copytree(source, target, dirs_exist_ok=True)
    return sum(1 for path in target.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _value(connection: psycopg.Connection, statement: Any) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
