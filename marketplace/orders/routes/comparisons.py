"""The comparison of a shopping list, what is chosen from it, and what the cooperative adds to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ...api import ErrorAnswer, current_actor
from ...database import transaction
from ...suppliers.comparing.document import as_document
from ..comparison import (
    ArticleFacts,
    SellingPrice,
    answer_match,
    compare_want_list,
    keep_selling_prices,
    note_article,
)
from ..comparison.choosing import choices, choose
from ..queries.wants import want_list
from ..schemas.comparison import (
    ArticleFactsInput,
    ChoicesAnswer,
    ChoicesInput,
    ComparisonAnswer,
    ComparisonQuery,
    KeptAnswer,
    MatchAnswerInput,
    SellingPricesInput,
)
from .wants import want_lists


@want_lists.route("/<uuid:list_id>/comparison")
@want_lists.arguments(ComparisonQuery, location="query")
@want_lists.response(200, ComparisonAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
def compare_list(query: dict[str, date | None], list_id: UUID) -> Any:
    """Every offer in force for each good of the list, delivered to the door, with its arithmetic

    `state` of an offer: `best` wins under every reading of what is unknown, `cheapest_complete` is the cheapest one
    that is known entirely, `ranked` has a price, `not_comparable` says why it has none.
    """
    with transaction() as session:
        compared = compare_want_list(session, current_actor(), list_id, on_date=query["on"])
    return as_document(compared.comparison)


@want_lists.route("/<uuid:list_id>/choices")
@want_lists.response(200, ChoicesAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
def show_choices(list_id: UUID) -> Any:
    """Which offers are chosen"""
    return _chosen(list_id)


@want_lists.route("/<uuid:list_id>/choices", methods=["PUT"])
@want_lists.arguments(ChoicesInput)
@want_lists.response(200, ChoicesAnswer)
@want_lists.alt_response(403, schema=ErrorAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def choose_offers(content: dict[UUID, UUID | None], list_id: UUID) -> Any:
    """Choose an offer for each good named, or none"""
    with transaction() as session:
        choose(session, current_actor(), list_id, content)
    return _chosen(list_id)


def _chosen(list_id: UUID) -> dict[str, Any]:
    with transaction() as session:
        found = choices(session, [want.id for want in want_list(session, current_actor(), list_id).wants])
    return {"choices": [{"want_id": want, "offer_id": offer} for want, offer in found.items()]}


@want_lists.route("/<uuid:list_id>/wants/<uuid:want_id>/articles/<uuid:article_id>", methods=["PUT"])
@want_lists.arguments(MatchAnswerInput)
@want_lists.response(204)
@want_lists.alt_response(403, schema=ErrorAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
def answer_want_match(content: dict[str, bool], list_id: UUID, want_id: UUID, article_id: UUID) -> None:
    """Say whether an article is what the cooperative means; remembered for the same words"""
    with transaction() as session:
        answer_match(session, current_actor(), list_id, want_id, article_id, **content)


@want_lists.route("/articles/<uuid:article_id>/facts", methods=["PUT"])
@want_lists.arguments(ArticleFactsInput)
@want_lists.response(204)
@want_lists.alt_response(403, schema=ErrorAnswer)
@want_lists.alt_response(404, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def note_facts(content: ArticleFacts, article_id: UUID) -> None:
    """Fill in what a supplier's list does not say: content, unit, PPN; for one's own cooperative alone"""
    with transaction() as session:
        note_article(session, current_actor(), article_id, content)


@want_lists.route("/selling-prices", methods=["PUT"])
@want_lists.arguments(SellingPricesInput)
@want_lists.response(200, KeptAnswer)
@want_lists.alt_response(403, schema=ErrorAnswer)
@want_lists.alt_response(422, schema=ErrorAnswer)
def put_selling_prices(content: dict[str, list[SellingPrice]]) -> Any:
    """What the cooperative asks for its goods, so that the comparison can tell its margin"""
    with transaction() as session:
        return {"kept": keep_selling_prices(session, current_actor(), content["prices"])}
