"""The invitation behind a link: who invites to what, and the two ways to accept."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.identity.answers import errors_of, given, page, status_of
from frontend.identity.words import role_list
from frontend.language import current_language
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound
from marketplace.identity import queries, services
from marketplace.identity.access import begin_session, signed_in_person


def show_invitation(token: str) -> Response:
    """Who invites to what. Opening it uses nothing up: chat programs open links by themselves."""
    return _invitation_page(token)


def _invitation_page(token: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    try:
        with transaction() as session:
            invitation = queries.open_invitation(session, token)
    except NotFound:
        return page("invitation_closed", 404)
    return page(
        "invitation",
        status,
        token=token,
        invitation=invitation,
        roles=role_list(invitation.roles),
        person=signed_in_person(),
        errors=errors or {},
        typed={name: given(name) for name in ("name", "phone", "email")},
    )


def accept_as_new(token: str) -> Response | Redirect:
    """Accept with a new account, and be signed in."""
    try:
        with transaction() as session:
            person = services.accept_as_new(
                session,
                token,
                name=given("name"),
                phone=given("phone"),
                email=given("email"),
                password=given("password"),
                language=current_language(),
            )
            [belongs] = queries.memberships_of(session, person.id)
    except NotFound:
        return page("invitation_closed", 404)
    except DomainError as error:
        return _invitation_page(token, errors_of(error, "name"), status_of(error))
    begin_session(person, belongs.organisation_id)
    return _welcome(belongs.organisation)


def accept_as_person(token: str) -> Response | Redirect:
    """Accept with the account that is signed in at this browser."""
    person = signed_in_person()
    if person is None:
        target = url_for("identity.show_invitation", token=token)
        return redirect(url_for("identity.show_sign_in", next=target), 303)
    try:
        with transaction() as session:
            accepted = services.accept_as_person(session, token, person.id)
    except NotFound:
        return page("invitation_closed", 404)
    except DomainError as error:
        return _invitation_page(token, errors_of(error, "name"), status_of(error))
    begin_session(person, accepted.organisation_id)
    return _welcome(accepted.organisation)


def _welcome(organisation: Any) -> Redirect:
    flash(_("Selamat datang di %(name)s.", name=organisation.name), "success")
    return redirect("/", 303)
