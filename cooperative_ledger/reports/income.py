"""The income statement (perhitungan hasil usaha), with what came from members and from others apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from ..accounts import Account, accounts
from ..connections import AnyConnection
from ..entries import CounterpartyClass
from ..scope import EVERYTHING, Scope
from .days import Days
from .figures import Figure, figures
from .layout import Amounts, Group, Layout, Row, Sum, arrange

_EXPENSES = ("operating", "cooperative", "finance", "other_expense")
INCOME_STATEMENT: Layout = (
    Group("sales", "Penjualan", "Sales", "income", ("4-1",)),
    Group("cost_of_goods", "Beban pokok penjualan", "Cost of goods sold", "expense", ("5",), -1),
    Sum("gross_margin", "Laba kotor penjualan", "Gross margin on sales", ("sales", "cost_of_goods")),
    Group("services", "Pendapatan fee dan jasa", "Fees and services", "income", ("4-2",)),
    Group("lending", "Pendapatan simpan pinjam", "Savings and loan income", "income", ("4-3",)),
    Group("other_income", "Pendapatan lain", "Other income", "income"),
    Sum("gross_surplus", "Hasil usaha bruto", "Gross surplus", ("gross_margin", "services", "lending", "other_income")),
    Group("operating", "Beban usaha", "Operating expenses", "expense", ("6-1",), -1),
    Group("cooperative", "Beban perkoperasian", "Cooperative expenses", "expense", ("6-2",), -1),
    Group("finance", "Beban keuangan", "Finance costs", "expense", ("6-3",), -1),
    Group("other_expense", "Beban lain", "Other expenses", "expense", (), -1),
    Sum("expenses", "Jumlah beban", "Total expenses", _EXPENSES, sign=-1),
    Sum("before_tax", "SHU sebelum pajak", "Surplus before tax", ("gross_surplus", "expenses")),
    Group("tax", "Pajak penghasilan", "Income tax", "expense", ("7",), -1),
    Sum("surplus", "Sisa hasil usaha (SHU)", "Surplus", ("before_tax", "tax"), total=True),
)  # fmt: skip

Part = Literal["member", "non_member", "undivided"]

PART_OF_ACCOUNT: dict[str, Part] = {
    "4-1100": "member",
    "4-1110": "non_member",
    "5-1100": "member",
    "5-1110": "non_member",
}
"""Accounts that say by themselves whose business it was."""

SERVED = ("4", "6-16", "6-32")
"""Codes whose counterparty is the one who was served: income, loan losses, interest on savings. The counterparty of
any other expense is the one who was paid, which says nothing about whose business it was for."""


@dataclass(frozen=True, slots=True)
class Share:
    """What came from business with members, with others, and what nobody has divided; rupiah."""

    member: int
    non_member: int
    undivided: int

    @property
    def total(self) -> int:
        return self.member + self.non_member + self.undivided


@dataclass(frozen=True, slots=True)
class IncomeRow(Row):
    """A line of the income statement; `shares` divides each of `amounts`."""

    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """The columns' days and the rows. Expenses stand as plain figures; sums take them off."""

    days: tuple[Days, ...]
    scope: Scope
    rows: tuple[IncomeRow, ...]

    def amounts(self, key: str) -> Amounts:
        """The amounts of an account, group or sum by key, zero where the statement has no such row."""
        return next((row.amounts for row in self.rows if row.key == key), (0,) * len(self.days))

    def shares(self, key: str) -> tuple[Share, ...]:
        """The same divided into members', others' and undivided."""
        return next((row.shares for row in self.rows if row.key == key), (Share(0, 0, 0),) * len(self.days))

    @property
    def revenue(self) -> Amounts:
        """Sales, fees, savings and loan income, other income, before any cost."""
        groups = (self.amounts(key) for key in ("sales", "services", "lending", "other_income"))
        return tuple(sum(column) for column in zip(*groups, strict=True))

    @property
    def surplus(self) -> Amounts:
        """SHU after tax."""
        return self.amounts("surplus")


def income_statement(
    connection: AnyConnection, coop_id: UUID, *days: Days, scope: Scope = EVERYTHING
) -> IncomeStatement:
    """What was earned and spent in each of `days`, without the year end's closing of the result into equity."""
    chart = accounts(connection, coop_id)
    found = [figures(connection, coop_id, each, scope) for each in days]
    return IncomeStatement(days, scope, tuple(income_rows(found, chart)))


def income_rows(found: Sequence[Iterable[Figure]], chart: Sequence[Account]) -> list[IncomeRow]:
    """The rows, a column for each of `found`."""
    income = {account.code for account in chart if account.account_type in ("income", "expense")}
    width = 3 * len(found)
    amounts: dict[str, list[int]] = {}
    for column, each in enumerate(found):
        for figure in each:
            if figure.account in income and figure.nature != "year_end":
                row = amounts.setdefault(figure.account, [0] * width)
                row[3 * column + _PARTS.index(part_of(figure.account, figure.counterparty_class))] -= figure.moved
    by_code = {code: tuple(row) for code, row in amounts.items()}
    return [_divided(row) for row in arrange(INCOME_STATEMENT, chart, by_code, width)]


_PARTS: tuple[Part, ...] = ("member", "non_member", "undivided")


def part_of(account: str, counterparty_class: str) -> Part:
    """Whose business a line was: for income by counterparty, else by account; for expenses by account."""
    served: Part | None = None
    if counterparty_class and account.startswith(SERVED):
        served = "member" if counterparty_class == "member" else "non_member"
    return served or PART_OF_ACCOUNT.get(account, "undivided")


def classes_of(account: str, part: Part) -> list[str]:
    """The counterparty classes (an empty text: none) whose lines on the account make up the part."""
    return [each for each in ("", *get_args(CounterpartyClass)) if part_of(account, each) == part]


def _divided(row: Row) -> IncomeRow:
    shares = tuple(Share(*row.amounts[at : at + 3]) for at in range(0, len(row.amounts), 3))
    return IncomeRow(row.key, row.kind, row.name, row.english, tuple(share.total for share in shares), shares)
