"""The quarter on one page, as pure functions: which accounts make which line, and what the page says of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from .roles import APPROVERS, READERS

SIGNERS = (*APPROVERS, "secretary")
"""Of the board: one of them, other than who prepared the words, signs a quarter."""
QUARTER_READERS = (*READERS, "secretary")
"""See a quarter before it is signed."""
EDITION_READERS = (*QUARTER_READERS, "cashier", "member", "administrator")
"""See it once it is signed: everybody who belongs to the cooperative."""

ACTIVE_DAYS = 90
"""A member is active who bought, paid or was paid at least once in so many days."""


class Quarter(NamedTuple):
    """Three months of a year: `number` is 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        month = 3 * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def through(self, today: date) -> date:
        """The last day that can be told about: of a running quarter, today."""
        return min(self.last, max(today, self.first))


def quarter_of(day: date) -> Quarter:
    """The quarter that `day` lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


class Movement(NamedTuple):
    """What moved on an account in one month, or before the first month that is looked at (`month` None), in rupiah.

    `is_closing`: by the entries of a year end, which empty income and expense and are no business of the month.
    """

    account: str
    account_type: str
    month: date | None
    is_closing: bool
    debit: int
    credit: int


class Line(NamedTuple):
    """One line of the page: its key, rupiah now, and in or at the end of the quarter before (None: no books then)."""

    key: str
    amount: int
    before: int | None


Places = tuple[tuple[str, tuple[str, ...]], ...]

PLACES: dict[str, Places] = {
    "income": (
        ("sales_members", ("4-1100",)),
        ("sales_others", ("4-1110",)),
        ("sales_returns", ("4-1190",)),
        ("fees", ("4-2",)),
        ("loan_interest", ("4-3",)),
        ("other_income", ("",)),
    ),
    "expense": (
        ("goods_sold", ("5-1100", "5-1110")),
        ("goods_costs", ("5",)),
        ("wages", ("6-1100",)),
        ("running_costs", ("6-1200", "6-1300", "6-1400", "6-1700")),
        ("wear_and_losses", ("6-1500", "6-1600")),
        ("cooperative_costs", ("6-2",)),
        ("finance_costs", ("6-3",)),
        ("tax", ("7",)),
        ("other_costs", ("",)),
    ),
    "asset": (
        ("cash", ("1-1",)),
        ("loans", ("1-24",)),
        ("receivables", ("1-21", "1-22", "1-23")),
        ("stock", ("1-3",)),
        ("fixed_assets", ("1-5",)),
        ("other_assets", ("",)),
    ),
    "liability": (
        ("suppliers", ("2-1",)),
        ("savings", ("2-31", "2-32")),
        ("dues_owed", ("2-33", "2-34")),
        ("surplus_funds", ("2-4",)),
        ("bank_debt", ("2-5",)),
        ("other_debts", ("",)),
    ),
    "equity": (
        ("dues", ("3-11", "3-12")),
        ("capital", ("3-13", "3-14")),
        ("reserves", ("3-2",)),
        ("surplus", ("3-3",)),
        ("other_equity", ("",)),
    ),
}
"""Type of account -> the lines of the page in their order; an account stands in the first whose beginning it has."""

SAVINGS: Places = (
    ("principal_dues", ("3-1100", "2-3300")),
    ("mandatory_dues", ("3-1200", "2-3400")),
    ("voluntary_savings", ("2-3100",)),
    ("term_savings", ("2-3200",)),
)
"""The members' savings by kind, whether the cooperative holds dues as equity or as liability."""

DEBIT_TYPES = ("asset", "expense")
COST_OF_GOODS = ("5-1100", "5-1110")
STOCK = "1-3"
CONSIGNED = "2-1200"
LOANS = "1-2400"


@dataclass(frozen=True, slots=True)
class JournalFigures:
    """What the journal says of a quarter up to day `through`, whole rupiah: the same journal gives the same again.

    `stock_points`: goods in stock at the start and at each month's end; `cost_of_goods` and `consigned_sold` moved in
    the quarter. Counts of members are those active in the 90 days up to `through` and up to the last quarter's end.
    """

    through: date
    income: tuple[Line, ...]
    expenses: tuple[Line, ...]
    assets: tuple[Line, ...]
    debts: tuple[Line, ...]
    equity: tuple[Line, ...]
    savings: tuple[Line, ...]
    loans_outstanding: int
    stock_points: tuple[int, ...]
    cost_of_goods: int
    consigned_sold: int
    active_members: int
    active_members_before: int | None
    payables: Punctuality
    receivables: Punctuality

    @property
    def surplus(self) -> int:
        """What was left: income less costs."""
        return total(self.income) - total(self.expenses)

    @property
    def surplus_before(self) -> int | None:
        """What was left in the quarter before; None where there were no books."""
        return difference(total_before(self.income), total_before(self.expenses))


