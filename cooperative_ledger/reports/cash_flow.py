"""The statement of cash flows (laporan arus kas), direct: the other lines of the entries that touch cash."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from ..accounts import Account, accounts
from ..connections import AnyConnection, driver_connection, with_cooperative
from ..scope import EVERYTHING, Scope
from .days import Days
from .figures import Figure, figures
from .layout import Amounts, Row, RowKind, add, english

Activity = Literal["operating", "investing", "financing"]
CASH = ("1-1", "1-2")
"""Cash and its equivalents: codes from the first, up to but without the second. `ledger.is_cash` says the same."""


class CashFlowRange(NamedTuple):
    """Codes from `first_code` up to the next range are of this activity."""

    first_code: str
    activity: Activity


CASH_FLOW_RANGES: tuple[CashFlowRange, ...] = (
    CashFlowRange("0", "operating"),
    CashFlowRange("1-5", "investing"),
    CashFlowRange("2", "operating"),
    CashFlowRange("2-3", "financing"),
    CashFlowRange("3", "financing"),
    CashFlowRange("4", "operating"),
)
"""Fixed assets are invested in; savings, surplus funds, bank loans and equity finance; all else is the business itself,
loans to members and interest among it."""


class _Words(NamedTuple):
    key: str
    kind: RowKind
    name: str
    english: str

    def row(self, amounts: Iterable[int] = ()) -> Row:
        return Row(self.key, self.kind, self.name, self.english, tuple(amounts))


ACTIVITIES: dict[Activity, tuple[_Words, _Words]] = {
    "operating": (
        _Words("operating_heading", "heading", "Kegiatan usaha (operasi)", "Operating activities"),
        _Words("operating", "sum", "Kas dari kegiatan usaha", "Cash from operating activities"),
    ),
    "investing": (
        _Words("investing_heading", "heading", "Investasi", "Investing activities"),
        _Words("investing", "sum", "Kas dari investasi", "Cash from investing activities"),
    ),
    "financing": (
        _Words("financing_heading", "heading", "Pendanaan", "Financing activities"),
        _Words("financing", "sum", "Kas dari pendanaan", "Cash from financing activities"),
    ),
}
BROUGHT_IN = _Words("brought_in", "account", "Saldo awal yang dimasukkan", "Opening balances brought in")
BETWEEN = _Words("between_parts", "account", "Dengan gerai atau unit lain", "With other outlets or units")
CHANGE = _Words("change", "sum", "Kenaikan (penurunan) kas", "Increase (decrease) in cash")
OPENING = _Words("opening", "account", "Kas di awal", "Cash at the beginning")
CLOSING = _Words("closing", "total", "Kas di akhir", "Cash at the end")


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Where cash came from (positive) and went (negative) in each of `days`; `opening` and `change` make `closing`."""

    days: tuple[Days, ...]
    scope: Scope
    rows: tuple[Row, ...]

    def amounts(self, key: str) -> Amounts:
        """The amounts of an account, activity or sum by key, zero where the statement has no such row."""
        return next((row.amounts for row in self.rows if row.key == key), (0,) * len(self.days))


def cash_flow(connection: AnyConnection, coop_id: UUID, *days: Days, scope: Scope = EVERYTHING) -> CashFlow:
    """What came in and went out, by activity and account. Moves between cash accounts are no flow."""
    chart = accounts(connection, coop_id)
    ranges = cash_flow_ranges(connection, coop_id)
    found = [figures(connection, coop_id, each, scope) for each in days]
    return CashFlow(days, scope, tuple(cash_flow_rows(found, chart, ranges)))


def cash_flow_rows(
    found: Sequence[Iterable[Figure]], chart: Sequence[Account], ranges: Sequence[CashFlowRange]
) -> list[Row]:
    """The rows, a column for each of `found`."""
    width = len(found)
    flows: dict[str, list[int]] = {}
    opening, closing, brought_in = ([0] * width for _ in range(3))
    for column, each in enumerate(found):
        for figure in each:
            if is_cash(figure.account):
                opening[column] += figure.opening
                closing[column] += figure.closing
            elif figure.with_cash and figure.nature == "opening":
                brought_in[column] -= figure.moved
            elif figure.with_cash:
                flows.setdefault(figure.account, [0] * width)[column] -= figure.moved
    rows = list(_activities(flows, chart, ranges, width))
    change = tuple(after - before for before, after in zip(opening, closing, strict=True))
    told = add([tuple(brought_in), *(row.amounts for row in rows if row.kind == "sum")], width)
    between = tuple(all_of_it - known for all_of_it, known in zip(change, told, strict=True))
    rows += [words.row(row) for words, row in ((BROUGHT_IN, brought_in), (BETWEEN, between)) if any(row)]
    return [*rows, CHANGE.row(change), OPENING.row(opening), CLOSING.row(closing)]


def _activities(
    flows: dict[str, list[int]], chart: Sequence[Account], ranges: Sequence[CashFlowRange], width: int
) -> Iterable[Row]:
    by_activity: dict[Activity, list[Row]] = {activity: [] for activity in ACTIVITIES}
    for account in chart:
        if any(flows.get(account.code, ())):
            row = Row(account.code, "account", account.name, english(account), tuple(flows[account.code]))
            by_activity[activity_of(account.code, ranges)].append(row)
    for activity, rows in by_activity.items():
        if rows:
            heading, total = ACTIVITIES[activity]
            yield heading.row()
            yield from rows
            yield total.row(add([row.amounts for row in rows], width))


def is_cash(code: str) -> bool:
    """Whether the account is cash or as good as cash."""
    return CASH[0] <= code < CASH[1]


def activity_of(code: str, ranges: Sequence[CashFlowRange]) -> Activity:
    """The activity of the last range that begins at or before `code`; operating before the first."""
    at = bisect_right(ranges, code, key=lambda each: each.first_code)
    return ranges[at - 1].activity if at else "operating"


def cash_flow_ranges(connection: AnyConnection, coop_id: UUID) -> tuple[CashFlowRange, ...]:
    """The cooperative's own table, by code; CASH_FLOW_RANGES where it has none."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(CashFlowRange)) as cursor:
        own = cursor.execute(
            "SELECT first_code, activity FROM ledger.cash_flow_range WHERE coop_id = %s ORDER BY first_code", (coop_id,)
        ).fetchall()
    return tuple(own) or CASH_FLOW_RANGES


def set_cash_flow_ranges(connection: AnyConnection, coop_id: UUID, ranges: Sequence[CashFlowRange]) -> None:
    """Give the cooperative a table of its own, as a whole; an empty one goes back to CASH_FLOW_RANGES.

    Raises:
        ValueError: two ranges begin with the same code.
        psycopg.errors.CheckViolation: a code or an activity that cannot be.
    """
    if len({each.first_code for each in ranges}) < len(ranges):
        raise ValueError("two ranges begin with the same code")
    with_cooperative(connection, coop_id)
    body = json.dumps([each._asdict() for each in ranges])
    driver_connection(connection).execute("SELECT ledger.set_cash_flow_ranges(%s, %s::jsonb)", (coop_id, body))
