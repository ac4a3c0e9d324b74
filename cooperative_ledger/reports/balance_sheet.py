"""The statement of financial position (laporan posisi keuangan)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ..accounts import Account, accounts
from ..connections import AnyConnection
from ..scope import EVERYTHING, Scope
from .figures import Figure, figures, year_to
from .layout import Amounts, Group, Heading, Layout, Row, RowKind, Sum, add, arrange

ASSETS: Layout = (
    Heading("assets_heading", "Aset", "Assets"),
    Group("cash", "Kas dan bank", "Cash and bank", "asset", ("1-1",)),
    Group("receivables", "Piutang dan pinjaman", "Receivables and loans", "asset", ("1-2",)),
    Group("inventory", "Persediaan", "Inventory", "asset", ("1-3",)),
    Group("prepaid", "Pajak dan biaya dibayar di muka", "Prepaid taxes and costs", "asset", ("1-4",)),
    Sum("current_assets", "Aset lancar", "Current assets", ("cash", "receivables", "inventory", "prepaid")),
    Group("fixed_assets", "Aset tetap", "Fixed assets", "asset", ("1-5",)),
    Group("other_assets", "Aset lain", "Other assets", "asset"),
    Sum("non_current_assets", "Aset tidak lancar", "Non-current assets", ("fixed_assets", "other_assets")),
    Sum("assets", "Jumlah aset", "Total assets", ("current_assets", "non_current_assets"), total=True),
)
LIABILITIES: Layout = (
    Heading("liabilities_heading", "Kewajiban", "Liabilities"),
    Group("payables", "Utang usaha dan titipan", "Trade payables and funds held", "liability", ("2-1",)),
    Group("taxes", "Utang pajak", "Taxes payable", "liability", ("2-2",)),
    Group("savings", "Simpanan anggota", "Member savings", "liability", ("2-3",)),
    Group("surplus_funds", "Dana SHU", "Surplus funds payable", "liability", ("2-4",)),
    Group("short_loans", "Utang bank jangka pendek", "Short-term bank loans", "liability", ("2-5",)),
    Group("other_liabilities", "Kewajiban lain", "Other liabilities", "liability"),
    Sum(
        "current_liabilities", "Kewajiban jangka pendek", "Current liabilities",
        ("payables", "taxes", "savings", "surplus_funds", "short_loans", "other_liabilities"),
    ),
    Group("long_loans", "Kewajiban jangka panjang", "Non-current liabilities", "liability", ("2-52",)),
    Sum("liabilities", "Jumlah kewajiban", "Total liabilities", ("current_liabilities", "long_loans")),
)  # fmt: skip
EQUITY: Layout = (
    Group("capital", "Modal", "Capital", "equity", ("3-1",)),
    Group("reserves", "Cadangan", "Reserves", "equity", ("3-2",)),
    Group("other_equity", "Sisa hasil usaha", "Surplus", "equity"),
)


class _Own(NamedTuple):
    """A row that no account stands behind: key, words, kind."""

    key: str
    name: str
    english: str
    kind: RowKind = "account"

    def row(self, amounts: Iterable[int]) -> Row:
        return Row(self.key, self.kind, self.name, self.english, tuple(amounts))


EQUITY_HEADING = _Own("equity_heading", "Ekuitas", "Equity", "heading")
RUNNING = _Own("running_surplus", "SHU tahun ini, belum ditutup buku", "Surplus of this year, not yet closed")
EARLIER = _Own("earlier_surplus", "SHU tahun lalu, belum ditutup buku", "Surplus of earlier years, not yet closed")
EQUITY_SUM = _Own("equity", "Jumlah ekuitas", "Total equity", "sum")
BETWEEN = _Own("between_parts", "Dengan gerai atau unit lain", "With other outlets or units")
BOTH = _Own("liabilities_and_equity", "Jumlah kewajiban dan ekuitas", "Total liabilities and equity", "total")


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What the cooperative owns, owes and has of its own at the end of each day in `on`.

    `assets` equals `liabilities_and_equity` in every column. Equity includes the result of years whose books are not
    closed. For one outlet or unit a row of its own says what stands with the others.
    """

    on: tuple[date, ...]
    scope: Scope
    rows: tuple[Row, ...]

    def amounts(self, key: str) -> Amounts:
        """The amounts of an account, group or sum by key, zero where the statement has no such row."""
        return next((row.amounts for row in self.rows if row.key == key), (0,) * len(self.on))


def balance_sheet(connection: AnyConnection, coop_id: UUID, *on: date, scope: Scope = EVERYTHING) -> BalanceSheet:
    """Where the cooperative stands at the end of each of the days."""
    chart = accounts(connection, coop_id)
    found = [figures(connection, coop_id, year_to(day), scope) for day in on]
    return BalanceSheet(on, scope, tuple(position_rows(found, chart, part=scope.is_part)))


def position_rows(found: Sequence[Iterable[Figure]], chart: Sequence[Account], *, part: bool) -> list[Row]:
    """The rows, a column for each of `found`, whose days begin with the year."""
    types = {account.code: account.account_type for account in chart}
    owned: Columns = {}
    owed: Columns = {}
    running, earlier, difference = ([0] * len(found) for _ in range(3))
    for column, figures_of_day in enumerate(found):
        for figure in figures_of_day:
            kind = types[figure.account]
            if kind in ("income", "expense"):
                running[column] -= figure.moved
                earlier[column] -= figure.opening
            elif kind == "asset":
                _add(owned, figure.account, column, figure.closing, len(found))
            else:
                _add(owed, figure.account, column, -figure.closing, len(found))
            difference[column] += figure.closing
    surplus = [own.row(amounts) for own, amounts in ((EARLIER, earlier), (RUNNING, running)) if any(amounts)]
    between = tuple(difference) if part else (0,) * len(found)
    return [*_filled(ASSETS, chart, owned, len(found)), *_financed(chart, owed, surplus, between, len(found))]


Columns = dict[str, list[int]]


def _add(columns: Columns, code: str, column: int, amount: int, width: int) -> None:
    columns.setdefault(code, [0] * width)[column] += amount


def _filled(layout: Layout, chart: Sequence[Account], columns: Columns, width: int) -> list[Row]:
    return list(arrange(layout, chart, {code: tuple(row) for code, row in columns.items()}, width))


def _financed(chart: Sequence[Account], owed: Columns, surplus: list[Row], between: Amounts, width: int) -> list[Row]:
    liabilities = _filled(LIABILITIES, chart, owed, width)
    equity = [*_filled(EQUITY, chart, owed, width), *surplus]
    own = add([row.amounts for row in equity if row.kind == "account"], width)
    rows = [*liabilities, EQUITY_HEADING.row(()), *equity, EQUITY_SUM.row(own)]
    if any(between):
        rows.append(BETWEEN.row(between))
    debts = [row.amounts for row in liabilities if row.key == "liabilities"]
    return [*rows, BOTH.row(add([*debts, own, between], width))]
