"""The count of a till at the end of a day: pieces, what differs, handing on, the signature of a second person."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books.cash import account_name
from frontend.books.cash_forms import errors_of
from frontend.books.cash_words import PARTIES, category_word
from frontend.books.forms import page
from frontend.forms import Typed, form_key, given, status_of
from frontend.translations import gettext_lazy
from marketplace.api import current_actor
from marketplace.books.queries import cash as queries
from marketplace.books.rules.cash import DENOMINATIONS, MAIN_TILL, SIGNERS, TILLS, CountRequest
from marketplace.books.rules.roles import CASHIERS, TREASURERS
from marketplace.books.services import counts as services
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError

HANDED_TO: dict[str, object] = {
    "stays": gettext_lazy("Tetap di kas"),
    "treasurer": gettext_lazy("Diserahkan kepada bendahara"),
    "bank": gettext_lazy("Disetor ke bank"),
}
"""What becomes of the money after the count -> its word."""


def count_cash() -> Response:
    """The notes and coins, to be filled in."""
    return _count_form()


def _count_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    queries.require_cashier(actor)
    till, day = request.values.get("till", MAIN_TILL), _day(today(actor.time_zone))
    with transaction() as session:
        tills = queries.places(session, actor.organisation_id, TILLS)
        known = {each.code for each in tills}
        till = till if till in known else MAIN_TILL
        places = {each.code: each for each in queries.money(session, actor, day)}
        done = queries.last_counts(session, actor, limit=10)
        first = day.replace(day=1)
        missing = queries.uncounted_days(session, actor.organisation_id, first, day)
    return page(
        "cash/count",
        status,
        tills=[(each.code, account_name(each.code, each.name)) for each in tills],
        names={each.code: account_name(each.code, each.name) for each in tills},
        till=till,
        day=day,
        expected=places[till].balance if till in places else 0,
        pieces=DENOMINATIONS,
        handed_to=list(HANDED_TO.items()),
        done=done,
        missing=missing,
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def _day(present: date) -> date:
    try:
        return min(date.fromisoformat(request.values.get("day", "")), present)
    except ValueError:
        return present


def write_count() -> AnyResponse:
    """Write the count down; it waits for the second signature."""
    try:
        typed = Typed()
        pieces = {value: _pieces(typed, value) for value in DENOMINATIONS}
        handed_to = given("handed_to") or "stays"
        handed = typed.rupiah("handed") or 0
        typed.check()
        asked = CountRequest(
            till=given("till") or MAIN_TILL,
            day=_day(today(current_actor().time_zone)),
            pieces=pieces,
            reason=given("reason"),
            handed_to=handed_to,
            handed=handed,
        )
        with transaction() as session:
            made = services.count_till(session, current_actor(), asked, key=form_key())
    except DomainError as error:
        return _count_form(errors_of(error), status_of(error))
    flash(_("Hitungan tersimpan. Minta orang lain menandatangani."), "success")
    return redirect(url_for("books.cash_count", count_id=made.id), 303)


def _pieces(typed: Typed, value: int) -> int:
    name = f"pieces-{value}"
    number = typed.quantity(name)
    if number is not None and (number != number.to_integral_value() or number < 0):
        typed.refuse(name, _("Tulis jumlah lembar atau keping, bilangan bulat"))
        return 0
    return int(number or 0)


def cash_count(count_id: UUID) -> Response:
    """One count, and who may sign it."""
    return _count_page(count_id)


def _count_page(count_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        found = queries.count(session, actor, count_id)
        late = queries.late_lines(session, actor, found)
        names = queries.chart(session, actor.organisation_id)
    is_open = found.state == "counted"
    own = found.counted_by == actor.person_id
    return page(
        "cash/counted",
        status,
        count=found,
        pieces=sorted(((int(value), number) for value, number in found.pieces.items()), reverse=True),
        till=account_name(found.till, names[found.till].name) if found.till in names else found.till,
        late=late,
        word=category_word,
        parties=PARTIES,
        handed_to=HANDED_TO,
        may_sign=is_open and not own and actor.has_role(*SIGNERS),
        may_withdraw=is_open and (own or actor.has_role(*TREASURERS)) and actor.has_role(*CASHIERS),
        errors=errors or {},
        key=form_key(),
    )


def sign_count(count_id: UUID) -> AnyResponse:
    """Sign what somebody else counted."""
    return _do(count_id, _("Ditandatangani dan dibukukan."), services.sign_count, key=form_key())


def withdraw_count(count_id: UUID) -> AnyResponse:
    """Put a wrong count away, and count again."""
    return _do(count_id, _("Hitungan ditarik. Hitung sekali lagi."), services.withdraw_count, key=form_key())


def _do(count_id: UUID, said: str, verb: Any, **values: Any) -> AnyResponse:
    version = given("version", 0)
    try:
        with transaction() as session:
            number = int(version) if version.isdecimal() else 0
            verb(session, current_actor(), count_id, version=number, **values)
    except DomainError as error:
        return _count_page(count_id, errors_of(error), status_of(error))
    flash(said, "success")
    return redirect(url_for("books.cash_count", count_id=count_id), 303)
