"""A cooperative whose last year is closed with a surplus, and members who bought and saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import cooperative_ledger as ledger
from marketplace.books.models.surplus import SurplusDivision, SurplusResolution
from marketplace.books.rules.surplus import Percentages, ResolutionRequest
from marketplace.books.services import surplus
from marketplace.database import transaction
from tests.marketplace.orders.conftest import TODAY

from .loans_world import Lending, post

YEAR = TODAY.year - 1
D = Decimal
MEMBER_SHARES = {"reserve": "40", "business": "25", "capital": "20", "board": "5", "education": "5", "social": "5"}


def percentages(of_member: dict[str, str] | None = None, of_non_member: dict[str, str] | None = None) -> Percentages:
    return Percentages(
        {fund: D(text) for fund, text in (of_member or MEMBER_SHARES).items()},
        {fund: D(text) for fund, text in (of_non_member or {"reserve": "100"}).items()},
    )


def request(**values: Any) -> ResolutionRequest:
    given = {"year": YEAR, "number": "RAT/1", "held_on": TODAY, "percentages": percentages()}
    return ResolutionRequest(**{**given, **values})


@dataclass
class Dividing:
    """The example of the field: 60 million from members, 5 of 75 million bought, 2 of 100 million saved."""

    lending: Lending

    @property
    def cooperative_id(self) -> UUID:
        return self.lending.cooperative_id

    def resolved(self, **values: Any) -> SurplusResolution:
        with transaction() as session:
            return surplus.resolve(session, self.lending.treasurer, request(**values))

    def prepared(self) -> SurplusDivision:
        self.resolved()
        with transaction() as session:
            return surplus.prepare(session, self.lending.treasurer, YEAR)

    def posted(self) -> SurplusDivision:
        made = self.prepared()
        with transaction() as session:
            return surplus.approve(session, self.lending.chair, made.id)


def earn_and_save(lending: Lending, year: int = YEAR) -> None:
    """75 million from members at a cost of 15, 20 million from others, 8 million of wages; 100 million saved."""
    day, after = date(year, 6, 15), date(year, 12, 1)
    first, second, third = (ledger.Counterparty("member", each) for each in lending.members)
    lines: tuple[ledger.Line, ...]
    with transaction() as session:
        for member, bought, saved in ((first, 5, 2), (second, 30, 48), (third, 40, 50)):
            lines = (
                ledger.debit("1-1100", (bought + saved) * 1_000_000),
                ledger.credit("4-1100", bought * 1_000_000, counterparty=member),
                ledger.credit("3-1200", saved * 1_000_000, counterparty=member),
            )
            post(session, lending.cooperative_id, *lines, day=day)
        for lines in (
            (ledger.debit("5-1100", 15_000_000), ledger.credit("1-1100", 15_000_000)),
            (
                ledger.debit("1-1100", 20_000_000),
                ledger.credit("4-1110", 20_000_000, counterparty=ledger.Counterparty("non_member")),
            ),
            (ledger.debit("6-1100", 8_000_000), ledger.credit("1-1100", 8_000_000)),
        ):
            post(session, lending.cooperative_id, *lines, day=after)


def close_year(lending: Lending, year: int = YEAR) -> None:
    """Close the months and the year."""
    with transaction() as session:
        connection = session.connection()
        for month in range(1, 13):
            ledger.close_period(connection, lending.cooperative_id, year * 100 + month, actor="uji")
        ledger.close_year(connection, lending.cooperative_id, year, actor="uji", today=TODAY)


def dividing_of(lending: Lending) -> Dividing:
    earn_and_save(lending)
    close_year(lending)
    return Dividing(lending)
