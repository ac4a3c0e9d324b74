"""The pages of vouchers and receipts: choose a form, fill it in, look at what would be posted, post; print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import journal_words as words
from frontend.books.forms import page
from frontend.books.journal import entry_page
from frontend.books.journal_forms import account_code, account_name, errors_of, status_of
from frontend.forms import Typed, form_key, given, ticked
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import journal as queries
from marketplace.books.rules.journal import STAMP_DUTY_ABOVE
from marketplace.books.rules.roles import CASHIERS, TREASURERS
from marketplace.books.rules.vouchers import FORMS, INVENTORY, VoucherLine, VoucherRequest, simple
from marketplace.books.services import vouchers as services
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound

ROWS, MOST_ROWS = 4, 40
AMOUNT_FORMS = tuple(words.SIDES)
"""Forms of one amount and two accounts."""


def _require_treasurer() -> Actor:
    actor = current_actor()
    actor.require("cooperative", roles=TREASURERS)
    return actor


def new_voucher() -> Response:
    """The forms to choose from, or the one that was chosen."""
    _require_treasurer()
    form = request.args.get("form", "")
    if not form:
        return page("vouchers/choose", words=words)
    return _form(form)


def _accounts(actor: Actor) -> list[Any]:
    with transaction() as session:
        return queries.postable_accounts(session, actor)


def _form(form: str, errors: dict[str, str] | None = None, status: int = 200, more: int = 0) -> Response:
    if form not in FORMS:
        raise NotFound
    actor = _require_treasurer()
    accounts = _accounts(actor)
    rows = min(max(request.form.get("rows", ROWS, type=int), ROWS) + more, MOST_ROWS)
    return page(
        "vouchers/form",
        status,
        form_code=form,
        accounts=accounts,
        account_name=account_name,
        debits=_of(accounts, FORMS[form].debits),
        credits=_of(accounts, FORMS[form].credits),
        inventories=_of(accounts, INVENTORY),
        one_amount=form in AMOUNT_FORMS,
        rows=rows,
        words=words,
        day=request.args.get("day") or today(actor.time_zone),
        errors=errors or {},
        given=given,
    )


def _of(accounts: Sequence[Any], beginnings: tuple[str, ...]) -> list[tuple[str, str]]:
    return [
        (each.code, f"{each.code} {account_name(each.code, each.name)}")
        for each in accounts
        if beginnings and each.code.startswith(beginnings)
    ]


def write_voucher() -> AnyResponse:
    """What a button of the form asks for: more lines, a look, a change, or posting."""
    actor = _require_treasurer()
    form, action = given("form"), given("action")
    if form not in FORMS:
        raise NotFound
    if action in ("more", "edit"):
        return _form(form, more=ROWS if action == "more" else 0)
    try:
        asked = _asked(form, actor)
        with transaction() as session:
            if action == "post":
                made = services.post_voucher(session, actor, asked, key=form_key())
            else:
                shown = services.preview(session, actor, asked)
    except DomainError as error:
        return _form(form, errors_of(error), status_of(error))
    if action == "post":
        flash(_("Bukti %(number)s dibukukan.", number=made.number), "success")
        return redirect(url_for("books.voucher", voucher_id=made.id), 303)
    kept = {name: value for name, value in request.form.items() if name not in ("csrf_token", "action")}
    return page(
        "vouchers/preview",
        shown=shown,
        words=words,
        account_name=account_name,
        kept={**kept, "idempotency_key": form_key()},
        form_code=form,
        since=date.fromisoformat(asked.facts["since"]) if "since" in asked.facts else None,
    )


def _asked(form: str, actor: Actor) -> VoucherRequest:
    """The voucher that the posted fields describe. Raises WrongFields and what the stock count raises."""
    typed = Typed()
    day = typed.day_or_today("day")
    said: dict[str, Any] = {
        "form": form,
        "day": day,
        "reference": given("reference"),
        "adjustment": ticked("adjustment"),
    }
    if form == "stock_count":
        return _count(typed, actor, day)
    lines = _one_amount(typed, form) if form in AMOUNT_FORMS else _rows(typed, _accounts(actor))
    if not given("narration"):
        typed.refuse("narration", str(words.FIELDS["narration"]))
    typed.check()
    return VoucherRequest(lines=lines, narration=given("narration"), **said)


def _count(typed: Typed, actor: Actor, day: date) -> VoucherRequest:
    counted, lost = typed.rupiah("counted"), typed.rupiah("lost") or 0
    if counted is None:
        typed.refuse("counted", str(words.FIELDS["counted"]))
    typed.check()
    with transaction() as session:
        return services.stock_count(
            session,
            actor,
            account=given("account"),
            counted=counted or 0,
            lost=lost,
            day=day,
            narration=given("narration") or str(words.NARRATIONS["stock_count"]),
        )


def _one_amount(typed: Typed, form: str) -> tuple[VoucherLine, ...]:
    amount = typed.rupiah("amount")
    if not amount:
        typed.refuse("amount", str(words.FIELDS["amount"]))
    party = given("party") if given("party") in words.PARTIES else ""
    return simple(given("debit"), given("credit"), amount or 0, party or None)  # type: ignore[arg-type]


def _rows(typed: Typed, accounts: Sequence[Any]) -> tuple[VoucherLine, ...]:
    """The rows in which anything was written, as lines. An account may be typed by its code or its name."""
    lines = []
    for row in range(MOST_ROWS):
        account, debit, credit = given(f"account-{row}"), typed.rupiah(f"debit-{row}"), typed.rupiah(f"credit-{row}")
        if not (account or debit or credit):
            continue
        party = given(f"party-{row}")
        lines.append(
            VoucherLine(
                account=account_code(account, accounts),
                debit=debit or 0,
                credit=credit or 0,
                party=party if party in words.PARTIES and party else None,  # type: ignore[arg-type]
                business_unit=given(f"unit-{row}")[:50] or None,
            )
        )
    return tuple(lines)


def voucher(voucher_id: UUID) -> Response:
    """A voucher, to read and to print."""
    actor = current_actor()
    with transaction() as session:
        found, seen = queries.voucher(session, actor, voucher_id)
    return page("vouchers/voucher", voucher=found, seen=seen, words=words, account_name=account_name, key=form_key())


def voucher_list() -> Response:
    """The vouchers of the books, the newest first."""
    actor = current_actor()
    number = max(request.args.get("page", 1, type=int), 1)
    with transaction() as session:
        found, more = queries.vouchers(session, actor, page=number)
    return page(
        "vouchers/list", found=found, more=more, number=number, words=words, may_write=actor.has_role(*TREASURERS)
    )


def reverse_entry(entry_id: UUID) -> AnyResponse:
    """Reverse an entry that was made by hand."""
    try:
        with transaction() as session:
            reversal = services.reverse_entry(
                session, current_actor(), entry_id, reason=given("reason"), key=form_key()
            )
    except DomainError as error:
        return entry_page(entry_id, errors_of(error), status_of(error))
    flash(_("Jurnal dibalik. Bukukan yang benar dengan bukti baru."), "success")
    return redirect(url_for("books.entry", entry_id=reversal), 303)


def show_receipt_form(entry_id: UUID) -> Response:
    """To whom and what for a receipt is."""
    return _receipt_form(entry_id)


def _receipt_form(entry_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    actor.require("cooperative", roles=CASHIERS)
    with transaction() as session:
        seen = queries.entry_with_money(session, actor, entry_id)
    return page("vouchers/receipt_form", status, seen=seen, errors=errors or {}, given=given)


def give_receipt(entry_id: UUID) -> AnyResponse:
    """Number the receipt and show it."""
    try:
        with transaction() as session:
            made = services.give_receipt(
                session, current_actor(), entry_id, party=given("party"), purpose=given("purpose")
            )
    except DomainError as error:
        return _receipt_form(entry_id, errors_of(error), status_of(error))
    return redirect(url_for("books.receipt", receipt_id=made.id), 303)


def receipt(receipt_id: UUID) -> Response:
    """A receipt on half a page, to print and sign."""
    with transaction() as session:
        shown = queries.receipt(session, current_actor(), receipt_id)
    return page(
        "vouchers/receipt",
        shown=shown,
        receipt=shown.receipt,
        stamp=shown.receipt.amount > STAMP_DUTY_ABOVE,
    )
