"""Members' parts of a division and what was paid of them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ....actor import Actor
from ....errors import NotFound
from ...models.members import Member
from ...models.surplus import SurplusDivision, SurplusPart, SurplusPayment
from .divisions import division
from .inputs import require_reader


class PartRow(NamedTuple):
    """A member's part and how he got it, if he did."""

    part: SurplusPart
    member: Member
    payment: SurplusPayment | None


def parts(
    session: Session,
    actor: Actor,
    division_id: UUID,
    *,
    unpaid_only: bool = False,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[PartRow], int]:
    """Members' parts of a division by number, and how many there are; `words` in number or name.

    Raises NotPermitted, NotFound.
    """
    found = division(session, actor, division_id)
    statement = (
        select(SurplusPart, Member, SurplusPayment)
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .outerjoin(
            SurplusPayment,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id)
            & (SurplusPayment.part_id == SurplusPart.id)
            & SurplusPayment.reversed_on.is_(None),
        )
        .where(SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id)
    )
    if unpaid_only:
        statement = statement.where(SurplusPayment.id.is_(None))
    if words.strip():
        statement = statement.where(
            func.strpos(func.lower(Member.number + " " + Member.name), words.strip().lower()) > 0
        )
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = session.execute(statement.order_by(func.length(Member.number), Member.number).limit(limit).offset(offset))
    return [PartRow(*row) for row in rows], total


def part(session: Session, actor: Actor, part_id: UUID) -> tuple[SurplusPart, Member]:
    """One member's part. Raises NotPermitted, NotFound."""
    row = session.execute(
        select(SurplusPart, Member)
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .where(SurplusPart.cooperative_id == require_reader(actor), SurplusPart.id == part_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


class Paid(NamedTuple):
    """How many parts of a division were paid, and how much; rupiah."""

    people: int
    amount: int
    all_people: int
    all_amount: int


def paid_of(session: Session, found: SurplusDivision) -> Paid:
    """What of a division was paid to members."""
    amount = SurplusPart.for_business + SurplusPart.for_capital
    own = (SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id)
    whole = session.execute(select(func.count(), func.coalesce(func.sum(amount), 0)).where(*own)).one()
    done = session.execute(
        select(func.count(), func.coalesce(func.sum(SurplusPayment.amount), 0))
        .join(
            SurplusPart,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id) & (SurplusPayment.part_id == SurplusPart.id),
        )
        .where(*own, SurplusPayment.reversed_on.is_(None))
    ).one()
    return Paid(int(done[0]), int(done[1]), int(whole[0]), int(whole[1]))


def payment(session: Session, actor: Actor, payment_id: UUID) -> tuple[SurplusPayment, SurplusPart, Member]:
    """A receipt with its part and member. Raises NotPermitted, NotFound."""
    cooperative_id = require_reader(actor)
    row = session.execute(
        select(SurplusPayment, SurplusPart, Member)
        .join(
            SurplusPart,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id) & (SurplusPayment.part_id == SurplusPart.id),
        )
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .where(SurplusPayment.cooperative_id == cooperative_id, SurplusPayment.id == payment_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]