class Punctuality(NamedTuple):
    """Bills that fell due in the quarter: how many and how much (rupiah), and of them settled by their day."""

    due: int = 0
    on_time: int = 0
    due_amount: int = 0
    on_time_amount: int = 0


def total(lines: Iterable[Line]) -> int:
    """The sum now."""
    return sum(line.amount for line in lines)


def total_before(lines: Iterable[Line]) -> int | None:
    """The sum in or at the end of the quarter before; None where there were no books then, or no line at all."""
    known = [line.before for line in lines]
    return None if not known or None in known else sum(each or 0 for each in known)


def difference(one: int | None, other: int | None) -> int | None:
    """`one` less `other`, where both are known; a side without lines counts as nothing."""
    return None if one is None and other is None else (one or 0) - (other or 0)


def place_of(account: str, places: Places) -> str | None:
    """The line that an account stands in."""
    return next((key for key, beginnings in places if account.startswith(beginnings)), None)


def flow_lines(
    movements: Sequence[Movement], account_type: str, quarter: Quarter, *, has_before: bool
) -> tuple[Line, ...]:
    """What came in (`income`) or went out (`expense`) in the quarter and the one before, without year-end entries."""

    def in_quarter(of: Quarter) -> Callable[[Movement], bool]:
        return lambda each: each.month is not None and of.first <= each.month <= of.last and not each.is_closing

    before = in_quarter(quarter.before) if has_before else None
    return _lines(movements, account_type, in_quarter(quarter), before)


def stand_lines(
    movements: Sequence[Movement], account_type: str, quarter: Quarter, *, has_before: bool
) -> tuple[Line, ...]:
    """Where assets, debts or equity stood at the end of the quarter and of the one before.

    Equity's line `surplus` holds what income and costs have left and no year end has carried over yet.
    """

    def up_to(of: Quarter) -> Callable[[Movement], bool]:
        return lambda each: each.month is None or each.month <= of.last

    return _lines(movements, account_type, up_to(quarter), up_to(quarter.before) if has_before else None)


def _lines(
    movements: Sequence[Movement],
    account_type: str,
    now: Callable[[Movement], bool],
    before: Callable[[Movement], bool] | None,
) -> tuple[Line, ...]:
    sums = _by_place(movements, account_type, now)
    earlier = _by_place(movements, account_type, before) if before else None
    lines = []
    for key, _beginnings in PLACES[account_type]:
        amount, then = sums.get(key, 0), None if earlier is None else earlier.get(key, 0)
        if amount or then:
            lines.append(Line(key, amount, then))
    return tuple(lines)


