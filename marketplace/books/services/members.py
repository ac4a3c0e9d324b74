"""The register of members: who comes in, what changes about him, and which account sees his own."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...clock import now, today
from ...errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from ...identifiers import new_id
from ...identity.credentials import new_code, plain_code, token_hash
from ...identity.rules import optional_line, phone_number, plain_line
from ..errors import CodeNotGood, HasLeft, MemberExists, NumberTaken
from ..models.members import Member
from ..queries.members import account_to_link, locked_member, proposed_number, require_register
from ..rules.members import CARD_CODE_VALID, INCLUSION, MemberRequest
from ..rules.nik import NikSafe, read_nik
from ..rules.roles import REGISTRARS


def register(
    session: Session, actor: Actor, request: MemberRequest, safe: NikSafe, *, key: str | None = None
) -> Member:
    """Take a member into the register; without a number he gets the next one.

    Raises NotPermitted, NumberTaken, MemberExists (the NIK), InvalidNik, InvalidPhone, Invalid.
    """
    cooperative_id = require_register(actor, *REGISTRARS)
    content = {name: value for name, value in asdict(request).items() if name != "nik"}
    made = idempotency.claim(session, actor, "books.register_member", key, content)
    if made is not None:
        return session.get_one(Member, made)
    lock_numbers(session, cooperative_id)
    member = Member(id=new_id(), cooperative_id=cooperative_id)
    write(session, actor, member, request, safe)
    _check_unique(session, member)
    session.add(member)
    session.flush()
    audit.record(session, actor, "books.register_member", member.id, number=member.number)
    idempotency.settle(session, actor, "books.register_member", key, member.id)
    return member


def change(
    session: Session, actor: Actor, member_id: UUID, request: MemberRequest, safe: NikSafe, *, version: int
) -> Member:
    """Change what is written of a member.

    Raises NotFound, NotPermitted, ChangedMeanwhile, NumberTaken, MemberExists, InvalidNik, InvalidPhone, Invalid.
    """
    cooperative_id = require_register(actor, *REGISTRARS)
    member = locked_member(session, cooperative_id, member_id)
    if member.version != version:
        raise ChangedMeanwhile
    lock_numbers(session, cooperative_id)
    before = _told(member)
    with session.no_autoflush:
        write(session, actor, member, request, safe)
    _check_unique(session, member)
    session.flush()
    changed = sorted(name for name, value in _told(member).items() if value != before[name])
    audit.record(session, actor, "books.change_member", member.id, changed=changed)
    return member


def write(session: Session, actor: Actor, member: Member, request: MemberRequest, safe: NikSafe) -> None:
    """Put what was asked into the row, read and checked."""
    joined_on = request.joined_on
    if joined_on > today(actor.time_zone) or joined_on.year < 1945 or (member.left_on and joined_on > member.left_on):
        raise Invalid(field="joined_on")
    member.name = plain_line(request.name, field="name", most=100)
    member.phone = phone_number(request.phone) if request.phone.strip() else None
    member.address = optional_line(request.address, field="address")
    member.joined_on = joined_on
    member.number = (
        optional_line(request.number, field="number", most=30)
        or member.number
        or proposed_number(session, member.cooperative_id)
    )
    _write_inclusion(actor, member, request)
    if request.nik is not None:
        sealed = safe.seal(read_nik(request.nik), member.cooperative_id) if request.nik.strip() else None
        member.nik_sealed = sealed.sealed if sealed else None
        member.nik_end = sealed.end if sealed else None
        member.nik_mark = sealed.mark if sealed else None


def _write_inclusion(actor: Actor, member: Member, request: MemberRequest) -> None:
    told = [word for word in INCLUSION if word in request.inclusion]
    if len(told) != len(set(request.inclusion)) or (told and not request.inclusion_agreed):
        raise Invalid(field="inclusion")
    member.inclusion = told
    member.inclusion_agreed_on = (member.inclusion_agreed_on or today(actor.time_zone)) if told else None


def _told(member: Member) -> dict[str, object]:
    names = ("number", "name", "phone", "address", "joined_on", "nik_mark", "inclusion")
    return {name: getattr(member, name) for name in names}


def _check_unique(session: Session, member: Member) -> None:
    """Raise NumberTaken or MemberExists where another has the number, or another present member the NIK."""
    with session.no_autoflush:
        if _other(session, member, func.lower(Member.number) == member.number.lower()):
            raise NumberTaken(field="number", number=member.number)
        if member.nik_mark is not None and member.is_current:
            same = _other(session, member, Member.nik_mark == member.nik_mark, Member.left_on.is_(None))
            if same:
                raise MemberExists(field="nik", number=same)


def _other(session: Session, member: Member, *conditions: ColumnElement[bool]) -> str | None:
    """The number of another member of the cooperative for whom the conditions hold."""
    return session.scalar(
        select(Member.number)
        .where(Member.cooperative_id == member.cooperative_id, Member.id != member.id, *conditions)
        .limit(1)
    )


def lock_numbers(session: Session, cooperative_id: UUID) -> None:
    """Give out member numbers of a cooperative one after the other, until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"member numbers {cooperative_id}", 0))))


