"""The pages of the surplus: what the meeting decided, the calculation, its check, its approval, what members get."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import surplus_words as words
from frontend.books.forms import ROWS_OF_A_PAGE, page, page_number, present_day
from frontend.books.loan_forms import do, errors_of
from frontend.formatting import number
from frontend.forms import Typed, form_key, given, status_of
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import surplus as queries
from marketplace.books.rules.roles import APPROVERS, CASHIERS, TREASURERS
from marketplace.books.rules.surplus import CAPITAL_BASES, FUNDS, Percentages, ResolutionRequest
from marketplace.books.services import surplus as services
from marketplace.books.services import surplus_payments
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound


def surplus() -> Response:
    """The years with what was decided and divided, and an estimate of the running one."""
    actor, day = current_actor(), present_day()
    cooperative_id = queries.require_reader(actor)
    with transaction() as session:
        estimate = queries.estimate(session, cooperative_id, day)
        divisions = queries.divisions(session, actor)
        last = queries.resolution_of(session, cooperative_id, day.year - 1)
    standing = {each.year: each for each in divisions if each.state in ("prepared", "posted")}
    return page(
        "surplus/list",
        estimate=estimate,
        divisions=divisions,
        last_year=day.year - 1,
        resolution=last,
        standing=standing.get(day.year - 1),
        may_write=actor.has_role(*TREASURERS),
        words=words,
        key=form_key(),
    )


def show_resolution(year: int) -> Response:
    """What the members' meeting decided for a year."""
    return _form(year)


