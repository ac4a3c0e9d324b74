"""Signing in and out, choosing the organisation, setting a new password with a code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.formatting import moment_long
from frontend.identity import devices
from frontend.identity.answers import errors_of, given, memberships, page, settings, speak, status_of, throttle
from frontend.identity.words import KINDS, role_list
from frontend.language import COOKIE, LANGUAGES, current_language, local_path
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.identity import queries, services
from marketplace.identity.access import begin_session, choose_organisation, end_session, signed_in_person


def next_address() -> str:
    """Where the person wanted to go, on this site."""
    return local_path(request.values.get("next") or "/")


def show_sign_in() -> Response | Redirect:
    """The form, and in development the people of the demo; who is signed in but belongs nowhere is told so."""
    if signed_in_person() is not None and g.actor is None:
        return redirect(url_for("identity.choose"), 303)
    return _sign_in_form()


def _sign_in_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(
        "sign_in", status, errors=errors or {}, next=next_address(), sign_in=given("sign_in"), people=demo_people()
    )


def demo_people() -> list[dict[str, Any]]:
    """The personas of the demo with the address that signs each in; none outside development."""
    if not settings().is_development:
        return []
    known = current_app.extensions.get("personas", ())
    return [
        {**persona, "action": url_for("identity.sign_in_persona", number=number, next=next_address())}
        for number, persona in enumerate(known)
    ]


def sign_in() -> Response | Redirect:
    """Sign in by number or address and password."""
    return _signed_in(given("sign_in"), given("password"))


def sign_in_persona(number: int) -> Response | Redirect:
    """Sign in as one of the demo's people; there is no such thing outside development."""
    people = demo_people()
    if number >= len(people):
        abort(404)
    return _signed_in(people[number]["sign_in"], people[number]["password"])


def _signed_in(name: str, password: str) -> Response | Redirect:
    try:
        with transaction() as session:
            done = services.sign_in(session, throttle(), sign_in=name, password=password, device=devices.known_device())
            belongs = queries.memberships_of(session, done.person.id)
    except DomainError as error:
        return _sign_in_form(errors_of(error, "sign_in"), status_of(error))
    begin_session(done.person, belongs[0].organisation_id if len(belongs) == 1 else None)
    _tell(done.told)
    target = next_address()
    if len(belongs) != 1 and not target.startswith("/invitations/"):
        target = url_for("identity.choose", next=target)
    return _in_own_language(devices.remember(redirect(target, 303), done.person.id), done.person)


def _tell(told: tuple[services.Told, ...]) -> None:
    for item in told:
        at = moment_long(item.at, current_language())
        if item.verb == "identity.issue_recovery_code":
            by = item.by or _("pengelola")
            flash(_("%(by)s membuat kode pemulihan untuk akun Anda pada %(at)s.", by=by, at=at), "warning")
        else:
            flash(_("Kata sandi Anda diganti dengan kode pemulihan pada %(at)s.", at=at), "warning")


def _in_own_language(response: Any, person: Any) -> Any:
    """What was chosen at this browser wins and is kept with the person; else the person's own language."""
    chosen = request.cookies.get(COOKIE)
    if chosen not in LANGUAGES:
        return speak(response, person.language)
    if chosen != person.language:
        _keep_language(person.id, chosen)
    return response


def _keep_language(person_id: UUID, language: str) -> None:
    with transaction() as session:
        services.keep_language(session, person_id, language)


def keep_chosen_language(response: Response) -> Response:
    """After the language switch: a signed-in person finds the same language on his next phone."""
    actor = getattr(g, "actor", None)
    chosen = (request.view_args or {}).get("code")
    if request.endpoint == "language.choose" and actor and actor.person_id and chosen in LANGUAGES:
        _keep_language(actor.person_id, chosen)
    return response


def sign_out() -> Redirect:
    """Sign out at this browser."""
    end_session()
    return redirect(url_for("identity.show_sign_in"), 303)


def choose() -> Response | Redirect:
    """The organisations the person may work for."""
    if signed_in_person() is None:
        return redirect(url_for("identity.show_sign_in", next=request.full_path), 303)
    rows = [
        {
            "name": row.organisation.name,
            "kind": str(KINDS[row.organisation.kind]).capitalize(),
            "roles": role_list(row.roles),
            "switch_to": url_for("identity.switch", organisation_id=row.organisation_id, next=next_address()),
            "current": g.actor is not None and g.actor.organisation_id == row.organisation_id,
        }
        for row in memberships()
    ]
    return page("choose", rows=rows)


def switch(organisation_id: UUID) -> Redirect:
    """Work for another of the person's organisations from now on."""
    choose_organisation(organisation_id)
    return redirect(next_address(), 303)


def show_recover() -> Response:
    """The form for a code and a new password."""
    return _recover_form()


def _recover_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(
        "recover",
        status,
        errors=errors or {},
        sign_in=request.values.get("sign_in", ""),
        code=given("code"),
        mail_is_set_up=bool(settings().smtp_url),
    )


def recover() -> Response | Redirect:
    """Set a new password with a code."""
    try:
        with transaction() as session:
            person = services.redeem_code(
                session, throttle(), sign_in=given("sign_in"), code=given("code"), password=given("password")
            )
    except DomainError as error:
        return _recover_form(errors_of(error, "sign_in"), status_of(error))
    if person is None:
        return _recover_form(errors_of(services.WrongRecoveryCode(field="code"), "code"), 422)
    end_session()
    flash(_("Kata sandi baru tersimpan. Silakan masuk."), "success")
    return redirect(url_for("identity.show_sign_in"), 303)


def mail_code() -> Response | Redirect:
    """Ask for a code by e-mail; the answer is the same whoever asks."""
    try:
        with transaction() as session:
            services.request_by_mail(
                session, throttle(), sign_in=given("sign_in"), mail_is_set_up=bool(settings().smtp_url)
            )
    except DomainError as error:
        return _recover_form(errors_of(error, "sign_in"), status_of(error))
    flash(_("Kalau akun itu punya alamat email, kodenya sedang dikirim."), "success")
    return redirect(url_for("identity.show_recover", sign_in=given("sign_in")), 303)
