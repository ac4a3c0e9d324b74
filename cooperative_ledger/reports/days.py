"""The days of a column, and the days it is compared with."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """From `first` to `last`, both included. Raises ValueError when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"the first day {self.first} comes after the last {self.last}")

    @classmethod
    def month(cls, year: int, month: int) -> Days:
        """A calendar month."""
        return cls(date(year, month, 1), _end(year, month))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Days:
        """A quarter, 1 to 4."""
        return cls(date(year, 3 * quarter - 2, 1), _end(year, 3 * quarter))

    @classmethod
    def year(cls, year: int) -> Days:
        """A calendar year, which is a book year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def previous(self) -> Days:
        """The period of the same length just before: as many whole months, else as many days.

        Raises OverflowError before the first year of the calendar.
        """
        day_before = self.first - timedelta(days=1)
        if self.first.day == 1 and self.last == _end(self.last.year, self.last.month):
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            return Days(_months_earlier(self.first, months), day_before)
        return Days(self.first - (self.last - self.first) - timedelta(days=1), day_before)

    def year_earlier(self) -> Days:
        """The same days of the year before; the last of February stays the last of February.

        Raises OverflowError before the first year of the calendar.
        """
        return Days(_months_earlier(self.first, 12), _months_earlier(self.last, 12))


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_earlier(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise OverflowError("date value out of range")
    end = _end(year, month + 1)
    if day == _end(day.year, day.month):
        return end
    return end if day.day > end.day else end.replace(day=day.day)
