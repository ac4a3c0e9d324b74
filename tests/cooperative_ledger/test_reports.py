"""The statements: whatever was booked, they balance, tie to each other, and say what the journal says."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperative_ledger import (
    Counterparty,
    Entry,
    JournalEntry,
    Posted,
    account_statement,
    close_period,
    close_year,
    credit,
    debit,
    fold,
    journal,
    post,
    post_one,
    reverse,
    trial_balance,
    with_cooperative,
)
from cooperative_ledger.reports import (
    CASH_FLOW_RANGES,
    EVERYTHING,
    CashFlowRange,
    Days,
    Scope,
    balance_sheet,
    cash_flow,
    cash_flow_ranges,
    classes_of,
    equity_changes,
    figures,
    income_statement,
    parts,
    set_cash_flow_ranges,
)
from cooperative_ledger.verifier.dimensions import check_dimensions
from cooperative_ledger.verifier.findings import Report

from .conftest import Connect, open_new_books

Connection = psycopg.Connection[Any]
START = date(2025, 1, 1)
ACCOUNTS = (
    "1-1100", "1-1200", "1-2100", "1-2400", "1-3100", "1-5400", "2-1100", "2-4100", "2-5200", "3-1300", "3-2100",
    "4-1100", "4-1110", "4-2100", "5-1100", "5-1110", "6-1100", "6-1600", "7-1100",
)  # fmt: skip
RESULT_AND_EQUITY = tuple(code for code in ACCOUNTS if code > "3")
OUTLETS = (None, UUID(int=101), UUID(int=102))
UNITS = (None, "toko", "simpan-pinjam")
CLASSES = (None, "member", "non_member", "cooperative", "government")
KINDS = ("normal", "normal", "normal", "opening", "closing")


def random_entry(chance: random.Random, key: str) -> Entry:
    """Two to five lines on accounts, days and dimensions in no order."""
    legs, kind = chance.randint(1, 4), chance.choice(KINDS)
    accounts = ACCOUNTS if kind != "closing" or chance.random() < 0.3 else RESULT_AND_EQUITY
    amounts = [chance.randint(1, 10**6) for _ in range(legs)]
    sides = (debit, credit) if chance.random() < 0.5 else (credit, debit)

    def dimensions() -> dict[str, Any]:
        class_ = chance.choice(CLASSES)
        return {
            "outlet_id": chance.choice(OUTLETS),
            "business_unit": chance.choice(UNITS),
            "counterparty": Counterparty(class_, UUID(int=chance.randint(1, 3))) if class_ else None,
        }

    lines = [sides[0](chance.choice(accounts), sum(amounts), **dimensions())]
    lines += [sides[1](chance.choice(accounts), amount, **dimensions()) for amount in amounts]
    day = START + timedelta(days=chance.randrange(600))
    return Entry(source="t", key=key, kind=kind, posting_date=day, lines=tuple(lines))


def book(connection: Connection, coop: UUID, chance: random.Random, number: int) -> None:
    """`number` entries, and one of them reversed a while later."""
    entries = [random_entry(chance, str(chance.random())) for _ in range(number)]
    assert all(isinstance(result, Posted) for result in post(connection, coop, entries, actor="me"))
    back = chance.choice(entries)
    later = (back.posting_date or START) + timedelta(days=40)
    reverse(connection, coop, back.id, source="t", key=f"back {back.key}", actor="me", posting_date=later)
    connection.commit()


def known(entries: Iterable[JournalEntry], scope: Scope, last: date) -> list[tuple[JournalEntry, Any]]:
    """The oracle: the lines in `scope` up to `last`, read from the journal."""
    return [
        (entry, line)
        for entry in entries
        for line in entry.lines
        if entry.posting_date <= last
        and (scope.known_at is None or entry.recorded_at <= scope.known_at)
        and scope.outlet_id in (None, line.outlet_id)
        and scope.business_unit in (None, line.business_unit)
    ]


def is_year_end(entry: JournalEntry, by_id: dict[UUID, JournalEntry]) -> bool:
    origin = by_id[entry.reverses] if entry.reverses else entry
    return origin.kind == "closing" and not any(line.account.startswith(("1", "2")) for line in origin.lines)


def check(connection: Connection, coop: UUID, days: Days, scope: Scope) -> None:
    """Every tie between the statements, and the main figures against the journal's own lines."""
    entries = list(journal(connection, coop))
    by_id = {entry.entry_id: entry for entry in entries}
    lines = known(entries, scope, days.last)
    income = income_statement(connection, coop, days, days.previous(), scope=scope)
    sheet = balance_sheet(connection, coop, days.last, days.first - timedelta(days=1), scope=scope)
    (equity,) = equity_changes(connection, coop, days, scope=scope)
    cash = cash_flow(connection, coop, days, scope=scope)

    assert sheet.amounts("assets") == sheet.amounts("liabilities_and_equity")
    if not scope.is_part:
        assert sheet.amounts("between_parts") == (0, 0)
        assert cash.amounts("between_parts") == (0,)
    assert (equity.total.opening, equity.total.closing) == sheet.amounts("equity")[::-1]
    assert equity.total.surplus == income.surplus[0]
    (share, _) = income.shares("surplus")
    assert share.member + share.non_member + share.undivided == income.surplus[0]
    parts = ("operating", "investing", "financing", "brought_in", "between_parts")
    assert cash.amounts("opening")[0] + sum(cash.amounts(part)[0] for part in parts) == cash.amounts("closing")[0]
    assert (cash.amounts("closing")[0], cash.amounts("opening")[0]) == sheet.amounts("cash")

    def total(prefixes: tuple[str, ...], *, closing: bool = True, since: date = date.min) -> int:
        return sum(
            line.debit - line.credit
            for entry, line in lines
            if line.account.startswith(prefixes) and entry.posting_date >= since
            and (closing or not is_year_end(entry, by_id))
        )  # fmt: skip

    assert sheet.amounts("assets")[0] == total(("1",))
    assert sheet.amounts("liabilities")[0] == -total(("2",))
    assert sheet.amounts("equity")[0] == -total(("3", "4", "5", "6", "7"))
    assert income.surplus[0] == -total(("4", "5", "6", "7"), closing=False, since=days.first)
    assert income.amounts("sales")[0] == -total(("4-1",), closing=False, since=days.first)
    assert cash.amounts("closing")[0] == total(("1-1",))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), start=st.integers(0, 500), length=st.integers(0, 400), folds=st.booleans())
