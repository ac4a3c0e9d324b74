"""The tables of the statements: every account has its place, every day its comparison, every line its part."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from cooperative_ledger import CASH_FLOW_RANGES, Account, CashFlowRange, Days, chart_template
from cooperative_ledger.reports import Activity, Figure, Part, Row, Share, activity_of, classes_of, is_cash, part_of
from cooperative_ledger.reports.balance_sheet import ASSETS, EQUITY, LIABILITIES, position_rows
from cooperative_ledger.reports.cash_flow import cash_flow_rows
from cooperative_ledger.reports.equity import equity_rows
from cooperative_ledger.reports.income import INCOME_STATEMENT, income_rows
from cooperative_ledger.reports.layout import Group, Layout, group_of

CHART = chart_template()
ODD = (
    Account(code="8-1000", name="Hibah", account_type="income", normal_side="credit"),
    Account(code="8-2000", name="Denda", account_type="expense", normal_side="debit"),
    Account(code="1-9000", name="Aset lain", account_type="asset", normal_side="debit"),
    Account(code="Z", name="Titipan", account_type="liability", normal_side="credit"),
    Account(code="3-9", name="Saldo lama", account_type="equity", normal_side="credit"),
)


def figure(account: str, debit: int, credit: int = 0, **details: object) -> Figure:
    given = {"nature": "ordinary", "with_cash": False, "counterparty_class": "", "opening": 0, **details}
    return Figure(account=account, debit=debit, credit=credit, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("layouts", [(INCOME_STATEMENT, ASSETS, LIABILITIES, EQUITY)])
def test_every_account_of_any_chart_has_one_place(layouts: tuple[Layout, ...]) -> None:
    for account in (*CHART, *ODD):
        assert sum(group_of(layout, account) is not None for layout in layouts) == 1, account


@pytest.mark.parametrize("layout", [INCOME_STATEMENT, ASSETS, LIABILITIES])
def test_every_group_is_in_exactly_one_sum(layout: Layout) -> None:
    summed = [key for part in layout if hasattr(part, "of") for key in part.of]
    groups = [part.key for part in layout if isinstance(part, Group)]
    assert len(summed) == len(set(summed))
    assert set(groups) <= set(summed)


@pytest.mark.parametrize(
    ("days", "previous", "year_earlier"),
    [
        (Days.month(2026, 3), Days.month(2026, 2), Days.month(2025, 3)),
        (Days.month(2024, 2), Days.month(2024, 1), Days.month(2023, 2)),
        (Days.month(2025, 2), Days.month(2025, 1), Days.month(2024, 2)),
        (Days.quarter(2026, 1), Days.quarter(2025, 4), Days.quarter(2025, 1)),
        (Days.year(2026), Days.year(2025), Days.year(2025)),
        (
            Days(date(2026, 3, 10), date(2026, 3, 19)),
            Days(date(2026, 2, 28), date(2026, 3, 9)),
            Days(date(2025, 3, 10), date(2025, 3, 19)),
        ),
        (
            Days(date(2024, 2, 29), date(2024, 2, 29)),
            Days(date(2024, 2, 28), date(2024, 2, 28)),
            Days(date(2023, 2, 28), date(2023, 2, 28)),
        ),
    ],
)
def test_days_are_compared_with_as_many_before_or_the_same_a_year_earlier(
    days: Days, previous: Days, year_earlier: Days
) -> None:
    assert days.previous() == previous
    assert days.year_earlier() == year_earlier


def test_days_the_wrong_way_round_are_no_days() -> None:
    with pytest.raises(ValueError, match="after the last"):
        Days(date(2026, 2, 2), date(2026, 2, 1))
    with pytest.raises(OverflowError):
        Days.year(1).year_earlier()
    with pytest.raises(OverflowError):
        Days.year(1).previous()


@pytest.mark.parametrize(
    ("account", "counterparty_class", "part"),
    [
        ("4-1100", "", "member"), ("4-1110", "", "non_member"), ("5-1100", "", "member"), ("5-1110", "", "non_member"),
        ("4-2100", "member", "member"), ("4-2100", "cooperative", "non_member"), ("4-2100", "government", "non_member"),
        ("4-2100", "", "undivided"), ("4-1110", "member", "member"), ("5-1100", "non_member", "member"),
        ("6-1100", "member", "undivided"), ("6-1200", "non_member", "undivided"), ("6-1600", "member", "member"),
        ("6-3200", "member", "member"), ("7-1100", "", "undivided"),
    ],
)  # fmt: skip
def test_a_line_is_of_whom_it_served(account: str, counterparty_class: str, part: Part) -> None:
    assert part_of(account, counterparty_class) == part
    assert counterparty_class in classes_of(account, part)


@pytest.mark.parametrize(
    ("code", "activity"),
    [
        ("1-2400", "operating"), ("1-3100", "operating"), ("1-5400", "investing"), ("1-9000", "investing"),
        ("2-1100", "operating"), ("2-3100", "financing"), ("2-5200", "financing"), ("3-1100", "financing"),
        ("4-1100", "operating"), ("6-3100", "operating"), ("7-1100", "operating"), ("Z", "operating"),
    ],
)  # fmt: skip
def test_cash_flows_are_of_the_activity_of_the_other_account(code: str, activity: Activity) -> None:
    assert activity_of(code, CASH_FLOW_RANGES) == activity
    assert all(before.first_code < after.first_code for before, after in pairwise(CASH_FLOW_RANGES))


def test_before_the_first_range_a_flow_is_of_the_business_itself() -> None:
    assert activity_of("1-5400", [CashFlowRange("2", "financing")]) == "operating"
    assert [code for code in ("1-0999", "1-1", "1-1100", "1-1999", "1-2") if is_cash(code)] == [
        "1-1",
        "1-1100",
        "1-1999",
    ]


def amounts(rows: list[Row]) -> dict[str, tuple[int, ...]]:
    return {row.key: row.amounts for row in rows}


def test_an_income_statement_takes_costs_off_and_keeps_odd_accounts() -> None:
    found = [
        figure("4-1100", 0, 1000),
        figure("4-1190", 50, counterparty_class="member"),
        figure("5-1100", 600),
        figure("8-1000", 0, 70),
        figure("8-2000", 20),
        figure("6-1100", 100),
        figure("7-1100", 30),
        figure("4-1100", 1000, 0, nature="year_end"),
    ]
    rows = income_rows([found, []], [*CHART, *ODD])
    told = amounts(list(rows))
    assert told["sales"] == (950, 0)
    assert told["4-1190"] == (-50, 0)
    assert (told["cost_of_goods"], told["gross_margin"], told["other_income"]) == ((600, 0), (350, 0), (70, 0))
    assert (told["expenses"], told["before_tax"], told["surplus"]) == ((120, 0), (300, 0), (270, 0))
    assert rows[-1].shares == (Share(member=350, non_member=0, undivided=-80), Share(0, 0, 0))


def test_a_balance_sheet_shows_what_earlier_years_left_open() -> None:
    found = [
        figure("1-1100", 500, opening=300),
        figure("4-1100", 0, 500, opening=-200),
        figure("3-1300", 0, opening=-100),
    ]
    told = amounts(position_rows([found], CHART, part=False))
    assert (told["earlier_surplus"], told["running_surplus"], told["capital"]) == ((200,), (500,), (100,))
    assert told["assets"] == told["liabilities_and_equity"] == (800,)


def test_the_year_end_moves_the_surplus_into_its_account_and_changes_no_total() -> None:
    found = [
        figure("4-1100", 0, 500, opening=-200),
        figure("4-1100", 700, 0, nature="year_end"),
        figure("3-3200", 0, 700, nature="year_end"),
        figure("3-1100", 10, 110, opening=-40),
    ]
    rows = {row.key: row for row in equity_rows(found, CHART)}
    assert (rows["3-1100"].added, rows["3-1100"].taken, rows["3-1100"].closing) == (110, 10, 140)
    assert (rows["3-3200"].surplus, rows["3-3200"].closing) == (700, 700)
    assert (rows["unclosed_surplus"].opening, rows["unclosed_surplus"].surplus) == (200, -200)
    assert (rows["equity"].surplus, rows["equity"].closing) == (500, 840)


def test_cash_moved_between_tills_is_no_flow_and_opening_balances_stand_apart() -> None:
    found = [
        figure("1-1100", 900, 150, with_cash=True, opening=10),
        figure("1-1200", 100, 0, with_cash=True),
        figure("4-1100", 0, 300, with_cash=True),
        figure("5-2100", 50, 0, with_cash=True),
        figure("6-1200", 77, 0),
        figure("3-1100", 0, 600, with_cash=True, nature="opening"),
    ]
    told = amounts(cash_flow_rows([found], CHART, CASH_FLOW_RANGES))
    assert (told["opening"], told["operating"], told["brought_in"], told["closing"]) == ((10,), (250,), (600,), (860,))
    assert told["5-2100"] == (-50,)
    assert "between_parts" not in told
    assert "6-1200" not in told
