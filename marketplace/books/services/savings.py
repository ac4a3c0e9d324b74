"""Taking and giving members' savings, and taking back what was recorded wrongly."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping import DuesPaid, SavingsDeposited, SavingsWithdrawn, book, book_all, reverse
from ...clock import now, today
from ...errors import Invalid, NotFound, NotPermitted
from ...identifiers import new_id
from ...money import Money
from ..errors import BuiltOnReceipt, DuesStay, HasLeft, PrincipalPaid, ReceiptReversed
from ..models.members import Member
from ..models.savings import DuesPayment, SavingsMovement, TermSaving
from ..queries.dues import account_of, dues_terms, open_dues, policy_of
from ..queries.members import locked_member, require_register
from ..queries.savings_balances import balances_of
from ..rules.dues import settled_by
from ..rules.roles import CASHIERS, TREASURERS
from ..rules.savings import DUES
from .receipts import Movement, as_told, check_request, enough, money_account, new_receipt
from .steps import books_of, name_of, once

MONEY = ("cash", "transfer")


def deposit(
    session: Session,
    actor: Actor,
    member_id: UUID,
    *,
    kind: str,
    amount: int,
    way: str = "cash",
    day: date | None = None,
    note: str = "",
    key: str | None = None,
) -> SavingsMovement:
    """Take savings from a member: principal or mandatory dues (booked ones are settled first), or voluntary savings.

    Raises NotPermitted, NotFound, HasLeft, PrincipalPaid, DuesStay (term savings have a verb of their own), Invalid,
    BookingRefused, IdempotencyKeyReused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    on = day or today(actor.time_zone)

    def do() -> SavingsMovement:
        member = locked_member(session, cooperative_id, member_id)
        check_request(actor, member, amount=amount, day=on, way=way, ways=MONEY)
        if kind not in (*DUES, "voluntary"):
            raise DuesStay(field="kind") if kind == "term" else Invalid(field="kind")
        if kind == "principal":
            _check_principal(session, actor, member, amount)
        receipt = new_receipt(session, actor, member, Movement(
            movement="deposit", kind=kind, amount=amount, way=way, day=on, note=note
        ))  # fmt: skip
        return _book_deposit(session, actor, member, receipt)

    return once(
        session, actor, "books.savings_deposit", key, [member_id, kind, amount, way, day, note], SavingsMovement, do
    )


def _check_principal(session: Session, actor: Actor, member: Member, amount: int) -> None:
    """Principal dues are paid once: no more than is owed, where an amount was set."""
    terms = dues_terms(session, member.cooperative_id, [member.id])
    if not terms.amounts["principal"]:
        return
    has = balances_of(session, member.cooperative_id, member.id)
    owed = terms.standing(member, "principal", has, today(actor.time_zone)).owed
    owed += sum(
        row.owed for row in open_dues(session, member.cooperative_id, [member.id]).get((member.id, "principal"), ())
    )
    if amount > owed:
        raise PrincipalPaid(field="amount", owed=str(Money(owed)))


def _book_deposit(session: Session, actor: Actor, member: Member, receipt: SavingsMovement) -> SavingsMovement:
    """Book what settles booked dues against them, the oldest first, and the rest as savings."""
    policy = policy_of(session, member.cooperative_id)
    money = money_account(policy, receipt.way)
    booked = open_dues(session, member.cooperative_id, [member.id]).get((member.id, receipt.kind), [])
    parts = settled_by([row.owed for row in booked], receipt.amount)
    payments = [
        DuesPaid(
            id=new_id(),
            reference=receipt.number,
            day=receipt.day,
            narration=_told_as(receipt, member),
            member_id=member.id,
            amount=part,
            money=money,
            dues_id=row.dues.id,
            receipt_id=receipt.id,
        )
        for row, part in zip(booked, parts, strict=True)
        if part
    ]
    if rest := receipt.amount - sum(parts):
        receipt.entry_id = book(session, actor, books_of(session, actor), SavingsDeposited(
            id=receipt.id,
            reference=receipt.number,
            day=receipt.day,
            narration=_told_as(receipt, member),
            member_id=member.id,
            amount=rest,
            account=account_of(policy, receipt.kind),
            money=money,
        ))  # fmt: skip
    as_told(session, actor, receipt)
    entries = book_all(session, actor, books_of(session, actor), payments)
    session.add_all(
        DuesPayment(
            id=payment.id,
            cooperative_id=member.cooperative_id,
            movement_id=receipt.id,
            dues_id=payment.dues_id,
            amount=payment.amount,
            entry_id=entry,
        )
        for payment, entry in zip(payments, entries, strict=True)
    )
    return receipt


WORDS = {"principal": "pokok", "mandatory": "wajib", "voluntary": "sukarela", "term": "berjangka"}


def _told_as(receipt: SavingsMovement, member: Member) -> str:
    verb = "Setoran" if receipt.movement == "deposit" else "Penarikan"
    note = f": {receipt.note}" if receipt.note else ""
    return f"{verb} simpanan {WORDS[receipt.kind]} anggota {member.number}{note}"


