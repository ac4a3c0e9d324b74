"""What people do with a quarter's page: write words to it, sign it, share it. A signed one is never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import audit, outbox
from ...actor import Actor
from ...clock import now, today
from ...errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from ...idempotency import claim, settle
from ...identifiers import new_id
from ...identity.models import Organisation
from ..errors import (
    QuarterFiguresChanged,
    QuarterMonthsOpen,
    QuarterNotSealed,
    QuarterRunning,
    QuarterSigned,
    QuarterSignerPrepared,
    QuarterWaits,
)
from ..events import QuarterPublished
from ..models.quarters import QuarterEdition, QuarterLink
from ..queries.editions import live_link, require_reader_of_editions, unsealed_up_to
from ..queries.quarters import LiveQuarter, figures_known_at, live_quarter
from ..rules.editions import VERSION, content_hash
from ..rules.quarters import SIGNERS, Quarter, as_content
from ..rules.roles import TREASURERS
from .steps import name_of

LONGEST_NOTE = 1000
"""So that the page still fits one sheet."""
LONGEST_CHANGE = 500


@dataclass(frozen=True, slots=True)
class Words:
    """What is written to a quarter: `note` to the members, and of a correcting edition `what_changed` and why."""

    note: str
    what_changed: str = ""


def prepare(
    session: Session, actor: Actor, quarter: Quarter, words: Words, *, key: str | None = None
) -> QuarterEdition:
    """Write the first edition of a quarter, or the one that corrects the newest.

    Raises NotPermitted, NotFound, Invalid, QuarterRunning, QuarterWaits.
    """
    person_id = _person(actor, TREASURERS)
    live = live_quarter(session, actor, quarter, today(actor.time_zone))
    content = [*quarter, words.note, words.what_changed]
    if (made := claim(session, actor, "books.prepare_quarter", key, content)) is not None:
        return session.get_one(QuarterEdition, made)
    if not live.is_over:
        raise QuarterRunning(day=str(quarter.after.first))
    before = _newest(session, actor, quarter)
    if before is not None and before.state == "prepared":
        raise QuarterWaits
    edition = QuarterEdition(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        year=quarter.year,
        quarter=quarter.number,
        edition=before.edition + 1 if before else 1,
        prepared_by=person_id,
        **_checked(words, is_first=before is None),
        **_hand(actor),
    )
    session.add(edition)
    session.flush()
    audit.record(session, actor, "books.prepare_quarter", edition.id, edition=edition.edition)
    settle(session, actor, "books.prepare_quarter", key, edition.id)
    return edition


def rewrite(session: Session, actor: Actor, edition_id: UUID, version: int, words: Words) -> QuarterEdition:
    """Change the words of an edition that is not signed yet; whoever does has prepared it.

    Raises NotPermitted, NotFound, Invalid, ChangedMeanwhile, QuarterSigned.
    """
    person_id = _person(actor, TREASURERS)
    edition = _locked(session, actor, edition_id, version)
    for name, value in (_checked(words, is_first=edition.edition == 1) | _hand(actor)).items():
        setattr(edition, name, value)
    edition.prepared_by = person_id
    session.flush()
    audit.record(session, actor, "books.rewrite_quarter", edition.id)
    return edition


def sign(
    session: Session, actor: Actor, edition_id: UUID, version: int, *, seen: str, key: str | None = None
) -> QuarterEdition:
    """Sign the page as it was read: it is frozen from now on. `seen` is the hash of the figures that were shown.

    The months are closed and taken, so every entry that counts was recorded before `known_at`, and none comes below it.

    Raises NotPermitted, NotFound, ChangedMeanwhile, QuarterSigned, QuarterSignerPrepared, QuarterMonthsOpen,
    QuarterFiguresChanged, QuarterNotSealed.
    """
    person_id = _person(actor, SIGNERS)
    if (signed := claim(session, actor, "books.sign_quarter", key, [edition_id, seen])) is not None:
        return session.get_one(QuarterEdition, signed)
    edition = _locked(session, actor, edition_id, version)
    if edition.prepared_by == person_id:
        raise QuarterSignerPrepared
    quarter = Quarter(edition.year, edition.quarter)
    known_at: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    _take_periods(session, edition.cooperative_id, quarter)
    live = live_quarter(session, actor, quarter, today(actor.time_zone))
    if live.open_months:
        raise QuarterMonthsOpen(months=", ".join(f"{month:%m/%Y}" for month in live.open_months))
    known = figures_known_at(session, edition.cooperative_id, quarter, known_at)
    if figures_hash(live) != seen or known != live.figures:
        raise QuarterFiguresChanged
    _freeze(session, actor, edition, live, known_at, _sealed(session, edition.cooperative_id, live.quarter))
    session.flush()
    audit.record(session, actor, "books.sign_quarter", edition.id, content_hash=edition.content_hash)
    outbox.record(
        session,
        QuarterPublished(edition.cooperative_id, edition.id, edition.year, edition.quarter, edition.edition),
    )
    settle(session, actor, "books.sign_quarter", key, edition.id)
    return edition


_TAKE_PERIODS = text(
    """
    SELECT pg_advisory_xact_lock(taken.key)
    FROM (SELECT ledger.period_lock(:cooperative, asked.period) AS key
          FROM unnest(CAST(:periods AS integer[])) AS asked (period) ORDER BY key) AS taken
    """
)


def _take_periods(session: Session, cooperative_id: UUID, quarter: Quarter) -> None:
    """Wait for postings, closings and reopenings under way in the quarter's months, and keep later ones waiting until
    this signature stands. The year's adjustments are dated on its last day, also when December is closed."""
    first = quarter.year * 100 + 3 * quarter.number - 2
    periods = [first, first + 1, first + 2, *([first + 3] if quarter.number == 4 else [])]
    session.execute(_TAKE_PERIODS, {"cooperative": cooperative_id, "periods": periods})


