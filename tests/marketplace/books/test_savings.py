"""Savings: what comes in and goes out is on a numbered receipt and in the ledger, and never below zero."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.books.errors import (
    DuesStay,
    HasLeft,
    NotEnoughSavings,
    PrincipalPaid,
    ReceiptReversed,
)
from marketplace.books.models.members import Member
from marketplace.books.models.savings import SavingsMovement
from marketplace.books.queries import savings as queries
from marketplace.books.queries.savings_balances import savings_totals
from marketplace.books.queries.savings_statement import statement
from marketplace.books.services import leaving, savings
from marketplace.books.services.savings_policy import PolicyRequest, set_policy
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from tests.marketplace.orders.conftest import make_world

from .savings_world import NEW_YEAR, TODAY, SavingsWorld, make_savings_world


@pytest.fixture
def world(app: Flask) -> SavingsWorld:
    return make_savings_world(make_world())


def receipts() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(SavingsMovement.number).order_by(SavingsMovement.id)))


def test_each_kind_stands_on_its_own_account_of_the_member(world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 100_000, "principal")
    world.deposit(member, 10_000, "mandatory")
    world.deposit(member, 250_000, way="transfer")
    assert world.withdraw(member, 50_000).number == f"SK/{TODAY.year}/000001"
    assert world.books() == {
        "1-1100": 60_000, "1-1200": 250_000, "2-3100": -200_000, "3-1100": -100_000, "3-1200": -10_000,
    }  # fmt: skip
    has = world.has(member)
    assert (has.principal, has.mandatory, has.voluntary, has.term, has.total) == (100_000, 10_000, 200_000, 0, 310_000)


def test_receipts_are_numbered_without_a_gap_also_after_a_refusal(world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 1_000)
    with pytest.raises(NotEnoughSavings):
        world.withdraw(member, 2_000)
    world.deposit(member, 2_000)
    assert receipts() == [f"SM/{TODAY.year}/00000{number}" for number in (1, 2)]


def test_the_same_key_takes_the_money_once(world: SavingsWorld) -> None:
    member = world.member()
    numbers = {world.deposit(member, 5_000, key="k").number for _ in range(2)}
    assert len(numbers) == 1
    assert world.has(member).voluntary == 5_000


WRONG: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"amount": 0}, Invalid),
    ({"amount": -5}, Invalid),
    ({"amount": 10**12 + 1}, Invalid),
    ({"kind": "term"}, DuesStay),
    ({"kind": "x"}, Invalid),
    ({"way": "voluntary"}, Invalid),
    ({"day": TODAY + timedelta(days=1)}, Invalid),
    ({"day": NEW_YEAR - timedelta(days=1)}, Invalid),
    ({"note": "x" * 501}, Invalid),
]


def test_what_cannot_be_right_is_refused(world: SavingsWorld) -> None:
    member = world.member()
    for values, error in WRONG:
        with pytest.raises(error):
            world.deposit(member, **{"amount": 1_000, **values})
    assert receipts() == []
    assert world.books() == {}


def test_principal_dues_are_paid_once(world: SavingsWorld) -> None:
    world.dues(principal=100_000)
    member = world.member()
    world.deposit(member, 60_000, "principal")
    with pytest.raises(PrincipalPaid) as refused:
        world.deposit(member, 50_000, "principal")
    assert refused.value.details == {"owed": "Rp40.000"}
    world.deposit(member, 40_000, "principal")
    assert world.has(member).principal == 100_000


def test_dues_stay_until_the_member_leaves(world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 100_000, "mandatory")
    with pytest.raises(DuesStay):
        world.withdraw(member, 1, kind="mandatory")
    assert world.has(member).mandatory == 100_000


def test_only_cashier_and_treasurer_take_and_give(world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 10_000, actor=world.treasurer)
    for actor in (world.secretary, world.world.supervisor, world.world.manager, world.world.chair, world.world.member):
        with pytest.raises(NotPermitted):
            world.deposit(member, 1_000, actor=actor)
        with pytest.raises(NotPermitted):
            world.withdraw(member, 1_000, actor=actor)
    with pytest.raises(NotFound):
        world.deposit(member, 1_000, actor=world.world.other_manager)
    assert len(receipts()) == 1


def both(app: Flask, *verbs: Callable[[], Any]) -> list[Any]:
    """What came of verbs that begin at once, each in a thread of its own."""
    start, outcomes = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(index: int, verb: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait()
            try:
                outcomes[index] = verb()
            except NotEnoughSavings as error:
                outcomes[index] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=each) for each in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_withdrawals_at_once_one_finds_nothing_left(app: Flask, world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 100_000)
    outcomes = both(app, *[lambda: world.withdraw(member, 70_000)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["NotEnoughSavings", "SavingsMovement"]
    assert world.has(member).voluntary == 30_000


def test_two_deposits_at_once_both_stand(app: Flask, world: SavingsWorld) -> None:
    first, second = world.member("A"), world.member("B")
    both(app, *[lambda each=each: world.deposit(each, 1_000) for each in (first, second) * 3])  # type: ignore[misc]
    assert world.books() == {"1-1100": 6_000, "2-3100": -6_000}
    assert sorted(receipts()) == [f"SM/{TODAY.year}/{number:06d}" for number in range(1, 7)]


def reverse(world: SavingsWorld, receipt: SavingsMovement, actor: Any = None) -> SavingsMovement:
    with transaction() as session:
        return savings.reverse_receipt(session, actor or world.cashier, receipt.id, reason="Salah orang")


def test_a_wrong_receipt_is_reversed_once_with_its_booking(world: SavingsWorld) -> None:
    member = world.member()
    receipt = world.deposit(member, 5_000)
    assert reverse(world, receipt).reversal_reason == "Salah orang"
    assert world.books() == {}
    with pytest.raises(ReceiptReversed):
        reverse(world, receipt)


def test_a_deposit_that_is_spent_already_is_not_taken_back(world: SavingsWorld) -> None:
    member = world.member()
    receipt = world.deposit(member, 5_000)
    out = world.withdraw(member, 4_000)
    with pytest.raises(NotEnoughSavings):
        reverse(world, receipt)
    reverse(world, out)
    reverse(world, receipt)
    assert world.has(member).voluntary == 0


def test_a_cashier_takes_back_his_own_of_today_the_treasurer_any(world: SavingsWorld) -> None:
    member = world.member()
    own = world.deposit(member, 5_000)
    treasurers = world.deposit(member, 6_000, actor=world.treasurer)
    with transaction() as session:
        old = session.get_one(SavingsMovement, world.deposit(member, 7_000).id)
        old.created_at -= timedelta(days=2)
    for receipt in (treasurers, old):
        with pytest.raises(NotPermitted):
            reverse(world, receipt)
    with pytest.raises(NotPermitted):
        reverse(world, own, world.world.supervisor)
    with pytest.raises(NotFound):
        reverse(world, own, world.world.other_manager)
    reverse(world, own)
    for receipt in (treasurers, old):
        reverse(world, receipt, world.treasurer)
    assert world.has(member).voluntary == 0


def leave(world: SavingsWorld, member: Member, actor: Any = None, **values: Any) -> Member:
    with transaction() as session:
        return leaving.leave(session, actor or world.treasurer, member.id, reason="Pindah pulau", **values)


def test_who_leaves_gets_everything_back_and_stays_in_the_register(world: SavingsWorld) -> None:
    member = world.member()
    for kind, amount in (("principal", 100_000), ("mandatory", 40_000), ("voluntary", 25_000)):
        world.deposit(member, amount, kind)
    with pytest.raises(NotPermitted):
        leave(world, member, world.cashier)
    left = leave(world, member, key="k")
    assert (left.left_on, left.leaving_reason) == (TODAY, "Pindah pulau")
    assert leave(world, member, key="k").id == member.id
    assert world.has(member).total == 0
    assert world.books() == {}
    for verb in (lambda: world.deposit(member, 1), lambda: leave(world, member)):
        with pytest.raises(HasLeft):
            verb()


def test_dues_can_be_a_liability_by_the_accountants_word(world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 100_000, "principal")
    with pytest.raises(Invalid), transaction() as session:
        set_policy(session, world.treasurer, PolicyRequest(dues_class="liability"), version=0)
    with transaction() as session:
        request = PolicyRequest(dues_class="liability", accountant="Bu Dewi, CA", bank_account="1-1210")
        set_policy(session, world.treasurer, request, version=0)
    world.deposit(member, 10_000, "mandatory", way="transfer")
    assert world.books() == {"1-1100": 100_000, "1-1210": 10_000, "2-3300": -100_000, "2-3400": -10_000}
    assert world.has(member).principal == 100_000
    leave(world, member)
    assert world.has(member).total == 0


def test_totals_are_told_without_names(world: SavingsWorld) -> None:
    for amount in (10_000, 20_000):
        world.deposit(world.member(), amount)
    with transaction() as session:
        totals = {each.kind: (each.amount, each.members) for each in savings_totals(session, world.cooperative_id)}
    assert totals == {"principal": (0, 0), "mandatory": (0, 0), "voluntary": (30_000, 2), "term": (0, 0)}


def test_a_statement_of_any_days_adds_up(world: SavingsWorld) -> None:
    member, other = world.member(), world.member("Lain")
    early = NEW_YEAR + timedelta(days=3)
    world.deposit(member, 10_000, day=early)
    world.deposit(member, 10_000, "mandatory", day=early)
    world.deposit(other, 99_000)
    world.withdraw(member, 4_000)
    with transaction() as session:
        found = statement(session, world.treasurer, member.id, first=early + timedelta(days=1), last=TODAY)
    assert (found.opening.voluntary, found.opening.mandatory, found.closing.voluntary) == (10_000, 10_000, 6_000)
    assert [(line.kind, line.amount, line.balance) for line in found.lines] == [("voluntary", -4_000, 6_000)]
    assert found.lines[0].document_type == "savings_receipt"


def test_who_may_see_a_members_savings(world: SavingsWorld) -> None:
    member, other, udin = world.member("Udin"), world.member("Lain"), world.world.member
    receipt = world.deposit(other, 5_000)
    with transaction() as session:
        session.get_one(Member, member.id).person_id = udin.person_id
    for actor in (world.treasurer, world.cashier, world.world.supervisor, world.world.manager, world.world.chair):
        with transaction() as session:
            assert queries.savings_of(session, actor, other.id, today=TODAY).balances.voluntary == 5_000
    with transaction() as session:
        seen = queries.savings_of(session, udin, member.id, today=TODAY)
    assert (seen.balances.total, seen.is_active) == (0, False)
    for actor, error in ((udin, NotFound), (world.world.other_manager, NotFound), (world.secretary, NotPermitted)):
        with pytest.raises(error), transaction() as session:
            queries.savings_of(session, actor, other.id, today=TODAY)
        with pytest.raises(error), transaction() as session:
            queries.receipt(session, actor, receipt.id)


def test_no_balance_is_kept_beside_the_ledger(world: SavingsWorld) -> None:
    """What the receipts say and what the ledger says are the same, to the rupiah."""
    member = world.member()
    world.deposit(member, 10_000)
    world.deposit(member, 10_000, "mandatory")
    reverse(world, world.deposit(member, 3_000))
    world.withdraw(member, 2_500)
    with transaction() as session:
        rows = session.execute(
            select(SavingsMovement.kind, SavingsMovement.movement, func.sum(SavingsMovement.amount))
            .where(SavingsMovement.reversed_at.is_(None))
            .group_by(SavingsMovement.kind, SavingsMovement.movement)
        ).all()
    papers: dict[str, int] = {}
    for kind, movement, amount in rows:
        papers[kind] = papers.get(kind, 0) + int(amount) * (1 if movement == "deposit" else -1)
    has = world.has(member)
    assert papers == {"voluntary": has.voluntary, "mandatory": has.mandatory}
