"""A cooperative with members: what tests of the register and of savings begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import cooperative_ledger
from marketplace.actor import Actor
from marketplace.books.models.members import Member
from marketplace.books.models.savings import SavingsMovement
from marketplace.books.queries.savings_balances import Balances, balances_of
from marketplace.books.rules.members import MemberRequest
from marketplace.books.rules.nik import NikSafe
from marketplace.books.services import members, savings, savings_policy
from marketplace.clock import today
from marketplace.database import transaction
from tests.marketplace.orders.conftest import World, organisation, person

TODAY = today()
NEW_YEAR = TODAY.replace(month=1, day=1)
SAFE = NikSafe("a key for tests only")


@dataclass(frozen=True)
class SavingsWorld:
    """The world of orders with a secretary, and verbs that commit."""

    world: World
    secretary: Actor

    @property
    def treasurer(self) -> Actor:
        return self.world.treasurer

    @property
    def cashier(self) -> Actor:
        return self.world.cashier

    @property
    def cooperative_id(self) -> Any:
        return self.world.cooperative_id

    def member(
        self, name: str = "Pak Musa", *, joined_on: date = NEW_YEAR, actor: Actor | None = None, **values: Any
    ) -> Member:
        """A new member."""
        request = MemberRequest(name=name, joined_on=joined_on, **values)
        with transaction() as session:
            return members.register(session, actor or self.secretary, request, SAFE)

    def deposit(self, member: Member, amount: int, kind: str = "voluntary", **values: Any) -> SavingsMovement:
        """Money in, by the cashier."""
        with transaction() as session:
            return savings.deposit(
                session, values.pop("actor", self.cashier), member.id, kind=kind, amount=amount, **values
            )

    def withdraw(self, member: Member, amount: int, **values: Any) -> SavingsMovement:
        """Money out, by the cashier."""
        with transaction() as session:
            return savings.withdraw(session, values.pop("actor", self.cashier), member.id, amount=amount, **values)

    def dues(self, *, principal: int = 100_000, mandatory: int = 10_000, since: date = NEW_YEAR) -> None:
        """Amounts of dues from a day on."""
        with transaction() as session:
            for kind, amount in (("principal", principal), ("mandatory", mandatory)):
                savings_policy.set_dues_amount(session, self.treasurer, kind=kind, effective_from=since, amount=amount)

    def has(self, member: Member) -> Balances:
        """What the ledger says the member has."""
        with transaction() as session:
            return balances_of(session, self.cooperative_id, member.id)

    def books(self) -> dict[str, int]:
        """Closing balance of every account that moved, debit less credit."""
        with transaction() as session:
            rows = cooperative_ledger.trial_balance(session.connection(), self.cooperative_id)
            return {row.code: row.closing for row in rows if row.closing}


def make_savings_world(world: World) -> SavingsWorld:
    """The world with a secretary."""
    from sqlalchemy import select

    from marketplace.identity.models import Organisation

    with transaction() as session:
        coop = session.scalar(select(Organisation).where(Organisation.id == world.cooperative_id))
        assert coop is not None
        return SavingsWorld(world, person(session, coop, "Sri", "secretary"))


__all__ = ["NEW_YEAR", "SAFE", "TODAY", "SavingsWorld", "make_savings_world", "organisation"]
