"""What a report is asked for, what stands beside it, and how old a debt is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple

import cooperative_ledger as ledger
from cooperative_ledger import EVERYTHING, CashFlowRange, Days, Scope
from cooperative_ledger.reports import Activity, Part, classes_of
from cooperative_ledger.scope import Nature

from ...clock import TIME_ZONES
from ...errors import Invalid

__all__ = ["Activity", "CashFlowRange", "Days", "Part", "Scope"]  # what pages need of the ledger's words

Comparison = Literal["previous", "year", "none"]
COMPARISONS: tuple[Comparison, ...] = ("previous", "year", "none")
"""The period of the same length just before; the same days a year earlier; nothing."""
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days of a report, what stands beside them, and which lines count."""

    days: Days
    compare: Comparison = "year"
    scope: Scope = EVERYTHING

    @property
    def columns(self) -> tuple[Days, ...]:
        """The days asked for and, if any, those they are compared with."""
        if self.compare == "none":
            return (self.days,)
        return self.days, self.days.previous() if self.compare == "previous" else self.days.year_earlier()


def asked_days(first: date, last: date) -> Days:
    """The days of a report. Raises Invalid when they are the wrong way round or in no book year."""
    if not EARLIEST <= first <= last <= LATEST:
        raise Invalid(field="last" if first >= EARLIEST else "first")
    return Days(first, last)


def end_of(day: date, zone: str) -> datetime:
    """The last moment of `day` in `zone`: what the books said that evening."""
    return datetime.combine(day, time.max, TIME_ZONES[zone])


DebtKind = Literal["receivable", "payable"]
DEBT_KINDS: tuple[DebtKind, ...] = ("receivable", "payable")


class Aged(NamedTuple):
    """The accounts whose documents are aged: of this type, with these codes, without those."""

    account_type: str
    prefix: str
    without: tuple[str, ...]


AGED: dict[DebtKind, Aged] = {
    "receivable": Aged("asset", "1-2", ("1-24", "1-25")),
    "payable": Aged("liability", "2-1", ("2-14",)),
}
"""Loans to members have a report of arrears of their own; advances are settled in goods, not on a day."""

BUCKETS: tuple[tuple[str, int], ...] = (("days_1_30", 1), ("days_31_60", 31), ("days_61_90", 61), ("over_90", 91))
"""Name of a bucket -> the first day past due that falls in it."""


def aged_accounts(kind: DebtKind, chart: Iterable[ledger.Account]) -> list[str]:
    """The codes of the accounts that are aged."""
    aged = AGED[kind]
    return [
        account.code
        for account in chart
        if account.postable
        and account.account_type == aged.account_type
        and account.code.startswith(aged.prefix)
        and not account.code.startswith(aged.without)
    ]


@dataclass(frozen=True, slots=True)
class LinesBehind:
    """Which lines of an account stand behind a figure; the default is all of them."""

    scope: Scope = EVERYTHING
    part: Part | None = None
    with_cash: bool = False
    leaving_out: tuple[Nature, ...] = ()

    def conditions(self, account: str) -> dict[str, Any]:
        """What the ledger's account statement is asked for."""
        return {
            "scope": self.scope,
            "counterparty_classes": None if self.part is None else classes_of(account, self.part),
            "with_cash": self.with_cash,
            "leaving_out": self.leaving_out,
        }


ALL_LINES = LinesBehind()

ACTIVITIES: tuple[Activity, ...] = ("operating", "investing", "financing")
MOST_RANGES = 60
"""Ranges in a cooperative's own table of cash flows."""
