"""How late a loan is, which grade that makes it, and what the cooperative sets aside for it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from .repayment import Owed

GRADES = (1, 2, 3, 4, 5)
"""Lancar, dalam perhatian khusus, kurang lancar, diragukan, macet."""
NON_PERFORMING = 3
"""The first grade that counts as non-performing."""
DEFAULT_GRADES = Path(__file__).with_name("loan_grades.csv")


class Grade(NamedTuple):
    """From how many days past due a loan has this grade, percent of it set aside, and who says so."""

    grade: int
    from_days: int
    allowance: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class GradeTable:
    """The grades that hold from a day on, from 1 to 5, each beginning later than the one before it."""

    valid_from: date
    grades: tuple[Grade, ...]

    def grade_of(self, days_past_due: int) -> Grade:
        """The last grade that has begun."""
        return next(each for each in reversed(self.grades) if each.from_days <= days_past_due)


def is_a_grade_table(grades: Sequence[Grade]) -> bool:
    """Whether the rows are grades 1 to 5, the first from day 0, with rising days and allowances of 0 to 100 percent."""
    days = [each.from_days for each in grades]
    shares = [each.allowance for each in grades]
    return (
        [each.grade for each in grades] == list(GRADES)
        and days[0] == 0
        and all(former < later for former, later in pairwise(days))
        and all(former <= later for former, later in pairwise(shares))
        and shares[0] >= 0
        and shares[-1] <= 100
    )


def table_on(day: date, tables: Iterable[GradeTable]) -> GradeTable:
    """The youngest of `tables` that holds on `day`; the oldest where none does yet."""
    by_age = sorted(tables, key=lambda each: each.valid_from)
    return next((each for each in reversed(by_age) if each.valid_from <= day), by_age[0])


@cache
def default_tables() -> tuple[GradeTable, ...]:
    """The tables of `loan_grades.csv`."""
    with DEFAULT_GRADES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    days = sorted({date.fromisoformat(row["valid_from"]) for row in rows})
    return tuple(GradeTable(day, tuple(_grade(row) for row in rows if row["valid_from"] == str(day))) for day in days)


def _grade(row: dict[str, str]) -> Grade:
    return Grade(int(row["grade"]), int(row["from_days"]), Decimal(row["allowance_percent"]), row["source"])


@dataclass(frozen=True, slots=True)
class Arrears:
    """What is late of a loan on a day, whole rupiah; `days` is the age of its oldest open instalment."""

    principal: int
    interest: int
    days: int

    @property
    def total(self) -> int:
        """Late principal and interest."""
        return self.principal + self.interest


def arrears_on(day: date, rows: Iterable[Owed]) -> Arrears:
    """What of the open instalments was due before `day`."""
    late = [each for each in rows if each.days_past_due(day)]
    return Arrears(
        sum(each.principal for each in late),
        sum(each.interest for each in late),
        max((each.days_past_due(day) for each in late), default=0),
    )


class Graded(NamedTuple):
    """A loan among many: its grade, what is outstanding of its principal, and how much of that is late, rupiah."""

    grade: int
    outstanding: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All loans together, without names: rupiah and numbers of loans by grade."""

    outstanding: int
    overdue: int
    by_grade: dict[int, int]
    count_by_grade: dict[int, int]

    @property
    def arrears_rate(self) -> Decimal | None:
        """Late principal to outstanding principal, e.g. Decimal("0.0312"); None while nothing is lent."""
        return _ratio(self.overdue, self.outstanding)

    @property
    def non_performing_rate(self) -> Decimal | None:
        """Outstanding principal of grades 3 to 5 to all of it; None while nothing is lent."""
        bad = sum(rupiah for grade, rupiah in self.by_grade.items() if grade >= NON_PERFORMING)
        return _ratio(bad, self.outstanding)

    @property
    def count(self) -> int:
        """How many loans are running."""
        return sum(self.count_by_grade.values())


def portfolio(loans: Iterable[Graded]) -> Portfolio:
    """The loans added up."""
    rows = list(loans)
    return Portfolio(
        sum(each.outstanding for each in rows),
        sum(each.overdue for each in rows),
        {grade: sum(each.outstanding for each in rows if each.grade == grade) for grade in GRADES},
        {grade: sum(each.grade == grade for each in rows) for grade in GRADES},
    )


def allowance_needed(by_grade: dict[int, int], table: GradeTable) -> dict[int, int]:
    """Rupiah to be set aside per grade: its percent of what is outstanding, rounded up to the rupiah."""
    exact = {each.grade: by_grade.get(each.grade, 0) * each.allowance / 100 for each in table.grades}
    return {grade: int(rupiah.to_integral_value(ROUND_CEILING)) for grade, rupiah in exact.items()}


def _ratio(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None
