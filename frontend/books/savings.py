"""Savings over the counter: take, give, term savings, receipts; dues that are behind, interest, the terms of it all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import member_words as words
from frontend.books.forms import page, present_day
from frontend.books.member_forms import do, errors_of
from frontend.forms import Typed, form_key, given, status_of
from marketplace.api import current_actor
from marketplace.books.queries import members as member_queries
from marketplace.books.queries import savings as queries
from marketplace.books.queries.dues import behind_with_dues, policy_of
from marketplace.books.queries.savings_balances import savings_totals
from marketplace.books.rules.members import SAVINGS_READERS
from marketplace.books.rules.roles import CASHIERS, TREASURERS
from marketplace.books.rules.savings import add_months
from marketplace.books.services import savings as services
from marketplace.books.services import term_savings
from marketplace.books.services.dues import book_dues
from marketplace.books.services.interest import credit_interest as credit
from marketplace.books.services.interest import preview_interest
from marketplace.books.services.term_savings import TermRequest
from marketplace.database import transaction
from marketplace.errors import DomainError

SHOWN_BEHIND = 200


def savings() -> Response:
    """All members' savings together, and what waits: dues that are behind, term savings that mature."""
    actor = current_actor()
    cooperative_id = member_queries.require_register(actor, *SAVINGS_READERS)
    day = present_day()
    with transaction() as session:
        totals = savings_totals(session, cooperative_id)
        behind = behind_with_dues(session, actor, today=day)
        maturing = [each for each in queries.maturing(session, actor, today=day) if each.days <= 31]
        newest = queries.newest_receipts(session, actor)
    return page(
        "savings/savings",
        totals=totals,
        behind=behind,
        maturing=maturing,
        newest=newest,
        words=words,
        may_take=actor.has_role(*CASHIERS),
        is_treasurer=actor.has_role(*TREASURERS),
    )


def show_deposit(member_id: UUID) -> Response:
    """What he owes at one touch, and any other sum."""
    return _money_form("deposit", member_id)


def show_withdrawal(member_id: UUID) -> Response:
    """What he may take of his voluntary savings."""
    return _money_form("withdraw", member_id)


def _money_form(
    template: str, member_id: UUID, errors: dict[str, str] | None = None, status: int = 200, **more: Any
) -> Response:
    actor = current_actor()
    member_queries.require_register(actor, *CASHIERS)
    with transaction() as session:
        found = queries.savings_of(session, actor, member_id, today=present_day())
    return page(
        f"savings/{template}",
        status,
        found=found,
        member=found.member,
        errors=errors or {},
        given=given,
        words=words,
        day=present_day(),
        key=form_key(),
        **more,
    )


def take_deposit(member_id: UUID) -> AnyResponse:
    """Take the money; to the receipt."""
    try:
        typed = Typed()
        amount, day = _sum(typed), typed.day_or_today("day")
        typed.check()
        with transaction() as session:
            receipt = services.deposit(
                session,
                current_actor(),
                member_id,
                kind=given("kind"),
                amount=amount,
                way=given("way", "cash"),
                day=day,
                note=given("note"),
                key=form_key(),
            )
    except DomainError as error:
        return _money_form("deposit", member_id, errors_of(error), status_of(error))
    return to_receipt(receipt.id)


def _sum(typed: Typed) -> int:
    amount = typed.rupiah("amount")
    if not amount:
        typed.refuse("amount", str(words.FIELDS["amount"]))
    return amount or 0


def give_withdrawal(member_id: UUID) -> AnyResponse:
    """Give the money; to the receipt."""
    try:
        typed = Typed()
        amount, day = _sum(typed), typed.day_or_today("day")
        typed.check()
        with transaction() as session:
            receipt = services.withdraw(
                session,
                current_actor(),
                member_id,
                amount=amount,
                way=given("way", "cash"),
                day=day,
                note=given("note"),
                key=form_key(),
            )
    except DomainError as error:
        return _money_form("withdraw", member_id, errors_of(error), status_of(error))
    return to_receipt(receipt.id)


