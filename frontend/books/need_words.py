"""What waits, in a sentence, and where it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from frontend import formatting
from frontend.language import current_language
from marketplace.books.queries.needs import Need
from marketplace.books.rules.quarters import quarter_of


class Told(NamedTuple):
    """A line of the first page: what waits, and the address where it is done."""

    sentence: str
    href: str


def told(need: Need) -> Told:
    """The need as the first page says it."""
    say, where = _TOLD[need.code]
    return Told(say(need), where(need))


def _rupiah(need: Need) -> str:
    return formatting.rupiah(need.amount, current_language())


def _month(need: Need) -> str:
    return formatting.month_year(need.day, current_language()) if need.day else ""


def _quarter(need: Need) -> str:
    return formatting.quarter(need.day, current_language()) if need.day else ""


def _to(endpoint: str, **values: Any) -> Callable[[Need], str]:
    return lambda need: url_for(endpoint, **values)


def _to_quarter(need: Need) -> str:
    assert need.day is not None, "a quarter's need has its first day"
    quarter = quarter_of(need.day)
    return url_for("books.quarter", year=quarter.year, number=quarter.number)


def _to_month(need: Need) -> str:
    assert need.day is not None, "a month's need has its first day"
    return url_for("books.period", period=need.day.year * 100 + need.day.month)


_TOLD: dict[str, tuple[Callable[[Need], str], Callable[[Need], str]]] = {
    "books_unchecked": (lambda need: _("Buku belum diperiksa bulan ini"), _to("books.proof")),
    "bank_lines": (
        lambda need: ngettext(
            "Satu baris rekening koran belum cocok", "%(num)s baris rekening koran belum cocok", need.count
        ),
        _to("books.bank"),
    ),
    "dues": (lambda need: _("Iuran bulan ini sudah jatuh tempo: ingatkan yang tertinggal"), _to("books.behind")),
    "books_altered": (
        lambda need: ngettext(
            "Pemeriksaan buku menemukan satu hal yang tidak cocok",
            "Pemeriksaan buku menemukan %(num)s hal yang tidak cocok",
            need.count,
        ),
        lambda need: url_for("books.check", check_id=need.subject_id),
    ),
    "loans_to_decide": (
        lambda need: ngettext(
            "Satu permintaan pinjaman menunggu keputusan Anda",
            "%(num)s permintaan pinjaman menunggu keputusan Anda",
            need.count,
        ),
        _to("books.loan_requests"),
    ),
    "loans_to_hand_out": (
        lambda need: ngettext(
            "Satu pinjaman disetujui, uangnya belum diserahkan",
            "%(num)s pinjaman disetujui, uangnya belum diserahkan",
            need.count,
        ),
        _to("books.loan_requests"),
    ),
    "reopenings": (
        lambda need: ngettext(
            "Satu permintaan membuka bulan yang sudah tutup",
            "%(num)s permintaan membuka bulan yang sudah tutup",
            need.count,
        ),
        _to("books.periods"),
    ),
    "quarter_to_sign": (lambda need: _("%(quarter)s menunggu tanda tangan Anda", quarter=_quarter(need)), _to_quarter),
    "quarter_to_write": (
        lambda need: _("%(quarter)s belum ditulis untuk anggota", quarter=_quarter(need)),
        _to_quarter,
    ),
    "counts_to_sign": (
        lambda need: ngettext(
            "Satu hitungan kas menunggu tanda tangan kedua",
            "%(num)s hitungan kas menunggu tanda tangan kedua",
            need.count,
        ),
        lambda need: url_for("books.cash_count", count_id=need.subject_id),
    ),
    "uncounted_days": (
        lambda need: ngettext("Kas satu hari belum dihitung", "Kas %(num)s hari belum dihitung", need.count),
        _to("books.count_cash"),
    ),
    "maturing": (
        lambda need: _(
            "Simpanan berjangka %(amount)s jatuh tempo mulai %(day)s",
            amount=_rupiah(need),
            day=formatting.date_short(need.day, current_language()) if need.day else "",
        ),
        _to("books.terms"),
    ),
    "months_to_close": (
        lambda need: (
            _("%(month)s belum ditutup", month=_month(need))
            if need.count == 1
            else _("%(number)s bulan belum ditutup, mulai %(month)s", number=need.count, month=_month(need))
        ),
        _to_month,
    ),
}
"""Code of a need -> its sentence, and where it is done."""
