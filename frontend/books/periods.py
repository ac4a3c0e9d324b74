"""The pages of periods: the months of a year, one month with its checklist, reopening by two people, the year end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import journal_words as words
from frontend.books.forms import page
from frontend.books.journal_forms import errors_of, status_of
from frontend.formatting import month_year, rupiah
from frontend.forms import form_key, given, ticked
from frontend.language import current_language
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import periods as queries
from marketplace.books.rules.periods import first_day, last_day, unfinished
from marketplace.books.rules.roles import APPROVERS, TREASURERS
from marketplace.books.services import periods as services
from marketplace.database import transaction
from marketplace.errors import DomainError


def period_name(period: int) -> str:
    """The month in words; the adjustment period by its own name."""
    if period % 100 == 13:
        return _("Penyesuaian akhir tahun %(year)s", year=period // 100)
    return month_year(first_day(period), current_language())


def periods() -> Response:
    """The months of a year."""
    return _year(request.args.get("year", type=int))


def _year(year: int | None, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        seen = queries.year_of_periods(session, actor, year if year and 1900 <= year <= 9998 else None)
    return page(
        "periods/year",
        status,
        seen=seen,
        words=words,
        period_name=period_name,
        may_write=actor.has_role(*TREASURERS),
        errors=errors or {},
    )


def period(period: int) -> Response:
    """One month: what is not in order, or what was kept when it was closed."""
    return _month(period)


def _month(which: int, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        found = queries.period(session, actor, which)
    waiting = found.seen.waiting
    return page(
        "periods/period",
        status,
        found=found,
        seen=found.seen,
        left=unfinished(list(found.findings)),
        words=words,
        period_name=period_name,
        settle=settle,
        measured=measured,
        may_write=actor.has_role(*TREASURERS),
        may_lock=actor.has_role(*TREASURERS, *APPROVERS),
        may_answer=waiting is not None and actor.has_role(*APPROVERS) and actor.person_id != waiting.made_by,
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def settle(code: str, which: int, account: str | None) -> tuple[str, str] | None:
    """Where something that is not in order is settled: address and word."""
    first, last = first_day(which), last_day(which)
    days: dict[str, Any] = {"first": first, "last": last}
    year = which // 100
    places: dict[str, tuple[str, dict[str, Any], str]] = {
        "earlier_months": ("books.periods", {"year": year}, _("lihat bulan-bulan")),
        "bank_lines": ("books.bank", {}, _("cocokkan")),
        "cash_counts": ("books.cash", {}, _("buka kas")),
        "negative_money": ("books.account", {"code": account, **days}, _("lihat akunnya")),
        "received_not_billed": ("books.account", {"code": account, **days}, _("lihat akunnya")),
        "stock_count": ("books.new_voucher", {"form": "stock_count", "day": last}, _("catat hitungan")),
        "depreciation": ("books.new_voucher", {"form": "depreciation", "day": last}, _("catat penyusutan")),
        "entries_without_document": ("books.journal", days, _("lihat jurnal")),
        "year_result": ("books.periods", {"year": year}, _("tutup tahun")),
    }
    found = places.get(code)
    return (url_for(found[0], **found[1]), found[2]) if found else None


def measured(code: str, count: int, amount: int, account: str | None) -> str:
    """How much of something is not in order, in words: how many of what, how much money, on which account."""
    counted = {
        "earlier_months": ngettext("%(num)s bulan", "%(num)s bulan", count),
        "bank_lines": ngettext("%(num)s baris", "%(num)s baris", count),
        "cash_counts": ngettext("%(num)s hari", "%(num)s hari", count),
        "negative_money": ngettext("%(num)s hari", "%(num)s hari", count),
        "entries_without_document": ngettext("%(num)s jurnal", "%(num)s jurnal", count),
        "unsealed_entries": ngettext("%(num)s jurnal", "%(num)s jurnal", count),
    }
    said = [
        counted.get(code, "") if count else "",
        rupiah(amount, current_language()) if amount else "",
        account if account and count else "",
    ]
    return " · ".join(part for part in said if part)


def _do(which: int, verb: Callable[[Any, Actor], Any], said: str) -> AnyResponse:
    """Do a verb about a month and go back to it; or show it with what is wrong."""
    try:
        with transaction() as session:
            verb(session, current_actor())
    except DomainError as error:
        return _month(which, errors_of(error), status_of(error))
    flash(said, "success")
    return redirect(url_for("books.period", period=which), 303)


def close_period(period: int) -> AnyResponse:
    """Close the month."""
    return _do(
        period,
        lambda session, actor: services.close(session, actor, period, looked_at=ticked("looked_at")),
        _("Bulan ini tidak menerima jurnal lagi. Segel dan ringkasannya sedang dibuat."),
    )


def take_back_closing(period: int) -> AnyResponse:
    """Open a month again that is still being closed."""
    return _do(
        period,
        lambda session, actor: services.take_back(session, actor, period),
        _("Penutupan dibatalkan, bulan ini buka lagi."),
    )


def lock_period(period: int) -> AnyResponse:
    """Lock the month for ever."""
    return _do(
        period, lambda session, actor: services.lock(session, actor, period), _("Terkunci. Tidak bisa dibuka lagi.")
    )


def ask_reopening(period: int) -> AnyResponse:
    """Ask the chair to open the month again."""
    return _do(
        period,
        lambda session, actor: services.ask_reopening(session, actor, period, reason=given("reason"), key=form_key()),
        _("Permintaan dikirim. Ketua yang memutuskan."),
    )


def answer_reopening(period: int, request_id: UUID) -> AnyResponse:
    """The chair's answer."""
    agree = given("answer") == "agree"
    return _do(
        period,
        lambda session, actor: services.answer_reopening(session, actor, request_id, agree=agree),
        _("Dibuka lagi. Tutup kembali setelah selesai.") if agree else _("Ditolak. Bulan ini tetap tutup."),
    )


def close_year(year: int) -> AnyResponse:
    """Post the closing entries of the year."""
    try:
        with transaction() as session:
            done = services.close_year(session, current_actor(), year)
    except DomainError as error:
        return _year(year, errors_of(error), status_of(error))
    if done.entries:
        flash(_("SHU %(year)s sudah dipindahkan ke SHU belum dibagi.", year=year), "success")
    else:
        flash(_("Tahun %(year)s sudah ditutup sebelumnya.", year=year), "notice")
    return redirect(url_for("books.periods", year=year), 303)


def set_late_documents() -> AnyResponse:
    """Say what becomes of vouchers that come late."""
    year = request.form.get("year", type=int)
    try:
        with transaction() as session:
            services.set_late_documents(session, current_actor(), given("late_documents"))
    except DomainError as error:
        return _year(year, errors_of(error), status_of(error))
    flash(_("Tersimpan."), "success")
    return redirect(url_for("books.periods", year=year), 303)