def _form(year: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    if not 1990 <= year <= present_day().year:
        raise NotFound
    with transaction() as session:
        found = queries.resolution_of(session, queries.require_reader(actor), year)
    shares = {share.fund: share for share in found.shares} if found else {}
    return page(
        "surplus/resolution",
        status,
        year=year,
        found=found,
        shares=shares,
        funds=FUNDS,
        bases=CAPITAL_BASES,
        may_write=actor.has_role(*TREASURERS),
        errors=errors or {},
        given=given,
        words=words,
        day=present_day(),
        key=form_key(),
    )


def write_resolution(year: int) -> AnyResponse:
    """Keep what the meeting decided."""
    try:
        typed = Typed()
        percentages = _percentages(typed)
        held_on = typed.day_or_today("held_on")
        typed.check()
        asked = ResolutionRequest(
            year=year,
            number=given("number"),
            held_on=held_on,
            percentages=percentages,
            basis=given("basis"),  # type: ignore[arg-type]
        )
        with transaction() as session:
            services.resolve(session, current_actor(), asked, key=form_key())
    except DomainError as error:
        return _form(year, errors_of(error, words.FIELDS), status_of(error))
    flash(_("Keputusan RAT untuk %(year)s dicatat.", year=year), "success")
    return redirect(url_for("books.surplus"), 303)


def _percentages(typed: Typed) -> Percentages:
    of_member = {fund.code: typed.price(f"member-{fund.code}") or Decimal(0) for fund in FUNDS}
    of_others = {fund.code: typed.price(f"others-{fund.code}") or Decimal(0) for fund in FUNDS}
    return Percentages(
        {code: share for code, share in of_member.items() if share},
        {code: share for code, share in of_others.items() if share},
    )


def prepare_surplus(year: int) -> AnyResponse:
    """Count the division of a closed year."""
    try:
        with transaction() as session:
            made = services.prepare(session, current_actor(), year, key=form_key())
    except DomainError as error:
        status_of(error)
        [sentence] = errors_of(error, words.FIELDS).values()
        flash(sentence, "error")
        return redirect(url_for("books.surplus"), 303)
    flash(_("SHU %(year)s sudah dihitung. Ketua yang menyetujui.", year=year), "success")
    return redirect(url_for("books.surplus_division", division_id=made.id), 303)


def surplus_division(division_id: UUID) -> Response:
    """A division: where the surplus came from, where it goes, and each member's part."""
    actor, at = current_actor(), page_number()
    text, unpaid = request.args.get("q", "").strip()[:100], request.args.get("show") == "unpaid"
    with transaction() as session:
        found = queries.division(session, actor, division_id)
        rows, total = queries.parts(
            session,
            actor,
            division_id,
            unpaid_only=unpaid,
            words=text,
            limit=ROWS_OF_A_PAGE,
            offset=(at - 1) * ROWS_OF_A_PAGE,
        )
        paid = queries.paid_of(session, found)
    pools = {row["fund"]: row["from_member"] for row in found.funds}
    return page(
        "surplus/division",
        found=found,
        result=found.inputs["result"],
        part_rows=rows,
        total=total,
        percent_of=_percent_of,
        number=at,
        pages=max(1, -(-total // ROWS_OF_A_PAGE)),
        paid=paid,
        text=text,
        unpaid=unpaid,
        pools=pools,
        may_approve=actor.has_role(*APPROVERS) and actor.person_id != found.prepared_by,
        may_write=actor.has_role(*TREASURERS),
        may_withdraw=actor.has_role(*TREASURERS, *APPROVERS),
        may_undo=actor.has_role(*TREASURERS, *APPROVERS) and actor.person_id != found.decided_by,
        may_pay=actor.has_role(*CASHIERS),
        words=words,
        key=form_key(),
    )


def _percent_of(text: str) -> str:
    """A percentage as it is stored, in the reader's writing."""
    return f"{number(Decimal(text), current_language())} %" if Decimal(text) else "–"


def check_surplus(division_id: UUID) -> Response:
    """Count a division again from the journal, as it was known then and as it is known now."""
    actor = current_actor()
    with transaction() as session:
        found = queries.division(session, actor, division_id)
        then = queries.recount(session, found, known_at=found.known_at)
        now = queries.recount(session, found, known_at=None)
    return page("surplus/check", found=found, then=then, now=now, words=words)


def _deed(division_id: UUID, verb: Callable[[Any], Any], done: str) -> AnyResponse:
    def deed() -> None:
        with transaction() as session:
            verb(session)

    return do(deed, done, url_for("books.surplus_division", division_id=division_id), words.FIELDS)


def approve_surplus(division_id: UUID) -> AnyResponse:
    """Approve and book it."""
    return _deed(
        division_id,
        lambda session: services.approve(session, current_actor(), division_id, words=given("words"), key=form_key()),
        _("Pembagian SHU disetujui dan dibukukan."),
    )


def withdraw_surplus(division_id: UUID) -> AnyResponse:
    """Put a calculation away."""
    return _deed(
        division_id,
        lambda session: services.withdraw(
            session, current_actor(), division_id, reason=given("reason"), key=form_key()
        ),
        _("Hitungan ditarik."),
    )


def undo_surplus(division_id: UUID) -> AnyResponse:
    """Undo a booked division of which nobody was paid."""
    return _deed(
        division_id,
        lambda session: services.undo(session, current_actor(), division_id, reason=given("reason"), key=form_key()),
        _("Pembagian dibatalkan, jurnalnya dibalik."),
    )


def pay_all_surplus(division_id: UUID) -> AnyResponse:
    """Put all that is not paid yet into voluntary savings."""
    return _deed(
        division_id,
        lambda session: surplus_payments.pay_all_into_savings(session, current_actor(), division_id, key=form_key()),
        _("Semua bagian yang belum dibayar masuk simpanan sukarela."),
    )


def show_surplus_part(division_id: UUID, part_id: UUID) -> Response:
    """How a member is paid his part."""
    actor = current_actor()
    actor.require("cooperative", roles=CASHIERS)
    with transaction() as session:
        found = queries.division(session, actor, division_id)
        part, member = queries.part(session, actor, part_id)
    return page("surplus/part", found=found, part=part, member=member, words=words, key=form_key())


def pay_surplus(division_id: UUID, part_id: UUID) -> AnyResponse:
    """Pay one member."""
    try:
        with transaction() as session:
            made = surplus_payments.pay(session, current_actor(), part_id, way=given("way"), key=form_key())
    except DomainError as error:
        status_of(error)
        [sentence] = errors_of(error, words.FIELDS).values()
        flash(sentence, "error")
        return redirect(url_for("books.surplus_division", division_id=division_id), 303)
    return redirect(url_for("books.surplus_payment", payment_id=made.id), 303)


def surplus_payment(payment_id: UUID) -> Response:
    """The receipt, to read and to print."""
    actor = current_actor()
    with transaction() as session:
        payment, part, member = queries.payment(session, actor, payment_id)
        found = queries.division(session, actor, part.division_id)
    return page(
        "surplus/receipt",
        payment=payment,
        part=part,
        member=member,
        found=found,
        cooperative=actor.names.get("organisation", ""),
        may_reverse=actor.has_role(*CASHIERS) and payment.reversed_on is None,
        words=words,
        key=form_key(),
    )


def reverse_surplus_payment(payment_id: UUID) -> AnyResponse:
    """Take a payment back."""

    def verb() -> None:
        with transaction() as session:
            surplus_payments.reverse_payment(
                session, current_actor(), payment_id, reason=given("reason"), key=form_key()
            )

    where = url_for("books.surplus_payment", payment_id=payment_id)
    return do(verb, _("Pembayaran dibatalkan, jurnalnya dibalik."), where, words.FIELDS)
