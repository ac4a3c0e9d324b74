"""Lists to hand out as XLSX: running loans, and the division of the surplus with each member's part for the meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _

from frontend.books import loan_words, surplus_words
from frontend.books.forms import present_day
from frontend.books.reports.sheets import Sheet, SheetRow
from frontend.books.reports.workbook import workbook
from frontend.formatting import date_long
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import loans as loan_queries
from marketplace.books.queries import surplus as surplus_queries
from marketplace.books.queries.surplus import PartRow
from marketplace.database import transaction

MOST_ROWS = 20_000


def loans_workbook() -> Response:
    """Every running loan, the longest past due first; `show=late` only those."""
    actor, day = current_actor(), present_day()
    with transaction() as session:
        found = loan_queries.running(session, actor, day, late_only=request.args.get("show") == "late", limit=MOST_ROWS)
    columns = (_("Pinjaman"), _("Sisa pokok"), _("Pokok terlambat"), _("Jasa terlambat"), _("Hari terlambat"))
    rows = [_loan_row(row) for row in found.rows]
    if rows:
        rows.append(_total([row.amounts[:4] for row in rows], 1))
    title = _("Pinjaman berjalan, rupiah")
    heads = (actor.names.get("organisation", ""), date_long(day, current_language()))
    return workbook([Sheet("loans", title, columns, tuple(rows))], heads, f"{_('Pinjaman')} {day}")


def _loan_row(row: loan_queries.Late) -> SheetRow:
    it = row.standing
    label = f"{row.member.number} {row.member.name}, {loan_words.GRADES[it.grade][1]}"
    amounts = (it.principal, it.outstanding, it.late_principal, it.late_interest, it.days)
    return SheetRow("account", label, amounts, code=it.number)


def _total(columns: Sequence[Sequence[int | None]], left_out: int = 0) -> SheetRow:
    sums = tuple(sum(each or 0 for each in column) for column in zip(*columns, strict=True))
    return SheetRow("total", _("Jumlah"), (*sums, *([None] * left_out)))


def surplus_workbook(division_id: UUID) -> Response:
    """The division by fund, and each member's part, for the members' meeting."""
    actor = current_actor()
    with transaction() as session:
        found = surplus_queries.division(session, actor, division_id)
        rows, _count = surplus_queries.parts(session, actor, division_id, limit=MOST_ROWS)
    heads = (
        actor.names.get("organisation", ""),
        _("Keputusan %(number)s", number=found.inputs["resolution"]),
        f"SHA-256 {found.inputs_hash}",
    )
    return workbook([_funds(found), _members(rows)], heads, f"SHU {found.year}")


def _funds(found: Any) -> Sheet:
    columns = (_("Dari anggota"), _("Dari lainnya"), _("Jumlah"))
    rows = [
        SheetRow(
            "account",
            str(surplus_words.FUNDS[each["fund"]]),
            (each["from_member"], each["from_non_member"], each["amount"]),
        )
        for each in found.funds
    ]
    rows.append(SheetRow("total", _("Jumlah"), (found.from_member, found.from_non_member, found.total)))
    return Sheet("funds", _("Pembagian SHU, rupiah"), columns, tuple(rows))


_FIGURES: tuple[Callable[[PartRow], int], ...] = (
    lambda row: row.part.transactions,
    lambda row: row.part.capital,
    lambda row: row.part.for_business,
    lambda row: row.part.for_capital,
    lambda row: row.part.amount,
)


def _members(parts: Sequence[PartRow]) -> Sheet:
    columns = (_("Transaksi"), _("Simpanan"), _("Jasa usaha"), _("Jasa modal"), _("SHU"))
    rows = [
        SheetRow("account", row.member.name, tuple(figure(row) for figure in _FIGURES), code=row.member.number)
        for row in parts
    ]
    if rows:
        rows.append(_total([row.amounts for row in rows]))
    return Sheet("members", _("Bagian tiap anggota, rupiah"), columns, tuple(rows))
