"""Checks the books of a cooperative from their raw rows. Shares no code with the ledger: neither vouches for itself.

It reads through a psycopg connection and nothing else, works for whoever may read the cooperative's rows, and runs
alone: `python -m verifier DATABASE_URL` in a folder that holds a copy of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from .dimensions import check_dimensions
from .encoding import whole_number
from .findings import KINDS, Finding, Report
from .journal import Journal, Server
from .kept import Kept, NotASeal, code_of, head_root, read_kept
from .merkle import consistency_holds, inclusion_holds
from .projections import check_projections
from .reading import Connection, name_cooperative, rows
from .seals import Chain
from .standing import Versions

__all__ = [
    "KINDS",
    "Finding",
    "Kept",
    "NotASeal",
    "Report",
    "code_of",
    "consistency_holds",
    "head_root",
    "inclusion_holds",
    "read_kept",
    "verify",
]

_SERVER = """
    SELECT (SELECT s.through_xid FROM ledger.seal_state AS s
            WHERE s.coop_id = %(coop)s AND s.log = %(log)s AND s.sweep_xid IS NULL AND s.server = c.system_identifier
              AND s.through_xid <= pg_snapshot_xmin(pg_current_snapshot())),
           (SELECT f.through_xid FROM ledger.fold_state AS f
            WHERE f.coop_id = %(coop)s AND f.server = c.system_identifier),
           (SELECT d.through_xid FROM ledger.dimension_fold_state AS d
            WHERE d.coop_id = %(coop)s AND d.server = c.system_identifier),
           pg_snapshot_xmax(pg_current_snapshot()), pg_current_xact_id_if_assigned()
    FROM pg_control_system() AS c
"""


def verify(
    connection: Connection,
    coop_id: UUID,
    kept: Iterable[Kept] = (),
    *,
    progress: Callable[[int], None] = lambda entries: None,
) -> Report:
    """Check everything that is stored of one cooperative's books, and compare it with the seals in `kept`.

    The caller's transaction should be repeatable read, so that all of it is of one moment; nothing is written.
    `progress` is told the number of sealed entries checked. Without a seal kept elsewhere somebody who may do
    everything to the database could have written seals of his own: only a kept one proves the opposite.
    """
    report = Report(coop_id)
    name_cooperative(connection, coop_id)
    journal = Journal(connection, coop_id, report, _server(connection, coop_id, "entry"))
    versions = Versions(connection, coop_id, report, _server(connection, coop_id, "row"))
    mine = [each for each in kept if each.cooperative in (None, coop_id)]
    Chain(connection, coop_id, journal, versions, report).check(mine, progress)
    report.entries_unsealed = journal.unsealed()
    report.rows_unsealed = versions.unsealed()
    journal.tell_moved()
    journal.check_strays()
    versions.check_rows()
    check_projections(connection, coop_id, journal.sums, journal.server, report)
    check_dimensions(connection, coop_id, report)
    return report


def _server(connection: Connection, coop_id: UUID, log: str) -> Server:
    ((sealed, folded, by_dimension, following, own),) = rows(connection, _SERVER, {"coop": coop_id, "log": log})
    return Server(
        None if sealed is None else whole_number(sealed),
        max(whole_number(following), whole_number(own) + 1),
        None if folded is None else whole_number(folded),
        None if by_dimension is None else whole_number(by_dimension),
    )
