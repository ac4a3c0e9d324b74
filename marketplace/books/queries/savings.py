"""Reads of members' savings: what somebody has and owes, receipts, term savings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotFound, NotPermitted
from ..models.members import Member
from ..models.savings import Dues, DuesPayment, SavingsMovement, TermSaving
from ..rules.dues import Due, Standing
from ..rules.members import ACTIVE_DAYS, SAVINGS_READERS
from .dues import dues_terms, open_dues, require_savings_reader
from .members import active_days, visible_to
from .savings_balances import Balances, balances_of, transactions

MOVEMENT_ID = SavingsMovement.id
TERM_ID = TermSaving.id


@dataclass(frozen=True, slots=True)
class MemberSavings:
    """A member's savings: balances, where he stands with his dues, running term savings, and how lively he is."""

    member: Member
    balances: Balances
    standing: dict[str, Standing]
    booked: dict[str, tuple[Due, ...]]
    terms: tuple[TermSaving, ...]
    movements: tuple[SavingsMovement, ...]
    transactions: int

    @property
    def owed(self) -> int:
        """Dues that are due and not paid, booked or not."""
        return sum(each.amount for each in self.unpaid)

    def owed_of(self, kind: str) -> int:
        """What is due and not paid of one kind."""
        return self.standing[kind].owed + sum(each.amount for each in self.booked.get(kind, ()))

    @property
    def unpaid(self) -> list[Due]:
        """Every unpaid month of dues, booked or not, the oldest first."""
        return sorted(
            due for rows in (*self.booked.values(), *(each.unpaid for each in self.standing.values())) for due in rows
        )

    @property
    def is_active(self) -> bool:
        """Whether he did anything with the cooperative lately."""
        return self.transactions > 0


LAST_MOVEMENTS = 10


def savings_of(session: Session, actor: Actor, member_id: UUID, *, today: date) -> MemberSavings:
    """A member's savings, for those who may see them: who works with savings, and he himself.

    Raises NotFound, NotPermitted.
    """
    member = require_savings(session, actor, member_id)
    cooperative_id = member.cooperative_id
    has = balances_of(session, cooperative_id, member_id)
    terms = dues_terms(session, cooperative_id, [member_id])
    stands = {kind: terms.standing(member, kind, has, today) for kind in ("principal", "mandatory")}
    newest = movements(cooperative_id, member_id).order_by(SavingsMovement.id.desc()).limit(LAST_MOVEMENTS)
    running = term_savings(cooperative_id, member_id=member_id, states=("open",))
    return MemberSavings(
        member,
        has,
        stands,
        {
            kind: tuple(row.due for row in rows)
            for (_, kind), rows in open_dues(session, cooperative_id, [member_id]).items()
        },
        tuple(session.scalars(running.order_by(TermSaving.matures_on))),
        tuple(session.scalars(newest)),
        transactions(session, cooperative_id, member_id, *active_days(today, ACTIVE_DAYS)),
    )


def require_savings(session: Session, actor: Actor, member_id: UUID) -> Member:
    """The member whose savings the actor may see. Raises NotFound, NotPermitted."""
    member = session.scalar(visible_to(actor).where(Member.id == member_id))
    if member is None:
        raise NotFound
    if not actor.has_role(*SAVINGS_READERS) and (actor.person_id is None or member.person_id != actor.person_id):
        raise NotPermitted
    return member


def movements(cooperative_id: UUID, member_id: UUID | None = None) -> Select[SavingsMovement]:
    """Receipts of the cooperative, or of one member."""
    statement = select(SavingsMovement).where(SavingsMovement.cooperative_id == cooperative_id)
    return statement if member_id is None else statement.where(SavingsMovement.member_id == member_id)


def receipt(session: Session, actor: Actor, receipt_id: UUID) -> tuple[SavingsMovement, Member]:
    """A receipt and whose it is, for those who may see his savings. Raises NotFound, NotPermitted."""
    if not actor.is_a("cooperative"):
        raise NotPermitted
    found = session.scalar(movements(actor.organisation_id).where(SavingsMovement.id == receipt_id))
    if found is None:
        raise NotFound
    return found, require_savings(session, actor, found.member_id)


def term_savings(
    cooperative_id: UUID, *, member_id: UUID | None = None, states: Iterable[str] = ()
) -> Select[TermSaving]:
    """Term savings of the cooperative, of one member, in some states."""
    statement = select(TermSaving).where(TermSaving.cooperative_id == cooperative_id)
    if member_id is not None:
        statement = statement.where(TermSaving.member_id == member_id)
    return statement.where(TermSaving.state.in_(tuple(states))) if states else statement


