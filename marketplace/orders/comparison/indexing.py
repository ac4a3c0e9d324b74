"""Keeps for every article in force the words under which a want finds it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

from .words import words_of_article

_STALE = text("""
    SELECT DISTINCT a.id, a.name, a.brand, a.barcode, concat_ws(' | ', a.name, a.brand, a.barcode) AS read_from
    FROM offer o JOIN article a ON a.id = o.article_id LEFT JOIN article_words w ON w.article_id = a.id
    WHERE o.version_id = ANY(:versions)
        AND w.read_from IS DISTINCT FROM concat_ws(' | ', a.name, a.brand, a.barcode)
""")


def index_articles(session: Session, version_ids: Iterable[UUID]) -> int:
    """Read the names of the articles in these versions that are new or spelled anew; how many. Accepts repeats."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)
    stale = session.execute(_STALE, {"versions": list(version_ids)}).all()
    if not stale:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE new_words (LIKE article_words) ON COMMIT DROP")
        with cursor.copy("COPY new_words (article_id, read_from, words) FROM STDIN") as copy:
            for row in stale:
                copy.write_row((row.id, row.read_from, words_of_article(row.name, row.brand, row.barcode)))
        cursor.execute(
            "INSERT INTO article_words SELECT * FROM new_words ORDER BY article_id ON CONFLICT (article_id)"
            " DO UPDATE SET read_from = excluded.read_from, words = excluded.words"
        )
        cursor.execute("DROP TABLE new_words")
    return len(stale)
