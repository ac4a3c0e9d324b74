"""Organisations: one's own profile, the city office's view, the platform's list, and how a new one comes in."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from frontend.identity.answers import errors_of, form_key, given, page, signed_in, status_of
from frontend.identity.people import code_page, invited_page
from frontend.identity.words import KINDS, LEVELS, LIVENESS, role_choices
from marketplace.actor import Actor
from marketplace.api import paginate
from marketplace.clock import TIME_ZONES
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound
from marketplace.identity import queries, services
from marketplace.identity.rules import ROLES_OF

FIELDS = ("name", "region_code", "address", "phone", "time_zone", "tax_number")
KINDS_MADE_BY = {
    "city_office": ("cooperative",),
    "platform": ("cooperative", "supplier", "producer_group", "city_office"),
}
"""Kind of organisation -> the kinds its people bring in."""


def profile() -> Response:
    """The organisation's own profile."""
    return _profile_page()


def _profile_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = signed_in()
    with transaction() as session:
        row = queries.organisation(session, actor, actor.organisation_id)
        typed = _typed(
            {name: getattr(row, name) or "" for name in FIELDS} | {"is_pkp": row.is_pkp, "is_island": row.is_island}
        )
        region = _region(session, typed["region_code"])
    return page(
        "profile",
        status,
        organisation=row,
        kind=KINDS[row.kind],
        typed=typed,
        region=region,
        zones=[(zone, zone) for zone in TIME_ZONES],
        errors=errors or {},
        may_change=actor.has_role("administrator"),
    )


def _typed(stored: dict[str, Any]) -> dict[str, Any]:
    """What the form shows: what was posted, else the region just chosen, else what is stored."""
    if request.method == "POST":
        ticked = {name: name in request.form for name in ("is_pkp", "is_island")}
        return {name: given(name) for name in FIELDS} | ticked
    return stored | ({"region_code": request.args["region"]} if "region" in request.args else {})


def _region(session: Session, code: str) -> Any:
    if not code:
        return None
    try:
        return queries.region(session, code)
    except NotFound:
        return None


def _profile_given() -> services.Profile:
    return services.Profile(
        name=given("name"),
        region_code=given("region_code") or None,
        address=given("address"),
        phone=given("phone") or None,
        time_zone=given("time_zone"),
        is_pkp="is_pkp" in request.form,
        is_island="is_island" in request.form,
        tax_number=given("tax_number") or None,
    )


def change_profile() -> Response | Redirect:
    """Put the posted profile in the place of the present one."""
    actor = signed_in()
    try:
        with transaction() as session:
            services.change_profile(
                session,
                actor,
                actor.organisation_id,
                _profile_given(),
                expected_version=request.form.get("version", 0, type=int),
            )
    except DomainError as error:
        return _profile_page(errors_of(error, "name"), status_of(error))
    flash(_("Profil tersimpan."), "success")
    return redirect(url_for("identity.profile"), 303)


def choose_region() -> Response:
    """Search a region by its name; each find leads back to the form that asked."""
    back = {"new": "identity.show_new_organisation"}.get(request.args.get("to", ""), "identity.profile")
    words = request.args.get("q", "")
    with transaction() as session:
        found = queries.search_regions(session, words, limit=30)
    rows = [(row.name, str(LEVELS[row.level]), row.path, url_for(back, region=row.code)) for row in found]
    return page("region", words=words, rows=rows, back=url_for(back), to=request.args.get("to", ""))


def city_office() -> Response:
    """The cooperatives of the office's regency: how many, and which are alive."""
    actor = signed_in()
    with transaction() as session:
        rows = queries.cooperatives_of_office(session, actor)
    counts = Counter(row.liveness for row in rows)
    people = sum(row.people for row in rows)
    sees_suppliers = actor.is_a("city_office")
    return page("city_office", rows=rows, counts=counts, words=LIVENESS, people=people, sees_suppliers=sees_suppliers)


