"""Interest on savings, credited once for each month that is over, with the tax withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping import InterestCredited, book_all
from ...clock import today
from ...identifiers import new_id
from ...money import Money
from ..errors import InterestPosted, MonthRunning
from ..models.members import Member
from ..models.numbering import next_numbers
from ..models.savings import SavingsMovement, TermSaving
from ..queries.dues import savings_rates
from ..queries.members import require_register
from ..queries.savings_balances import balances, changes_by_day
from ..rules.roles import TREASURERS
from ..rules.savings import ACCOUNTS, NUMBERS, first_of_month, last_of_month
from ..rules.savings_interest import Rate, interest_taxes, month_interest, tax_on
from .steps import books_of, name_of


@dataclass(frozen=True, slots=True)
class Earned:
    """What one account of a member earned in the month, and the tax withheld of it, rupiah."""

    member_id: UUID
    kind: str
    term_id: UUID | None
    amount: int
    tax: int


@dataclass(frozen=True, slots=True)
class InterestOfMonth:
    """The month's interest of every member; `posted` when it was credited already."""

    month: date
    rows: tuple[Earned, ...]
    posted: bool

    @property
    def amount(self) -> int:
        """All of it, before tax."""
        return sum(row.amount for row in self.rows)

    @property
    def tax(self) -> int:
        """What goes to the tax office."""
        return sum(row.tax for row in self.rows)


def preview_interest(session: Session, actor: Actor, month: date) -> InterestOfMonth:
    """What would be credited for the month of `month`; nothing is written. Raises NotPermitted."""
    cooperative_id = require_register(actor, *TREASURERS)
    return _interest(session, cooperative_id, first_of_month(month))


def credit_interest(session: Session, actor: Actor, month: date) -> InterestOfMonth:
    """Credit the month's interest to the voluntary savings, a receipt for each member and account.

    Raises NotPermitted, MonthRunning, InterestPosted, BookingRefused.
    """
    cooperative_id = require_register(actor, *TREASURERS)
    first = first_of_month(month)
    last = last_of_month(first)
    if today(actor.time_zone) <= last:
        raise MonthRunning
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"interest {cooperative_id}", 0))))
    found = _interest(session, cooperative_id, first)
    if found.posted:
        raise InterestPosted
    if found.rows:
        _credit(session, actor, cooperative_id, found.rows, last)
    audit.record(session, actor, "books.credit_interest", None, month=first.isoformat(), members=len(found.rows))
    return found


def _interest(session: Session, cooperative_id: UUID, first: date) -> InterestOfMonth:
    last = last_of_month(first)
    posted = session.scalar(
        select(SavingsMovement.id)
        .where(
            SavingsMovement.cooperative_id == cooperative_id,
            SavingsMovement.movement == "interest",
            SavingsMovement.day == last,
            SavingsMovement.reversed_at.is_(None),
        )
        .limit(1)
    )
    gross = [*_of_voluntary(session, cooperative_id, first, last), *_of_terms(session, cooperative_id, first, last)]
    return InterestOfMonth(first, tuple(_taxed(gross, last)), posted is not None)


def _of_voluntary(session: Session, cooperative_id: UUID, first: date, last: date) -> list[Earned]:
    rates = savings_rates(session, cooperative_id)
    if not rates:
        return []
    before = date.fromordinal(first.toordinal() - 1)
    opening = {member: has.voluntary for member, has in balances(session, cooperative_id, on=before).items()}
    changes = changes_by_day(session, cooperative_id, ACCOUNTS["equity"]["voluntary"], first, last)
    present = _present(session, cooperative_id)
    earned = (
        Earned(
            member,
            "voluntary",
            None,
            month_interest(opening.get(member, 0), changes.get(member, {}), rates, first, last),
            0,
        )
        for member in sorted({*opening, *changes} & present)
    )
    return [each for each in earned if each.amount]


def _of_terms(session: Session, cooperative_id: UUID, first: date, last: date) -> list[Earned]:
    """Term savings earn from the day they are opened to the day before they mature or are paid out."""
    statement = select(TermSaving).where(
        TermSaving.cooperative_id == cooperative_id,
        TermSaving.state != "reversed",
        TermSaving.opened_on <= last,
        TermSaving.matures_on > first,
    )
    present = _present(session, cooperative_id)
    earned = []
    for term in session.scalars(statement.order_by(TermSaving.id)):
        end = min(term.matures_on, term.closed_on or term.matures_on)
        changes = {term.opened_on: term.amount}
        changes[end] = changes.get(end, 0) - term.amount
        opening = sum(change for day, change in changes.items() if day < first)
        rate = Rate(date.min, Decimal(term.percent_per_year))
        amount = month_interest(opening, changes, [rate], first, last)
        if amount and term.member_id in present:
            earned.append(Earned(term.member_id, "term", term.id, amount, 0))
    return earned


def _present(session: Session, cooperative_id: UUID) -> set[UUID]:
    statement = select(Member.id).where(Member.cooperative_id == cooperative_id, Member.left_on.is_(None))
    return set(session.scalars(statement))


def _taxed(rows: list[Earned], day: date) -> list[Earned]:
    """The rows with the tax of each member's whole interest, shared among his accounts so that the parts add up."""
    by_member: dict[UUID, list[Earned]] = {}
    for row in rows:
        by_member.setdefault(row.member_id, []).append(row)
    taxed = []
    for own in by_member.values():
        tax = Money(tax_on(sum(row.amount for row in own), interest_taxes(), day))
        parts = tax.shared([Decimal(row.amount) for row in own])
        taxed += [
            Earned(row.member_id, row.kind, row.term_id, row.amount, part.rupiah)
            for row, part in zip(own, parts, strict=True)
        ]
    return taxed


def _credit(session: Session, actor: Actor, cooperative_id: UUID, rows: tuple[Earned, ...], day: date) -> None:
    numbers = next_numbers(session, cooperative_id, NUMBERS["interest"], today(actor.time_zone).year, len(rows))
    receipts = [
        SavingsMovement(
            id=new_id(),
            cooperative_id=cooperative_id,
            member_id=row.member_id,
            number=number,
            movement="interest",
            kind=row.kind,
            term_id=row.term_id,
            way="none",
            amount=row.amount,
            tax=row.tax,
            day=day,
            made_by=actor.person_id,
            person_name=name_of(actor),
        )
        for row, number in zip(rows, numbers, strict=True)
    ]
    events = [
        InterestCredited(
            id=receipt.id,
            reference=receipt.number,
            day=day,
            narration=f"Jasa simpanan {day:%m/%Y}",
            member_id=receipt.member_id,
            amount=receipt.amount,
            tax=receipt.tax,
        )
        for receipt in receipts
    ]
    for receipt, entry in zip(receipts, book_all(session, actor, books_of(session, actor), events), strict=True):
        receipt.entry_id = entry
    session.add_all(receipts)
    session.flush()
