"""Suppliers and their terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key
from ...database import transaction
from ..queries import suppliers as queries
from ..schemas import suppliers as schemas
from ..services import suppliers as services

supply = Blueprint(
    "supply",
    __name__,
    url_prefix="/api/v1/suppliers",
    description="Who sells to the caller: suppliers with an account that publish to it, and those it keeps itself.",
)
IF_MATCH = [{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}]


@supply.route("")
@supply.response(200, schemas.SuppliersAnswer)
def list_suppliers() -> dict[str, Any]:
    """The suppliers that the caller may know of, by name, with how much of theirs holds today"""
    with transaction() as session:
        return {"data": queries.suppliers(session, current_actor())}


@supply.route("", methods=["POST"])
@supply.arguments(schemas.SupplierInput)
@supply.response(201, schemas.SupplierAnswer)
@supply.alt_response(403, schema=ErrorAnswer)
@supply.alt_response(409, schema=ErrorAnswer)
def add_supplier(content: dict[str, Any]) -> Any:
    """Add a supplier without an account

    Only the cooperative that adds him sees him and his lists. Takes an Idempotency-Key.
    """
    with transaction() as session:
        made = services.add_supplier(session, current_actor(), **content, key=idempotency_key())
        found = queries.supplier(session, current_actor(), made.id)
    return found, 201, etag({}, found.version)


@supply.route("/<uuid:supplier_id>")
@supply.response(200, schemas.SupplierAnswer)
@supply.alt_response(404, schema=ErrorAnswer)
def show_supplier(supplier_id: UUID) -> Any:
    """One supplier, with its ETag"""
    with transaction() as session:
        found = queries.supplier(session, current_actor(), supplier_id)
    return found, 200, etag({}, found.version)


@supply.route("/<uuid:supplier_id>", methods=["PUT"])
@supply.arguments(schemas.SupplierInput)
@supply.response(200, schemas.SupplierAnswer)
@supply.alt_response(404, schema=ErrorAnswer)
@supply.alt_response(409, schema=ErrorAnswer)
@supply.alt_response(412, schema=ErrorAnswer)
@supply.doc(parameters=IF_MATCH)
def change_supplier(content: dict[str, Any], supplier_id: UUID) -> Any:
    """Mend name or phone of a supplier that the cooperative keeps"""
    with transaction() as session:
        version = expected_version()
        services.change_supplier(session, current_actor(), supplier_id, **content, expected_version=version)
        found = queries.supplier(session, current_actor(), supplier_id)
    return found, 200, etag({}, found.version)


@supply.route("/mine", methods=["POST"])
@supply.response(200, schemas.SupplierAnswer)
@supply.alt_response(403, schema=ErrorAnswer)
def ensure_mine() -> Any:
    """The supplier behind the caller's own organisation, made at the first call"""
    with transaction() as session:
        mine = services.ensure_own_supplier(session, current_actor())
        return queries.supplier(session, current_actor(), mine.id)


@supply.route("/<uuid:supplier_id>/terms")
@supply.response(200, schemas.SupplierTermsAnswer)
@supply.alt_response(404, schema=ErrorAnswer)
def show_terms(supplier_id: UUID) -> Any:
    """What holds for everything of one of the caller's own suppliers"""
    with transaction() as session:
        terms = services.terms_of(session, current_actor(), supplier_id)
    return terms, 200, etag({}, terms.version)


@supply.route("/<uuid:supplier_id>/terms", methods=["PUT"])
@supply.arguments(schemas.SupplierTermsInput)
@supply.response(200, schemas.SupplierTermsAnswer)
@supply.alt_response(404, schema=ErrorAnswer)
@supply.alt_response(412, schema=ErrorAnswer)
@supply.doc(parameters=IF_MATCH)
def set_terms(terms: services.Terms, supplier_id: UUID) -> Any:
    """Say minimum value, payment and days to deliver

    Send If-Match with the ETag; "0" before anything was said.
    """
    with transaction() as session:
        version = expected_version()
        stored = services.set_terms(session, current_actor(), supplier_id, terms, expected_version=version)
    return stored, 200, etag({}, stored.version)


@supply.route("/counts")
@supply.response(200, schemas.OfficeCountsAnswer)
@supply.alt_response(403, schema=ErrorAnswer)
def show_counts() -> Any:
    """For a city office: how many suppliers, lists and offers its cooperatives can choose from; no names, no prices"""
    with transaction() as session:
        return queries.office_counts(session, current_actor())
