"""Periods over the API: the months of a year, closing, reopening by two people, the year end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

import cooperative_ledger as ledger

from ...api import ErrorAnswer, current_actor, idempotency_key
from ...database import transaction
from ..models.periods import PeriodReopening
from ..queries import periods as queries
from ..schemas.periods import (
    CloseInput,
    PeriodDetailAnswer,
    ReopeningAnswer,
    ReopeningAnswerInput,
    ReopeningInput,
    YearAnswer,
    YearClosedAnswer,
    YearQuery,
)
from ..services import periods as services

periods = Blueprint(
    "periods",
    __name__,
    url_prefix="/api/v1/periods",
    description="Months and years of the books: a closed one takes no entries, and is opened again by two people only.",
)


@periods.route("")
@periods.arguments(YearQuery, location="query")
@periods.response(200, YearAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
def show_year(asked: dict[str, Any]) -> queries.YearSeen:
    """The periods of a year"""
    with transaction() as session:
        return queries.year_of_periods(session, current_actor(), asked["year"])


@periods.route("/<int:period>")
@periods.response(200, PeriodDetailAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
def show_period(period: int) -> queries.PeriodDetail:
    """One period: what is not in order, or what was kept when it was closed"""
    with transaction() as session:
        return queries.period(session, current_actor(), period)


@periods.route("/<int:period>/close", methods=["POST"])
@periods.arguments(CloseInput)
@periods.response(202, PeriodDetailAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def close_period(content: dict[str, Any], period: int) -> queries.PeriodDetail:
    """Close a month that is over

    From now on it takes no entries; it is sealed and its trial balance kept in the background. What is not in order
    refuses the close unless `looked_at` says that it is known.
    """
    with transaction() as session:
        services.close(session, current_actor(), period, looked_at=content["looked_at"], key=idempotency_key())
    return _seen(period)


@periods.route("/<int:period>/take-back", methods=["POST"])
@periods.response(200, PeriodDetailAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def take_back_closing(period: int) -> queries.PeriodDetail:
    """Open a period again that is still being closed"""
    with transaction() as session:
        services.take_back(session, current_actor(), period, key=idempotency_key())
    return _seen(period)


@periods.route("/<int:period>/lock", methods=["POST"])
@periods.response(200, PeriodDetailAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def lock_period(period: int) -> queries.PeriodDetail:
    """Lock a closed period for ever"""
    with transaction() as session:
        services.lock(session, current_actor(), period, key=idempotency_key())
    return _seen(period)


@periods.route("/<int:period>/reopenings", methods=["POST"])
@periods.arguments(ReopeningInput)
@periods.response(201, ReopeningAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def ask_reopening(content: dict[str, Any], period: int) -> PeriodReopening:
    """Ask for a closed period to be opened again; a person's, not a program's"""
    with transaction() as session:
        return services.ask_reopening(session, current_actor(), period, key=idempotency_key(), **content)


@periods.route("/reopenings/<uuid:request_id>/answer", methods=["POST"])
@periods.arguments(ReopeningAnswerInput)
@periods.response(200, ReopeningAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def answer_reopening(content: dict[str, Any], request_id: UUID) -> PeriodReopening:
    """The chair's answer; never that of the one who asked"""
    with transaction() as session:
        return services.answer_reopening(session, current_actor(), request_id, key=idempotency_key(), **content)


@periods.route("/years/<int:year>/close", methods=["POST"])
@periods.response(200, YearClosedAnswer)
@periods.alt_response(403, schema=ErrorAnswer)
@periods.alt_response(404, schema=ErrorAnswer)
@periods.alt_response(409, schema=ErrorAnswer)
def close_year(year: int) -> ledger.YearClosed:
    """Move the surplus of a year whose months are all closed to the undivided surplus; a repeat moves nothing"""
    with transaction() as session:
        return services.close_year(session, current_actor(), year, key=idempotency_key())


def _seen(period: int) -> queries.PeriodDetail:
    with transaction() as session:
        return queries.period(session, current_actor(), period)
