"""A list of members is looked at without writing anything, and then taken in as a whole, with what each had saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping import SavingsBroughtIn, book_all
from ...clock import today
from ...errors import Invalid, NotPermitted
from ...identifiers import new_id
from ..models.members import Member
from ..models.numbering import next_numbers
from ..models.savings import SavingsMovement
from ..queries.dues import account_of, policy_of
from ..queries.members import known_numbers, proposed_number, require_register
from ..rules.member_lists import SUMS, ListedMember, read_members
from ..rules.members import number_after
from ..rules.nik import NikSafe, SealedNik, read_nik
from ..rules.roles import REGISTRARS, TREASURERS
from ..rules.savings import NUMBERS
from .members import lock_numbers
from .steps import books_of, name_of

EARLIEST_OPENING = date(2000, 1, 1)
"""Balances of an earlier day are a slip of the finger, and would open the books that early."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list holds: the rows that would be taken in, those that would not, and the sums brought in, rupiah."""

    taken: tuple[ListedMember, ...]
    refused: tuple[ListedMember, ...]

    @property
    def remarked(self) -> list[ListedMember]:
        """Rows that would be taken in without something that was written."""
        return [row for row in self.taken if row.findings]

    def total(self, kind: str) -> int:
        """What is brought in of one kind."""
        return sum(getattr(row, kind) for row in self.taken)


def look(session: Session, actor: Actor, table: Sequence[Sequence[object]], safe: NikSafe) -> Looked:
    """What would be taken in of a table; nothing is written. Raises NotPermitted, UnreadableFile."""
    cooperative_id = require_register(actor, *REGISTRARS)
    rows = read_members(table, numbers=known_numbers(session, cooperative_id))
    _find_known_niks(session, actor, rows, safe)
    day = today(actor.time_zone)
    for row in rows:
        if row.joined_on is not None and not date(1945, 1, 1) <= row.joined_on <= day:
            row.findings.append("date_unread")
    return Looked(tuple(row for row in rows if row.is_taken), tuple(row for row in rows if not row.is_taken))


def _find_known_niks(session: Session, actor: Actor, rows: Sequence[ListedMember], safe: NikSafe) -> None:
    """A NIK that a present member has, or that stands in the list twice, keeps its row out."""
    statement = select(Member.nik_mark).where(
        Member.cooperative_id == actor.organisation_id, Member.nik_mark.is_not(None), Member.left_on.is_(None)
    )
    known = set(session.scalars(statement))
    for row in rows:
        if row.nik:
            mark = safe.seal(read_nik(row.nik), actor.organisation_id).mark
            if mark in known:
                row.findings.append("nik_taken")
            known.add(mark)


def take_in(
    session: Session, actor: Actor, table: Sequence[Sequence[object]], safe: NikSafe, *, opening_day: date
) -> Looked:
    """Take in every row that nothing stands against, and book what each had saved as it stood on `opening_day`.

    The same list again takes in nobody twice, since numbers are taken then; rows without a number should be given one.
    Sums need the treasurer. Raises NotPermitted, UnreadableFile, Invalid, BookingRefused.
    """
    cooperative_id = require_register(actor, *REGISTRARS)
    if not EARLIEST_OPENING <= opening_day <= today(actor.time_zone):
        raise Invalid(field="opening_day")
    lock_numbers(session, cooperative_id)
    found = look(session, actor, table, safe)
    if any(found.total(kind) for kind in SUMS) and not actor.has_role(*TREASURERS):
        raise NotPermitted
    members = _new_members(session, actor, found.taken, safe, opening_day)
    session.add_all(members)
    session.flush()
    _bring_in(session, actor, list(zip(members, found.taken, strict=True)), opening_day)
    audit.record(session, actor, "books.import_members", None, members=len(members), refused=len(found.refused))
    return found


def _new_members(
    session: Session, actor: Actor, rows: Sequence[ListedMember], safe: NikSafe, day: date
) -> list[Member]:
    taken = known_numbers(session, actor.organisation_id) | {row.number.lower() for row in rows if row.number}
    following = proposed_number(session, actor.organisation_id)
    members = []
    for row in rows:
        number = row.number
        while not number:
            if following.lower() not in taken:
                number = following
                taken.add(number.lower())
            following = number_after(following)
        sealed: SealedNik | None = safe.seal(read_nik(row.nik), actor.organisation_id) if row.nik else None
        members.append(
            Member(
                id=new_id(),
                cooperative_id=actor.organisation_id,
                number=number,
                name=row.name,
                phone=row.phone or None,
                address=row.address,
                joined_on=row.joined_on or day,
                nik_sealed=sealed.sealed if sealed else None,
                nik_end=sealed.end if sealed else None,
                nik_mark=sealed.mark if sealed else None,
                inclusion=[],
            )
        )
    return members


def _bring_in(session: Session, actor: Actor, rows: Sequence[tuple[Member, ListedMember]], day: date) -> None:
    brought = [(member, kind, getattr(row, kind)) for member, row in rows for kind in SUMS if getattr(row, kind)]
    if not brought:
        return
    policy = policy_of(session, actor.organisation_id)
    year = today(actor.time_zone).year
    numbers = next_numbers(session, actor.organisation_id, NUMBERS["opening"], year, len(brought))
    receipts = [
        SavingsMovement(
            id=new_id(),
            cooperative_id=actor.organisation_id,
            member_id=member.id,
            number=number,
            movement="opening",
            kind=kind,
            way="none",
            amount=amount,
            tax=0,
            day=day,
            made_by=actor.person_id,
            person_name=name_of(actor),
        )
        for (member, kind, amount), number in zip(brought, numbers, strict=True)
    ]
    events = [
        SavingsBroughtIn(
            id=receipt.id,
            reference=receipt.number,
            day=day,
            narration=f"Saldo awal simpanan anggota {member.number}",
            member_id=member.id,
            amount=receipt.amount,
            account=account_of(policy, receipt.kind),
        )
        for receipt, (member, _kind, _amount) in zip(receipts, brought, strict=True)
    ]
    for receipt, entry in zip(receipts, book_all(session, actor, books_of(session, actor), events), strict=True):
        receipt.entry_id = entry
    session.add_all(receipts)
    session.flush()
