"""A loan is restructured or written off: one proposes with a reason, the chair decides."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words as words
from frontend.books.forms import page, present_day, whole
from frontend.books.loan_forms import do, errors_of
from frontend.forms import Typed, form_key, given, status_of, ticked
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import loans as queries
from marketplace.books.rules.loans import ROLES, NewTerms
from marketplace.books.rules.schedule import STEPS, months_after
from marketplace.books.services.loans import changing
from marketplace.database import transaction
from marketplace.errors import DomainError


def new_terms_of(actor: Actor, found: Any, proposed: Any) -> Any:
    """The instalments of a proposal, over what is outstanding now; empty where it cannot be any more."""
    new = NewTerms(
        monthly_rate=proposed.monthly_rate,
        months=proposed.months,
        method=proposed.method,
        first_due_on=proposed.first_due_on,
        step=proposed.step,
        carries_interest=proposed.carries_interest,
    )
    try:
        with transaction() as session:
            return changing.preview(session, actor, found, new)
    except DomainError:
        return ()


def show_restructure(loan_id: UUID) -> Response:
    """New terms for what is outstanding."""
    current_actor().require("cooperative", roles=ROLES["propose"])
    return _form(loan_id)


def _form(loan_id: UUID, errors: dict[str, str] | None = None, status: int = 200, shown: Any = ()) -> Response:
    actor, day = current_actor(), present_day()
    with transaction() as session:
        seen = queries.loan(session, actor, loan_id, day)
    return page(
        "loans/restructure",
        status,
        seen=seen,
        loan=seen.loan,
        unpaid=changing.unpaid_interest(seen.loan, actor) if seen.loan.schedules else 0,
        carries=ticked("carries_interest") or request.method == "GET",
        shown=shown,
        steps=STEPS,
        first_due_on=months_after(day, 1),
        errors=errors or {},
        given=given,
        words=words,
        key=form_key(),
    )


def restructure_loan(loan_id: UUID) -> AnyResponse:
    """Show what the new terms would be, or propose them."""
    actor = current_actor()
    actor.require("cooperative", roles=ROLES["propose"])
    try:
        new = _new_terms()
        with transaction() as session:
            if given("action") == "propose":
                changing.propose_restructuring(session, actor, loan_id, new, reason=given("reason"), key=form_key())
                shown: Any = None
            else:
                shown = changing.preview(session, actor, queries.loan(session, actor, loan_id, present_day()).loan, new)
    except DomainError as error:
        return _form(loan_id, errors_of(error), status_of(error))
    if shown is not None:
        return _form(loan_id, shown=shown)
    flash(_("Usulan jadwal ulang dicatat. Ketua yang memutuskan."), "success")
    return redirect(url_for("books.loan", loan_id=loan_id), 303)


def _new_terms() -> NewTerms:
    typed = Typed()
    rate, months, first = typed.price("monthly_rate"), typed.quantity("months"), typed.day("first_due_on")
    for name, value in (("monthly_rate", rate), ("months", whole(months)), ("first_due_on", first)):
        if value is None:
            typed.refuse(name, str(words.FIELDS[name]))
    typed.check()
    return NewTerms(
        monthly_rate=rate if rate is not None else Decimal(-1),
        months=whole(months) or 0,
        method=given("method"),  # type: ignore[arg-type]
        first_due_on=first or present_day(),
        step=int(given("step")) if given("step").isdecimal() else 0,
        carries_interest=ticked("carries_interest"),
    )


def write_off_loan(loan_id: UUID) -> AnyResponse:
    """Propose to give up what is outstanding."""

    def verb() -> None:
        with transaction() as session:
            changing.propose_write_off(session, current_actor(), loan_id, reason=given("reason"), key=form_key())

    return do(verb, _("Usulan hapus buku dicatat. Ketua yang memutuskan."), url_for("books.loan", loan_id=loan_id))


def loan_change(change_id: UUID) -> AnyResponse:
    """From a change that a journal line names to its loan."""
    with transaction() as session:
        found = queries.change(session, current_actor(), change_id)
    return redirect(url_for("books.loan", loan_id=found.loan_id, _anchor=f"change-{found.id}"), 302)


def decide_loan_change(change_id: UUID) -> AnyResponse:
    """Say yes or no to a proposal."""
    actor, approves = current_actor(), given("answer") == "yes"
    with transaction() as session:
        loan_id = queries.change(session, actor, change_id).loan_id

    def verb() -> None:
        with transaction() as session:
            changing.decide(session, actor, change_id, approves=approves, words=given("reason"), key=form_key())

    done = _("Usulan disetujui dan berlaku mulai hari ini.") if approves else _("Usulan ditolak.")
    return do(verb, done, url_for("books.loan", loan_id=loan_id))
