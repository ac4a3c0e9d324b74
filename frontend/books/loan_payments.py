"""Money comes in on a loan: what is asked today, the receipt, and taking it back."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words as words
from frontend.books.forms import page, present_day
from frontend.books.loan_forms import do, errors_of
from frontend.forms import Typed, form_key, given, status_of, ticked
from marketplace.api import current_actor
from marketplace.books.queries import loans as queries
from marketplace.books.rules.journal import STAMP_DUTY_ABOVE
from marketplace.books.rules.loans import MONEY_ACCOUNTS, ROLES, PaymentRequest
from marketplace.books.services.loans import paying
from marketplace.database import transaction
from marketplace.errors import DomainError


def show_loan_payment(loan_id: UUID) -> Response:
    """What is due, and the amount that is usually paid."""
    current_actor().require("cooperative", roles=ROLES["pay"])
    return _form(loan_id)


def _form(loan_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    day = present_day()
    with transaction() as session:
        seen = queries.loan(session, current_actor(), loan_id, day)
    due = sum(each.total for each in seen.owed if each.instalment.due_on <= day)
    coming = next((each for each in seen.owed if each.total and each.instalment.due_on > day), None)
    return page(
        "loans/pay",
        status,
        seen=seen,
        loan=seen.loan,
        due=due,
        usual=due or (coming.total if coming else 0),
        coming=coming,
        accounts=MONEY_ACCOUNTS,
        errors=errors or {},
        given=given,
        words=words,
        day=day,
        key=form_key(),
    )


def pay_loan(loan_id: UUID) -> AnyResponse:
    """Take the money, book it, and give the receipt."""
    try:
        typed = Typed()
        amount, paid_on = typed.rupiah("amount"), typed.day_or_today("paid_on")
        if ticked("settles"):
            amount = typed.rupiah("settlement")
        elif not amount:
            typed.refuse("amount", str(words.FIELDS["amount"]))
        typed.check()
        asked = PaymentRequest(
            amount=amount or 0,
            paid_on=paid_on,
            money_account=given("money_account"),
            settles=ticked("settles"),
            note=given("note"),
        )
        with transaction() as session:
            made = paying.pay(session, current_actor(), loan_id, asked, key=form_key())
    except DomainError as error:
        return _form(loan_id, errors_of(error), status_of(error))
    flash(_("Angsuran %(number)s diterima dan dibukukan.", number=made.number), "success")
    return redirect(url_for("books.loan_payment", payment_id=made.id), 303)


def loan_payment(payment_id: UUID) -> Response:
    """The receipt, to read and to print."""
    actor = current_actor()
    with transaction() as session:
        payment, loan, member = queries.payment(session, actor, payment_id)
        seen = queries.loan(session, actor, loan.id, present_day())
    stands = [each for each in seen.loan.payments if each.stands]
    return page(
        "loans/receipt",
        payment=payment,
        loan=loan,
        member=member,
        left=seen.booked,
        cooperative=actor.names.get("organisation", ""),
        may_reverse=actor.has_role(*ROLES["reverse_payment"]) and bool(stands) and stands[-1].id == payment.id,
        stamp=payment.amount > STAMP_DUTY_ABOVE,
        words=words,
        key=form_key(),
    )


def reverse_loan_payment(payment_id: UUID) -> AnyResponse:
    """Take a receipt back."""

    def verb() -> None:
        with transaction() as session:
            paying.reverse_payment(session, current_actor(), payment_id, reason=given("reason"), key=form_key())

    return do(
        verb,
        _("Bukti dibatalkan, jurnalnya dibalik."),
        url_for("books.loan_payment", payment_id=payment_id),
    )
