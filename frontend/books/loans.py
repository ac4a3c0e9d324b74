"""The pages of loans: who borrows, who is late, a new request, a loan with its schedule, the decisions on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words as words
from frontend.books.forms import ROWS_OF_A_PAGE, page, page_number, present_day, whole
from frontend.books.loan_changes import new_terms_of
from frontend.books.loan_forms import do, errors_of
from frontend.forms import Typed, form_key, given, status_of
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import loans as queries
from marketplace.books.queries import members as member_queries
from marketplace.books.rules.loans import BROUGHT_IN, MONEY_ACCOUNTS, ROLES, VERBS, LoanRequest, burden_of
from marketplace.books.rules.schedule import STEPS, months_after
from marketplace.books.services.loans import requesting
from marketplace.database import transaction
from marketplace.errors import DomainError

ENDED = ("declined", "cancelled", "settled", "written_off", "reversed")
WAITING = ("requested", "approved")


def may(actor: Actor, verb: str) -> bool:
    """Whether the actor's roles allow `verb`."""
    return actor.is_a("cooperative") and actor.has_role(*ROLES[verb])


def loans() -> Response:
    """The loans that run, the longest past due first; all together on top."""
    actor, day, number = current_actor(), present_day(), page_number()
    text = request.args.get("q", "").strip()[:100]
    with transaction() as session:
        found = queries.running(
            session, actor, day, words=text, limit=ROWS_OF_A_PAGE, offset=(number - 1) * ROWS_OF_A_PAGE
        )
        waiting = queries.waiting(session, actor.organisation_id)
    return page(
        "loans/list",
        found=found,
        waiting=waiting,
        words=words,
        text=text,
        number=number,
        pages=max(1, -(-found.total // ROWS_OF_A_PAGE)),
        may_request=may(actor, "request"),
    )


def loan_requests() -> Response:
    """What waits for a decision or for its money, and what has ended."""
    actor, number = current_actor(), page_number()
    ended = request.args.get("state") == "ended"
    with transaction() as session:
        rows = queries.newest(
            session,
            actor,
            states=ENDED if ended else WAITING,
            limit=ROWS_OF_A_PAGE + 1,
            offset=(number - 1) * ROWS_OF_A_PAGE,
        )
    more = len(rows) > ROWS_OF_A_PAGE
    return page("loans/requests", rows=rows[:ROWS_OF_A_PAGE], ended=ended, words=words, number=number, more=more)


def arrears() -> Response:
    """Who to visit today: the late ones with what they owe and how to reach them."""
    actor, day, number = current_actor(), present_day(), page_number()
    with transaction() as session:
        found = queries.running(
            session, actor, day, late_only=True, limit=ROWS_OF_A_PAGE, offset=(number - 1) * ROWS_OF_A_PAGE
        )
    pages = max(1, -(-found.total // ROWS_OF_A_PAGE))
    cooperative = actor.names.get("organisation", "")
    return page("loans/arrears", found=found, words=words, number=number, pages=pages, cooperative=cooperative)


def new_loan() -> Response:
    """What a member asks for."""
    current_actor().require("cooperative", roles=ROLES["request"])
    return _form()


def _form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(
        "loans/new",
        status,
        errors=errors or {},
        given=given,
        words=words,
        steps=STEPS,
        member=request.args.get("member", ""),
        first_due_on=months_after(present_day(), 1),
    )


def ask_loan() -> AnyResponse:
    """Show what the request would cost the member, or write it down."""
    actor = current_actor()
    actor.require("cooperative", roles=ROLES["request"])
    if given("action") == "edit":
        return _form()
    try:
        member = _member(actor, given("member"))
        asked = _asked(member.id)
        if given("action") == "ask":
            with transaction() as session:
                made = requesting.ask(session, actor, asked, key=form_key())
            flash(_("Permohonan %(number)s dicatat. Ketua yang memutuskan.", number=made.number), "success")
            return redirect(url_for("books.loan", loan_id=made.id), 303)
        shown = requesting.preview(actor, asked)
        with transaction() as session:
            burden = queries.monthly_burden(session, actor.organisation_id, member.id)
    except DomainError as error:
        return _form(errors_of(error), status_of(error))
    heaviest = max(each.total for each in shown)
    kept = {name: value for name, value in request.form.items() if name not in ("csrf_token", "action")}
    return page(
        "loans/preview",
        asked=asked,
        member=member,
        shown=shown,
        heaviest=heaviest,
        hint=burden_of(burden + heaviest, asked.monthly_income),
        burden=burden,
        kept={**kept, "idempotency_key": form_key()},
        words=words,
    )


def _member(actor: Actor, text: str) -> Any:
    """The one member whose number is typed, or whose name holds the words. Raises WrongFields."""
    typed = Typed()
    with transaction() as session:
        found = member_queries.register_page(session, actor, words=text).members if text else []
    exact = [each for each in found if each.number.lower() == text.lower()] or found
    if len(exact) == 1:
        return exact[0]
    names = ", ".join(f"{each.number} {each.name}" for each in exact[:5])
    if names:
        typed.refuse("member", _("Yang mana: %(names)s? Tulis nomornya", names=names))
    else:
        typed.refuse("member", _("Anggota itu tidak ada di buku anggota") if text else str(words.FIELDS["member"]))
    typed.check()
    return None


def _asked(member_id: UUID) -> LoanRequest:
    typed = Typed()
    principal, rate, months = typed.rupiah("principal"), typed.price("monthly_rate"), typed.quantity("months")
    income, first = typed.rupiah("monthly_income"), typed.day("first_due_on")
    for name, value in (("principal", principal), ("monthly_rate", rate), ("months", whole(months))):
        if value is None:
            typed.refuse(name, str(words.FIELDS[name]))
    typed.check()
    return LoanRequest(
        member_id=member_id,
        purpose=given("purpose"),
        principal=principal or 0,
        monthly_rate=rate if rate is not None else Decimal(-1),
        months=whole(months) or 0,
        method=given("method"),  # type: ignore[arg-type]
        step=int(given("step")) if given("step").isdecimal() else 0,
        early_interest=given("early_interest"),  # type: ignore[arg-type]
        first_due_on=first,
        monthly_income=income,
    )


def loan(loan_id: UUID) -> Response:
    """A loan: what is owed, its schedule, what was paid, what was decided."""
    actor, day = current_actor(), present_day()
    with transaction() as session:
        seen = queries.loan(session, actor, loan_id, day)
        burden = 0
        if seen.loan.state == "requested":
            burden = queries.monthly_burden(session, actor.organisation_id, seen.member.id)
    found = seen.loan
    deeds = {verb for verb in VERBS if found.state in VERBS[verb] and may(actor, verb)}
    proposed = next((each for each in found.changes if each.state == "proposed"), None)
    shown = _planned(found) if not found.schedules else [each.instalment for each in seen.owed]
    heaviest = max((each.total for each in shown), default=0)
    return page(
        "loans/loan",
        seen=seen,
        loan=found,
        owed={each.instalment.number: each for each in seen.owed},
        shown=shown,
        proposed=proposed,
        planned=_proposed_schedule(actor, found, proposed),
        hint=burden_of(burden + heaviest, found.monthly_income) if found.state == "requested" else None,
        burden=burden,
        deeds=deeds,
        is_own=actor.person_id is not None and actor.person_id in (found.prepared_by, seen.member.person_id),
        is_own_proposal=proposed is not None and actor.person_id in (proposed.prepared_by, seen.member.person_id),
        last=next((each for each in reversed(found.payments) if each.stands), None),
        may_reverse=may(actor, "reverse_payment"),
        may_undo=may(actor, "reverse_disbursement") and actor.person_id != found.disbursed_by,
        words=words,
        day=day,
        key=form_key(),
    )


def _planned(found: Any) -> Any:
    """The instalments of a loan that is not handed out yet."""
    asked = LoanRequest(
        member_id=found.member_id,
        purpose=found.purpose,
        principal=found.principal,
        monthly_rate=found.monthly_rate,
        months=found.months,
        method=found.method,
        step=found.step,
        early_interest=found.early_interest,
        first_due_on=found.first_due_on,
        monthly_income=found.monthly_income,
    )
    return requesting.instalments(requesting.terms_of(asked, found.requested_on))


def _proposed_schedule(actor: Actor, found: Any, proposed: Any) -> Any:
    """What a proposed restructuring would make of the loan; empty where it cannot be any more."""
    if proposed is None or proposed.kind != "restructuring":
        return ()
    return new_terms_of(actor, found, proposed)


def approve_loan(loan_id: UUID) -> AnyResponse:
    """Say yes."""

    def verb() -> None:
        with transaction() as session:
            requesting.approve(session, current_actor(), loan_id, words=given("words"), key=form_key())

    return do(verb, _("Pinjaman disetujui. Uang bisa diserahkan."), url_for("books.loan", loan_id=loan_id))


def decline_loan(loan_id: UUID) -> AnyResponse:
    """Say no, and why."""

    def verb() -> None:
        with transaction() as session:
            requesting.decline(session, current_actor(), loan_id, words=given("reason"), key=form_key())

    return do(verb, _("Permohonan tidak disetujui; alasannya tercatat."), url_for("books.loan", loan_id=loan_id))


def cancel_loan(loan_id: UUID) -> AnyResponse:
    """Put the request away."""

    def verb() -> None:
        with transaction() as session:
            requesting.cancel(session, current_actor(), loan_id, reason=given("reason"), key=form_key())

    return do(verb, _("Permohonan dibatalkan."), url_for("books.loan", loan_id=loan_id))


def show_disburse(loan_id: UUID) -> Response:
    """Where the money comes from, and when the first instalment is due."""
    current_actor().require("cooperative", roles=ROLES["disburse"])
    return _disburse_form(loan_id)


def _disburse_form(loan_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor, day = current_actor(), present_day()
    with transaction() as session:
        seen = queries.loan(session, actor, loan_id, day)
    places = [*MONEY_ACCOUNTS, *([BROUGHT_IN] if may(actor, "request") else [])]
    return page(
        "loans/disburse",
        status,
        loan=seen.loan,
        member=seen.member,
        accounts=places,
        errors=errors or {},
        given=given,
        words=words,
        day=day,
        first_due_on=max(seen.loan.first_due_on, months_after(day, 1)),
        key=form_key(),
    )


def disburse_loan(loan_id: UUID) -> AnyResponse:
    """Hand the money out and book it."""
    actor = current_actor()
    try:
        typed = Typed()
        paid_on, first = typed.day_or_today("paid_on"), typed.day("first_due_on")
        typed.check()
        with transaction() as session:
            requesting.disburse(
                session,
                actor,
                loan_id,
                paid_on=paid_on,
                money_account=given("money_account"),
                first_due_on=first,
                key=form_key(),
            )
    except DomainError as error:
        return _disburse_form(loan_id, errors_of(error), status_of(error))
    flash(_("Uang diserahkan dan dibukukan. Cetak buktinya untuk ditandatangani."), "success")
    return redirect(url_for("books.loan", loan_id=loan_id), 303)


def print_loan(loan_id: UUID) -> Response:
    """The receipt of the money handed out, with the schedule, to print and sign."""
    actor, day = current_actor(), present_day()
    with transaction() as session:
        seen = queries.loan(session, actor, loan_id, day)
    return page(
        "loans/print",
        seen=seen,
        loan=seen.loan,
        words=words,
        first=seen.loan.schedules[0].instalments if seen.loan.schedules else (),
        cooperative=actor.names.get("organisation", ""),
    )


def undo_loan(loan_id: UUID) -> AnyResponse:
    """Undo money that was handed out by mistake."""

    def verb() -> None:
        with transaction() as session:
            requesting.reverse_disbursement(session, current_actor(), loan_id, reason=given("reason"), key=form_key())

    return do(verb, _("Penyerahan dibatalkan, jurnalnya dibalik."), url_for("books.loan", loan_id=loan_id))
