"""The cash page: an amount, a button, done; also without signal, and the lines of each day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from marshmallow import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from frontend.books.cash_forms import errors_of
from frontend.books.cash_words import PARTIES, category_word
from frontend.books.documents import document_url
from frontend.books.forms import page
from frontend.formatting import rupiah
from frontend.forms import Typed, form_key, given, status_of, ticked
from frontend.language import current_language
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import cash as queries
from marketplace.books.queries.ledger import english_name
from marketplace.books.rules.cash import MAIN_TILL, TILLS, CashRequest, Category, Direction
from marketplace.books.rules.roles import CASHIERS, TREASURERS
from marketplace.books.schemas.cash import CashBatchInput
from marketplace.books.services import cash as services
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound

SHOWN_TODAY = 20


def owner_of(actor: Actor) -> str:
    """Whose lines a phone keeps: of this person in this cooperative, so that nobody sends another's as his own."""
    return f"{actor.organisation_id}:{actor.person_id}"


def account_name(code: str, name: str) -> str:
    """The account's name in the reader's language, where it still has the chart's own."""
    return english_name(code, name) if current_language() == "en" else name


def cash() -> AnyResponse:
    """The amount and the buttons; whoever only reads the books sees where the money is."""
    if not current_actor().has_role(*CASHIERS) and current_actor().is_a("cooperative"):
        return redirect(url_for("books.money"), 303)
    return _cash_page()


def _cash_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    day = today(actor.time_zone)
    with transaction() as session:
        buttons = queries.categories(session, actor)
        tills = queries.places(session, actor.organisation_id, TILLS)
        lines = queries.entries_of_day(session, actor, day, limit=SHOWN_TODAY)
        till = next((each for each in queries.money(session, actor, day) if each.code == MAIN_TILL), None)
    return page(
        "cash/cash",
        status,
        **_form_context(actor, buttons, tills),
        errors=errors or {},
        lines=lines,
        till=till,
        day=day,
        key=form_key(),
        given=given,
        may_change=actor.has_role(*TREASURERS),
    )


def _form_context(actor: Actor, buttons: tuple[Category, ...], tills: Any) -> dict[str, Any]:
    return {
        "owner": owner_of(actor),
        "buttons": [each for each in buttons if each.in_use],
        "tills": [(till.code, account_name(till.code, till.name)) for till in tills],
        "word": category_word,
        "parties": PARTIES,
    }


def cash_shell() -> Response:
    """The cash page as a phone keeps it for when there is no signal: buttons, no names, no figures."""
    actor = current_actor()
    queries.require_cashier(actor)
    with transaction() as session:
        buttons = queries.categories(session, actor)
        tills = queries.places(session, actor.organisation_id, TILLS)
    return page("cash/shell", **_form_context(actor, buttons, tills), errors={}, given=lambda *_: "", key="")


def cash_worker() -> Response:
    """The script that opens the page without signal; at an address of its own, since that decides what it may serve."""
    script = current_app.extensions["assets"].files["js/cash_worker.js"]
    response = make_response(script.body)
    response.headers["Content-Type"] = script.media_type
    response.headers["Cache-Control"] = "no-cache"
    return response


def write_cash() -> AnyResponse:
    """Write a line down and book it; back to the page, ready for the next."""
    actor = current_actor()
    try:
        typed = Typed()
        amount = typed.rupiah("amount")
        if not amount:
            typed.refuse("amount", _("Tulis jumlahnya, lebih dari nol"))
        typed.check()
        with transaction() as session:
            entry = services.record(session, actor, _written(amount or 0))
    except DomainError as error:
        return _cash_page(errors_of(error), status_of(error))
    told = {"what": category_word(entry.category, entry.category_name), "amount": rupiah(entry.amount)}
    flash(_("%(what)s %(amount)s tercatat, nomor %(number)s.", number=entry.number, **told), "success")
    return redirect(url_for("books.cash"), 303)


def _written(amount: int) -> CashRequest:
    category, _mark, party = given("what").partition(":")
    return CashRequest(
        key=form_key(),
        category=category,
        amount=amount,
        party=party or None,
        member_number=given("member_number"),
        note=given("note"),
        till=given("till") or MAIN_TILL,
    )


def cash_ready() -> Response:
    """Who is signed in at this browser, and the token with which he may send."""
    actor = current_actor()
    queries.require_cashier(actor)
    return jsonify({"owner": owner_of(actor), "token": generate_csrf()})


def send_cash() -> tuple[Response, int]:
    """Take the lines that waited in the browser, an outcome for each. 409 when somebody else is signed in by now."""
    actor = current_actor()
    sent = request.get_json(silent=True) or {}
    if sent.get("owner") != owner_of(actor):
        return jsonify({"state": "other_person"}), 409
    try:
        content = CashBatchInput().load({"entries": sent.get("entries")})
    except ValidationError:
        return jsonify({"state": "not_read"}), 422
    with transaction() as session:
        outcomes = services.record_many(session, actor, content["entries"])
    return jsonify({"outcomes": [_told(outcome) for outcome in outcomes]}), 200


