"""What the cooperative decided about savings: how much dues are, what savings earn, how all of it is booked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import member_words as words
from frontend.books.forms import page, present_day
from frontend.books.member_forms import errors_of
from frontend.forms import Typed, form_key, given, status_of, ticked
from marketplace.api import current_actor
from marketplace.books.queries.dues import dues_amounts, policy_of, require_savings_reader, savings_rates
from marketplace.books.rules.roles import TREASURERS
from marketplace.books.services import savings_policy as services
from marketplace.books.services.savings_policy import PolicyRequest
from marketplace.database import transaction
from marketplace.errors import DomainError


def savings_terms() -> Response:
    """What is in force, what was, and the forms to change it."""
    return _terms_page()


def _terms_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    cooperative_id = require_savings_reader(actor)
    with transaction() as session:
        policy = policy_of(session, cooperative_id)
        amounts = dues_amounts(session, cooperative_id)
        rates = savings_rates(session, cooperative_id)
    return page(
        "savings/settings",
        status,
        policy=policy,
        amounts=amounts,
        rates=rates,
        words=words,
        errors=errors or {},
        given=given,
        key=form_key(),
        day=present_day(),
        may_change=actor.has_role(*TREASURERS),
    )


def _set(verb: Callable[[Any], Any], done: str) -> AnyResponse:
    try:
        with transaction() as session:
            verb(session)
    except DomainError as error:
        return _terms_page(errors_of(error), status_of(error))
    flash(done, "success")
    return redirect(url_for("books.savings_terms"), 303)


def set_dues_amount() -> AnyResponse:
    """Say what is owed of one kind of dues from a day on."""

    def verb(session: Any) -> None:
        typed = Typed()
        amount, day = typed.rupiah("amount"), typed.day("effective_from")
        if amount is None:
            typed.refuse("amount", str(words.FIELDS["amount"]))
        if day is None:
            typed.refuse("effective_from", str(words.FIELDS["effective_from"]))
        typed.check()
        assert amount is not None
        assert day is not None
        services.set_dues_amount(session, current_actor(), kind=given("kind"), effective_from=day, amount=amount)

    return _set(verb, _("Besar iuran disimpan."))


def set_savings_rate() -> AnyResponse:
    """Say what voluntary savings earn from a day on."""

    def verb(session: Any) -> None:
        typed = Typed()
        percent, day = typed.price("percent_per_year"), typed.day("rate_from")
        if percent is None:
            typed.refuse("percent_per_year", str(words.FIELDS["percent_per_year"]))
        if day is None:
            typed.refuse("rate_from", str(words.FIELDS["effective_from"]))
        typed.check()
        assert percent is not None
        assert day is not None
        services.set_rate(session, current_actor(), effective_from=day, percent_per_year=percent)

    return _set(verb, _("Jasa simpanan sukarela disimpan."))


def set_savings_policy() -> AnyResponse:
    """Set how savings are booked."""

    def verb(session: Any) -> None:
        version, due_day = given("version"), given("due_day")
        request = PolicyRequest(
            dues_class=given("dues_class"),
            accountant=given("accountant"),
            books_receivable=ticked("books_receivable"),
            bank_account=given("bank_account"),
            due_day=int(due_day) if due_day.isdecimal() else 0,
        )
        number = int(version) if version.isdecimal() else -1
        services.set_policy(session, current_actor(), request, version=number)

    return _set(verb, _("Aturan pembukuan simpanan disimpan."))
