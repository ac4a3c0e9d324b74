"""Periods as decisions: which there are, when one can be closed, and what is looked at before."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import PeriodNotThere


def first_day(period: int) -> date:
    """The first day of a month; the last of the year for its adjustments (yyyy13)."""
    year, month = divmod(period, 100)
    return date(year, 12, 31) if month == 13 else date(year, month, 1)


def last_day(period: int) -> date:
    """The last day of a period."""
    year, month = divmod(period, 100)
    return date(year, min(month, 12), monthrange(year, min(month, 12))[1])


def closable_from(period: int) -> date:
    """The first day on which the period is over."""
    return last_day(period) + timedelta(days=1)


def periods_of(year: int, opened_on: date, today: date) -> list[int]:
    """The months of `year` from the opening of the books up to the present one, and the adjustments once it is over."""
    months = [year * 100 + month for month in range(1, 13)]
    there = [month for month in months if last_day(month) >= opened_on and first_day(month) <= today]
    return [*there, year * 100 + 13] if there and date(year, 12, 31) < today else there


def known_period(period: int, opened_on: date | None, today: date) -> int:
    """`period` if the books have it. Raises PeriodNotThere."""
    year = period // 100
    if opened_on is None or not 1900 <= year <= 9998 or period not in periods_of(year, opened_on, today):
        raise PeriodNotThere
    return period


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at before a close: in order or not, and the figure that tells it (a count, rupiah, or both)."""

    code: str
    is_fine: bool
    count: int = 0
    amount: int = 0
    account: str | None = None

    def plain(self) -> dict[str, object]:
        """As it is kept with the close."""
        return {"code": self.code, "count": self.count, "amount": self.amount, "account": self.account}


CHECKS = (
    "earlier_months",
    "bank_lines",
    "cash_counts",
    "negative_money",
    "received_not_billed",
    "stock_count",
    "depreciation",
    "entries_without_document",
    "unsealed_entries",
)
"""What is looked at, in the order in which a treasurer settles it."""
CHECKS_OF_ADJUSTMENTS = ("earlier_months", "year_result", "unsealed_entries")


def unfinished(findings: list[Finding]) -> list[Finding]:
    """What is not in order."""
    return [finding for finding in findings if not finding.is_fine]
