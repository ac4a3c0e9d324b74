"""Term savings: opened for a purpose, paid out or rolled over at maturity, earlier only with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import SavingsDeposited, book
from ...clock import today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ..errors import HasLeft, NotMatured, TermClosed
from ..models.members import Member
from ..models.numbering import next_number
from ..models.savings import SavingsMovement, TermSaving
from ..queries.dues import account_of, policy_of
from ..queries.members import locked_member, require_register
from ..queries.savings_balances import balances_of
from ..rules.roles import CASHIERS
from ..rules.savings import TERM_NUMBER, add_months
from .receipts import Movement, as_told, check_request, enough, money_account, new_receipt
from .savings import book_withdrawal
from .steps import books_of, once

WAYS = ("cash", "transfer", "voluntary")
LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRequest:
    """How much for how many months at how many per cent a year, and what for."""

    amount: int
    months: int
    percent_per_year: Decimal = Decimal(0)
    purpose: str = ""


def open_term(
    session: Session,
    actor: Actor,
    member_id: UUID,
    request: TermRequest,
    *,
    way: str = "cash",
    day: date | None = None,
    key: str | None = None,
) -> SavingsMovement:
    """Take term savings from a member, in cash, by bank, or out of his voluntary savings; give the receipt.

    Raises NotPermitted, NotFound, HasLeft, NotEnoughSavings, Invalid, BookingRefused, IdempotencyKeyReused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    on = day or today(actor.time_zone)
    check_terms(request)

    def do() -> SavingsMovement:
        member = locked_member(session, cooperative_id, member_id)
        check_request(actor, member, amount=request.amount, day=on, way=way, ways=WAYS)
        if way == "voluntary":
            enough(balances_of(session, cooperative_id, member_id).voluntary, request.amount)
        term = new_term(session, actor, member, request, on)
        receipt = new_receipt(session, actor, member, Movement(
            movement="deposit", kind="term", amount=request.amount, way=way, day=on, note=term.purpose, term_id=term.id
        ))  # fmt: skip
        policy = policy_of(session, cooperative_id)
        receipt.entry_id = book(session, actor, books_of(session, actor), SavingsDeposited(
            id=receipt.id,
            reference=receipt.number,
            day=on,
            narration=f"Simpanan berjangka {term.number} anggota {member.number}",
            member_id=member_id,
            amount=request.amount,
            account=account_of(policy, "term"),
            money=money_account(policy, way),
        ))  # fmt: skip
        return as_told(session, actor, receipt)

    content = [member_id, request.amount, request.months, str(request.percent_per_year), request.purpose, way, day]
    return once(session, actor, "books.open_term_savings", key, content, SavingsMovement, do)


def check_terms(request: TermRequest) -> None:
    """Raise Invalid with the field at fault."""
    if not 1 <= request.months <= LONGEST_MONTHS:
        raise Invalid(field="months")
    if not 0 <= request.percent_per_year <= 100 or -int(request.percent_per_year.as_tuple().exponent) > 4:
        raise Invalid(field="percent_per_year")
    if len(request.purpose) > 200:
        raise Invalid(field="purpose")


def new_term(
    session: Session, actor: Actor, member: Member, request: TermRequest, day: date, *, rolled_from: UUID | None = None
) -> TermSaving:
    """Term savings that run from `day`."""
    term = TermSaving(
        id=new_id(),
        cooperative_id=member.cooperative_id,
        member_id=member.id,
        number=next_number(session, member.cooperative_id, TERM_NUMBER, today(actor.time_zone).year),
        amount=request.amount,
        opened_on=day,
        months=request.months,
        matures_on=add_months(day, request.months),
        purpose=request.purpose.strip(),
        percent_per_year=request.percent_per_year,
        rolled_from=rolled_from,
        made_by=actor.person_id,
    )
    session.add(term)
    session.flush()
    return term


def pay_out(
    session: Session,
    actor: Actor,
    term_id: UUID,
    *,
    way: str = "cash",
    day: date | None = None,
    reason: str = "",
    key: str | None = None,
) -> SavingsMovement:
    """Give term savings back, in cash, by bank or into the voluntary savings; before maturity it needs a reason.

    Raises NotPermitted, NotFound, TermClosed, HasLeft, Invalid (also `reason` missing), BookingRefused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    on = day or today(actor.time_zone)

    def do() -> SavingsMovement:
        term, member = _locked(session, cooperative_id, term_id)
        check_request(actor, member, amount=term.amount, day=on, way=way, ways=WAYS)
        if on < term.opened_on:
            raise Invalid(field="day")
        if (on < term.matures_on and not reason.strip()) or len(reason) > 500:
            raise Invalid(field="reason")
        return close_term(session, actor, member, term, way=way, day=on, reason=reason.strip())

    return once(session, actor, "books.pay_out_term_savings", key, [term_id, way, day, reason], SavingsMovement, do)


def close_term(
    session: Session, actor: Actor, member: Member, term: TermSaving, *, way: str, day: date, reason: str
) -> SavingsMovement:
    """Pay the term savings out, for whoever has checked that it may be."""
    receipt = new_receipt(session, actor, member, Movement(
        movement="withdrawal", kind="term", amount=term.amount, way=way, day=day, note=reason, term_id=term.id
    ))  # fmt: skip
    term.state, term.closed_on, term.closing_reason = "closed", day, reason or None
    return book_withdrawal(session, actor, member, receipt)


def roll_over(
    session: Session, actor: Actor, term_id: UUID, request: TermRequest, *, key: str | None = None
) -> TermSaving:
    """Let matured term savings run on from the day of maturity, under new terms; the sum stays, so nothing is booked.

    Raises NotPermitted, NotFound, TermClosed, NotMatured, HasLeft, Invalid, IdempotencyKeyReused.
    """
    cooperative_id = require_register(actor, *CASHIERS)
    check_terms(request)
    content = [term_id, request.months, str(request.percent_per_year), request.purpose]
    made = idempotency.claim(session, actor, "books.roll_over_term_savings", key, content)
    if made is not None:
        return session.get_one(TermSaving, made)
    term, member = _locked(session, cooperative_id, term_id)
    if not member.is_current:
        raise HasLeft
    if today(actor.time_zone) < term.matures_on:
        raise NotMatured(day=term.matures_on.isoformat())
    term.state, term.closed_on = "rolled", term.matures_on
    same_sum = TermRequest(
        amount=term.amount,
        months=request.months,
        percent_per_year=request.percent_per_year,
        purpose=request.purpose,
    )
    rolled = new_term(session, actor, member, same_sum, term.matures_on, rolled_from=term.id)
    audit.record(session, actor, "books.roll_over_term_savings", rolled.id, number=rolled.number)
    idempotency.settle(session, actor, "books.roll_over_term_savings", key, rolled.id)
    return rolled


def _locked(session: Session, cooperative_id: UUID, term_id: UUID) -> tuple[TermSaving, Member]:
    """Running term savings and their member, who is locked first. Raises NotFound, TermClosed."""
    statement = select(TermSaving).where(TermSaving.cooperative_id == cooperative_id, TermSaving.id == term_id)
    term = session.scalar(statement)
    if term is None:
        raise NotFound
    member = locked_member(session, cooperative_id, term.member_id)
    session.refresh(term)
    if term.state != "open":
        raise TermClosed
    return term, member
