"""Year end: income and expense go to the surplus of the year, and that to the surplus not yet divided.

The closing entries stand in the adjustment period of the year (yyyy13) and have a kind of their own, so that the
year's income statement, which leaves that kind out, still shows the year. Balances carry over by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from .connections import AnyConnection, driver_connection, with_cooperative
from .entries import Counterparty, CounterpartyClass, Entry, Line
from .periods import books_opened_on, period_of, period_states
from .posting import Posted, post_one

SOURCE = "year_end"
SURPLUS_OF_THE_YEAR = "3-3100"
UNDIVIDED_SURPLUS = "3-3200"
MOST_LINES = 900


class YearNotOver(Exception):
    """The year cannot be closed: `open_periods` (yyyymm) are not closed yet; empty where the year has not ended."""

    def __init__(self, open_periods: list[int]) -> None:
        super().__init__(f"open periods: {open_periods}" if open_periods else "the year has not ended")
        self.open_periods = open_periods


@dataclass(frozen=True, slots=True)
class YearResult:
    """What an income or expense account holds of a year, debit less credit, in rupiah."""

    account_code: str
    counterparty_class: CounterpartyClass | None
    business_unit: str | None
    outlet_id: UUID | None
    balance: int


@dataclass(frozen=True, slots=True)
class YearClosed:
    """`surplus` of the year in rupiah (below zero: a loss) and the closing entries; none where nothing was left."""

    surplus: int
    entries: tuple[UUID, ...]


def year_result(connection: AnyConnection, coop_id: UUID, year: int) -> list[YearResult]:
    """What is still to be closed of `year`: every balance by account and dimension; empty once the year is closed."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(YearResult)) as cursor:
        return cursor.execute(
            """SELECT account_code, counterparty_class, business_unit, outlet_id, balance::bigint AS balance
               FROM ledger.year_result(%s, %s)""",
            (coop_id, year),
        ).fetchall()


def open_months(connection: AnyConnection, coop_id: UUID, year: int) -> list[int]:
    """The months of `year`, since the books were opened, that are not closed or locked."""
    opened = books_opened_on(connection, coop_id)
    if opened is None:
        raise LookupError(f"there are no books of {coop_id}")
    states = period_states(connection, coop_id, year * 100 + 1, year * 100 + 12)
    months = range(year * 100 + 1, year * 100 + 13)
    return [month for month in months if month >= period_of(opened) and states.get(month) not in ("closed", "locked")]


def close_year(connection: AnyConnection, coop_id: UUID, year: int, *, actor: str, today: date) -> YearClosed:
    """Post the closing entries of `year` into its adjustment period; a repeat posts nothing.

    Adjustments made afterwards are closed by calling again. `today` is the day where the cooperative is.

    Raises:
        YearNotOver: the year has not ended, or a month is open.
        PostingRefused: the adjustment period is closed, or a surplus account is.
        LookupError: the cooperative has no books.
    """
    still_open = open_months(connection, coop_id, year)
    if still_open or today <= date(year, 12, 31):
        raise YearNotOver(still_open)
    _alone(connection, coop_id, year)
    result = year_result(connection, coop_id, year)
    surplus = -sum(row.balance for row in result)
    if not result:
        return YearClosed(surplus, ())
    done = _closed_before(connection, coop_id, year)
    entries = [_entry(year, f"{year}:{done + number}", lines) for number, lines in enumerate(closing_lines(result), 1)]
    posted: list[Posted] = [post_one(connection, coop_id, entry, actor=actor) for entry in entries]
    return YearClosed(surplus, tuple(each.entry_id for each in posted))


def closing_lines(result: list[YearResult]) -> list[tuple[Line, ...]]:
    """The lines of the closing entries, each balanced: every balance turned round against the surplus of the year, with
    members and non-members apart, and that against the undivided surplus."""
    entries = []
    left: dict[CounterpartyClass | None, int] = defaultdict(int)
    for start in range(0, len(result), MOST_LINES):
        part = result[start : start + MOST_LINES]
        by_class: dict[CounterpartyClass | None, int] = defaultdict(int)
        for row in part:
            by_class[row.counterparty_class] += row.balance
            left[row.counterparty_class] += row.balance
        turned = [_line(row.account_code, -row.balance, row.counterparty_class, row) for row in part]
        entries.append((*turned, *_by_class(SURPLUS_OF_THE_YEAR, by_class)))
    onward = (
        *_by_class(SURPLUS_OF_THE_YEAR, {class_: -amount for class_, amount in left.items()}),
        *_by_class(UNDIVIDED_SURPLUS, left),
    )
    return [*entries, onward] if onward else entries


def _by_class(account: str, amounts: dict[CounterpartyClass | None, int]) -> list[Line]:
    return [_line(account, amount, class_) for class_, amount in amounts.items() if amount]


def _line(account: str, amount: int, class_: CounterpartyClass | None, row: YearResult | None = None) -> Line:
    """A line of `amount`, debit less credit."""
    return Line(
        account=account,
        debit=max(amount, 0),
        credit=max(-amount, 0),
        counterparty=Counterparty(class_) if class_ else None,
        business_unit=row.business_unit if row else None,
        outlet_id=row.outlet_id if row else None,
    )


def _entry(year: int, key: str, lines: tuple[Line, ...]) -> Entry:
    return Entry(
        source=SOURCE,
        key=key,
        kind="closing",
        lines=lines,
        narration=f"Tutup buku {year}",
        posting_date=date(year, 12, 31),
        period=year * 100 + 13,
    )


def _alone(connection: AnyConnection, coop_id: UUID, year: int) -> None:
    """Wait for every posting into the adjustment period and for another year end under way, and keep others out."""
    driver_connection(connection).execute(
        "SELECT pg_advisory_xact_lock(ledger.period_lock(%s, %s))", (coop_id, year * 100 + 13)
    )


def _closed_before(connection: AnyConnection, coop_id: UUID, year: int) -> int:
    row = (
        driver_connection(connection)
        .execute(
            """SELECT count(*) FROM ledger.entry
               WHERE coop_id = %s AND period %% 100 = 13 AND period = %s AND kind = 'closing'""",
            (coop_id, year * 100 + 13),
        )
        .fetchone()
    )
    assert row is not None
    return int(row[0])
