"""Where members stand with their dues: what fell due by the dated amounts, what of it is booked, what is unpaid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotPermitted
from ..models.members import Member
from ..models.savings import Dues, DuesAmount, DuesPayment, SavingsMovement, SavingsPolicy, SavingsRate
from ..rules.dues import DatedAmount, Due, Standing, mandatory_due, principal_due, standing
from ..rules.members import SAVINGS_READERS
from ..rules.savings import ACCOUNTS
from ..rules.savings_interest import Rate
from .savings_balances import Balances, balances


def require_savings_reader(actor: Actor) -> UUID:
    """The cooperative whose members' savings the actor may read. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*SAVINGS_READERS):
        raise NotPermitted
    return actor.organisation_id


def policy_of(session: Session, cooperative_id: UUID) -> SavingsPolicy:
    """The cooperative's policy; the defaults where it never set one."""
    row = session.get(SavingsPolicy, cooperative_id)
    return row or SavingsPolicy(
        cooperative_id=cooperative_id,
        dues_class="equity",
        accountant="",
        books_receivable=False,
        bank_account="1-1200",
        due_day=10,
        version=0,
    )


def account_of(policy: SavingsPolicy, kind: str) -> str:
    """The account on which savings of `kind` are booked."""
    return ACCOUNTS[policy.dues_class][kind]  # type: ignore[index]


def dues_amounts(session: Session, cooperative_id: UUID) -> dict[str, list[DatedAmount]]:
    """Kind of dues -> its amounts by date."""
    found: dict[str, list[DatedAmount]] = {"principal": [], "mandatory": []}
    statement = select(DuesAmount).where(DuesAmount.cooperative_id == cooperative_id)
    for row in session.scalars(statement.order_by(DuesAmount.effective_from)):
        found[row.kind].append(DatedAmount(row.effective_from, row.amount))
    return found


def savings_rates(session: Session, cooperative_id: UUID) -> list[Rate]:
    """What voluntary savings earn, by date."""
    statement = select(SavingsRate).where(SavingsRate.cooperative_id == cooperative_id)
    return [
        Rate(row.effective_from, row.percent_per_year)
        for row in session.scalars(statement.order_by(SavingsRate.effective_from))
    ]


@dataclass(frozen=True, slots=True)
class DuesTerms:
    """What dues are counted by: amounts by date, the day of the month, and what was brought in from before."""

    amounts: dict[str, list[DatedAmount]]
    due_day: int
    openings: dict[tuple[UUID, str], tuple[date, int]]
    _known: dict[tuple[str, date, date, date | None], tuple[Due, ...]] = field(default_factory=dict)
    """What fell due, by what it depends on: most members joined on the same few days."""

    def standing(self, member: Member, kind: str, has: Balances, today: date) -> Standing:
        """What fell due of `kind` up to `today` and is neither paid nor booked as owed."""
        day, brought = self.openings.get((member.id, kind), (None, 0))
        return standing(self.due(member, kind, today, day), has.of(kind) - brought, today)

    def due(self, member: Member, kind: str, today: date, after: date | None) -> tuple[Due, ...]:
        """Everything that fell due up to the month of `today`; nothing of the time after he left."""
        asked = (kind, member.joined_on, min(today, member.left_on or today), after)
        if asked not in self._known:
            self._known[asked] = tuple(self._due(*asked))
        return self._known[asked]

    def _due(self, kind: str, joined_on: date, last: date, after: date | None) -> list[Due]:
        if kind == "principal":
            brought_in = after is not None and after >= joined_on
            return [] if brought_in or joined_on > last else principal_due(self.amounts[kind], joined_on)
        return mandatory_due(self.amounts[kind], joined_on, last, due_day=self.due_day, after=after)


def dues_terms(session: Session, cooperative_id: UUID, members: Collection[UUID] | None = None) -> DuesTerms:
    """What the dues of `members` (default: everybody) are counted by."""
    return DuesTerms(
        dues_amounts(session, cooperative_id),
        policy_of(session, cooperative_id).due_day,
        _openings(session, cooperative_id, members),
    )


def _openings(
    session: Session, cooperative_id: UUID, members: Collection[UUID] | None
) -> dict[tuple[UUID, str], tuple[date, int]]:
    statement = (
        select(
            SavingsMovement.member_id,
            SavingsMovement.kind,
            func.max(SavingsMovement.day),
            func.sum(SavingsMovement.amount),
        )
        .where(
            SavingsMovement.cooperative_id == cooperative_id,
            SavingsMovement.movement == "opening",
            SavingsMovement.reversed_at.is_(None),
        )
        .group_by(SavingsMovement.member_id, SavingsMovement.kind)
    )
    if members is not None:
        statement = statement.where(SavingsMovement.member_id.in_(members))
    return {(member, kind): (day, int(amount)) for member, kind, day, amount in session.execute(statement)}


@dataclass(frozen=True, slots=True)
class OpenDues:
    """Booked dues and what is still owed of them."""

    dues: Dues
    owed: int

    @property
    def due(self) -> Due:
        """What is owed, of which month, by when."""
        return Due(self.dues.month, self.owed, self.dues.due_on)


def open_dues(
    session: Session, cooperative_id: UUID, members: Collection[UUID] | None = None
) -> dict[tuple[UUID, str], list[OpenDues]]:
    """Booked dues that are not paid, by member and kind, oldest month first."""
    paid = (
        select(DuesPayment.dues_id, func.sum(DuesPayment.amount).label("amount"))
        .join(SavingsMovement, SavingsMovement.id == DuesPayment.movement_id)
        .where(DuesPayment.cooperative_id == cooperative_id, SavingsMovement.reversed_at.is_(None))
        .group_by(DuesPayment.dues_id)
        .subquery()
    )
    owed = Dues.amount - func.coalesce(paid.c.amount, 0)
    statement = (
        select(Dues, owed)
        .outerjoin(paid, paid.c.dues_id == Dues.id)
        .where(Dues.cooperative_id == cooperative_id, Dues.cancelled_on.is_(None), owed > 0)
        .order_by(Dues.month)
    )
    if members is not None:
        statement = statement.where(Dues.member_id.in_(members))
    found: dict[tuple[UUID, str], list[OpenDues]] = defaultdict(list)
    for dues, left in session.execute(statement):
        found[dues.member_id, dues.kind].append(OpenDues(dues, int(left)))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Behind:
    """A member who owes dues: how much, how much of it late, and since which month."""

    member: Member
    owed: int
    late: int
    since: date


def behind_with_dues(session: Session, actor: Actor, *, today: date) -> list[Behind]:
    """Present members with unpaid dues, who owes most on top. Raises NotPermitted."""
    cooperative_id = require_savings_reader(actor)
    statement = select(Member).where(Member.cooperative_id == cooperative_id, Member.left_on.is_(None))
    terms, everybody = dues_terms(session, cooperative_id), balances(session, cooperative_id)
    booked = open_dues(session, cooperative_id)
    found = []
    for member in session.scalars(statement):
        has = everybody.get(member.id, Balances())
        unpaid = [
            each
            for kind in ("principal", "mandatory")
            for each in (
                *terms.standing(member, kind, has, today).unpaid,
                *(row.due for row in booked.get((member.id, kind), ())),
            )
        ]
        if unpaid:
            late = sum(each.amount for each in unpaid if each.due_on < today)
            found.append(Behind(member, sum(each.amount for each in unpaid), late, min(each.month for each in unpaid)))
    return sorted(found, key=lambda each: (-each.late, -each.owed, each.member.number))
