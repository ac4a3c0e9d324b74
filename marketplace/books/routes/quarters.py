"""The quarter on one page over the API: as it stands, its editions, their check and their links."""

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
from ...clock import today
from ...database import transaction
from ...errors import NotFound
from ..models.quarters import QuarterEdition, QuarterLink
from ..queries import editions as queries
from ..queries.quarters import live_quarter
from ..rules.quarters import Quarter
from ..schemas.quarters import (
    LiveQuarterAnswer,
    QuarterCheckAnswer,
    QuarterEditionAnswer,
    QuarterLinkAnswer,
    QuarterSignatureInput,
    QuarterWordsInput,
)
from ..services import quarters as services
from ..services.quarters import Words

quarters = Blueprint(
    "quarters",
    __name__,
    url_prefix="/api/v1/quarters",
    description="A quarter on one page for the members: written by the treasurer, signed by another of the board, then "
    "frozen. Who belongs to the cooperative reads what is signed.",
)


def shown(edition: QuarterEdition, status: int = 200) -> Any:
    """An edition with its ETag."""
    return edition, status, etag({}, edition.version)


@quarters.route("/<int:year>/<int:quarter>")
@quarters.response(200, LiveQuarterAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
def show_quarter(year: int, quarter: int) -> Any:
    """A quarter as the books have it now"""
    actor = current_actor()
    with transaction() as session:
        live = live_quarter(session, actor, asked(year, quarter), today(actor.time_zone))
    names = ("quarter", "is_over", "open_months", "uncosted_months", "register", "figures", "indicators")
    return {**{name: getattr(live, name) for name in names}, "figures_hash": services.figures_hash(live)}


def asked(year: int, quarter: int) -> Quarter:
    """The quarter of an address. Raises NotFound: the calendar has no such quarter."""
    if not (1900 <= year <= 9998 and 1 <= quarter <= 4):
        raise NotFound
    return Quarter(year, quarter)


@quarters.route("/<int:year>/<int:quarter>/editions", methods=["POST"])
@quarters.arguments(QuarterWordsInput)
@quarters.response(201, QuarterEditionAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
@quarters.alt_response(409, schema=ErrorAnswer)
@quarters.alt_response(422, schema=ErrorAnswer)
def prepare_edition(words: Words, year: int, quarter: int) -> Any:
    """Write the first edition of a quarter, or one that corrects the newest"""
    with transaction() as session:
        made = services.prepare(session, current_actor(), asked(year, quarter), words, key=idempotency_key())
        return shown(made, 201)


@quarters.route("/editions")
@quarters.arguments(PageArguments, location="query")
@quarters.response(200, page_of(QuarterEditionAnswer))
@quarters.alt_response(403, schema=ErrorAnswer)
def list_editions(page: dict[str, Any]) -> dict[str, Any]:
    """The editions, oldest first"""
    with transaction() as session:
        return paginate(session, queries.editions(current_actor()), QuarterEdition.id, **page)


@quarters.route("/editions/<uuid:edition_id>")
@quarters.response(200, QuarterEditionAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
def show_edition(edition_id: UUID) -> Any:
    """One edition"""
    with transaction() as session:
        return shown(queries.edition(session, current_actor(), edition_id))


@quarters.route("/editions/<uuid:edition_id>", methods=["PUT"])
@quarters.arguments(QuarterWordsInput)
@quarters.response(200, QuarterEditionAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
@quarters.alt_response(409, schema=ErrorAnswer)
@quarters.alt_response(412, schema=ErrorAnswer)
def rewrite_edition(words: Words, edition_id: UUID) -> Any:
    """Change the words of an edition that is not signed yet; needs If-Match"""
    version = expected_version()
    with transaction() as session:
        return shown(services.rewrite(session, current_actor(), edition_id, version, words))


@quarters.route("/editions/<uuid:edition_id>/sign", methods=["POST"])
@quarters.arguments(QuarterSignatureInput)
@quarters.response(200, QuarterEditionAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
@quarters.alt_response(409, schema=ErrorAnswer)
@quarters.alt_response(412, schema=ErrorAnswer)
def sign_edition(content: dict[str, str], edition_id: UUID) -> Any:
    """Sign an edition as a person of the board who did not prepare it; needs If-Match"""
    version, seen = expected_version(), content["figures_hash"]
    with transaction() as session:
        signed = services.sign(session, current_actor(), edition_id, version, seen=seen, key=idempotency_key())
        return shown(signed)


@quarters.route("/editions/<uuid:edition_id>/check")
@quarters.response(200, QuarterCheckAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
def check_edition(edition_id: UUID) -> queries.Check:
    """Compute a signed edition's figures again from the journal as it was known then"""
    with transaction() as session:
        return queries.check(session, current_actor(), edition_id)


@quarters.route("/editions/<uuid:edition_id>/link", methods=["POST"])
@quarters.response(201, QuarterLinkAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
def share_edition(edition_id: UUID) -> QuarterLink:
    """The link that opens a signed edition without signing in: the one there is, or a new one"""
    with transaction() as session:
        return services.share(session, current_actor(), edition_id, key=idempotency_key())


@quarters.route("/links/<uuid:link_id>/revoke", methods=["POST"])
@quarters.response(200, QuarterLinkAnswer)
@quarters.alt_response(403, schema=ErrorAnswer)
@quarters.alt_response(404, schema=ErrorAnswer)
def revoke_link(link_id: UUID) -> QuarterLink:
    """Close a link; who has it reads nothing any more"""
    with transaction() as session:
        return services.revoke(session, current_actor(), link_id)
