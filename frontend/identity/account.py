"""The person's own account."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.identity.answers import errors_of, given, memberships, page, signed_in, status_of, throttle
from frontend.identity.words import role_list
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.identity import services
from marketplace.identity.access import begin_session, end_session


def account() -> Response:
    """Name, number, address, password, and what was done to the account."""
    return _account_page()


def _account_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = signed_in()
    with transaction() as session:
        person = services.own_person(session, actor)
        told = services.told_since(session, person, None)
    typed = {name: request.form.get(name, getattr(person, name) or "") for name in ("name", "phone", "email")}
    return page(
        "account",
        status,
        person=person,
        typed=typed,
        told=told,
        errors=errors or {},
        roles=role_list(sorted(actor.roles)),
        organisation=actor.names.get("organisation", ""),
        several=len(memberships()) > 1,
        is_administrator=actor.has_role("administrator"),
    )


def change_person() -> Response | Redirect:
    """Change name, number and address."""
    return _change(
        "name",
        lambda session: services.change_person(
            session,
            signed_in(),
            throttle(),
            name=given("name"),
            phone=given("phone"),
            email=given("email"),
            password=given("present"),
            expected_version=request.form.get("version", 0, type=int),
        ),
        _("Data Anda tersimpan."),
    )


def change_password() -> Response | Redirect:
    """Set a new password; other browsers are signed out, this one stays."""
    organisation_id = signed_in().organisation_id

    def change(session: Any) -> None:
        person = services.change_password(
            session, signed_in(), throttle(), present=given("present"), new=given("password")
        )
        begin_session(person, organisation_id)

    return _change("password", change, _("Kata sandi baru berlaku. Perangkat lain sudah dikeluarkan."))


def _change(field: str, change: Any, done: str) -> Response | Redirect:
    try:
        with transaction() as session:
            change(session)
    except DomainError as error:
        return _account_page(errors_of(error, field), status_of(error))
    flash(done, "success")
    return redirect(url_for("identity.account"), 303)


def sign_out_everywhere() -> Redirect:
    """End every session of the person."""
    with transaction() as session:
        services.sign_out_everywhere(session, signed_in())
    end_session()
    flash(_("Semua perangkat sudah dikeluarkan."), "success")
    return redirect(url_for("identity.show_sign_in"), 303)
