"""Members get their part of the surplus: in cash, by transfer, or into their voluntary savings."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping import SurplusPaid, book_all, reverse
from ...clock import today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ..errors import DivisionDecided, HasLeft, ReceiptReversed, SurplusPartPaid
from ..models.members import Member
from ..models.numbering import next_numbers
from ..models.surplus import SurplusDivision, SurplusPart, SurplusPayment
from ..queries.surplus import found_division
from ..rules.roles import CASHIERS, TREASURERS
from ..rules.surplus import PAYOUT_WAYS
from .steps import books_of, name_of, need_reason, once

NUMBER = "SHU"


def pay(session: Session, actor: Actor, part_id: UUID, *, way: str, key: str | None = None) -> SurplusPayment:
    """Pay a member his part of a booked division, today.

    Raises NotPermitted, NotFound, DivisionDecided, SurplusPartPaid, HasLeft, Invalid, BookingRefused.
    """
    actor.require("cooperative", roles=CASHIERS)
    if way not in PAYOUT_WAYS:
        raise Invalid(field="way")

    def do() -> SurplusPayment:
        statement = select(SurplusPart).where(
            SurplusPart.cooperative_id == actor.organisation_id, SurplusPart.id == part_id
        )
        part = session.scalar(statement)
        if part is None:
            raise NotFound
        found = _booked(session, actor, part.division_id)
        if way == "savings" and not session.get_one(Member, part.member_id).is_current:
            raise HasLeft
        if _unpaid(session, found, part.id) == []:
            raise SurplusPartPaid
        return _pay(session, actor, found, [part], way)[0]

    return once(session, actor, "surplus.pay", key, [part_id, way], SurplusPayment, do)


def pay_all_into_savings(
    session: Session, actor: Actor, division_id: UUID, *, key: str | None = None
) -> SurplusDivision:
    """Put every part that is not paid yet into its member's voluntary savings, each with its receipt.

    Who has left has no savings any more: his part waits to be paid in money.

    Raises NotPermitted, NotFound, DivisionDecided, BookingRefused.
    """
    actor.require("cooperative", roles=TREASURERS)

    def do() -> SurplusDivision:
        found = _booked(session, actor, division_id)
        _pay(session, actor, found, _of_members_still(session, _unpaid(session, found)), "savings")
        return found

    return once(session, actor, "surplus.pay_all", key, division_id, SurplusDivision, do)


def _booked(session: Session, actor: Actor, division_id: UUID) -> SurplusDivision:
    """The division, locked: of its parts one is paid after the other."""
    found = found_division(session, actor.organisation_id, division_id, for_update=True)
    if found.state != "posted":
        raise DivisionDecided(state=found.state)
    return found


def _unpaid(session: Session, found: SurplusDivision, part_id: UUID | None = None) -> list[SurplusPart]:
    paid = (
        select(SurplusPayment.id)
        .where(
            SurplusPayment.cooperative_id == SurplusPart.cooperative_id,
            SurplusPayment.part_id == SurplusPart.id,
            SurplusPayment.reversed_on.is_(None),
        )
        .exists()
    )
    statement = select(SurplusPart).where(
        SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id, ~paid
    )
    if part_id is not None:
        statement = statement.where(SurplusPart.id == part_id)
    return list(session.scalars(statement.order_by(SurplusPart.id)))


def _of_members_still(session: Session, parts: Sequence[SurplusPart]) -> list[SurplusPart]:
    """The parts of those who have not left."""
    ids = [part.member_id for part in parts]
    current = set(session.scalars(select(Member.id).where(Member.id.in_(ids), Member.left_on.is_(None))))
    return [part for part in parts if part.member_id in current]


def _pay(
    session: Session, actor: Actor, found: SurplusDivision, parts: Sequence[SurplusPart], way: str
) -> list[SurplusPayment]:
    if not parts:
        return []
    day = today(actor.time_zone)
    numbers = next_numbers(session, actor.organisation_id, NUMBER, day.year, len(parts))
    made = [
        SurplusPayment(
            id=new_id(),
            cooperative_id=part.cooperative_id,
            part_id=part.id,
            number=number,
            way=way,
            amount=part.amount,
            paid_on=day,
            made_by=actor.person_id,
            person_name=name_of(actor),
        )
        for part, number in zip(parts, numbers, strict=True)
    ]
    events = [
        SurplusPaid(
            id=payment.id,
            reference=payment.number,
            day=day,
            narration=f"SHU tahun {found.year}",
            member_id=part.member_id,
            amount=part.amount,
            money=PAYOUT_WAYS[way],
        )
        for payment, part in zip(made, parts, strict=True)
    ]
    for payment, entry_id in zip(made, book_all(session, actor, books_of(session, actor), events), strict=True):
        payment.entry_id = entry_id
    session.add_all(made)
    session.flush()
    audit.record(session, actor, "surplus.pay", found.id, count=len(made), amount=sum(each.amount for each in made))
    return made


def reverse_payment(
    session: Session, actor: Actor, payment_id: UUID, *, reason: str, key: str | None = None
) -> SurplusPayment:
    """Take back a payment that was recorded wrongly, with its booking; the part can then be paid again.

    Raises NotPermitted, NotFound, ReceiptReversed, Invalid, BookingRefused.
    """
    actor.require("cooperative", roles=CASHIERS)
    words = need_reason(reason)

    def do() -> SurplusPayment:
        statement = select(SurplusPayment).where(
            SurplusPayment.cooperative_id == actor.organisation_id, SurplusPayment.id == payment_id
        )
        found = session.scalar(statement.with_for_update())
        if found is None:
            raise NotFound
        if found.reversed_on is not None:
            raise ReceiptReversed
        found.reversal_entry_id = reverse(session, actor, books_of(session, actor), found.entry_id, reason=words)
        found.reversed_on, found.reversed_by_name = today(actor.time_zone), name_of(actor)
        found.reversal_reason = words
        session.flush()
        audit.record(session, actor, "surplus.reverse_payment", found.id)
        return found

    return once(session, actor, "surplus.reverse_payment", key, [payment_id, words], SurplusPayment, do)
