"""Reads of the register of members, and of a member's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotFound, NotPermitted
from ...identity.models import Membership, Person
from ..errors import NotLinked
from ..models.members import Member
from ..rules.members import FEWEST_TOLD, REGISTER_READERS, number_after

MEMBER_ID = Member.id
MEMBERS_OF_A_PAGE = 50
BY_NUMBER = (func.length(Member.number), Member.number)
"""The order of the register: A-9 before A-10."""


def require_register(actor: Actor, *roles: str) -> UUID:
    """The cooperative whose register the actor may read, or for which he holds one of `roles`. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*(roles or REGISTER_READERS)):
        raise NotPermitted
    return actor.organisation_id


def visible_to(actor: Actor) -> Select[Member]:
    """The members the actor may see: those who work with the register all of the cooperative, a member himself."""
    if not actor.is_a("cooperative"):
        raise NotPermitted
    own_cooperative = select(Member).where(Member.cooperative_id == actor.organisation_id)
    if actor.has_role(*REGISTER_READERS):
        return own_cooperative
    if actor.person_id is None:
        raise NotPermitted
    return own_cooperative.where(Member.person_id == actor.person_id)


def member(session: Session, actor: Actor, member_id: UUID) -> Member:
    """One member. Raises NotFound, NotPermitted."""
    found = session.scalar(visible_to(actor).where(Member.id == member_id))
    if found is None:
        raise NotFound
    return found


def locked_member(session: Session, cooperative_id: UUID, member_id: UUID) -> Member:
    """The member, whose savings nobody else changes until the transaction ends. Raises NotFound."""
    statement = select(Member).where(Member.cooperative_id == cooperative_id, Member.id == member_id)
    found = session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def register(actor: Actor, *, words: str = "", state: str = "current") -> Select[Member]:
    """The register: members whose name, number or telephone hold every word; `current`, `left` or `all`."""
    require_register(actor)
    statement = visible_to(actor)
    if state in ("current", "left"):
        statement = statement.where(Member.left_on.is_(None) if state == "current" else Member.left_on.is_not(None))
    for word in words.split()[:6]:
        digits = word.lstrip("+0")
        holds = [Member.name.icontains(word, autoescape=True), Member.number.icontains(word, autoescape=True)]
        if digits.isdecimal() and len(digits) >= 4:
            holds.append(Member.phone.contains(digits, autoescape=True))
        statement = statement.where(or_(*holds))
    return statement


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register by number, and how many members there are in all."""

    members: list[Member]
    page: int
    pages: int
    total: int


def register_page(
    session: Session, actor: Actor, *, words: str = "", state: str = "current", page: int = 1
) -> RegisterPage:
    """The page (from 1) of the register. Raises NotPermitted."""
    statement = register(actor, words=words, state=state)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(1, -(-total // MEMBERS_OF_A_PAGE))
    page = min(max(page, 1), pages)
    found = session.scalars(
        statement.order_by(*BY_NUMBER).limit(MEMBERS_OF_A_PAGE).offset((page - 1) * MEMBERS_OF_A_PAGE)
    )
    return RegisterPage(list(found), page, pages, total)


def proposed_number(session: Session, cooperative_id: UUID) -> str:
    """The number after the highest one."""
    return number_after(
        session.scalar(
            select(Member.number)
            .where(Member.cooperative_id == cooperative_id)
            .order_by(func.length(Member.number).desc(), Member.number.desc())
            .limit(1)
        )
    )


def own_member(session: Session, actor: Actor) -> Member:
    """The member the actor himself is; his present membership before a former one. Raises NotLinked."""
    found = None
    if actor.is_a("cooperative") and actor.person_id is not None:
        found = session.scalar(
            select(Member)
            .where(Member.cooperative_id == actor.organisation_id, Member.person_id == actor.person_id)
            .order_by(Member.left_on.is_not(None), Member.joined_on.desc())
            .limit(1)
        )
    if found is None:
        raise NotLinked
    return found


def names_of(session: Session, cooperative_id: UUID, ids: Collection[UUID]) -> dict[UUID, Member]:
    """Members by id."""
    if not ids:
        return {}
    statement = select(Member).where(Member.cooperative_id == cooperative_id, Member.id.in_(ids))
    return {each.id: each for each in session.scalars(statement)}


def account_to_link(session: Session, actor: Actor, member: Member) -> Person | None:
    """The account of this cooperative with the member's own telephone number, where neither is connected yet."""
    if member.person_id is not None or member.phone is None or not member.is_current:
        return None
    taken = select(Member.person_id).where(
        Member.cooperative_id == member.cooperative_id, Member.person_id.is_not(None), Member.left_on.is_(None)
    )
    return session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == actor.organisation_id,
            Membership.ended_at.is_(None),
            Person.phone == member.phone,
            Person.id.not_in(taken),
        )
    )


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """How many members there are, without names; `inclusion` of those who told it, where enough did.

    `inclusion` holds None for a total so small that it would point at somebody.
    """

    current: int
    joined: int
    left: int
    inclusion: dict[str, int | None]
    told: int


def register_totals(session: Session, cooperative_id: UUID, *, first: date, last: date) -> RegisterTotals:
    """Members at the end of `last`, who joined and who left from `first` to `last`. The caller says who may see it."""
    of_cooperative = Member.cooperative_id == cooperative_id
    was_member = (Member.joined_on <= last) & (Member.left_on.is_(None) | (Member.left_on > last))
    counted = session.execute(
        select(
            func.count().filter(was_member),
            func.count().filter(Member.joined_on.between(first, last)),
            func.count().filter(Member.left_on.between(first, last)),
            func.count().filter(was_member & (func.cardinality(Member.inclusion) > 0)),
        ).where(of_cooperative)
    ).one()
    word = func.unnest(Member.inclusion).label("word")
    told = select(word).where(of_cooperative, was_member).subquery()
    by_word = session.execute(select(told.c.word, func.count()).group_by(told.c.word)).all()
    inclusion = {each: (count if count >= FEWEST_TOLD else None) for each, count in by_word}
    return RegisterTotals(counted[0], counted[1], counted[2], inclusion, counted[3])


def active_days(last: date, days: int) -> tuple[date, date]:
    """The first and the last of the `days` that end with `last`."""
    return last - timedelta(days=days - 1), last


def known_numbers(session: Session, cooperative_id: UUID) -> set[str]:
    """Every member number, in small letters."""
    return set(session.scalars(select(func.lower(Member.number)).where(Member.cooperative_id == cooperative_id)))