def test_statements_tie_to_each_other_and_to_the_journal(
    connection: Connection, seed: int, start: int, length: int, folds: bool
) -> None:
    connection.rollback()  # of a falsified example before
    chance = random.Random(seed)
    coop = open_new_books(connection)
    book(connection, coop, chance, 12)
    if folds:
        fold(connection, coop)
        connection.commit()
    moment = datetime.now(UTC)
    book(connection, coop, chance, 8)
    first = START + timedelta(days=start)
    days = Days(first, first + timedelta(days=length))
    for scope in (
        EVERYTHING,
        Scope(known_at=moment),
        Scope(outlet_id=chance.choice(OUTLETS[1:])),
        Scope(business_unit="toko", known_at=moment),
    ):
        check(connection, coop, days, scope)


FOLDED_DAYS = (
    (START, date(2026, 12, 31)),
    (date(2025, 3, 9), date(2025, 3, 20)),
    (date(2025, 2, 1), date(2025, 6, 30)),
)


def test_folding_changes_no_figure(connection: Connection) -> None:
    coop, chance = open_new_books(connection), random.Random(7)
    moments = [datetime.now(UTC)]
    for _ in range(3):
        book(connection, coop, chance, 15)
        moments.append(datetime.now(UTC))
    asked = [
        (Days(first, last), Scope(known_at=moment, outlet_id=outlet, business_unit=unit))
        for first, last in FOLDED_DAYS
        for moment in (None, *moments)
        for outlet in OUTLETS
        for unit in UNITS[:2]
    ]  # fmt: skip

    def read() -> list[Any]:
        return [sorted(figures(connection, coop, days, scope), key=repr) for days, scope in asked]

    from_lines = read()
    assert [found for (_, scope), found in zip(asked, from_lines, strict=True) if scope.known_at == moments[0]] == [
        []
    ] * 18, "nothing was known before the first entry"
    assert fold(connection, coop) == 48
    assert read() == from_lines
    book(connection, coop, chance, 5)
    with_tail = read()
    assert with_tail != from_lines
    assert fold(connection, coop) == 6
    assert read() == with_tail


