"""Dues that fell due and are not paid become a receivable, where the cooperative's policy says so."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import audit
from ...actor import SYSTEM_ROLES, Actor
from ...bookkeeping import DuesCancelled, DuesFellDue, book_all
from ...clock import today
from ...identifiers import new_id
from ...identity.models import Organisation
from ..models.members import Member
from ..models.savings import Dues
from ..queries.dues import account_of, dues_terms, open_dues, policy_of
from ..queries.members import require_register
from ..queries.savings_balances import Balances, balances
from ..rules.dues import Due
from ..rules.roles import TREASURERS
from .steps import books_of


def book_dues(session: Session, actor: Actor) -> int:
    """Book what every present member owes of his dues up to today and has not paid; give how many months were booked.

    What was booked before is left as it is, so it can be done again at any time. Raises NotPermitted, BookingRefused.
    """
    return _book(session, actor, require_register(actor, *TREASURERS))


def book_dues_of(session: Session, cooperative: Organisation) -> int:
    """As `book_dues`, by nobody's hand, where the cooperative's policy is to book dues as they fall due."""
    if not policy_of(session, cooperative.id).books_receivable:
        return 0
    nobody = Actor(
        organisation_id=cooperative.id,
        organisation_kind="cooperative",
        roles=SYSTEM_ROLES,
        time_zone=cooperative.time_zone,
        names={"organisation": cooperative.name},
    )
    return _book(session, nobody, cooperative.id)


def _book(session: Session, actor: Actor, cooperative_id: UUID) -> int:
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"book dues {cooperative_id}", 0))))
    policy = policy_of(session, cooperative_id)
    day = today(actor.time_zone)
    earliest = ledger.books_opened_on(session.connection(), cooperative_id) or day.replace(month=1, day=1)
    owed = _fallen_due(session, cooperative_id, day)
    events = [
        DuesFellDue(
            id=new_id(),
            reference=f"{WORDS[kind]} {due.month:%Y-%m}",
            day=max(due.due_on, earliest),
            narration=f"Simpanan {WORDS[kind]} {due.month:%m/%Y} jatuh tempo, anggota {member.number}",
            member_id=member.id,
            amount=due.amount,
            account=account_of(policy, kind),
            due=max(due.due_on, earliest),
        )
        for member, kind, due in owed
    ]
    entries = book_all(session, actor, books_of(session, actor), events)
    session.add_all(
        Dues(
            id=event.id,
            cooperative_id=cooperative_id,
            member_id=member.id,
            kind=kind,
            month=due.month,
            amount=due.amount,
            due_on=due.due_on,
            entry_id=entry,
        )
        for event, entry, (member, kind, due) in zip(events, entries, owed, strict=True)
    )
    session.flush()
    audit.record(session, actor, "books.book_dues", None, months=len(events))
    return len(events)


WORDS = {"principal": "pokok", "mandatory": "wajib"}


def _fallen_due(session: Session, cooperative_id: UUID, day: date) -> list[tuple[Member, str, Due]]:
    """Months of dues whose day has come, neither paid nor booked; each member is locked, by number of his id."""
    members = session.scalars(
        select(Member)
        .where(Member.cooperative_id == cooperative_id, Member.left_on.is_(None))
        .order_by(Member.id)
        .with_for_update()
    ).all()
    has = balances(session, cooperative_id)
    terms = dues_terms(session, cooperative_id)
    booked = {
        (row.member_id, row.kind, row.month)
        for row in session.scalars(select(Dues).where(Dues.cooperative_id == cooperative_id))
    }
    return [
        (member, kind, due)
        for member in members
        for kind in WORDS
        for due in terms.standing(member, kind, has.get(member.id, Balances()), day).unpaid
        if due.due_on <= day and (member.id, kind, due.month) not in booked
    ]


def cancel_dues(session: Session, actor: Actor, member: Member, day: date) -> None:
    """Take back what was booked as owed and never paid, of a member who leaves."""
    policy = policy_of(session, member.cooperative_id)
    found = [row for rows in open_dues(session, member.cooperative_id, [member.id]).values() for row in rows]
    events = [
        DuesCancelled(
            id=new_id(),
            reference=f"{WORDS[row.dues.kind]} {row.dues.month:%Y-%m}",
            day=day,
            narration=f"Simpanan {WORDS[row.dues.kind]} {row.dues.month:%m/%Y} tidak ditagih lagi, "
            f"anggota {member.number} keluar",
            member_id=member.id,
            amount=row.owed,
            account=account_of(policy, row.dues.kind),
            dues_id=row.dues.id,
        )
        for row in found
    ]
    entries = book_all(session, actor, books_of(session, actor), events)
    for row, entry in zip(found, entries, strict=True):
        row.dues.cancelled_on, row.dues.cancellation_entry_id = day, entry
    session.flush()
