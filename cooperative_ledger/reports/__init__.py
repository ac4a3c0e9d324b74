"""Statements of a cooperative with several businesses: income, financial position, changes in equity, cash flow.

Each takes any days, several columns of days side by side, one outlet or business unit or all, and any past moment of
knowledge. All of a column is read by one statement of SQL, that is at one moment. Amounts are whole rupiah.
"""

from __future__ import annotations

from ..scope import EVERYTHING, Scope
from .balance_sheet import BalanceSheet, balance_sheet
from .cash_flow import (
    CASH_FLOW_RANGES,
    Activity,
    CashFlow,
    CashFlowRange,
    activity_of,
    cash_flow,
    cash_flow_ranges,
    is_cash,
    set_cash_flow_ranges,
)
from .counterparties import CounterpartyAccount, CounterpartyLine, CounterpartyStatement, Place, counterparty_statement
from .days import Days
from .equity import EquityChanges, EquityRow, equity_changes
from .figures import Figure, figures, parts
from .income import IncomeRow, IncomeStatement, Part, Share, classes_of, income_statement, part_of
from .layout import Row

__all__ = [
    "CASH_FLOW_RANGES",
    "EVERYTHING",
    "Activity",
    "BalanceSheet",
    "CashFlow",
    "CashFlowRange",
    "CounterpartyAccount",
    "CounterpartyLine",
    "CounterpartyStatement",
    "Days",
    "EquityChanges",
    "EquityRow",
    "Figure",
    "IncomeRow",
    "IncomeStatement",
    "Part",
    "Place",
    "Row",
    "Scope",
    "Share",
    "activity_of",
    "balance_sheet",
    "cash_flow",
    "cash_flow_ranges",
    "classes_of",
    "counterparty_statement",
    "equity_changes",
    "figures",
    "income_statement",
    "is_cash",
    "part_of",
    "parts",
    "set_cash_flow_ranges",
]