def make_card_code(session: Session, actor: Actor, member_id: UUID) -> str:
    """A fresh code for the member's card, told this once; with his number it connects his account. Ends former codes.

    Raises NotFound, NotPermitted, HasLeft.
    """
    member = locked_member(session, require_register(actor, *REGISTRARS), member_id)
    if not member.is_current:
        raise HasLeft
    code = new_code()
    member.claim_hash, member.claim_expires_at = token_hash(code), now() + CARD_CODE_VALID
    audit.record(session, actor, "books.make_card_code", member.id)
    return code


def claim(session: Session, actor: Actor, *, number: str, code: str) -> Member:
    """Connect the actor's own account with the member whose card he holds. Raises CodeNotGood, MemberExists."""
    if not actor.is_a("cooperative") or actor.person_id is None:
        raise NotPermitted
    member = session.scalar(
        select(Member)
        .where(
            Member.cooperative_id == actor.organisation_id,
            func.lower(Member.number) == number.strip().lower(),
            Member.claim_hash == token_hash(plain_code(code)),
            Member.left_on.is_(None),
        )
        .with_for_update()
    )
    if member is None or member.claim_expires_at is None or member.claim_expires_at <= now():
        raise CodeNotGood(field="code")
    _link(session, member, actor.person_id)
    audit.record(session, actor, "books.claim_member_card", member.id)
    return member


def link(session: Session, actor: Actor, member_id: UUID, person_id: UUID) -> Member:
    """Connect the account that has the member's own telephone number: the office knows him and says so.

    Raises NotFound (also when it is not that account), NotPermitted, MemberExists.
    """
    member = locked_member(session, require_register(actor, *REGISTRARS), member_id)
    person = account_to_link(session, actor, member)
    if person is None or person.id != person_id:
        raise NotFound
    _link(session, member, person.id)
    audit.record(session, actor, "books.link_member", member.id)
    return member


def _link(session: Session, member: Member, person_id: UUID) -> None:
    lock_numbers(session, member.cooperative_id)
    taken = _other(session, member, Member.person_id == person_id, Member.left_on.is_(None))
    if taken:
        raise MemberExists(number=taken)
    member.person_id, member.claim_hash, member.claim_expires_at = person_id, None, None
    session.flush()


def unlink(session: Session, actor: Actor, member_id: UUID) -> Member:
    """Disconnect the account from the member; it sees nothing of his any more. Raises NotFound, NotPermitted."""
    member = locked_member(session, require_register(actor, *REGISTRARS), member_id)
    member.person_id = None
    audit.record(session, actor, "books.unlink_member", member.id)
    return member


def show_nik(session: Session, actor: Actor, member_id: UUID, safe: NikSafe) -> str:
    """The whole NIK, for who keeps the register; that he looked is on record. Raises NotFound, NotPermitted."""
    member = locked_member(session, require_register(actor, *REGISTRARS), member_id)
    if member.nik_sealed is None:
        raise NotFound
    audit.record(session, actor, "books.show_nik", member.id)
    return safe.open(member.nik_sealed)
