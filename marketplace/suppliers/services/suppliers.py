"""Who sells: the supplier behind an organisation's account, and those that a cooperative keeps for itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...clock import now
from ...errors import ChangedMeanwhile, NotFound, NotPermitted
from ...identifiers import new_id
from ...identity.models import Organisation
from ..errors import SupplierExists
from ..models import Supplier, SupplierTerms
from ..queries.visibility import WRITING_ROLES, own_supplier

ADD = "suppliers.add_supplier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for everything of one supplier; None is unknown. `minimum_value` is whole rupiah."""

    minimum_value: int | None = None
    payment_term: str | None = None
    payment_days: int | None = None
    lead_days: int | None = None


def require_writer(actor: Actor) -> None:
    """Raise NotPermitted unless the actor may hand in lists (see WRITING_ROLES)."""
    if not actor.has_role(*WRITING_ROLES.get(actor.organisation_kind, frozenset())):
        raise NotPermitted


def own(session: Session, actor: Actor, supplier_id: UUID, *, lock: bool = False) -> Supplier:
    """One of the actor's own suppliers (himself, or one that his cooperative keeps). Raises NotFound."""
    statement = select(Supplier).where(Supplier.id == supplier_id, own_supplier(actor))
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound
    return found


def ensure_own_supplier(session: Session, actor: Actor) -> Supplier:
    """The supplier behind the actor's organisation, made at the first call, with its present name and phone.

    Safe beside itself.
    Raises NotPermitted for any but a supplier's people.
    """
    actor.require("supplier")
    require_writer(actor)
    organisation = session.get_one(Organisation, actor.organisation_id)
    told = {"name": organisation.name, "phone": organisation.phone}
    session.execute(
        insert(Supplier)
        .values(id=new_id(), organisation_id=organisation.id, created_at=now(), version=1, **told)
        .on_conflict_do_update(
            index_elements=["organisation_id"],
            set_={**told, "version": Supplier.version + 1},
            where=or_(Supplier.name != organisation.name, Supplier.phone.is_distinct_from(organisation.phone)),
        )
    )
    return session.scalars(select(Supplier).where(Supplier.organisation_id == organisation.id)).one()


def add_supplier(session: Session, actor: Actor, *, name: str, phone: str | None, key: str | None = None) -> Supplier:
    """A supplier without an account, known by name and phone, whom only the actor's cooperative sees.

    Raises NotPermitted, SupplierExists, IdempotencyKeyReused.
    """
    actor.require("cooperative")
    require_writer(actor)
    before = idempotency.claim(session, actor, ADD, key, {"name": name, "phone": phone})
    if before is not None:
        return own(session, actor, before)
    supplier = Supplier(id=new_id(), kept_by=actor.organisation_id, name=name.strip(), phone=phone)
    made = session.execute(
        insert(Supplier)
        .values(id=supplier.id, kept_by=supplier.kept_by, name=supplier.name, phone=phone, version=1)
        .on_conflict_do_nothing()
        .returning(Supplier.id)
    ).scalar()
    if made is None:
        raise SupplierExists(field="name", name=supplier.name)
    audit.record(session, actor, ADD, made)
    idempotency.settle(session, actor, ADD, key, made)
    return own(session, actor, made)


def change_supplier(
    session: Session, actor: Actor, supplier_id: UUID, *, name: str, phone: str | None, expected_version: int
) -> Supplier:
    """Mend name or phone of a supplier that the cooperative keeps.

    Raises NotPermitted, NotFound, SupplierExists, ChangedMeanwhile.
    """
    actor.require("cooperative")
    require_writer(actor)
    supplier = own(session, actor, supplier_id, lock=True)
    if supplier.version != expected_version:
        raise ChangedMeanwhile
    same_name = select(Supplier.id).where(
        Supplier.kept_by == actor.organisation_id, func.lower(Supplier.name) == name.strip().lower()
    )
    if session.scalar(same_name.where(Supplier.id != supplier_id)) is not None:
        raise SupplierExists(field="name", name=name.strip())
    supplier.name, supplier.phone = name.strip(), phone
    audit.record(session, actor, "suppliers.change_supplier", supplier_id)
    session.flush()
    return supplier


def terms_of(session: Session, actor: Actor, supplier_id: UUID) -> SupplierTerms:
    """The terms of one of the actor's own suppliers; unknown ones as a row at version 0 that is not stored."""
    own(session, actor, supplier_id)
    return session.get(SupplierTerms, supplier_id) or SupplierTerms(supplier_id=supplier_id, version=0)


def set_terms(
    session: Session, actor: Actor, supplier_id: UUID, terms: Terms, *, expected_version: int | None = None
) -> SupplierTerms:
    """Say what holds for everything of a supplier. `expected_version` 0 means that nothing was said before.

    Raises NotPermitted, NotFound, ChangedMeanwhile.
    """
    require_writer(actor)
    own(session, actor, supplier_id, lock=True)
    stored = session.get(SupplierTerms, supplier_id)
    if expected_version is not None and expected_version != (stored.version if stored else 0):
        raise ChangedMeanwhile
    if stored is None:
        stored = SupplierTerms(supplier_id=supplier_id)
        session.add(stored)
    values: dict[str, Any] = asdict(terms)
    for name, value in values.items():
        setattr(stored, name, value)
    audit.record(session, actor, "suppliers.set_terms", supplier_id, **values)
    session.flush()
    return stored
