"""Reads of the journal, its vouchers and its receipts, for those who may read the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger.searching import Place, Wanted, dating_of

from ...actor import Actor
from ...errors import Invalid, NotFound
from ...identity.models import Organisation
from ..models.vouchers import MoneyReceipt, Voucher
from ..rules.journal import money_moved, reversible
from ..rules.roles import CASHIERS, READERS, TREASURERS
from .ledger import require_reader

ENTRIES_OF_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of entries, the newest first, with the names of their accounts; `next` goes on after it.

    `numbers` are the journal numbers of those that are sealed.
    """

    entries: tuple[ledger.FoundEntry, ...]
    names: dict[str, str]
    numbers: dict[UUID, int]
    next: str | None


def journal(
    session: Session, actor: Actor, wanted: Wanted, *, after: str | None = None, limit: int = ENTRIES_OF_A_PAGE
) -> JournalPage:
    """The entries that fit, a page at a time. Raises NotPermitted, Invalid (a cursor that is not ours, a NUL)."""
    cooperative_id = require_reader(actor)
    asked = (*wanted.words, wanted.account, wanted.document_type, wanted.document_id, wanted.source)
    if any("\0" in text for text in asked if text):
        raise Invalid(field="q")
    connection = session.connection()
    found, more = ledger.search_journal(connection, cooperative_id, wanted, after=_place(after), limit=limit)
    going_on = f"{found[-1].posting_date.isoformat()}_{found[-1].entry_id}" if more else None
    numbers = ledger.journal_numbers(connection, cooperative_id, [each.entry_id for each in found])
    return JournalPage(tuple(found), account_names(session, cooperative_id), numbers, going_on)


def _place(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        day, entry = cursor.split("_")
        return Place(date.fromisoformat(day), UUID(entry))
    except ValueError:
        raise Invalid(field="after") from None


def account_names(session: Session, cooperative_id: UUID) -> dict[str, str]:
    """Code to the name that the cooperative gave."""
    return {account.code: account.name for account in ledger.accounts(session.connection(), cooperative_id)}


def postable_accounts(session: Session, actor: Actor) -> list[ledger.Account]:
    """The accounts that take lines today, by code; those of the template where the books are not open yet.

    Raises NotPermitted.
    """
    found = ledger.accounts(session.connection(), require_reader(actor)) or list(ledger.chart_template())
    return [account for account in found if account.postable and account.closed_on is None]


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry, the names of its accounts, its voucher and receipt where it has them, and what may be done with it.

    `number` is its journal number once it is sealed; `money` is what came (above zero) or went, rupiah; `reversible`
    says that the actor may reverse it here, `writer` that he keeps the books.
    """

    entry: ledger.JournalEntry
    names: dict[str, str]
    dating: str
    number: int | None
    voucher: Voucher | None
    receipt: MoneyReceipt | None
    money: int
    reversible: bool
    writer: bool


def entry(session: Session, actor: Actor, entry_id: UUID) -> EntrySeen:
    """A journal entry. Raises NotPermitted, NotFound."""
    cooperative_id = require_reader(actor)
    connection = session.connection()
    found = ledger.journal_entry(connection, cooperative_id, entry_id)
    if found is None:
        raise NotFound
    names = account_names(session, cooperative_id)
    writer = actor.has_role(*TREASURERS)
    return EntrySeen(
        entry=found,
        names={line.account: names[line.account] for line in found.lines},
        dating=dating_of(connection, cooperative_id, entry_id) or "as_asked",
        number=ledger.journal_numbers(connection, cooperative_id, [entry_id]).get(entry_id),
        voucher=voucher_of(session, cooperative_id, entry_id),
        receipt=receipt_of(session, cooperative_id, entry_id),
        money=money_moved(found),
        reversible=writer and reversible(found) and found.reversed_by is None,
        writer=writer,
    )


def voucher_of(session: Session, cooperative_id: UUID, entry_id: UUID) -> Voucher | None:
    """The voucher that made the entry."""
    return session.scalar(select(Voucher).where(Voucher.cooperative_id == cooperative_id, Voucher.entry_id == entry_id))


def receipt_of(session: Session, cooperative_id: UUID, entry_id: UUID) -> MoneyReceipt | None:
    """The receipt that was given for the entry."""
    return session.scalar(
        select(MoneyReceipt).where(MoneyReceipt.cooperative_id == cooperative_id, MoneyReceipt.entry_id == entry_id)
    )


def voucher(session: Session, actor: Actor, voucher_id: UUID) -> tuple[Voucher, EntrySeen]:
    """A voucher and its entry. Raises NotPermitted, NotFound."""
    cooperative_id = require_reader(actor)
    found = session.scalar(select(Voucher).where(Voucher.cooperative_id == cooperative_id, Voucher.id == voucher_id))
    if found is None:
        raise NotFound
    return found, entry(session, actor, found.entry_id)


VOUCHERS_OF_A_PAGE = 50


def vouchers(session: Session, actor: Actor, *, page: int = 1) -> tuple[list[Voucher], bool]:
    """A page of the vouchers, the newest first, and whether more follow. Raises NotPermitted."""
    rows = session.scalars(
        select(Voucher)
        .where(Voucher.cooperative_id == require_reader(actor))
        .order_by(Voucher.id.desc())
        .offset((min(page, 10_000) - 1) * VOUCHERS_OF_A_PAGE)
        .limit(VOUCHERS_OF_A_PAGE + 1)
    ).all()
    return list(rows[:VOUCHERS_OF_A_PAGE]), len(rows) > VOUCHERS_OF_A_PAGE


def own_vouchers(actor: Actor) -> Select[Voucher]:
    """The vouchers that the actor may see. Raises NotPermitted."""
    return select(Voucher).where(Voucher.cooperative_id == require_reader(actor))


def entry_with_money(session: Session, actor: Actor, entry_id: UUID) -> tuple[ledger.JournalEntry, int]:
    """An entry and what money it moved, for whoever gives its receipt. Raises NotPermitted, NotFound."""
    cooperative_id = _require_receipt_reader(actor)
    found = ledger.journal_entry(session.connection(), cooperative_id, entry_id)
    if found is None:
        raise NotFound
    return found, money_moved(found)


def _require_receipt_reader(actor: Actor) -> UUID:
    actor.require("cooperative", roles=(*READERS, *CASHIERS))
    return actor.organisation_id


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    """A receipt as it is printed: whose it is, and the entry behind it."""

    receipt: MoneyReceipt
    cooperative: str
    address: str
    entry: ledger.JournalEntry


def receipt(session: Session, actor: Actor, receipt_id: UUID) -> ReceiptSeen:
    """A receipt. Raises NotPermitted, NotFound."""
    cooperative_id = _require_receipt_reader(actor)
    found = session.scalar(
        select(MoneyReceipt).where(MoneyReceipt.cooperative_id == cooperative_id, MoneyReceipt.id == receipt_id)
    )
    if found is None:
        raise NotFound
    own = session.get_one(Organisation, cooperative_id)
    behind = ledger.journal_entry(session.connection(), cooperative_id, found.entry_id)
    if behind is None:
        raise NotFound
    return ReceiptSeen(found, own.name, own.address or "", behind)
