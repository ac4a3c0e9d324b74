"""The statement of changes in equity (laporan perubahan ekuitas)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from ..accounts import Account, accounts
from ..connections import AnyConnection
from ..scope import EVERYTHING, Scope
from .days import Days
from .figures import Figure, figures
from .layout import english

UNCLOSED = "unclosed_surplus"


@dataclass(frozen=True, slots=True)
class EquityRow:
    """An equity account, or the result not yet closed (key `unclosed_surplus`), or the total (key `equity`); rupiah.

    `closing` is `opening` and `added` and `surplus` less `taken`. The year end's closing moves the result from the
    unclosed row to its account, so over all rows `surplus` is the result of the days.
    """

    key: str
    name: str
    english: str
    opening: int
    added: int
    taken: int
    surplus: int

    @property
    def closing(self) -> int:
        return self.opening + self.added - self.taken + self.surplus


@dataclass(frozen=True, slots=True)
class EquityChanges:
    """How each part of equity came from the first day to the last; the last row is the total."""

    days: Days
    scope: Scope
    rows: tuple[EquityRow, ...]

    @property
    def total(self) -> EquityRow:
        return self.rows[-1]


def equity_changes(
    connection: AnyConnection, coop_id: UUID, *days: Days, scope: Scope = EVERYTHING
) -> tuple[EquityChanges, ...]:
    """The changes in equity in each of `days`."""
    chart = accounts(connection, coop_id)
    found = ((each, figures(connection, coop_id, each, scope)) for each in days)
    return tuple(EquityChanges(each, scope, tuple(equity_rows(moved, chart))) for each, moved in found)


def equity_rows(found: Iterable[Figure], chart: Sequence[Account]) -> list[EquityRow]:
    """The rows of one period: accounts of equity by code, the result not yet closed, the total."""
    types = {account.code: account.account_type for account in chart}
    by_account: dict[str, list[int]] = {}
    result = year_end = opening = 0
    for figure in found:
        kind = types[figure.account]
        if kind == "equity":
            _move(by_account.setdefault(figure.account, [0, 0, 0, 0]), figure)
        elif kind in ("income", "expense"):
            opening -= figure.opening
            if figure.nature == "year_end":
                year_end -= figure.moved
            else:
                result -= figure.moved
    rows = [
        EquityRow(account.code, account.name, english(account), *by_account[account.code])
        for account in chart
        if any(by_account.get(account.code, ()))
    ]
    to_accounts = sum(row.surplus for row in rows)
    rest = EquityRow(
        UNCLOSED, "SHU belum ditutup buku", "Surplus not yet closed",
        opening, 0, -(year_end + to_accounts), result - to_accounts,
    )  # fmt: skip
    if (rest.opening, rest.taken, rest.surplus) != (0, 0, 0):
        rows.append(rest)
    sums = [sum(getattr(row, name) for row in rows) for name in ("opening", "added", "taken", "surplus")]
    return [*rows, EquityRow("equity", "Jumlah ekuitas", "Total equity", *sums)]


def _move(row: list[int], figure: Figure) -> None:
    row[0] -= figure.opening
    if figure.nature == "year_end":
        row[3] -= figure.moved
    else:
        row[1] += figure.credit
        row[2] += figure.debit