def test_each_figure_opens_to_the_lines_that_make_it(connection: Connection) -> None:
    coop, chance = open_new_books(connection), random.Random(11)
    book(connection, coop, chance, 40)
    moment = datetime.now(UTC)
    book(connection, coop, chance, 10)
    days = Days(date(2025, 2, 3), date(2026, 3, 9))
    for scope in (EVERYTHING, Scope(known_at=moment), Scope(outlet_id=OUTLETS[1], business_unit="toko")):
        income = income_statement(connection, coop, days, scope=scope)
        for row in income.rows:
            if row.kind == "account":
                opened = lines_of(connection, coop, row.key, days, scope, leaving_out=("year_end",))
                assert abs(sum(opened)) == abs(row.amounts[0])
                for part in ("member", "non_member", "undivided"):
                    classes = classes_of(row.key, part)
                    opened = lines_of(
                        connection, coop, row.key, days, scope, leaving_out=("year_end",), counterparty_classes=classes
                    )
                    assert abs(sum(opened)) == abs(getattr(row.shares[0], part))
        for row in cash_flow(connection, coop, days, scope=scope).rows:
            if row.kind == "account" and row.key[0].isdigit():
                opened = lines_of(connection, coop, row.key, days, scope, leaving_out=("opening",), with_cash=True)
                assert sum(opened) == -row.amounts[0]
        for line in trial_balance(connection, coop, first=days.first, last=days.last, scope=scope):
            opened = lines_of(connection, coop, line.code, days, scope)
            assert sum(opened) == line.debit - line.credit


def lines_of(
    connection: Connection, coop: UUID, account: str, days: Days, scope: Scope, **conditions: Any
) -> list[int]:
    """Debit less credit of each line behind a figure; the balances of the statement follow them."""
    found = account_statement(connection, coop, account, first=days.first, last=days.last, scope=scope, **conditions)
    moved = [line.debit - line.credit for line in found.lines]
    assert found.closing == found.opening + sum(moved)
    return moved


def test_the_outlets_and_units_of_the_books_are_those_that_lines_name(connection: Connection) -> None:
    coop, chance = open_new_books(connection), random.Random(5)
    assert parts(connection, coop) == ([], [])
    book(connection, coop, chance, 30)
    assert parts(connection, coop) == (list(OUTLETS[1:]), ["simpan-pinjam", "toko"])
    fold(connection, coop)
    assert parts(connection, coop) == (list(OUTLETS[1:]), ["simpan-pinjam", "toko"])


