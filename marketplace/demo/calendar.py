"""The sample cooperative's days: ten months back from today, so that a whole quarter lies behind on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_BACK = 10


def months_after(day: date, months: int) -> date:
    """The same day so many months later or (below zero) earlier; days after the 28th become the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


@dataclass(frozen=True, slots=True)
class Year:
    """From the first day of the month ten months before today until today."""

    today: date

    @property
    def first(self) -> date:
        """The first day."""
        return months_after(self.today.replace(day=1), -MONTHS_BACK)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, the present one last."""
        return tuple(months_after(self.first, number) for number in range(MONTHS_BACK + 1))

    def day(self, month: int, day: int) -> date:
        """A day of the month with that number, counted from 0; never after today."""
        return min(self.months[month].replace(day=day), self.today)

    def end(self, month: int) -> date:
        """The last day of the month with that number, or today."""
        return min(months_after(self.months[month], 1) - timedelta(days=1), self.today)

    def weeks_until(self, last: date) -> list[date]:
        """Every Saturday up to `last`."""
        day = self.first + timedelta(days=(5 - self.first.weekday()) % 7)
        return [day + timedelta(days=7 * number) for number in range((last - day).days // 7 + 1)] if day <= last else []
