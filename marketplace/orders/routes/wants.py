"""Shopping lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import (
    ErrorAnswer,
    PageArguments,
    current_actor,
    etag,
    expected_version,
    idempotency_key,
    page_of,
    paginate,
)
from ...database import transaction
from ..models import WantList
from ..queries import wants as queries
from ..schemas.answers import WantAnswer, WantListAnswer
from ..schemas.inputs import CopyWantListInput, NewWantListInput, WantedInput, WantListInput
from ..services import wants as services
from ..services.wants import Wanted

want_lists = Blueprint(
    "want_lists",
    __name__,
    url_prefix="/api/v1/want-lists",
    description="What a cooperative wants to buy; nobody else sees it.",
)


def shown(found: WantList, status: int = 200) -> Any:
    """A list with its ETag."""
    return found, status, etag({}, found.version)


@want_lists.route("")
@want_lists.arguments(PageArguments, location="query")
@want_lists.response(200, page_of(WantListAnswer))
def list_want_lists(page: dict[str, Any]) -> dict[str, Any]:
    """The shopping lists, oldest first"""
    with transaction() as session:
        return paginate(session, queries.want_lists(current_actor()), WantList.id, **page)


@want_lists.route("", methods=["POST"])
@want_lists.arguments(NewWantListInput)
@want_lists.response(201, WantListAnswer)
@want_lists.alt_response(403, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def create_want_list(content: dict[str, Any]) -> Any:
    """Make a shopping list for a day"""
    given = {**content, "wants": tuple(content["wants"])}
    with transaction() as session:
        return shown(services.create_want_list(session, current_actor(), key=idempotency_key(), **given), 201)


@want_lists.route("/copy-last", methods=["POST"])
@want_lists.arguments(CopyWantListInput)
@want_lists.response(201, WantListAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
def copy_last(content: dict[str, Any]) -> Any:
    """Make a list with the goods of the newest one"""
    with transaction() as session:
        return shown(services.copy_last(session, current_actor(), key=idempotency_key(), **content), 201)


@want_lists.route("/<uuid:list_id>")
@want_lists.response(200, WantListAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
def show_want_list(list_id: UUID) -> Any:
    """One shopping list"""
    with transaction() as session:
        return shown(queries.want_list(session, current_actor(), list_id))


@want_lists.route("/<uuid:list_id>", methods=["PUT"])
@want_lists.arguments(WantListInput)
@want_lists.response(200, WantListAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
@want_lists.alt_response(412, schema=ErrorAnswer)
def change_want_list(content: dict[str, Any], list_id: UUID) -> Any:
    """Change a list's title, day and outlet; needs If-Match"""
    version = expected_version()
    with transaction() as session:
        return shown(services.change_want_list(session, current_actor(), list_id, version, **content))


@want_lists.route("/<uuid:list_id>/wants", methods=["POST"])
@want_lists.arguments(WantedInput)
@want_lists.response(201, WantAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def add_want(content: Wanted, list_id: UUID) -> Any:
    """Put a good at the end of the list"""
    with transaction() as session:
        return services.add_want(session, current_actor(), list_id, content, key=idempotency_key())


@want_lists.route("/<uuid:list_id>/wants/<uuid:want_id>", methods=["PUT"])
@want_lists.arguments(WantedInput)
@want_lists.response(200, WantAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def change_want(content: Wanted, list_id: UUID, want_id: UUID) -> Any:
    """Say anew what is wanted and how much"""
    with transaction() as session:
        return services.change_want(session, current_actor(), list_id, want_id, content)


@want_lists.route("/<uuid:list_id>/wants/<uuid:want_id>", methods=["DELETE"])
@want_lists.response(204)
@want_lists.alt_response(404, schema=ErrorAnswer)
def remove_want(list_id: UUID, want_id: UUID) -> None:
    """Take a good off the list"""
    with transaction() as session:
        services.remove_want(session, current_actor(), list_id, want_id)
