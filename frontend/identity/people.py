"""The people of the organisation: who, as what, and who comes next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.identity.answers import errors_of, form_key, given, page, secret_page, settings, signed_in, status_of
from frontend.identity.words import role_choices, role_list
from marketplace.api import paginate
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.identity import queries, services
from marketplace.identity.access import end_session
from marketplace.identity.credentials import spoken_code
from marketplace.identity.rules import ROLES_OF


def people() -> Response:
    """Everybody in the organisation, and for its administrators the open invitations."""
    actor = signed_in()
    may_invite = actor.has_role("administrator")
    with transaction() as session:
        listed = paginate(
            session, queries.people_visible_to(actor), queries.MEMBERSHIP_ID, limit=100, after=request.args.get("after")
        )
        invited = session.scalars(queries.invitations_visible_to(actor)).all() if may_invite else []
    return page("people", people=listed, invited=invited, may_invite=may_invite, role_list=role_list)


def show_invite() -> Response:
    """The form that makes an invitation."""
    return _invite_form()


def _invite_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    kind = signed_in().organisation_kind
    return page(
        "invite",
        status,
        errors=errors or {},
        name=given("name"),
        chosen=request.form.getlist("roles"),
        roles=role_choices(ROLES_OF[kind]),
        key=form_key(),
    )


def invite() -> Response:
    """Make an invitation and show its link this once."""
    try:
        with transaction() as session:
            invited = services.invite(
                session, signed_in(), roles=request.form.getlist("roles"), name=given("name"), key=form_key()
            )
    except DomainError as error:
        return _invite_form(errors_of(error, "roles"), status_of(error))
    return invited_page(invited, url_for("identity.people"))


def invited_page(invited: services.Invited, back: str) -> Response:
    """The link, to copy or to send by chat."""
    link = f"{settings().public_url}{url_for('identity.show_invitation', token=invited.token)}" if invited.token else ""
    message = _(
        "Anda diundang ke %(organisation)s di Lumbung sebagai %(roles)s. Buka tautan ini dalam 7 hari: %(link)s",
        organisation=invited.organisation_name,
        roles=role_list(invited.invitation.roles),
        link=link,
    )
    return secret_page("invited", invitation=invited.invitation, link=link, message=message, back=back)


def withdraw_invitation(invitation_id: UUID) -> Redirect:
    """Make an open invitation's link useless."""
    with transaction() as session:
        services.withdraw_invitation(session, signed_in(), invitation_id)
    flash(_("Undangan ditarik; tautannya tidak berlaku lagi."), "success")
    return redirect(url_for("identity.people"), 303)


def person(membership_id: UUID) -> Response:
    """One person: roles, and what an administrator may do."""
    return _person_page(membership_id)


def _person_page(membership_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = signed_in()
    with transaction() as session:
        found = queries.membership(session, actor, membership_id)
    return page(
        "person",
        status,
        membership=found,
        errors=errors or {},
        may_change=actor.has_role("administrator"),
        is_own=found.person_id == actor.person_id,
        roles=role_choices(ROLES_OF[actor.organisation_kind]),
        chosen=request.form.getlist("roles") or found.roles,
        role_list=role_list,
    )


def change_roles(membership_id: UUID) -> Response | Redirect:
    """Give a person other roles."""
    return _act(
        membership_id,
        lambda session: services.change_roles(
            session,
            signed_in(),
            membership_id,
            request.form.getlist("roles"),
            expected_version=request.form.get("version", 0, type=int),
        ),
        _("Peran tersimpan."),
    )


def end_membership(membership_id: UUID) -> Response | Redirect:
    """End a person's membership."""
    return _act(
        membership_id,
        lambda session: services.end_membership(session, signed_in(), membership_id),
        _("Keanggotaan diakhiri."),
    )


def _act(membership_id: UUID, change: Any, done: str) -> Response | Redirect:
    try:
        with transaction() as session:
            changed = change(session)
    except DomainError as error:
        return _person_page(membership_id, errors_of(error, "roles"), status_of(error))
    if changed.ended_at and changed.person_id == signed_in().person_id:
        end_session()
        return redirect(url_for("identity.show_sign_in"), 303)
    flash(done, "success")
    return redirect(url_for("identity.people"), 303)


def issue_code(membership_id: UUID) -> Response:
    """Make a one-time code for a person who forgot his password, and show it this once."""
    try:
        with transaction() as session:
            issued = services.issue_code(session, signed_in(), membership_id)
    except DomainError as error:
        return _person_page(membership_id, errors_of(error, "roles"), status_of(error))
    return code_page(issued, url_for("identity.people"))


def code_page(issued: services.IssuedCode, back: str) -> Response:
    """The code, to read out or hand over."""
    return secret_page(
        "code", person=issued.person, code=spoken_code(issued.code), expires_at=issued.expires_at, back=back
    )
