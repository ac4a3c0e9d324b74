"""The sums that statements are read from, by account and dimension, against the lines: one question to the database."""

from __future__ import annotations

from uuid import UUID

from .findings import Report
from .reading import Connection, rows

_NOT_AS_THE_LINES_SAY = """
    WITH folded AS (
        SELECT e.entry_id, coalesce(o.kind, e.kind) AS kind
        FROM ledger.entry AS e
        LEFT JOIN ledger.entry AS o ON o.coop_id = e.coop_id AND o.entry_id = e.reverses
        WHERE e.coop_id = %(coop)s AND e.writer_xid < (
            SELECT s.through_xid FROM ledger.dimension_fold_state AS s, pg_control_system() AS c
            WHERE s.coop_id = %(coop)s AND s.server = c.system_identifier)
    ), line AS (
        SELECT l.*, e.kind,
               bool_or(l.account_code >= '1-1' AND l.account_code < '1-2') OVER w AS with_cash,
               bool_or(a.account_type IN ('asset', 'liability')) OVER w AS of_property
        FROM folded AS e
        JOIN ledger.line AS l ON l.coop_id = %(coop)s AND l.entry_id = e.entry_id
        LEFT JOIN ledger.account AS a ON a.coop_id = l.coop_id AND a.code = l.account_code
        WINDOW w AS (PARTITION BY l.entry_id)
    ), said AS (
        SELECT s.span, s.posting_date, l.account_code,
               CASE WHEN l.kind = 'opening' THEN 'opening' WHEN l.kind = 'closing' AND NOT l.of_property THEN 'year_end'
                    ELSE 'ordinary' END AS nature,
               l.with_cash, coalesce(l.counterparty_class, '') AS counterparty_class,
               coalesce(l.outlet_id, '00000000-0000-0000-0000-000000000000') AS outlet_id,
               coalesce(l.business_unit, '') AS business_unit, sum(l.debit) AS debit, sum(l.credit) AS credit
        FROM line AS l
        CROSS JOIN LATERAL (
            VALUES ('day', l.posting_date), ('month', date_trunc('month', l.posting_date::timestamp)::date)
        ) AS s (span, posting_date)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ), stored AS (
        SELECT span, posting_date, account_code, nature, with_cash, counterparty_class, outlet_id, business_unit, debit,
               credit
        FROM ledger.dimension_fold
        WHERE coop_id = %(coop)s AND EXISTS (SELECT FROM folded)
    )
    SELECT concat_ws(' ', span, posting_date, account_code)
    FROM ((TABLE said EXCEPT TABLE stored) UNION (TABLE stored EXCEPT TABLE said)) AS unequal
    GROUP BY span, posting_date, account_code ORDER BY 1 LIMIT 1000
"""


def check_dimensions(connection: Connection, coop_id: UUID, report: Report) -> None:
    """Note each day or month and account whose sums by dimension are not those of the lines."""
    for (named,) in rows(connection, _NOT_AS_THE_LINES_SAY, {"coop": coop_id}):
        report.found("projection", "dimension_fold", (named or b"").decode(), "debit", "credit")