def term_saving(session: Session, actor: Actor, term_id: UUID) -> tuple[TermSaving, Member]:
    """Term savings and whose they are. Raises NotFound, NotPermitted."""
    if not actor.is_a("cooperative"):
        raise NotPermitted
    found = session.scalar(term_savings(actor.organisation_id).where(TermSaving.id == term_id))
    if found is None:
        raise NotFound
    return found, require_savings(session, actor, found.member_id)


@dataclass(frozen=True, slots=True)
class Maturing:
    """Term savings that run, with the member, and the days until they mature (below zero: they did)."""

    term: TermSaving
    member: Member
    days: int


def maturing(session: Session, actor: Actor, *, today: date, limit: int = 200) -> list[Maturing]:
    """Running term savings, those that mature first on top. Raises NotPermitted."""
    cooperative_id = require_savings_reader(actor)
    rows = session.execute(
        select(TermSaving, Member)
        .join(Member, (Member.cooperative_id == TermSaving.cooperative_id) & (Member.id == TermSaving.member_id))
        .where(TermSaving.cooperative_id == cooperative_id, TermSaving.state == "open")
        .order_by(TermSaving.matures_on, TermSaving.id)
        .limit(limit)
    )
    return [Maturing(term, member, (term.matures_on - today).days) for term, member in rows]


NEWEST = 10


def newest_receipts(session: Session, actor: Actor, *, limit: int = NEWEST) -> list[tuple[SavingsMovement, Member]]:
    """The newest receipts with their members. Raises NotPermitted."""
    cooperative_id = require_savings_reader(actor)
    rows = session.execute(
        select(SavingsMovement, Member)
        .join(
            Member, (Member.cooperative_id == SavingsMovement.cooperative_id) & (Member.id == SavingsMovement.member_id)
        )
        .where(SavingsMovement.cooperative_id == cooperative_id)
        .order_by(SavingsMovement.id.desc())
        .limit(limit)
    )
    return [(receipt, member) for receipt, member in rows]


@dataclass(frozen=True, slots=True)
class PaidDues:
    """Booked dues that a receipt settled: of which month, how much, with which entry."""

    month: date
    amount: int
    entry_id: UUID


def dues_paid_by(session: Session, receipt: SavingsMovement) -> list[PaidDues]:
    """The booked dues that a receipt settled, oldest month first. The caller has checked who sees the receipt."""
    rows = session.execute(
        select(Dues.month, DuesPayment.amount, DuesPayment.entry_id)
        .join(Dues, (Dues.cooperative_id == DuesPayment.cooperative_id) & (Dues.id == DuesPayment.dues_id))
        .where(DuesPayment.cooperative_id == receipt.cooperative_id, DuesPayment.movement_id == receipt.id)
        .order_by(Dues.month)
    )
    return [PaidDues(*row) for row in rows]


def term_of(session: Session, receipt: SavingsMovement) -> TermSaving | None:
    """The term savings a receipt is about. The caller has checked who sees the receipt."""
    return None if receipt.term_id is None else session.get(TermSaving, receipt.term_id)


def receipts_of_term(session: Session, term: TermSaving) -> list[SavingsMovement]:
    """The receipts about term savings, the newest first: at most one a month and two."""
    statement = movements(term.cooperative_id, term.member_id).where(SavingsMovement.term_id == term.id)
    return list(session.scalars(statement.order_by(SavingsMovement.id.desc()).limit(LAST_MOVEMENTS * 2)))


def receipt_of_dues_payment(session: Session, actor: Actor, payment_id: UUID) -> UUID:
    """The receipt of which a payment of dues is a part. Raises NotFound, NotPermitted."""
    cooperative_id = require_savings_reader(actor)
    statement = select(DuesPayment.movement_id).where(DuesPayment.cooperative_id == cooperative_id)
    found = session.scalar(statement.where(DuesPayment.id == payment_id))
    if found is None:
        raise NotFound
    return found


def member_of_dues(session: Session, actor: Actor, dues_id: UUID) -> UUID:
    """Whose booked dues they are. Raises NotFound, NotPermitted."""
    cooperative_id = require_savings_reader(actor)
    statement = select(Dues.member_id).where(Dues.cooperative_id == cooperative_id, Dues.id == dues_id)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found