def withdraw(
    session: Session,
    actor: Actor,
    member_id: UUID,
    *,
    amount: int,
    way: str = "cash",
    day: date | None = None,
    note: str = "",
    kind: str = "voluntary",
    key: str | None = None,
) -> SavingsMovement:
    """Give a member of his voluntary savings, at most what is there; the other kinds stay.

    Raises NotPermitted, NotFound, HasLeft, DuesStay, NotEnoughSavings, Invalid, BookingRefused, IdempotencyKeyReused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    on = day or today(actor.time_zone)

    def do() -> SavingsMovement:
        member = locked_member(session, cooperative_id, member_id)
        check_request(actor, member, amount=amount, day=on, way=way, ways=MONEY)
        if kind != "voluntary":
            raise DuesStay(field="kind")
        enough(balances_of(session, cooperative_id, member_id).voluntary, amount)
        receipt = new_receipt(session, actor, member, Movement(
            movement="withdrawal", kind=kind, amount=amount, way=way, day=on, note=note
        ))  # fmt: skip
        return book_withdrawal(session, actor, member, receipt)

    return once(
        session, actor, "books.savings_withdrawal", key, [member_id, kind, amount, way, day, note], SavingsMovement, do
    )


def book_withdrawal(
    session: Session, actor: Actor, member: Member, receipt: SavingsMovement, *, account: str = ""
) -> SavingsMovement:
    """Book what goes out of the kind's account (or of `account`, where the policy was another)."""
    policy = policy_of(session, member.cooperative_id)
    event = SavingsWithdrawn(
        id=receipt.id,
        reference=receipt.number,
        day=receipt.day,
        narration=_told_as(receipt, member),
        member_id=member.id,
        amount=receipt.amount,
        account=account or account_of(policy, receipt.kind),
        money=money_account(policy, receipt.way),
    )
    receipt.entry_id = book(session, actor, books_of(session, actor), event)
    return as_told(session, actor, receipt)


def reverse_receipt(
    session: Session, actor: Actor, receipt_id: UUID, *, reason: str, key: str | None = None
) -> SavingsMovement:
    """Undo a receipt that was recorded wrongly, with its booking. A cashier undoes his own of the same day, the
    treasurer any.

    Raises NotPermitted, NotFound, ReceiptReversed, HasLeft, BuiltOnReceipt, NotEnoughSavings, Invalid, BookingRefused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    if not 1 <= len(reason.strip()) <= 1000:
        raise Invalid(field="reason")

    def do() -> SavingsMovement:
        found = session.scalar(
            select(SavingsMovement).where(
                SavingsMovement.cooperative_id == cooperative_id, SavingsMovement.id == receipt_id
            )
        )
        if found is None:
            raise NotFound
        member = locked_member(session, cooperative_id, found.member_id)
        session.refresh(found)
        _check_reversal(session, actor, member, found)
        return _reverse(session, actor, found, reason.strip())

    return once(session, actor, "books.reverse_savings", key, [receipt_id, reason], SavingsMovement, do)


def _check_reversal(session: Session, actor: Actor, member: Member, receipt: SavingsMovement) -> None:
    if receipt.reversed_at is not None:
        raise ReceiptReversed
    if not member.is_current:
        raise HasLeft
    if not actor.has_role(*TREASURERS) and not (
        receipt.made_by == actor.person_id
        and actor.person_id is not None
        and today(actor.time_zone, at=receipt.created_at) == today(actor.time_zone)
        and receipt.movement in ("deposit", "withdrawal")
    ):
        raise NotPermitted
    if receipt.movement == "withdrawal":
        return
    paid_dues = sum(session.scalars(select(DuesPayment.amount).where(DuesPayment.movement_id == receipt.id)))
    has = balances_of(session, member.cooperative_id, member.id)
    # Interest of every kind went to the voluntary savings; booked dues that are owed again stay in the savings.
    kind = "voluntary" if receipt.movement == "interest" else receipt.kind
    enough(has.of(kind), receipt.amount - receipt.tax - paid_dues)


def _reverse(session: Session, actor: Actor, receipt: SavingsMovement, reason: str) -> SavingsMovement:
    if receipt.term_id is not None and receipt.movement != "interest":
        _reverse_term(session, receipt)
    books = books_of(session, actor)
    receipt.reversed_at, receipt.reversed_by, receipt.reversal_reason = now(), actor.person_id, reason
    receipt.reversed_by_name = name_of(actor)
    if receipt.entry_id is not None:
        receipt.reversal_entry_id = reverse(session, actor, books, receipt.entry_id, reason=reason)
    for payment in session.scalars(select(DuesPayment).where(DuesPayment.movement_id == receipt.id)):
        payment.reversal_entry_id = reverse(session, actor, books, payment.entry_id, reason=reason)
    session.flush()
    audit.record(session, actor, "books.reverse_savings", receipt.id, number=receipt.number)
    return receipt


def _reverse_term(session: Session, receipt: SavingsMovement) -> None:
    """Term savings that were never taken, or that run again because they were not paid out after all."""
    term = session.get_one(TermSaving, receipt.term_id)
    if receipt.movement == "deposit":
        if term.state != "open":
            raise BuiltOnReceipt
        interest = select(SavingsMovement.id).where(
            SavingsMovement.term_id == term.id,
            SavingsMovement.movement == "interest",
            SavingsMovement.reversed_at.is_(None),
        )
        if session.scalar(interest.limit(1)) is not None:
            raise BuiltOnReceipt
        term.state, term.closed_on = "reversed", receipt.day
        return
    term.state, term.closed_on, term.closing_reason = "open", None, None
