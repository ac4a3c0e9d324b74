"""What the queue runs for the books."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

import cooperative_ledger

from ..database import transaction
from ..identity.models import Organisation
from .services import periods


def fold_books(key: str, content: dict[str, Any]) -> None:
    """Fold every cooperative's balances, so that a trial balance is read in milliseconds; accepts a repeat."""
    with transaction() as session:
        cooperatives = session.scalars(select(Organisation.id).where(Organisation.kind == "cooperative")).all()
    for cooperative in cooperatives:
        with transaction() as session:
            connection = session.connection()
            if cooperative_ledger.accounts(connection, cooperative):  # its books are open
                cooperative_ledger.fold(connection, cooperative)


def finish_closing(key: str, content: dict[str, Any]) -> None:
    """Seal what is posted, keep the trial balance of a period that is closing, and close it; accepts a repeat."""
    with transaction() as session:
        periods.finish_closing(session, UUID(content["cooperative_id"]), int(content["period"]), content["hand"])


def resume_closings(key: str, content: dict[str, Any]) -> None:
    """Finish every close that was left half done, such as by a worker that was stopped."""
    with transaction() as session:
        waiting = periods.left_closing(session)
    for cooperative_id, period, hand in waiting:
        finish_closing(key, {"cooperative_id": str(cooperative_id), "period": period, "hand": hand})