def organisations() -> Response:
    """Every organisation, for the platform; by a word of the name, and by kind."""
    return _organisations_page()


def _organisations_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = signed_in()
    actor.require("platform")
    words, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    asked = queries.organisations_named(actor, words, kind if kind in KINDS else "")
    with transaction() as session:
        listed = paginate(session, asked, queries.ORGANISATION_ID, limit=50, after=request.args.get("after"))
        regions = queries.region_paths(session, (row.region_code for row in listed["data"]))
    return page(
        "organisations",
        status,
        organisations=listed,
        regions=regions,
        kinds=KINDS,
        words=words,
        kind=kind,
        errors=errors or {},
        sign_in=given("sign_in"),
    )


def show_new_organisation() -> Response:
    """The form for a new organisation."""
    return _new_form()


def _new_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = _who_brings_in()
    kinds = KINDS_MADE_BY[actor.organisation_kind]
    typed = _typed(dict.fromkeys(FIELDS, "") | {"is_pkp": False, "is_island": False})
    with transaction() as session:
        region = _region(session, typed["region_code"])
    return page(
        "new_organisation",
        status,
        typed=typed,
        region=region,
        kinds=[(kind, str(KINDS[kind]).capitalize()) for kind in kinds],
        kind=given("kind", kinds[0]),
        errors=errors or {},
        key=form_key(),
    )


def _who_brings_in() -> Actor:
    actor = signed_in()
    actor.require(*KINDS_MADE_BY, roles=("administrator", "officer"))  # type: ignore[arg-type]
    return actor


def create_organisation() -> Response | Redirect:
    """Bring in an organisation; its first administrator is invited next."""
    actor = _who_brings_in()
    try:
        with transaction() as session:
            made = services.create_organisation(
                session, actor, kind=given("kind"), profile=_profile_given(), key=form_key()
            )
    except DomainError as error:
        return _new_form(errors_of(error, "name"), status_of(error))
    flash(_("%(name)s tercatat. Sekarang undang administrator pertamanya.", name=made.name), "success")
    return redirect(url_for("identity.show_invite_first", organisation_id=made.id), 303)


def show_invite_first(organisation_id: UUID) -> Response:
    """The form that invites an organisation's first administrator."""
    return _invite_first_form(organisation_id)


def _invite_first_form(organisation_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        organisation = services.organisation_without_administrator(session, _who_brings_in(), organisation_id)
    roles = [role for role in ROLES_OF[organisation.kind] if role != "administrator"]
    return page(
        "invite_first",
        status,
        organisation=organisation,
        roles=role_choices(roles),
        chosen=request.form.getlist("roles"),
        name=given("name"),
        errors=errors or {},
        key=form_key(),
    )


def invite_first(organisation_id: UUID) -> Response:
    """Invite an organisation's first administrator and show the link this once."""
    actor = _who_brings_in()
    try:
        with transaction() as session:
            invited = services.invite_first_administrator(
                session,
                actor,
                organisation_id,
                name=given("name"),
                roles=tuple(request.form.getlist("roles")),
                key=form_key(),
            )
    except NotFound:
        raise
    except DomainError as error:
        return _invite_first_form(organisation_id, errors_of(error, "roles"), status_of(error))
    return invited_page(invited, url_for(home_of(actor)))


def home_of(actor: Actor) -> str:
    """The endpoint of the list that this actor works from."""
    return "identity.organisations" if actor.is_a("platform") else "identity.city_office"


def issue_code_by_sign_in() -> Response:
    """Make a one-time code for anybody, for the platform's administrators."""
    actor = signed_in()
    try:
        with transaction() as session:
            issued = services.issue_code_by_sign_in(session, actor, given("sign_in"))
    except DomainError as error:
        return _organisations_page(errors_of(error, "sign_in"), status_of(error))
    return code_page(issued, url_for("identity.organisations"))
