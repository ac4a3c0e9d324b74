"""A member's own pages: his savings, his loans, his part of the surplus; nothing of others."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import member_words as words
from frontend.books.forms import page, present_day
from frontend.books.member_forms import errors_of
from frontend.books.members import statement_page
from frontend.forms import form_key, given, status_of
from marketplace.api import current_actor
from marketplace.books.errors import CodeNotGood, NotLinked
from marketplace.books.queries import members as queries
from marketplace.books.queries.loans import loans_of
from marketplace.books.queries.savings import savings_of
from marketplace.books.queries.surplus import estimated_surplus_of, surplus_of
from marketplace.books.services import members as services
from marketplace.database import transaction
from marketplace.errors import DomainError


def own() -> Response:
    """What is his; or, while his account is not connected, the way to connect it."""
    return _own_page()


def _own_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    actor.require("cooperative")
    day = present_day()
    shown: dict[str, Any] = {"errors": errors or {}, "given": given, "words": words, "day": day, "key": form_key()}
    try:
        with transaction() as session:
            member = queries.own_member(session, actor)
            found = savings_of(session, actor, member.id, today=day)
            loans = loans_of(session, actor.organisation_id, member.id, day)
            estimate = estimated_surplus_of(session, actor.organisation_id, member.id, day)
            surplus = surplus_of(session, actor.organisation_id, member.id)
    except NotLinked:
        return page("own/link", status, **shown)
    cooperative = actor.names["organisation"]
    return page(
        "own/own", status, found=found, member=member, loans=loans, estimate=estimate, surplus=surplus,
        cooperative=cooperative, **shown,
    )  # fmt: skip


def claim_card() -> AnyResponse:
    """Connect the account with the card whose number and code were typed."""
    try:
        with transaction() as session:
            services.claim(session, current_actor(), number=given("number"), code=given("code"))
    except CodeNotGood as error:
        return _own_page(errors_of(error), 422)
    except DomainError as error:
        return _own_page(errors_of(error), status_of(error))
    flash(_("Tersambung. Ini simpanan Anda."), "success")
    return redirect(url_for("books.own"), 303)


def own_statement() -> Response:
    """His savings line by line, for any days."""
    with transaction() as session:
        member = queries.own_member(session, current_actor())
    return statement_page(member.id, action=url_for("books.own_statement"), back=url_for("books.own"), own=True)