@pytest.mark.parametrize("sold", [700, 300])  # with 300 the result is nothing, and no line touches equity
def test_closing_the_year_changes_no_income_statement_and_no_total(
    connection: Connection, coop: UUID, sold: int
) -> None:
    year = Days.year(2025)
    lines = (
        (debit("1-1100", sold), credit("4-1100", sold)),
        (debit("6-1200", 300), credit("1-1100", 300)),
        (debit("5-1100", 50), credit("1-3100", 50)),
        (debit("1-3100", 50), credit("4-9000", 50)),
    )
    for number, each in enumerate(lines):
        kind: Any = "closing" if number == 2 else "normal"  # a stock count, booked at closing
        entry = Entry(source="t", key=str(number), kind=kind, lines=each, posting_date=date(2025, 5, 5))
        post_one(connection, coop, entry, actor="me")
    for month in range(1, 13):
        close_period(connection, coop, 202500 + month, actor="me")

    def statements() -> tuple[Any, ...]:
        sheet = balance_sheet(connection, coop, year.last, date(2026, 3, 1))
        (equity,) = equity_changes(connection, coop, year)
        return (
            income_statement(connection, coop, year).rows,
            cash_flow(connection, coop, year).rows,
            sheet.amounts("assets"),
            sheet.amounts("equity"),
            (equity.total.opening, equity.total.surplus, equity.total.closing),
        )

    before = statements()
    closed = close_year(connection, coop, 2025, actor="me", today=date(2026, 2, 1))
    assert closed.surplus == sold - 300
    assert statements() == before
    assert income_statement(connection, coop, year).surplus == (sold - 300,)
    told = balance_sheet(connection, coop, year.last)
    assert (told.amounts("running_surplus"), told.amounts("3-3200")) == ((0,), (sold - 300,))
    connection.commit()
    fold(connection, coop)
    connection.commit()
    assert statements() == before
    reverse(
        connection, coop, closed.entries[0], source="t", key="again", actor="me", posting_date=year.last, period=202513
    )
    assert income_statement(connection, coop, year).surplus == (sold - 300,)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger.dimension_fold SET debit = debit + 1 WHERE coop_id = %s AND span = 'day'",
        "UPDATE ledger.dimension_fold SET outlet_id = gen_random_uuid() WHERE coop_id = %s AND business_unit = ''",
        "UPDATE ledger.dimension_fold SET with_cash = NOT with_cash WHERE coop_id = %s AND span = 'month'",
        "DELETE FROM ledger.dimension_fold WHERE coop_id = %s AND account_code = '4-1100'",
    ],
)
def test_sums_by_dimension_that_somebody_altered_are_found(
    connect: Connect, connection: Connection, coop: UUID, change: str
) -> None:
    chance = random.Random(3)
    book(connection, coop, chance, 30)
    fold(connection, coop)
    connection.commit()
    book(connection, coop, chance, 5)
    superuser = connect(superuser=True)

    def found() -> int:
        report = Report(coop)
        check_dimensions(superuser, coop, report)
        return report.counted["projection"]

    assert found() == 0
    superuser.execute(change.encode(), (coop,))
    assert found() > 0


def test_a_cooperative_has_its_own_table_of_cash_flows_and_no_other_cooperative(
    connection: Connection, coop: UUID
) -> None:
    other = open_new_books(connection)
    for each in (coop, other):
        bought = Entry(source="t", key="1", lines=(debit("1-3100", 70), credit("1-1100", 70)))
        post_one(connection, each, bought, actor="me")
    own = (CashFlowRange("1", "operating"), CashFlowRange("1-31", "investing"))
    set_cash_flow_ranges(connection, coop, own)
    assert cash_flow_ranges(connection, coop) == own
    assert cash_flow_ranges(connection, other) == CASH_FLOW_RANGES
    always = Days(START, date(2999, 12, 31))
    assert cash_flow(connection, coop, always).amounts("investing") == (-70,)
    assert cash_flow(connection, other, always).amounts("operating") == (-70,)
    with pytest.raises(ValueError, match="same code"):
        set_cash_flow_ranges(connection, coop, [own[0], own[0]])
    set_cash_flow_ranges(connection, coop, [])
    assert cash_flow_ranges(connection, coop) == CASH_FLOW_RANGES
    connection.commit()
    with_cooperative(connection, other)
    call = 'SELECT ledger.set_cash_flow_ranges(%s, \'[{"first_code": "2", "activity": "financing"}]\')'
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(call, (coop,))
    connection.rollback()
    with_cooperative(connection, coop)
    with pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(call.replace("financing", "giving").encode(), (coop,))