def _told(outcome: services.Outcome) -> dict[str, Any]:
    if outcome.error is not None:
        [sentence] = errors_of(outcome.error).values()
        return {"key": outcome.key, "state": "refused", "sentence": sentence}
    entry = outcome.entry
    assert entry is not None
    told = _("tercatat, nomor %(number)s", number=entry.number)
    if entry.was_moved:
        told = _("tercatat, nomor %(number)s; bulannya sudah ditutup, dibukukan bulan ini", number=entry.number)
    return {"key": outcome.key, "state": "booked", "sentence": told}


def cash_entry(entry_id: UUID) -> Response:
    """One line: what, when, who, its receipt, and the way to take it back."""
    return _entry_page(entry_id)


def _entry_page(entry_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        entry = queries.entry(session, actor, entry_id)
        names = queries.chart(session, actor.organisation_id)
    written_today = today(actor.time_zone, at=entry.created_at) == today(actor.time_zone)
    may_cancel = actor.has_role(*TREASURERS) or (actor.has_role(*CASHIERS) and written_today)
    return page(
        "cash/entry",
        status,
        entry=entry,
        word=category_word,
        parties=PARTIES,
        accounts={code: account_name(code, each.name) for code, each in names.items()},
        may_cancel=may_cancel and entry.reversed_at is None,
        errors=errors or {},
        key=form_key(),
        given=given,
    )


def cancel_cash(entry_id: UUID) -> AnyResponse:
    """Take a line back with the reason."""
    try:
        with transaction() as session:
            services.cancel(session, current_actor(), entry_id, reason=given("reason"), key=form_key())
    except DomainError as error:
        return _entry_page(entry_id, errors_of(error), status_of(error))
    flash(_("Catatan dibatalkan, jurnalnya dibalik hari ini."), "success")
    return redirect(url_for("books.cash_entry", entry_id=entry_id), 303)


def cash_day() -> Response:
    """The cash book of a day as the ledger has it: whatever moved the till, each line with its paper."""
    actor = current_actor()
    present = today(actor.time_zone)
    try:
        day = min(date.fromisoformat(request.args.get("day", "")), present)
    except ValueError:
        day = present
    with transaction() as session:
        tills = queries.places(session, actor.organisation_id, TILLS)
        till = request.args.get("till", MAIN_TILL)
        found = queries.till_day(session, actor, till, day)
    return page(
        "cash/day",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < present else None,
        found=found,
        till=till,
        tills=[(each.code, account_name(each.code, each.name)) for each in tills],
        document_url=document_url,
    )


def cash_buttons() -> Response:
    """Every button and the account behind it, for the treasurer to change."""
    actor = current_actor()
    actor.require("cooperative", roles=TREASURERS)
    with transaction() as session:
        buttons = queries.categories(session, actor)
        known = queries.chart(session, actor.organisation_id)
    names = {code: f"{code} {account_name(code, each.name)}" for code, each in known.items()}
    return page("cash/buttons", buttons=buttons, names=names, word=category_word)


def show_cash_button(code: str) -> Response:
    """What a button means; `new` is one to be added."""
    return _button_page(code)


def _button_page(code: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    actor.require("cooperative", roles=TREASURERS)
    with transaction() as session:
        buttons = {each.code: each for each in queries.categories(session, actor)}
        known = queries.chart(session, actor.organisation_id)
    direction: Direction = "out" if request.values.get("direction") == "out" else "in"
    button = Category("new", "", direction, "") if code == "new" else buttons.get(code)
    if button is None:
        raise NotFound
    accounts = [
        (each.code, f"{each.code} {account_name(each.code, each.name)}")
        for each in known.values()
        if not each.code.startswith(TILLS)
    ]
    return page(
        "cash/button",
        status,
        button=button,
        accounts=accounts,
        word=category_word,
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def change_cash_button(code: str) -> AnyResponse:
    """Change a button, or add one under a code of its own."""
    version = given("version", 0)
    category = Category(
        code=f"own-{form_key()[:12]}" if code == "new" else code,
        name=given("name"),
        direction="in" if given("direction") == "in" else "out",
        account=given("account"),
        non_member_account=given("non_member_account") or None,
        in_use=ticked("in_use"),
    )
    try:
        with transaction() as session:
            number = int(version) if version.isdecimal() else 0
            services.change_category(session, current_actor(), category, version=number)
    except DomainError as error:
        return _button_page(code, errors_of(error), status_of(error))
    flash(_("Tombol %(name)s disimpan.", name=category.name), "success")
    return redirect(url_for("books.cash_buttons"), 303)
