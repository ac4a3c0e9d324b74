"""Events as rows of the same transaction as the change they tell of; a relay hands them to the queue afterwards.

Delivery is at least once: every job takes the event's id and accepts a repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from .clock import now
from .database import Identified, Table

CHANNEL = "lumbung_outbox"
"""The NOTIFY channel on which a commit with events wakes the relay."""


class OutboxEvent(Identified, Table):
    """One thing that happened, named by its event class, e.g. `suppliers.price_list_published`."""

    __tablename__ = "outbox_event"
    __table_args__ = (Index("ix_outbox_event_waiting", "id", postgresql_where=text("relayed_at IS NULL")),)

    name: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    relayed_at: Mapped[datetime | None]


def event_name(event: object) -> str:
    """`marketplace.suppliers.events.PriceListPublished` -> `suppliers.price_list_published`."""
    cls = type(event)
    return f"{cls.__module__.split('.')[1]}.{snake(cls.__name__)}"


def snake(name: str) -> str:
    """`PriceListPublished` -> `price_list_published`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def record(session: Session, event: Any) -> UUID:
    """Write `event` (a frozen dataclass of plain values and ids) in the caller's transaction; give its id."""
    row = OutboxEvent(name=event_name(event), content=_plain(asdict(event)))
    session.add(row)
    session.flush()
    session.execute(select(func.pg_notify(CHANNEL, "")))
    return row.id


def relay(session: Session, enqueue: Callable[[UUID, str, dict[str, Any]], None], *, limit: int = 200) -> int:
    """Hand up to `limit` waiting events to `enqueue`, oldest first; give how many. Several relays may run at once."""
    waiting: Sequence[OutboxEvent] = session.scalars(
        select(OutboxEvent)
        .where(OutboxEvent.relayed_at.is_(None))
        .order_by(OutboxEvent.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for event in waiting:
        enqueue(event.id, event.name, event.content)
    if waiting:
        ids = [event.id for event in waiting]
        session.execute(update(OutboxEvent).where(OutboxEvent.id.in_(ids)).values(relayed_at=now()))
    return len(waiting)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case None | bool() | int() | str():
            return value
        case _:
            return str(value)