def figures_hash(live: LiveQuarter) -> str:
    """The hash of the figures that somebody is shown, so that he signs these and no others."""
    return content_hash(_figures(live))


def _figures(live: LiveQuarter) -> dict[str, Any]:
    return {"journal": as_content(live.figures), "register": asdict(live.register)}


def _sealed(session: Session, cooperative_id: UUID, quarter: Quarter) -> ledger.Seal:
    """The newest seal of the books, which covers every entry up to the quarter's end. Raises QuarterNotSealed."""
    connection = session.connection()
    while ledger.seal(connection, cooperative_id) is not None:
        pass
    newest = ledger.newest_seal(connection, cooperative_id)
    if newest is None or unsealed_up_to(session, cooperative_id, quarter.last):
        raise QuarterNotSealed
    return newest


def _freeze(
    session: Session, actor: Actor, edition: QuarterEdition, live: LiveQuarter, known_at: datetime, seal: ledger.Seal
) -> None:
    cooperative = session.get_one(Organisation, edition.cooperative_id)
    edition.state = "signed"
    edition.signed_by = actor.person_id
    edition.signed_by_name = name_of(actor)
    edition.signed_at = now()
    edition.known_at = known_at
    edition.seal_number, edition.seal_hash = seal.seal_number, seal.seal_hash.hex()
    edition.content = {
        "version": VERSION,
        "cooperative": {"id": str(cooperative.id), "name": cooperative.name},
        "year": edition.year,
        "quarter": edition.quarter,
        "edition": edition.edition,
        **_figures(live),
        "note": edition.note,
        "what_changed": edition.what_changed,
        "prepared_by": edition.prepared_by_name,
        "signed_by": edition.signed_by_name,
        "signed_at": edition.signed_at.isoformat(),
        "known_at": known_at.isoformat(),
        "seal": {
            "number": seal.seal_number,
            "code": ledger.seal_code(seal),
            "hash": edition.seal_hash,
            "entries": seal.entry_count,
        },
    }
    edition.content_hash = content_hash(edition.content)


