"""Reads about seals: the newest and the earlier ones, an entry's proof, what was checked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import NotFound
from ..models.seals import LedgerCheck
from .ledger import require_reader

SEALS_OF_A_PAGE = 50
CHECKS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class SealsShown:
    """A page of seals from the newest to the oldest; `next` is the number to go on before."""

    data: Sequence[ledger.Seal]
    next: int | None

    @property
    def has_more(self) -> bool:
        """Whether there are older ones."""
        return self.next is not None


@dataclass(frozen=True, slots=True)
class EntryProof:
    """An entry's place under the first seal that covers it, and under the newest."""

    proof: ledger.InclusionProof
    sealed_by: ledger.Seal


def code(seal: ledger.Seal) -> str:
    """The seal short enough to be written down."""
    return ledger.seal_code(seal)


def in_groups(hash_: bytes) -> str:
    """A hash as an eye can follow it."""
    return ledger.grouped(hash_)


def as_file(actor: Actor, seal: ledger.Seal) -> dict[str, Any]:
    """The seal as a file holds it that is kept elsewhere."""
    return ledger.seal_as_json(require_reader(actor), seal)


def newest_seal(session: Session, actor: Actor) -> ledger.Seal | None:
    """The newest seal of the books, if any. Raises NotPermitted."""
    return ledger.newest_seal(session.connection(), require_reader(actor))


def unsealed_entries(session: Session, actor: Actor) -> int:
    """Entries that wait for their seal. Raises NotPermitted."""
    return ledger.unsealed_entries(session.connection(), require_reader(actor))


def seals(session: Session, actor: Actor, *, before: int | None = None, limit: int = SEALS_OF_A_PAGE) -> SealsShown:
    """Seals with a number below `before`, the newest first. Raises NotPermitted."""
    found = ledger.seals(session.connection(), require_reader(actor), before=before, limit=limit + 1)
    return SealsShown(found[:limit], found[limit - 1].seal_number if len(found) > limit else None)


def seal_with_number(session: Session, actor: Actor, number: int) -> ledger.Seal:
    """A seal by its number. Raises NotPermitted, NotFound."""
    found = ledger.seal_with_number(session.connection(), require_reader(actor), number)
    if found is None:
        raise NotFound
    return found


def entry_proof(session: Session, actor: Actor, entry_id: UUID) -> EntryProof | None:
    """The proof of an entry; None while it waits for its seal. Raises NotPermitted, NotFound."""
    cooperative_id, connection = require_reader(actor), session.connection()
    proof = ledger.prove_entry(connection, cooperative_id, entry_id)
    if proof is None:
        if ledger.journal_entry(connection, cooperative_id, entry_id) is None:
            raise NotFound
        return None
    sealed_by = ledger.seal_over(connection, cooperative_id, proof.journal_number)
    return EntryProof(proof, sealed_by or proof.seal)


def check(session: Session, actor: Actor, check_id: UUID) -> LedgerCheck:
    """One check of the books. Raises NotPermitted, NotFound."""
    statement = select(LedgerCheck).where(
        LedgerCheck.cooperative_id == require_reader(actor), LedgerCheck.id == check_id
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def checks(session: Session, actor: Actor) -> Sequence[LedgerCheck]:
    """The last checks, the newest first. Raises NotPermitted."""
    own = select(LedgerCheck).where(LedgerCheck.cooperative_id == require_reader(actor))
    return session.scalars(own.order_by(LedgerCheck.id.desc()).limit(CHECKS_SHOWN)).all()


def entries_to_check(session: Session, cooperative_id: UUID) -> int:
    """About how many entries a check goes through: those under the newest seal."""
    newest = ledger.newest_seal(session.connection(), cooperative_id)
    waiting = ledger.unsealed_entries(session.connection(), cooperative_id)
    return (newest.entry_count if newest else 0) + waiting


def snapshot(session: Session) -> None:
    """Let everything that follows in this transaction, not begun yet, be read at one moment."""
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
