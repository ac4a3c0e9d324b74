"""The division of the surplus over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ...errors import NotFound
from ..models.surplus import SurplusDivision
from ..queries import surplus as queries
from ..rules.surplus import ResolutionRequest
from ..schemas.surplus import (
    DivisionAnswer,
    DivisionCheckAnswer,
    DivisionSeenAnswer,
    ResolutionAnswer,
    ResolutionInput,
    SurplusApprovalInput,
    SurplusEstimateAnswer,
    SurplusPartsAnswer,
    SurplusPartsQuery,
    SurplusPayInput,
    SurplusPaymentAnswer,
    SurplusReasonInput,
    SurplusYearInput,
)
from ..services import surplus as services
from ..services import surplus_payments

surplus = Blueprint(
    "surplus",
    __name__,
    url_prefix="/api/v1/surplus",
    description="The surplus (SHU) of a closed year: what the members' meeting decided, the calculation with all its "
    "inputs, its check, its approval by another person, and each member's part.",
)


@surplus.route("/resolutions/<int:year>")
@surplus.response(200, ResolutionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
def show_resolution(year: int) -> Any:
    """What the members' meeting decided for a year"""
    with transaction() as session:
        found = queries.resolution_of(session, queries.require_reader(current_actor()), year)
        if found is None:
            raise NotFound
        return found


@surplus.route("/resolutions", methods=["POST"])
@surplus.arguments(ResolutionInput)
@surplus.response(201, ResolutionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def write_resolution(content: ResolutionRequest) -> Any:
    """Enter what the members' meeting decided; it replaces the former until a division stands on it"""
    actor = current_actor()
    with transaction() as session:
        services.resolve(session, actor, content, key=idempotency_key())
        return queries.resolution_of(session, actor.organisation_id, content.year)


@surplus.route("/estimate")
@surplus.response(200, SurplusEstimateAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
def show_estimate() -> Any:
    """What the running year would give with the last meeting's percentages; 404 without any"""
    actor = current_actor()
    with transaction() as session:
        found = queries.estimate(session, queries.require_reader(actor), today(actor.time_zone))
    if found is None:
        raise NotFound
    return {
        "year": found.inputs.year,
        "last_day": found.inputs.last_day,
        "percentages_of_year": found.percentages_of_year,
        "total": found.division.total,
        "from_member": found.division.origin.member,
        "from_non_member": found.division.origin.non_member,
        "to_members": found.division.to_members,
    }


@surplus.route("/divisions")
@surplus.arguments(PageArguments, location="query")
@surplus.response(200, page_of(DivisionAnswer))
@surplus.alt_response(403, schema=ErrorAnswer)
def list_divisions(asked: dict[str, Any]) -> Any:
    """Every division, oldest first"""
    with transaction() as session:
        return paginate(session, queries.divisions_of(current_actor()), SurplusDivision.id, **asked)


@surplus.route("/divisions", methods=["POST"])
@surplus.arguments(SurplusYearInput)
@surplus.response(201, DivisionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def prepare_division(content: dict[str, Any]) -> SurplusDivision:
    """Calculate the division of a closed year and keep it with all its inputs"""
    with transaction() as session:
        return services.prepare(session, current_actor(), content["year"], key=idempotency_key())


@surplus.route("/divisions/<uuid:division_id>")
@surplus.response(200, DivisionSeenAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
def show_division(division_id: UUID) -> SurplusDivision:
    """One division with its inputs"""
    with transaction() as session:
        return queries.division(session, current_actor(), division_id)


@surplus.route("/divisions/<uuid:division_id>/check")
@surplus.response(200, DivisionCheckAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
def check_division(division_id: UUID) -> Any:
    """Count it again from the journal, as known then and as known now"""
    with transaction() as session:
        found = queries.division(session, current_actor(), division_id)
        then = queries.recount(session, found, known_at=found.known_at)
        now = queries.recount(session, found, known_at=None)
    return {
        "same_then": then.same and then.parts_same,
        "same_now": now.same and now.parts_same,
        "inputs_hash": found.inputs_hash,
        "inputs_hash_then": then.inputs_hash,
        "inputs_hash_now": now.inputs_hash,
    }


@surplus.route("/divisions/<uuid:division_id>/parts")
@surplus.arguments(SurplusPartsQuery, location="query")
@surplus.response(200, SurplusPartsAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
def list_parts(asked: dict[str, Any], division_id: UUID) -> Any:
    """Members' parts by number"""
    start, limit = asked.pop("after"), asked["limit"]
    with transaction() as session:
        rows, total = queries.parts(session, current_actor(), division_id, offset=start, **asked)
    more = start + limit < total
    return {"data": rows, "total": total, "has_more": more, "next": start + limit if more else None}


@surplus.route("/divisions/<uuid:division_id>/approve", methods=["POST"])
@surplus.arguments(SurplusApprovalInput)
@surplus.response(200, DivisionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def approve_division(content: dict[str, Any], division_id: UUID) -> SurplusDivision:
    """Approve and book it; another person's than who prepared it. It is counted again first"""
    with transaction() as session:
        return services.approve(session, current_actor(), division_id, key=idempotency_key(), **content)


@surplus.route("/divisions/<uuid:division_id>/withdraw", methods=["POST"])
@surplus.arguments(SurplusReasonInput)
@surplus.response(200, DivisionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def withdraw_division(content: dict[str, Any], division_id: UUID) -> SurplusDivision:
    """Put a calculation away that is not booked"""
    with transaction() as session:
        return services.withdraw(session, current_actor(), division_id, key=idempotency_key(), **content)


@surplus.route("/divisions/<uuid:division_id>/undo", methods=["POST"])
@surplus.arguments(SurplusReasonInput)
@surplus.response(200, DivisionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def undo_division(content: dict[str, Any], division_id: UUID) -> SurplusDivision:
    """Undo a booked division of which nobody was paid"""
    with transaction() as session:
        return services.undo(session, current_actor(), division_id, key=idempotency_key(), **content)


@surplus.route("/divisions/<uuid:division_id>/pay-all", methods=["POST"])
@surplus.response(200, DivisionAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def pay_division(division_id: UUID) -> SurplusDivision:
    """Put every part that is not paid into its member's voluntary savings"""
    with transaction() as session:
        return surplus_payments.pay_all_into_savings(session, current_actor(), division_id, key=idempotency_key())


@surplus.route("/parts/<uuid:part_id>/pay", methods=["POST"])
@surplus.arguments(SurplusPayInput)
@surplus.response(201, SurplusPaymentAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def pay_part(content: dict[str, Any], part_id: UUID) -> Any:
    """Pay a member his part"""
    with transaction() as session:
        return surplus_payments.pay(session, current_actor(), part_id, key=idempotency_key(), **content)


@surplus.route("/payments/<uuid:payment_id>/reverse", methods=["POST"])
@surplus.arguments(SurplusReasonInput)
@surplus.response(200, SurplusPaymentAnswer)
@surplus.alt_response(403, schema=ErrorAnswer)
@surplus.alt_response(404, schema=ErrorAnswer)
@surplus.alt_response(409, schema=ErrorAnswer)
def reverse_payment(content: dict[str, Any], payment_id: UUID) -> Any:
    """Take a payment back, with its booking"""
    with transaction() as session:
        return surplus_payments.reverse_payment(session, current_actor(), payment_id, key=idempotency_key(), **content)