def share(session: Session, actor: Actor, edition_id: UUID, *, key: str | None = None) -> QuarterLink:
    """The link that opens a signed edition without signing in: the one there is, or a new one.

    Raises NotPermitted, NotFound.
    """
    actor.require("cooperative", roles=(*TREASURERS, *SIGNERS))
    if (made := claim(session, actor, "books.share_quarter", key, [edition_id])) is not None:
        return session.get_one(QuarterLink, made)
    statement = select(QuarterEdition).where(
        QuarterEdition.cooperative_id == actor.organisation_id,
        QuarterEdition.id == edition_id,
        QuarterEdition.state == "signed",
    )
    edition = session.scalars(statement.with_for_update()).one_or_none()
    if edition is None:
        raise NotFound
    link = live_link(session, actor, edition_id)
    if link is None:
        link = QuarterLink(
            id=new_id(),
            cooperative_id=actor.organisation_id,
            edition_id=edition_id,
            made_by=actor.person_id,
            person_name=name_of(actor),
        )
        session.add(link)
        session.flush()
        audit.record(session, actor, "books.share_quarter", edition_id)
    settle(session, actor, "books.share_quarter", key, link.id)
    return link


def revoke(session: Session, actor: Actor, link_id: UUID) -> QuarterLink:
    """Close a link: who has it reads nothing any more; a repeat changes nothing. Raises NotPermitted, NotFound."""
    actor.require("cooperative", roles=(*TREASURERS, *SIGNERS))
    statement = select(QuarterLink).where(
        QuarterLink.cooperative_id == actor.organisation_id, QuarterLink.id == link_id
    )
    link = session.scalars(statement.with_for_update()).one_or_none()
    if link is None:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = now(), actor.person_id
        session.flush()
        audit.record(session, actor, "books.revoke_quarter_link", link.edition_id)
    return link


def count_reading(session: Session, link_id: UUID) -> None:
    """Count one reading of a link; who reads is not noted."""
    counted = update(QuarterLink).where(QuarterLink.id == link_id).values(reads=QuarterLink.reads + 1)
    session.execute(counted.execution_options(synchronize_session=False))


def _person(actor: Actor, roles: tuple[str, ...]) -> UUID:
    """The person who puts his name under it; a program has none. Raises NotPermitted."""
    actor.require("cooperative", roles=roles)
    if actor.person_id is None:
        raise NotPermitted
    return actor.person_id


def _hand(actor: Actor) -> dict[str, Any]:
    return {"prepared_by_name": name_of(actor), "prepared_at": now()}


def _checked(words: Words, *, is_first: bool) -> dict[str, str]:
    note, what_changed = words.note.strip(), words.what_changed.strip()
    if not 1 <= len(note) <= LONGEST_NOTE:
        raise Invalid(field="note")
    if is_first == bool(what_changed) or len(what_changed) > LONGEST_CHANGE:
        raise Invalid(field="what_changed")
    return {"note": note, "what_changed": what_changed}


def _newest(session: Session, actor: Actor, quarter: Quarter) -> QuarterEdition | None:
    return session.scalars(
        select(QuarterEdition)
        .where(
            QuarterEdition.cooperative_id == require_reader_of_editions(actor),
            QuarterEdition.year == quarter.year,
            QuarterEdition.quarter == quarter.number,
        )
        .order_by(QuarterEdition.edition.desc())
        .limit(1)
    ).one_or_none()


def _locked(session: Session, actor: Actor, edition_id: UUID, version: int) -> QuarterEdition:
    """An edition that is not signed yet, locked. Raises NotFound, QuarterSigned, ChangedMeanwhile."""
    statement = select(QuarterEdition).where(
        QuarterEdition.cooperative_id == actor.organisation_id, QuarterEdition.id == edition_id
    )
    edition = session.scalars(statement.with_for_update()).one_or_none()
    if edition is None:
        raise NotFound
    if edition.state == "signed":
        raise QuarterSigned
    if edition.version != version:
        raise ChangedMeanwhile
    return edition