def _by_place(movements: Iterable[Movement], account_type: str, counts: Callable[[Movement], bool]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in movements:
        if not counts(each):
            continue
        if each.account_type == account_type:
            key = place_of(each.account, PLACES[account_type]) or ""
        elif account_type == "equity" and each.account_type in ("income", "expense"):
            key = "surplus"
        else:
            continue
        sums[key] = sums.get(key, 0) + on_side(each, account_type)
    return sums


def on_side(movement: Movement, account_type: str) -> int:
    """The movement in rupiah, above zero on the side where accounts of that type grow."""
    moved = movement.debit - movement.credit
    return moved if account_type in DEBIT_TYPES else -moved


def savings_lines(movements: Sequence[Movement], quarter: Quarter, *, has_before: bool) -> tuple[Line, ...]:
    """The members' savings by kind, at the end of the quarter and of the one before."""
    lines = []
    for key, beginnings in SAVINGS:
        of_kind = [each for each in movements if each.account.startswith(beginnings)]
        amount = -balance_at(of_kind, quarter.last)
        before = -balance_at(of_kind, quarter.before.last) if has_before else None
        if amount or before:
            lines.append(Line(key, amount, before))
    return tuple(lines)


def balance_at(movements: Iterable[Movement], day: date) -> int:
    """Debit less credit of everything up to the month that `day` ends."""
    return sum(each.debit - each.credit for each in movements if each.month is None or each.month <= day)


def stock_points(movements: Sequence[Movement], quarter: Quarter, through: date) -> tuple[int, ...]:
    """Goods in stock at the quarter's start and at the end of each of its months that has begun by `through`."""
    stock = [each for each in movements if each.account.startswith(STOCK)]
    starts = [quarter.first - timedelta(days=1)]
    months = [date(quarter.year, month, 1) for month in range(3 * quarter.number - 2, 3 * quarter.number + 1)]
    return tuple(balance_at(stock, day) for day in (*starts, *(month for month in months if month <= through)))


def moved(movements: Iterable[Movement], quarter: Quarter, accounts: Sequence[str], side: str) -> int:
    """What moved in the quarter on these accounts: `net` debit less credit, or the `credit` side alone."""
    found = [
        each
        for each in movements
        if each.account in accounts and each.month is not None and quarter.first <= each.month <= quarter.last
    ]
    found = [each for each in found if not each.is_closing]
    return sum(each.credit if side == "credit" else each.debit - each.credit for each in found)


def uncosted_months(movements: Sequence[Movement], quarter: Quarter) -> tuple[date, ...]:
    """Months of the quarter with sales and without their cost, so that the surplus looks larger than it is."""

    def months(*beginnings: str) -> set[date]:
        found = [each for each in movements if each.month is not None and each.account.startswith(beginnings)]
        return {each.month for each in found if each.month and quarter.first <= each.month <= quarter.last}

    return tuple(sorted(months("4-1") - months(*COST_OF_GOODS)))


def journal_figures(
    quarter: Quarter,
    through: date,
    movements: Sequence[Movement],
    *,
    has_before: bool,
    active: int,
    active_before: int | None,
    payables: Punctuality,
    receivables: Punctuality,
) -> JournalFigures:
    """The page's figures from what moved by account and month; `has_before`: the books were open a quarter earlier."""
    loans = [each for each in movements if each.account == LOANS]
    return JournalFigures(
        through=through,
        income=flow_lines(movements, "income", quarter, has_before=has_before),
        expenses=flow_lines(movements, "expense", quarter, has_before=has_before),
        assets=stand_lines(movements, "asset", quarter, has_before=has_before),
        debts=stand_lines(movements, "liability", quarter, has_before=has_before),
        equity=stand_lines(movements, "equity", quarter, has_before=has_before),
        savings=savings_lines(movements, quarter, has_before=has_before),
        loans_outstanding=balance_at(loans, quarter.last),
        stock_points=stock_points(movements, quarter, through),
        cost_of_goods=moved(movements, quarter, COST_OF_GOODS, "net"),
        consigned_sold=moved(movements, quarter, (CONSIGNED,), "credit"),
        active_members=active,
        active_members_before=active_before,
        payables=payables,
        receivables=receivables,
    )


def as_content(figures: JournalFigures) -> dict[str, Any]:
    """The figures as JSON keeps them: whole numbers and texts only."""
    content: dict[str, Any] = {"through": figures.through.isoformat()}
    for name in LINES:
        content[name] = [list(line) for line in getattr(figures, name)]
    for name in ("payables", "receivables"):
        content[name] = list(getattr(figures, name))
    content["stock_points"] = list(figures.stock_points)
    return content | {name: getattr(figures, name) for name in NUMBERS}


def from_content(content: dict[str, Any]) -> JournalFigures:
    """The figures that `as_content` wrote."""
    values: dict[str, Any] = {name: content[name] for name in NUMBERS}
    values |= {name: tuple(Line(*line) for line in content[name]) for name in LINES}
    return JournalFigures(
        through=date.fromisoformat(content["through"]),
        payables=Punctuality(*content["payables"]),
        receivables=Punctuality(*content["receivables"]),
        stock_points=tuple(content["stock_points"]),
        **values,
    )


LINES = ("income", "expenses", "assets", "debts", "equity", "savings")
NUMBERS = ("loans_outstanding", "cost_of_goods", "consigned_sold", "active_members", "active_members_before")


def figures_that_differ(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Names of the figures in which two contents of `as_content` are not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
