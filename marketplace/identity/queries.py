"""What can be read of organisations, people and regions, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..actor import Actor
from ..audit import AuditEntry
from ..clock import now
from ..errors import NotFound, NotPermitted
from .credentials import token_hash
from .errors import InvitationNotOpen
from .models import ApiToken, Invitation, Membership, Organisation, Person, Region
from .rules import PEOPLE_READERS, Liveness, SignInName, liveness, region_words

MEMBERSHIP_ID = Membership.id
ORGANISATION_ID = Organisation.id
TOKEN_ID = ApiToken.id
"""What lists are paged by."""


def visible_to(actor: Actor) -> Select[Organisation]:
    """The organisations whose profile `actor` may see: his own; for the platform, all."""
    statement = select(Organisation)
    return statement if actor.is_a("platform") else statement.where(Organisation.id == actor.organisation_id)


def organisations_named(actor: Actor, text: str, kind: str = "") -> Select[Organisation]:
    """Of the organisations that `actor` may see, those whose name holds every word of `text`; of one kind if given."""
    holds = (Organisation.name.icontains(word, autoescape=True) for word in text.split())
    statement = visible_to(actor).where(*holds)
    return statement.where(Organisation.kind == kind) if kind else statement


def organisation(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """One organisation; raises NotFound."""
    found = session.scalar(visible_to(actor).where(Organisation.id == organisation_id))
    if found is None:
        raise NotFound
    return found


def people_visible_to(actor: Actor) -> Select[Membership]:
    """The current memberships of the actor's organisation, each with its person, for those who may see people.

    A person without such a role sees his own. A token sees what its roles may.
    """
    statement = (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.organisation_id == actor.organisation_id, Membership.ended_at.is_(None))
    )
    return statement if actor.has_role(*PEOPLE_READERS) else statement.where(Membership.person_id == actor.person_id)


def membership(session: Session, actor: Actor, membership_id: UUID, *, lock: bool = False) -> Membership:
    """One current membership with its person; raises NotFound."""
    statement = people_visible_to(actor).where(Membership.id == membership_id)
    if lock:
        statement = statement.with_for_update(of=Membership)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def memberships_of(session: Session, person_id: UUID) -> Sequence[Membership]:
    """A person's current memberships with their organisations, the oldest first."""
    return session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .options(contains_eager(Membership.organisation))
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()


def person_by_sign_in(session: Session, name: SignInName, *, lock: bool = False) -> Person | None:
    """The active person who signs in with this number or address."""
    column: Any = getattr(Person, name.column)
    statement = select(Person).where(column == name.value, Person.is_active)
    return session.scalar(statement.with_for_update(key_share=True) if lock else statement)


def platform_with_member(session: Session, name: SignInName) -> tuple[Organisation | None, Person | None, bool]:
    """The platform's organisation, the person with this number or address, and whether he belongs to it."""
    platform = session.scalar(select(Organisation).where(Organisation.kind == "platform"))
    person = person_by_sign_in(session, name)
    belongs = bool(
        platform and person and any(row.organisation_id == platform.id for row in memberships_of(session, person.id))
    )
    return platform, person, belongs


def invitations_visible_to(actor: Actor) -> Select[Invitation]:
    """The invitations into the actor's organisation that still let somebody in, for its administrators."""
    if not actor.has_role("administrator"):
        raise NotPermitted
    return (
        select(Invitation)
        .options(joinedload(Invitation.inviter))
        .where(
            Invitation.organisation_id == actor.organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now(),
        )
    )


def open_invitation(session: Session, token: str, *, lock: bool = False) -> Invitation:
    """The invitation behind a link, with its organisation and inviter; raises InvitationNotOpen."""
    statement = (
        select(Invitation)
        .options(joinedload(Invitation.organisation), joinedload(Invitation.inviter))
        .where(Invitation.token_hash == token_hash(token))
    )
    if lock:
        statement = statement.with_for_update(of=Invitation)
    found = session.scalar(statement)
    if found is None or not found.is_open():
        raise InvitationNotOpen
    return found


def tokens_visible_to(actor: Actor) -> Select[ApiToken]:
    """The tokens of the actor's organisation that were not revoked, for its administrators."""
    if not actor.has_role("administrator"):
        raise NotPermitted
    return (
        select(ApiToken)
        .join(ApiToken.maker)
        .options(contains_eager(ApiToken.maker))
        .where(ApiToken.organisation_id == actor.organisation_id, ApiToken.revoked_at.is_(None))
    )


def has_administrator(session: Session, organisation_id: UUID) -> bool:
    """Whether anybody holds the administrator's role there now."""
    return bool(session.scalar(select(administrators(organisation_id).exists())))


def administrators(organisation_id: UUID) -> Select[Membership]:
    """The current memberships with the administrator's role."""
    return select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.ended_at.is_(None),
        Membership.roles.contains(["administrator"]),
    )


# What a city office sees -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CooperativeStatus:
    """All that a city office learns of a cooperative: where it is, how many people it has here, whether it is alive."""

    id: UUID
    name: str
    region: str
    people: int
    has_administrator: bool
    liveness: Liveness
    last_active_on: datetime | None


