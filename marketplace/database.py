"""The one SQLAlchemy object, the one visible transaction, and the row type every table builds on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError

from .clock import now
from .errors import ChangedMeanwhile
from .identifiers import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names by rule, so that a migration can name them."""


class Declared(DeclarativeBase):
    """SQLAlchemy's side of `Table`: constraint names by rule, time stamps with zone."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: DateTime(timezone=True), UUID: Uuid()},
    )


db = SQLAlchemy(
    model_class=Declared,
    session_options={"expire_on_commit": False, "autoflush": True},
    engine_options={"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10},
)

if TYPE_CHECKING:
    Table = Declared
else:
    Table = db.Model
"""What every table builds on."""


class Identified:
    """A row with an id made in Python and the moment it was recorded."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)


class Versioned:
    """A row that people change beside one another: `version` counts up at each change and is the row's ETag."""

    version: Mapped[int] = mapped_column(default=1, sort_order=91)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction, opened at the edge (route, page, job, command), committed when the block ends.

    On any error nothing is written; a row that somebody else changed meanwhile is ChangedMeanwhile.
    Objects leave the block detached: serialising what was not loaded fails loudly.
    """
    session = db.session()
    try:
        yield session
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.expunge_all()
        db.session.remove()
