"""What the queue runs for the books."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

import cooperative_ledger

from ..database import transaction
from ..identity.models import Organisation


def fold_books(key: str, content: dict[str, Any]) -> None:
    """Fold every cooperative's balances, so that a trial balance is read in milliseconds; accepts a repeat."""
    with transaction() as session:
        cooperatives = session.scalars(select(Organisation.id).where(Organisation.kind == "cooperative")).all()
    for cooperative in cooperatives:
        with transaction() as session:
            connection = session.connection()
            if cooperative_ledger.accounts(connection, cooperative):  # its books are open
                cooperative_ledger.fold(connection, cooperative)
