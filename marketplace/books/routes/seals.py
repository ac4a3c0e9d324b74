"""Seals over the API: what was sealed, proofs for single entries, a check of all of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, idempotency_key
from ...database import transaction
from ...errors import NotFound
from ..models.seals import LedgerCheck
from ..queries import seals as queries
from ..schemas.seals import (
    EntryProofAnswer,
    SealAnswer,
    SealsAnswer,
    SealsQuery,
    VerificationAnswer,
    VerificationInput,
)
from ..services import seals as services

seals = Blueprint(
    "seals",
    __name__,
    url_prefix="/api/v1/ledger",
    description="Proof that the books are as they were: seals over all entries, proofs for single ones, and a check "
    "of everything against seals that were kept elsewhere.",
)


@seals.route("/seals")
@seals.arguments(SealsQuery, location="query")
@seals.response(200, SealsAnswer)
@seals.alt_response(403, schema=ErrorAnswer)
def list_seals(asked: dict[str, Any]) -> queries.SealsShown:
    """The seals, the newest first"""
    with transaction() as session:
        return queries.seals(session, current_actor(), before=asked["after"], limit=asked["limit"])


@seals.route("/seals/<int:number>")
@seals.response(200, SealAnswer)
@seals.alt_response(403, schema=ErrorAnswer)
@seals.alt_response(404, schema=ErrorAnswer)
def show_seal(number: int) -> Any:
    """One seal"""
    with transaction() as session:
        return queries.seal_with_number(session, current_actor(), number)


@seals.route("/entries/<uuid:entry_id>/proof")
@seals.response(200, EntryProofAnswer)
@seals.alt_response(403, schema=ErrorAnswer)
@seals.alt_response(404, schema=ErrorAnswer)
def show_entry_proof(entry_id: UUID) -> queries.EntryProof:
    """The proof that an entry stands under the newest seal

    Not found also while the entry waits for its seal, a minute at most.
    """
    with transaction() as session:
        found = queries.entry_proof(session, current_actor(), entry_id)
    if found is None:
        raise NotFound
    return found


@seals.route("/verification", methods=["POST"])
@seals.arguments(VerificationInput)
@seals.response(202, VerificationAnswer)
@seals.alt_response(403, schema=ErrorAnswer)
@seals.alt_response(422, schema=ErrorAnswer)
def ask_verification(content: dict[str, str]) -> LedgerCheck:
    """Check all of the books against their seals, and against seals that were kept elsewhere

    The check runs in the background: ask for it by its id until it is done.
    """
    with transaction() as session:
        return services.ask_check(session, current_actor(), content["kept"], at_once=False, key=idempotency_key())


@seals.route("/verification/<uuid:check_id>")
@seals.response(200, VerificationAnswer)
@seals.alt_response(403, schema=ErrorAnswer)
@seals.alt_response(404, schema=ErrorAnswer)
def show_verification(check_id: UUID) -> LedgerCheck:
    """How far a check is, and what it found"""
    with transaction() as session:
        return queries.check(session, current_actor(), check_id)
