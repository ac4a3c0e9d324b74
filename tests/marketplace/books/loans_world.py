"""The small world with members who borrow: what tests of loans and of the surplus share."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.books.models.loans import Loan, LoanPayment
from marketplace.books.models.members import Member
from marketplace.books.queries import loans as queries
from marketplace.books.rules.loans import LoanRequest, PaymentRequest
from marketplace.books.rules.schedule import months_after
from marketplace.books.services.loans import paying, requesting
from marketplace.clock import today
from marketplace.database import transaction
from tests.marketplace.orders.conftest import TODAY, World

D = Decimal
OPENED = TODAY.replace(year=TODAY.year - 1, month=1, day=1)


@dataclass
class Lending:
    """A cooperative that lends, and its members."""

    world: World
    members: list[UUID]

    @property
    def treasurer(self) -> Actor:
        return self.world.treasurer

    @property
    def chair(self) -> Actor:
        return self.world.chair

    @property
    def cashier(self) -> Actor:
        return self.world.cashier

    @property
    def cooperative_id(self) -> UUID:
        return self.world.cooperative_id

    def request(self, **values: Any) -> LoanRequest:
        given = {
            "member_id": self.members[0],
            "purpose": "Jaring baru",
            "principal": 6_000_000,
            "monthly_rate": D("1.5"),
            "months": 6,
        }
        return LoanRequest(**{**given, **values})

    def asked(self, **values: Any) -> Loan:
        with transaction() as session:
            return requesting.ask(session, self.treasurer, self.request(**values))

    def approved(self, **values: Any) -> Loan:
        made = self.asked(**values)
        with transaction() as session:
            return requesting.approve(session, self.chair, made.id)

    def lent(self, *, paid_on: date = TODAY, money_account: str = "1-1100", **values: Any) -> Loan:
        """A running loan, handed out on `paid_on`, its first instalment a month later."""
        made = self.approved(**values)
        with transaction() as session:
            return requesting.disburse(
                session,
                self.cashier,
                made.id,
                paid_on=paid_on,
                money_account=money_account,
                first_due_on=months_after(paid_on, 1),
            )

    def pay(self, made: Loan, amount: int, *, key: str | None = None, **values: Any) -> LoanPayment:
        request = PaymentRequest(amount=amount, **{"paid_on": TODAY, **values})
        with transaction() as session:
            return paying.pay(session, self.cashier, made.id, request, key=key)

    def look(self, made: Loan, day: date = TODAY) -> queries.LoanSeen:
        with transaction() as session:
            return queries.loan(session, self.treasurer, made.id, day)

    def books(self) -> dict[str, int]:
        """Account -> debit less credit."""
        with transaction() as session:
            rows = ledger.trial_balance(session.connection(), self.cooperative_id)
            return {row.code: row.closing for row in rows if row.closing}


def lending_of(world: World, *, members: int = 3) -> Lending:
    """`members` members, the till full of money. Books open on 1 January of last year."""
    with transaction() as session:
        rows = [member(session, world.cooperative_id, number) for number in range(1, members + 1)]
        ids = [row.id for row in rows]
        fill_till(session, world.cooperative_id, 100_000_000)
    return Lending(world, ids)


def member(session: Any, cooperative_id: UUID, number: int, **values: Any) -> Member:
    """A member with a number and a name."""
    given = {"name": f"Anggota {number}", "phone": f"+62812345678{number:02d}", "joined_on": OPENED, **values}
    made = Member(cooperative_id=cooperative_id, number=f"A-{number:04d}", **given)
    session.add(made)
    session.flush()
    return made


def fill_till(session: Any, cooperative_id: UUID, amount: int) -> None:
    """Open the books and give them cash as a capital grant."""
    connection = session.connection()
    ledger.open_books(connection, cooperative_id, name="Koperasi Terong", open_on=OPENED, time_zone="Asia/Jakarta")
    post(session, cooperative_id, ledger.debit("1-1100", amount), ledger.credit("3-1400", amount))


def post(
    session: Any, cooperative_id: UUID, *lines: ledger.Line, day: date | None = None, kind: Any = "normal"
) -> None:
    """An entry of any lines."""
    entry = ledger.Entry(
        source="test", key=secrets.token_hex(8), lines=lines, posting_date=day or today("WIB"), kind=kind
    )
    ledger.post_one(session.connection(), cooperative_id, entry, actor="uji")
