"""Term savings, dues booked as a receivable, and interest with its tax."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.bookkeeping.open_items import owed_on
from marketplace.books.errors import (
    BuiltOnReceipt,
    InterestPosted,
    MonthRunning,
    NotEnoughSavings,
    NotMatured,
    TermClosed,
)
from marketplace.books.jobs import book_due_dues
from marketplace.books.models.members import Member
from marketplace.books.models.savings import Dues, DuesPayment, SavingsMovement, TermSaving
from marketplace.books.queries import dues as dues_queries
from marketplace.books.queries import savings as queries
from marketplace.books.rules.savings import add_months, first_of_month, last_of_month
from marketplace.books.services import dues, interest, leaving, savings, savings_policy, term_savings
from marketplace.books.services.savings_policy import PolicyRequest, set_policy
from marketplace.books.services.term_savings import TermRequest
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from tests.marketplace.orders.conftest import make_world

from .savings_world import NEW_YEAR, TODAY, SavingsWorld, make_savings_world

LONG_AGO = add_months(first_of_month(TODAY), -7)


@pytest.fixture
def world(app: Flask) -> SavingsWorld:
    return make_savings_world(make_world())


def opened(world: SavingsWorld, member: Member, amount: int = 1_000_000, months: int = 6, **values: Any) -> TermSaving:
    request = TermRequest(
        amount=amount, months=months, percent_per_year=values.pop("percent", Decimal(6)), purpose="Modal kerja"
    )
    with transaction() as session:
        receipt = term_savings.open_term(session, world.cashier, member.id, request, **values)
        return session.get_one(TermSaving, receipt.term_id)


def look(term: TermSaving) -> TermSaving:
    with transaction() as session:
        return session.get_one(TermSaving, term.id)


def pay_out(world: SavingsWorld, term: TermSaving, **values: Any) -> SavingsMovement:
    with transaction() as session:
        return term_savings.pay_out(session, world.cashier, term.id, **values)


def test_term_savings_come_out_of_the_voluntary_savings_and_go_back_there(world: SavingsWorld) -> None:
    member = world.member(joined_on=LONG_AGO)
    world.deposit(member, 1_500_000)
    with pytest.raises(NotEnoughSavings):
        opened(world, member, 2_000_000, way="voluntary")
    term = opened(world, member, way="voluntary", day=LONG_AGO)
    assert term.matures_on == add_months(LONG_AGO, 6)
    assert (world.has(member).voluntary, world.has(member).term) == (500_000, 1_000_000)
    pay_out(world, term, way="voluntary")
    assert (world.has(member).voluntary, world.has(member).term) == (1_500_000, 0)
    assert look(term).state == "closed"
    with pytest.raises(TermClosed):
        pay_out(world, term)


def test_before_maturity_it_needs_a_reason(world: SavingsWorld) -> None:
    member = world.member()
    term = opened(world, member)
    with pytest.raises(Invalid):
        pay_out(world, term)
    assert pay_out(world, term, reason="Anak sakit").note == "Anak sakit"
    assert look(term).closing_reason == "Anak sakit"
    assert world.books() == {}


def test_at_maturity_it_may_run_on_from_that_day(world: SavingsWorld) -> None:
    member = world.member(joined_on=LONG_AGO)
    term = opened(world, member, day=LONG_AGO)
    young = opened(world, member)
    request = TermRequest(amount=1, months=3, percent_per_year=Decimal("5.5"), purpose="Musim depan")
    with pytest.raises(NotMatured), transaction() as session:
        term_savings.roll_over(session, world.cashier, young.id, request)
    made = set()
    for _ in range(2):
        with transaction() as session:
            made.add(term_savings.roll_over(session, world.cashier, term.id, request, key="k").id)
    [rolled] = [look(TermSaving(id=each)) for each in made]
    assert (rolled.amount, rolled.opened_on, rolled.rolled_from) == (1_000_000, term.matures_on, term.id)
    assert look(term).state == "rolled"
    assert world.has(member).term == 2_000_000


def test_a_wrong_opening_is_reversed_and_a_wrong_payment_runs_again(world: SavingsWorld) -> None:
    member = world.member()
    term = opened(world, member)
    out = pay_out(world, term, reason="Keliru")
    with transaction() as session:
        savings.reverse_receipt(session, world.cashier, out.id, reason="Keliru")
    assert (look(term).state, world.has(member).term) == ("open", 1_000_000)
    with transaction() as session:
        opening = session.scalars(select(SavingsMovement).where(SavingsMovement.movement == "deposit")).one()
        savings.reverse_receipt(session, world.cashier, opening.id, reason="Keliru")
    assert (look(term).state, world.has(member).term) == ("reversed", 0)


def test_those_that_mature_first_stand_on_top(world: SavingsWorld) -> None:
    member = world.member(joined_on=LONG_AGO)
    late, early = opened(world, member, months=12), opened(world, member, day=LONG_AGO)
    with transaction() as session:
        found = queries.maturing(session, world.treasurer, today=TODAY)
    assert [each.term.id for each in found] == [early.id, late.id]
    assert found[0].days < 0 < found[1].days


def test_terms_that_cannot_be_right_are_refused(world: SavingsWorld) -> None:
    member = world.member()
    wrong: list[dict[str, Any]] = [{"months": 0}, {"months": 121}, {"percent": Decimal(101)}, {"amount": 0}]
    for values in wrong:
        with pytest.raises(Invalid):
            opened(world, member, **values)
    assert world.books() == {}


def owed(world: SavingsWorld, member: Member) -> tuple[int, int]:
    with transaction() as session:
        found = queries.savings_of(session, world.treasurer, member.id, today=TODAY)
    return found.owed, len(found.unpaid)


def test_dues_that_are_behind_are_counted_month_by_month(world: SavingsWorld) -> None:
    world.dues(principal=50_000, since=LONG_AGO)
    member = world.member(joined_on=LONG_AGO)
    assert owed(world, member) == (50_000 + 80_000, 9)
    world.deposit(member, 50_000, "principal")
    world.deposit(member, 25_000, "mandatory")
    assert owed(world, member) == (55_000, 6)
    with transaction() as session:
        [behind] = dues_queries.behind_with_dues(session, world.cashier, today=TODAY)
    assert (behind.owed, behind.since) == (55_000, add_months(LONG_AGO, 2))


def book_dues(world: SavingsWorld) -> int:
    with transaction() as session:
        return dues.book_dues(session, world.treasurer)


def receivable(world: SavingsWorld) -> dict[str, int]:
    with transaction() as session:
        session.execute(select(1))
        import cooperative_ledger

        cooperative_ledger.with_cooperative(session.connection(), world.cooperative_id)
        return {each.reference: each.owed for each in owed_on(session, world.cooperative_id, TODAY) if each.owed}


def test_due_dues_are_booked_once_and_settled_oldest_first(world: SavingsWorld) -> None:
    with transaction() as session:
        set_policy(session, world.treasurer, PolicyRequest(books_receivable=True, due_day=1), version=0)
    world.dues(principal=0, since=LONG_AGO)
    member = world.member(joined_on=LONG_AGO)
    assert (book_dues(world), book_dues(world)) == (8, 0)
    assert world.books() == {"1-2300": 80_000, "3-1200": -80_000}
    assert owed(world, member) == (80_000, 8)
    receipt = world.deposit(member, 25_000, "mandatory")
    assert world.books() == {"1-1100": 25_000, "1-2300": 55_000, "3-1200": -80_000}
    assert owed(world, member) == (55_000, 6)
    assert sorted(receivable(world).values()) == [5_000, *[10_000] * 5]
    with transaction() as session:
        assert session.get_one(SavingsMovement, receipt.id).entry_id is None
        assert len(session.scalars(select(DuesPayment)).all()) == 3
        savings.reverse_receipt(session, world.cashier, receipt.id, reason="Salah")
    assert world.books() == {"1-2300": 80_000, "3-1200": -80_000}
    assert owed(world, member) == (80_000, 8)
    world.deposit(member, 100_000, "mandatory")
    assert world.books() == {"1-1100": 100_000, "3-1200": -100_000}
    assert book_dues(world) == 0


def test_dues_are_booked_each_day_where_the_policy_says_so(world: SavingsWorld) -> None:
    world.dues(principal=0, since=LONG_AGO)
    world.member(joined_on=LONG_AGO)
    book_due_dues("slot-1", {})
    assert world.books() == {}
    with transaction() as session:
        set_policy(session, world.treasurer, PolicyRequest(books_receivable=True, due_day=1), version=0)
    for slot in ("slot-2", "slot-3"):
        book_due_dues(slot, {})
    assert world.books() == {"1-2300": 80_000, "3-1200": -80_000}


def test_dues_older_than_the_books_are_booked_on_their_first_day(world: SavingsWorld) -> None:
    world.dues(principal=0, since=add_months(NEW_YEAR, -2))
    member = world.member(joined_on=add_months(NEW_YEAR, -2))
    world.deposit(member, 1, day=NEW_YEAR)  # opens the books
    assert book_dues(world) == TODAY.month + 2 - (TODAY.day < 10)
    assert owed(world, member)[0] == 10_000 * (TODAY.month + 2)


def test_who_leaves_is_not_asked_for_dues_any_more(world: SavingsWorld) -> None:
    world.dues(principal=0, since=LONG_AGO)
    member = world.member(joined_on=LONG_AGO)
    book_dues(world)
    world.deposit(member, 15_000, "mandatory")
    with transaction() as session:
        leaving.leave(session, world.treasurer, member.id, reason="Pindah")
    assert world.books() == {}
    with transaction() as session:
        assert {each.cancelled_on for each in session.scalars(select(Dues))} == {None, TODAY}


def test_only_the_treasurer_books_dues_and_interest(world: SavingsWorld) -> None:
    for actor in (world.cashier, world.secretary, world.world.supervisor):
        with pytest.raises(NotPermitted), transaction() as session:
            dues.book_dues(session, actor)
        with pytest.raises(NotPermitted), transaction() as session:
            interest.credit_interest(session, actor, LONG_AGO)
    with pytest.raises(NotFound), transaction() as session:
        term_savings.pay_out(session, world.world.other_manager, world.member().id)


LAST_MONTH = add_months(first_of_month(TODAY), -1)


def rate(world: SavingsWorld, percent: int) -> None:
    with transaction() as session:
        savings_policy.set_rate(session, world.treasurer, effective_from=LONG_AGO, percent_per_year=Decimal(percent))


def credit(world: SavingsWorld, month: date = LAST_MONTH) -> interest.InterestOfMonth:
    with transaction() as session:
        return interest.credit_interest(session, world.treasurer, month)


def test_interest_of_a_month_is_credited_once_after_it_is_over(world: SavingsWorld) -> None:
    rate(world, 12)
    member, poor = world.member(joined_on=LONG_AGO), world.member("Baru", joined_on=LONG_AGO)
    world.deposit(member, 10_000_000, day=LONG_AGO)
    world.deposit(poor, 10, day=LONG_AGO)
    with pytest.raises(MonthRunning):
        credit(world, TODAY)
    days = last_of_month(LAST_MONTH).day
    expected = 10_000_000 * 12 * days // 100 // 365
    with transaction() as session:
        preview = interest.preview_interest(session, world.treasurer, LAST_MONTH)
    assert (preview.amount, preview.tax, preview.posted) == (expected, 0, False)
    found = credit(world)
    assert [(row.member_id, row.amount) for row in found.rows] == [(member.id, expected)]
    assert world.has(member).voluntary == 10_000_000 + expected
    assert world.books()["6-3200"] == expected
    with pytest.raises(InterestPosted):
        credit(world)


def test_tax_is_withheld_of_all_interest_of_a_member_together(world: SavingsWorld) -> None:
    rate(world, 12)
    member = world.member(joined_on=LONG_AGO)
    world.deposit(member, 20_000_000, day=LONG_AGO)
    term = opened(world, member, 20_000_000, 12, day=LONG_AGO, percent=Decimal(12))
    found = credit(world)
    assert found.tax == found.amount // 10
    assert sum(row.tax for row in found.rows) == found.tax
    assert world.books()["2-2200"] == -found.tax
    assert world.has(member).voluntary == 20_000_000 + found.amount - found.tax
    with transaction() as session:
        opening = session.scalars(
            select(SavingsMovement).where(SavingsMovement.term_id == term.id, SavingsMovement.movement == "deposit")
        ).one()
    with pytest.raises(BuiltOnReceipt), transaction() as session:
        savings.reverse_receipt(session, world.treasurer, opening.id, reason="Salah")


def test_term_savings_earn_until_the_day_before_they_mature(world: SavingsWorld) -> None:
    member = world.member(joined_on=LONG_AGO)
    day = LAST_MONTH + timedelta(days=9)
    opened(world, member, 3_650_000, 1, day=add_months(day, -1), percent=Decimal(10))
    with transaction() as session:
        preview = interest.preview_interest(session, world.treasurer, LAST_MONTH)
    assert preview.amount == 9 * 1_000
    assert day >= NEW_YEAR