def to_receipt(receipt_id: UUID) -> AnyResponse:
    """To the paper, ready to be printed or shown."""
    flash(_("Tercatat dan dibukukan."), "success")
    return redirect(url_for("books.savings_receipt", receipt_id=receipt_id), 303)


def savings_receipt(receipt_id: UUID) -> Response:
    """A receipt to print, with the sum in words."""
    return _receipt_page(receipt_id)


def _receipt_page(receipt_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        receipt, member = queries.receipt(session, actor, receipt_id)
        paid = queries.dues_paid_by(session, receipt)
        term = queries.term_of(session, receipt)
        entries = [entry for entry in (receipt.entry_id, *(row.entry_id for row in paid)) if entry]
    return page(
        "savings/receipt",
        status,
        receipt=receipt,
        member=member,
        paid=paid,
        term=term,
        entries=entries if actor.has_role(*SAVINGS_READERS) else [],
        words=words,
        errors=errors or {},
        given=given,
        key=form_key(),
        cooperative=actor.names["organisation"],
        own=member.person_id == actor.person_id and not actor.has_role(*SAVINGS_READERS),
        may_reverse=actor.has_role(*CASHIERS) and receipt.reversed_at is None and member.is_current,
    )


def reverse_savings_receipt(receipt_id: UUID) -> AnyResponse:
    """Undo what was recorded wrongly, with its booking."""
    try:
        with transaction() as session:
            services.reverse_receipt(session, current_actor(), receipt_id, reason=given("reason"), key=form_key())
    except DomainError as error:
        return _receipt_page(receipt_id, errors_of(error), status_of(error))
    flash(_("Bukti dibatalkan, jurnalnya dibalik."), "success")
    return redirect(url_for("books.savings_receipt", receipt_id=receipt_id), 303)


def dues_payment_paper(payment_id: UUID) -> AnyResponse:
    """From a journal line about paid dues to the receipt it belongs to."""
    with transaction() as session:
        receipt_id = queries.receipt_of_dues_payment(session, current_actor(), payment_id)
    return redirect(url_for("books.savings_receipt", receipt_id=receipt_id), 302)


def dues_paper(dues_id: UUID) -> AnyResponse:
    """From a journal line about dues to the member's card."""
    with transaction() as session:
        member_id = queries.member_of_dues(session, current_actor(), dues_id)
    return redirect(url_for("books.member_card", member_id=member_id), 302)


def show_new_term(member_id: UUID) -> Response:
    """The form for new term savings."""
    return _money_form("new_term", member_id)


def open_term(member_id: UUID) -> AnyResponse:
    """Take term savings; to the receipt."""
    try:
        typed = Typed()
        amount, day = _sum(typed), typed.day_or_today("day")
        request_ = _terms(typed, amount)
        typed.check()
        with transaction() as session:
            receipt = term_savings.open_term(
                session, current_actor(), member_id, request_, way=given("way", "cash"), day=day, key=form_key()
            )
    except DomainError as error:
        return _money_form("new_term", member_id, errors_of(error), status_of(error))
    return to_receipt(receipt.id)


def _terms(typed: Typed, amount: int) -> TermRequest:
    months, percent = given("months"), typed.quantity("percent_per_year")
    if not months.isdecimal():
        typed.refuse("months", str(words.FIELDS["months"]))
    return TermRequest(
        amount=amount,
        months=int(months) if months.isdecimal() else 0,
        percent_per_year=percent or Decimal(0),
        purpose=given("purpose"),
    )


def terms() -> Response:
    """Running term savings, those that mature first on top."""
    with transaction() as session:
        found = queries.maturing(session, current_actor(), today=present_day())
    return page("savings/terms", found=found, words=words, total=sum(each.term.amount for each in found))


def term(term_id: UUID) -> Response:
    """Term savings: what was agreed, and at maturity what happens with it."""
    return _term_page(term_id)


def _term_page(term_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        found, member = queries.term_saving(session, actor, term_id)
        receipts = queries.receipts_of_term(session, found)
    return page(
        "savings/term",
        status,
        term=found,
        member=member,
        receipts=receipts,
        words=words,
        errors=errors or {},
        given=given,
        key=form_key(),
        day=present_day(),
        matured=present_day() >= found.matures_on,
        may_take=actor.has_role(*CASHIERS) and member.is_current and found.state == "open",
        own=member.person_id == actor.person_id and not actor.has_role(*SAVINGS_READERS),
    )


def pay_out_term(term_id: UUID) -> AnyResponse:
    """Give term savings back; to the receipt."""
    try:
        with transaction() as session:
            receipt = term_savings.pay_out(
                session, current_actor(), term_id, way=given("way", "cash"), reason=given("reason"), key=form_key()
            )
    except DomainError as error:
        return _term_page(term_id, errors_of(error), status_of(error))
    return to_receipt(receipt.id)


def roll_over_term(term_id: UUID) -> AnyResponse:
    """Let term savings run on."""
    try:
        typed = Typed()
        request_ = _terms(typed, 0)
        typed.check()
        with transaction() as session:
            rolled = term_savings.roll_over(session, current_actor(), term_id, request_, key=form_key())
    except DomainError as error:
        return _term_page(term_id, errors_of(error), status_of(error))
    flash(_("Diperpanjang dengan nomor %(number)s.", number=rolled.number), "success")
    return redirect(url_for("books.term", term_id=rolled.id), 303)


def behind() -> Response:
    """Who owes dues: who to remind today."""
    actor = current_actor()
    with transaction() as session:
        found = behind_with_dues(session, actor, today=present_day())
        policy = policy_of(session, actor.organisation_id)
    return page(
        "savings/behind",
        found=found[:SHOWN_BEHIND],
        more=max(0, len(found) - SHOWN_BEHIND),
        owed=sum(each.owed for each in found),
        late=sum(each.late for each in found),
        members=len(found),
        may_book=actor.has_role(*TREASURERS) and policy.books_receivable,
        key=form_key(),
    )


def book_behind() -> AnyResponse:
    """Book as a receivable what fell due and is not paid."""

    def verb() -> None:
        with transaction() as session:
            book_dues(session, current_actor())

    return do(verb, _("Iuran yang jatuh tempo sudah dibukukan sebagai piutang."), url_for("books.behind"))


def _month(text: str) -> date:
    """The month asked for, of the last years; the one before this where it is none."""
    present = present_day().replace(day=1)
    try:
        asked = date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return add_months(present, -1)
    return asked if add_months(present, -120) <= asked <= present else add_months(present, -1)


def interest() -> Response:
    """A month's interest before it is credited: for whom, how much, what tax."""
    actor = current_actor()
    month = _month(request.args.get("month", ""))
    with transaction() as session:
        found = preview_interest(session, actor, month)
        members = member_queries.names_of(session, actor.organisation_id, {row.member_id for row in found.rows})
    return page(
        "savings/interest",
        found=found,
        rows=found.rows[:SHOWN_BEHIND],
        more=max(0, len(found.rows) - SHOWN_BEHIND),
        members=members,
        words=words,
        over=month < present_day().replace(day=1),
        months=sorted({month, *(add_months(present_day().replace(day=1), -back) for back in range(13))}, reverse=True),
    )


def credit_interest() -> AnyResponse:
    """Credit a month's interest."""
    month = _month(given("month"))

    def verb() -> None:
        with transaction() as session:
            credit(session, current_actor(), month)

    where = url_for("books.interest", month=month.isoformat()[:7])
    return do(verb, _("Jasa simpanan dibukukan ke simpanan sukarela tiap anggota."), where)
