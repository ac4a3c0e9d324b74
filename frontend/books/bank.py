"""Pages of bank statements: hand a file in, settle line after line, and why the books and the bank differ."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from frontend.books.cash import account_name
from frontend.books.cash_forms import errors_of
from frontend.books.cash_words import PARTIES
from frontend.books.forms import page
from frontend.forms import form_key, given, status_of
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import bank as queries
from marketplace.books.queries.cash import chart
from marketplace.books.rules.bank import suggested_account
from marketplace.books.rules.cash import MAIN_BANK
from marketplace.books.rules.matching import AFTER, BEFORE
from marketplace.books.rules.roles import TREASURERS
from marketplace.books.rules.table_files import FILE_BYTES
from marketplace.books.services import bank as services
from marketplace.books.services.bank import Part
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid

SHOWN_AT_ONCE = 30
MOST_CHOICES = 60


def bank() -> Response:
    """The lines that nothing is matched with, each with what it may be about; and the way to hand a file in."""
    return _bank_page()


def _bank_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    account = request.values.get("account", MAIN_BANK)
    with transaction() as session:
        accounts = queries.bank_accounts(session, actor)
        account = account if account in {each.code for each in accounts} else MAIN_BANK
        waiting, number = queries.open_lines(session, actor, account, limit=SHOWN_AT_ONCE)
        statements = queries.newest_statements(session, actor, account)
    return page(
        "bank/bank",
        status,
        account=account,
        accounts=[(each.code, account_name(each.code, each.name)) for each in accounts],
        waiting=waiting,
        number=number,
        statements=statements,
        years=_years(today(actor.time_zone).year),
        may_write=actor.has_role(*TREASURERS),
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def _years(present: int) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(present, present - 6, -1)]


def import_bank() -> AnyResponse:
    """Take the bank's file in."""
    account = given("account") or MAIN_BANK
    try:
        handed_in = request.files.get("file")
        content = handed_in.stream.read(FILE_BYTES + 1) if handed_in else b""
        if handed_in is None or not content:
            raise Invalid(field="file")
        year = int(given("year")) if given("year").isdecimal() else None
        with transaction() as session:
            done = services.import_statement(
                session, current_actor(), account, handed_in.filename or "", content, year=year, key=form_key()
            )
    except DomainError as error:
        return _bank_page(errors_of(error), status_of(error))
    flash(_said(done), "success")
    return redirect(url_for("books.bank", account=account), 303)


def _said(done: services.Imported) -> str:
    told = ngettext("%(num)s mutasi baru.", "%(num)s mutasi baru.", done.new)
    if done.statement.known_count:
        told += " " + _("%(count)s sudah ada sebelumnya.", count=done.statement.known_count)
    if done.matched:
        told += " " + _("%(count)s langsung cocok.", count=done.matched)
    return told


def bank_line(line_id: UUID) -> Response:
    """A line of the bank as it was written, its match, or the choice of what it is about."""
    return _line_page(line_id)


def _line_page(line_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        line = queries.line(session, actor, line_id)
        statement = queries.statement(session, actor, line.statement_id)
        matches = queries.matches(session, line)
        candidates = _candidates(session, actor, line)
        proposals = queries.proposed(session, actor.organisation_id, line.account, [line]) if not line.matched else []
        known = chart(session, actor.organisation_id)
    proposal = next(iter(proposals), None)
    chosen = {(part.entry_id, part.line_no) for part in proposal.parts} if proposal else set()
    bookable = [
        (each.code, f"{each.code} {account_name(each.code, each.name)}")
        for each in known.values()
        if each.code != line.account and each.balance_mode != "guarded_by_counterparty"
    ]
    return page(
        "bank/line",
        status,
        line=line,
        statement=statement,
        matches=matches,
        candidates=candidates[:MOST_CHOICES],
        chosen=chosen,
        accounts=bookable,
        suggested=suggested_account(line.description),
        parties=PARTIES,
        may_write=actor.has_role(*TREASURERS),
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def _candidates(session: Any, actor: Actor, line: Any) -> list[Any]:
    """Lines of the ledger of the same direction near the bank's day, the nearest in amount first."""
    if line.matched:
        return []
    found = queries.open_in_books(session, actor.organisation_id, line.account, line.day - BEFORE, line.day + AFTER)
    same_way = [each for each in found if each.amount * line.amount > 0 and abs(each.amount) <= abs(line.amount)]
    return sorted(same_way, key=lambda each: (abs(each.amount - line.amount), each.day))


def match_bank_line(line_id: UUID) -> AnyResponse:
    """Say what a line of the bank is about."""
    try:
        parts = [_part(written) for written in request.form.getlist("part")]
        if not parts:
            raise Invalid(field="part")
        with transaction() as session:
            line = services.confirm(session, current_actor(), line_id, parts, key=form_key())
            account = line.account
    except DomainError as error:
        return _line_page(line_id, errors_of(error), status_of(error))
    flash(_("Cocok."), "success")
    return redirect(url_for("books.bank", account=account), 303)


def _part(written: str) -> Part:
    entry, _mark, number = written.partition("_")
    try:
        return Part(UUID(entry), int(number))
    except ValueError:
        raise Invalid(field="part") from None


def book_bank_line(line_id: UUID) -> AnyResponse:
    """Book a line that nobody had booked."""
    try:
        with transaction() as session:
            line = services.book_line(
                session,
                current_actor(),
                line_id,
                given("account"),
                note=given("note"),
                party=given("party") or None,
                key=form_key(),
            )
            account = line.account
    except DomainError as error:
        return _line_page(line_id, errors_of(error), status_of(error))
    flash(_("Dibukukan."), "success")
    return redirect(url_for("books.bank", account=account), 303)


def take_bank_match_apart(line_id: UUID) -> AnyResponse:
    """Undo a match."""
    try:
        with transaction() as session:
            services.take_apart(session, current_actor(), line_id, reason=given("reason"), key=form_key())
    except DomainError as error:
        return _line_page(line_id, errors_of(error), status_of(error))
    flash(_("Pasangannya dilepas."), "success")
    return redirect(url_for("books.bank_line", line_id=line_id), 303)


def bank_reconciliation() -> Response:
    """Why the books and the bank differ on a day, to the rupiah."""
    actor = current_actor()
    present = today(actor.time_zone)
    try:
        day = min(date.fromisoformat(request.args.get("day", "")), present)
    except ValueError:
        day = present
    account = request.args.get("account", MAIN_BANK)
    with transaction() as session:
        accounts = queries.bank_accounts(session, actor)
        account = account if account in {each.code for each in accounts} else MAIN_BANK
        found = queries.reconciliation(session, actor, account, day)
    return page(
        "bank/reconciliation",
        account=account,
        accounts=[(each.code, account_name(each.code, each.name)) for each in accounts],
        day=day,
        month_end=day.replace(day=1) - timedelta(days=1),
        found=found,
    )
