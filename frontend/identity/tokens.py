"""API tokens of the organisation."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.identity.answers import errors_of, form_key, given, page, secret_page, signed_in, status_of
from frontend.identity.words import SCOPES, role_choices, role_list
from marketplace.api import paginate
from marketplace.clock import TIME_ZONES, now
from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid
from marketplace.identity import queries, services
from marketplace.identity.access import scopes_offered
from marketplace.identity.rules import ROLES_OF


def tokens() -> Response:
    """The tokens that open something, and the form for a new one."""
    return _tokens_page()


def _tokens_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = signed_in()
    statement = queries.tokens_visible_to(actor)
    with transaction() as session:
        listed = paginate(session, statement, queries.TOKEN_ID, limit=100, after=request.args.get("after"))
    own_roles = [role for role in ROLES_OF[actor.organisation_kind] if role in actor.roles]
    return page(
        "tokens",
        status,
        tokens=listed,
        errors=errors or {},
        label=given("label"),
        expires_on=given("expires_on"),
        scopes=_scope_choices(),
        chosen_scopes=request.form.getlist("scopes"),
        roles=role_choices(own_roles),
        chosen_roles=request.form.getlist("roles"),
        role_list=role_list,
        now=now(),
        key=form_key(),
    )


def _scope_choices() -> list[tuple[str, str, str]]:
    """Every scope to tick, with what it opens."""
    offered = scopes_offered(current_app)
    return [(scope, scope, str(SCOPES.get(scope.partition(":")[0], ""))) for scope in offered]


def create_token() -> Response:
    """Make a token and show it this once."""
    actor = signed_in()
    try:
        with transaction() as session:
            made = services.create_token(
                session,
                actor,
                label=given("label"),
                scopes=request.form.getlist("scopes"),
                roles=request.form.getlist("roles"),
                offered=scopes_offered(current_app),
                expires_at=_end_of_day(given("expires_on"), actor.time_zone),
                key=form_key(),
            )
    except DomainError as error:
        return _tokens_page(errors_of(error, "label"), status_of(error))
    return secret_page("token_made", token=made)


def _end_of_day(written: str, zone: str) -> datetime | None:
    """The end of the day in the organisation's time zone; None where nothing is written. Raises Invalid."""
    if not written:
        return None
    try:
        day = datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise Invalid(field="expires_on") from None
    return datetime.combine(day, time(), TIME_ZONES[zone]) + timedelta(days=1)


def revoke_token(token_id: UUID) -> Redirect:
    """Make a token open nothing any more."""
    with transaction() as session:
        services.revoke_token(session, signed_in(), token_id)
    flash(_("Token dicabut."), "success")
    return redirect(url_for("identity.tokens"), 303)
