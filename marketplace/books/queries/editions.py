"""Editions of a quarter's page and the links that open them, and the check of an edition against the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import NotFound
from ..models.quarters import QuarterEdition, QuarterLink
from ..rules.editions import content_hash
from ..rules.quarters import EDITION_READERS, QUARTER_READERS, Quarter, as_content, figures_that_differ, quarter_of
from .quarters import figures_known_at, require_quarter_reader


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A line of the list of quarters: the newest signed edition, and whether one waits for its signature."""

    quarter: Quarter
    is_over: bool
    newest: QuarterEdition | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Published:
    """A signed edition under its link; `newer` is the link's token of an edition that corrects it."""

    edition: QuarterEdition
    newer: str | None


def require_reader_of_editions(actor: Actor) -> UUID:
    """The cooperative whose signed quarters the actor may read: everybody who belongs to it. Raises NotPermitted."""
    actor.require("cooperative", roles=EDITION_READERS)
    return actor.organisation_id


def quarters(session: Session, actor: Actor, today: date, *, most: int = 12) -> list[QuarterRow]:
    """The newest `most` quarters of the books, the running one first; for who may read signed ones only, those."""
    cooperative_id = require_reader_of_editions(actor)
    sees_all = actor.has_role(*QUARTER_READERS)
    opened = ledger.books_opened_on(session.connection(), cooperative_id)
    if opened is None:
        return []
    asked = [quarter_of(today)]
    while len(asked) < most and asked[-1].first > opened:
        asked.append(asked[-1].before)
    found = session.scalars(
        select(QuarterEdition)
        .where(QuarterEdition.cooperative_id == cooperative_id, QuarterEdition.year >= asked[-1].year)
        .order_by(QuarterEdition.edition)
    ).all()
    newest = {Quarter(each.year, each.quarter): each for each in found if each.state == "signed"}
    waiting = {Quarter(each.year, each.quarter) for each in found if each.state == "prepared"}
    rows = [QuarterRow(each, each.last < today, newest.get(each), sees_all and each in waiting) for each in asked]
    return [row for row in rows if sees_all or row.newest]


def editions(actor: Actor) -> Any:
    """The editions that the actor may read, as a statement: signed ones, and for who may read drafts all."""
    cooperative_id = require_reader_of_editions(actor)
    found = select(QuarterEdition).where(QuarterEdition.cooperative_id == cooperative_id)
    return found if actor.has_role(*QUARTER_READERS) else found.where(QuarterEdition.state == "signed")


def edition(session: Session, actor: Actor, edition_id: UUID) -> QuarterEdition:
    """One edition. Raises NotPermitted, NotFound."""
    found: QuarterEdition | None = session.scalars(editions(actor).where(QuarterEdition.id == edition_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def editions_of(session: Session, actor: Actor, quarter: Quarter) -> Sequence[QuarterEdition]:
    """The editions of one quarter that the actor may read, the newest first. Raises NotPermitted."""
    of_quarter = QuarterEdition.year == quarter.year, QuarterEdition.quarter == quarter.number
    found: Sequence[QuarterEdition] = session.scalars(
        editions(actor).where(*of_quarter).order_by(QuarterEdition.edition.desc())
    ).all()
    return found


def live_link(session: Session, actor: Actor, edition_id: UUID) -> QuarterLink | None:
    """The link that opens a signed edition; None where there is none, or it was revoked."""
    cooperative_id = require_reader_of_editions(actor)
    return session.scalars(
        select(QuarterLink).where(
            QuarterLink.cooperative_id == cooperative_id,
            QuarterLink.edition_id == edition_id,
            QuarterLink.revoked_at.is_(None),
        )
    ).one_or_none()


def published(session: Session, token: str) -> tuple[QuarterLink, Published]:
    """What a link opens, for whoever has it. Raises NotFound: there is no such link, or it was revoked."""
    link = session.scalars(
        select(QuarterLink).where(QuarterLink.token == token, QuarterLink.revoked_at.is_(None))
    ).one_or_none()
    if link is None:
        raise NotFound
    found = session.get_one(QuarterEdition, link.edition_id)
    newer = session.scalars(
        select(QuarterLink.token)
        .join(QuarterEdition, QuarterEdition.id == QuarterLink.edition_id)
        .where(
            QuarterEdition.cooperative_id == found.cooperative_id,
            QuarterEdition.year == found.year,
            QuarterEdition.quarter == found.quarter,
            QuarterEdition.edition > found.edition,
            QuarterLink.revoked_at.is_(None),
        )
        .order_by(QuarterEdition.edition.desc())
        .limit(1)
    ).one_or_none()
    return link, Published(found, newer)


@dataclass(frozen=True, slots=True)
class Check:
    """An edition held against the books: its content against its hash, its figures against the journal as it was then,
    its seal against the seal of that number.

    `differing` names figures of the journal that are not what the edition says.
    """

    edition: QuarterEdition
    content_is_whole: bool
    seal_is_there: bool
    differing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything agrees."""
        return self.content_is_whole and self.seal_is_there and not self.differing


def check(session: Session, actor: Actor, edition_id: UUID) -> Check:
    """Compute a signed edition's figures again from the journal as it was known then. Raises NotPermitted, NotFound."""
    cooperative_id = require_quarter_reader(actor)
    found = edition(session, actor, edition_id)
    if found.content is None or found.known_at is None:
        raise NotFound
    quarter = Quarter(found.year, found.quarter)
    figures = figures_known_at(session, cooperative_id, quarter, found.known_at)
    differing = figures_that_differ(found.content["journal"], as_content(figures))
    return Check(
        found,
        content_is_whole=content_hash(found.content) == found.content_hash,
        seal_is_there=_has_its_seal(session, found),
        differing=tuple(differing),
    )


def _has_its_seal(session: Session, found: QuarterEdition) -> bool:
    seal = ledger.seal_with_number(session.connection(), found.cooperative_id, found.seal_number or 0)
    return seal is not None and seal.seal_hash.hex() == found.seal_hash


def unsealed_up_to(session: Session, cooperative_id: UUID, day: date) -> int:
    """How many entries posted up to `day` have no seal yet."""
    if not ledger.unsealed_entries(session.connection(), cooperative_id):
        return 0
    statement = text(
        """SELECT count(*) FROM ledger.entry AS e
           WHERE e.coop_id = :cooperative AND e.posting_date <= :day AND NOT EXISTS (
               SELECT FROM ledger.seal_leaf AS s
               WHERE s.coop_id = e.coop_id AND s.log = 'entry' AND s.item = e.entry_id
                 AND s.item > '00000000-0000-0000-0000-000000000000')"""
    )
    return int(session.execute(statement, {"cooperative": cooperative_id, "day": day}).scalar_one())
