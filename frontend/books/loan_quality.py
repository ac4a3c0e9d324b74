"""All loans together, without names: grades, arrears, what is set aside, and the table of grades."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words as words
from frontend.books.forms import page, present_day, whole
from frontend.books.loan_forms import do, errors_of
from frontend.forms import Typed, form_key, given, status_of
from marketplace.api import current_actor
from marketplace.books.queries import loans as queries
from marketplace.books.rules.arrears import GRADES, Grade
from marketplace.books.rules.loans import ROLES
from marketplace.books.services.loans import allowing
from marketplace.database import transaction
from marketplace.errors import DomainError


def loan_quality() -> Response:
    """Rupiah and loans by grade, the two rates, and the allowance that follows from them."""
    actor, day = current_actor(), present_day()
    with transaction() as session:
        asked = allowing.proposal(session, actor, day)
        past = queries.allowances(session, actor)
    may_allow = actor.has_role(*ROLES["allow"])
    may_set = actor.has_role(*ROLES["set_grades"])
    return page(
        "loans/quality", asked=asked, past=past, words=words, may_allow=may_allow, may_set=may_set, key=form_key()
    )


def set_loan_allowance() -> AnyResponse:
    """Book the difference of today."""

    def verb() -> None:
        with transaction() as session:
            allowing.set_allowance(session, current_actor(), day=present_day(), key=form_key())

    return do(verb, _("Cadangan dibukukan."), url_for("books.loan_quality"))


def loan_grades() -> Response:
    """The tables that hold, and the chair's form for the cooperative's own."""
    return _form()


def _form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor, day = current_actor(), present_day()
    cooperative_id = queries.require_seer(actor)
    with transaction() as session:
        own = queries.grade_tables(session, cooperative_id)
        table = queries.grade_table(session, cooperative_id, day)
    return page(
        "loans/grades",
        status,
        own=own,
        table_now=table,
        may_set=actor.has_role(*ROLES["set_grades"]),
        errors=errors or {},
        given=given,
        words=words,
        day=day,
        form=request.form,
        key=form_key(),
    )


def set_loan_grades() -> AnyResponse:
    """Give the cooperative its own table from a day on."""
    try:
        typed = Typed()
        valid_from = typed.day("valid_from")
        days = [whole(typed.quantity(f"days-{grade}")) for grade in GRADES]
        shares = [typed.price(f"percent-{grade}") for grade in GRADES]
        if valid_from is None:
            typed.refuse("valid_from", str(words.FIELDS["valid_from"]))
        typed.check()
        rows = [
            Grade(grade, -1 if first is None else first, Decimal(-1) if share is None else share, given("source"))
            for grade, first, share in zip(GRADES, days, shares, strict=True)
        ]
        with transaction() as session:
            allowing.set_grades(session, current_actor(), valid_from or present_day(), rows)
    except DomainError as error:
        return _form(errors_of(error), status_of(error))
    flash(_("Tabel golongan disimpan."), "success")
    return redirect(url_for("books.loan_grades"), 303)


def loan_allowance(document_id: UUID) -> AnyResponse:
    """From an allowance that a journal line names to the page of all loans."""
    with transaction() as session:
        queries.check_allowance(session, current_actor(), document_id)
    return redirect(url_for("books.loan_quality", _anchor=f"allowance-{document_id}"), 302)