def cooperatives_of_office(session: Session, actor: Actor, *, at: datetime | None = None) -> list[CooperativeStatus]:
    """The cooperatives of the office's regency by name; the platform sees all. Raises NotPermitted for others."""
    actor.require("city_office", "platform")
    moment = at or now()
    return [_status(row, moment) for row in session.execute(_office_statement(actor))]


def _status(row: Row[Any], at: datetime) -> CooperativeStatus:
    return CooperativeStatus(
        id=row.id,
        name=row.name,
        region=row.path or "",
        people=row.people,
        has_administrator=bool(row.has_administrator),
        liveness=liveness(row.last_active, at),
        last_active_on=row.last_active,
    )


def _office_statement(actor: Actor) -> Select[Any]:
    people = (
        select(
            func.count(Membership.id).label("people"),
            func.bool_or(Membership.roles.contains(["administrator"])).label("has_administrator"),
        )
        .where(Membership.organisation_id == Organisation.id, Membership.ended_at.is_(None))
        .lateral("people")
    )
    activity = (
        select(AuditEntry.created_at.label("last_active"))
        .where(AuditEntry.organisation_id == Organisation.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
        .lateral("activity")
    )
    return (
        select(
            Organisation.id,
            Organisation.name,
            Region.path,
            people.c.people,
            people.c.has_administrator,
            activity.c.last_active,
        )
        .outerjoin(Region, Region.code == Organisation.region_code)
        .join(people, true())
        .outerjoin(activity, true())
        .where(Organisation.kind == "cooperative", _in_reach_of(actor))
        .order_by(Organisation.name, Organisation.id)
    )


def _in_reach_of(actor: Actor) -> ColumnElement[bool]:
    if actor.is_a("platform"):
        return true()
    own = select(Organisation.regency_code).where(Organisation.id == actor.organisation_id).scalar_subquery()
    return Organisation.regency_code == own


LEAST_SIMILARITY = "0.4"
"""Of two words' trigrams, the share that must agree for one to be taken for a slip of the other."""

# Regions -----------------------------------------------------------------------------------------------------------


def region(session: Session, code: str) -> Region:
    """One region by its Kemendagri code; raises NotFound."""
    found = session.get(Region, code[:13]) if code.isprintable() else None
    if found is None or found.code != code:
        raise NotFound
    return found


def region_paths(session: Session, codes: Iterable[str | None]) -> dict[str, str]:
    """{code: path} of the regions among `codes` that are known."""
    known = {code for code in codes if code}
    statement = select(Region.code, Region.path).where(Region.code.in_(known))
    return dict(session.execute(statement).all())


def regions_in(parent_code: str | None) -> Select[Region]:
    """The regions directly below `parent_code`; the provinces where it is None."""
    return select(Region).where(Region.parent_code == parent_code if parent_code else Region.parent_code.is_(None))


def search_regions(
    session: Session, text: str, *, level: str | None = None, within: str | None = None, limit: int = 20
) -> Sequence[Region]:
    """The regions whose path holds every word of `text`, the best match first; failing that, the most similar names.

    A name that is the text comes first, then one that begins with it, then the larger region.
    """
    words = region_words(text)
    if not words:
        return []
    place = _place(level, within)
    name = " ".join(words)
    holds_all = and_(*(Region.path.regexp_match(rf"\m{re.escape(word)}", flags="i") for word in words))
    found = session.scalars(
        select(Region).where(holds_all, *place).order_by(*_best_first(words[0], name)).limit(limit)
    ).all()
    return found or _similar_regions(session, words, place, limit)


def _place(level: str | None, within: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if level:
        conditions.append(Region.level == level)
    if within:
        conditions.append(Region.code.startswith(f"{within}.", autoescape=True))
    return conditions


def _best_first(first: str, whole: str) -> tuple[Any, ...]:
    name = func.lower(Region.name)
    nearness = case(
        (name.in_([whole, f"kota {whole}", f"kabupaten {whole}"]), 0),
        (name.startswith(whole, autoescape=True), 1),
        (name == first, 2),
        (name.startswith(first, autoescape=True), 3),
        (name.contains(first, autoescape=True), 4),
        else_=5,
    )
    return nearness, func.length(Region.code), Region.code


def _similar_regions(
    session: Session, words: list[str], place: list[ColumnElement[bool]], limit: int
) -> Sequence[Region]:
    """Those whose path holds a word like each of `words`: people write Terong where the list says Terung."""
    session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", LEAST_SIMILARITY, True)))
    similar = and_(*(Region.path.bool_op("%>")(word) for word in words))
    closeness = reduce(add, (func.strict_word_similarity(word, Region.path) for word in words))
    nearest = closeness + func.similarity(" ".join(words), Region.name)
    return session.scalars(
        select(Region)
        .where(similar, *place)
        .order_by(nearest.desc(), func.length(Region.code), Region.code)
        .limit(limit)
    ).all()
