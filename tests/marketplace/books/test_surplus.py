"""The surplus of a year: decided by the meeting, counted from the ledger, approved by another, booked, paid, undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

import cooperative_ledger as ledger
from marketplace.books.errors import (
    DivisionDecided,
    DivisionDiffers,
    DivisionStands,
    HasLeft,
    NoResolution,
    OtherPersonNeeded,
    PercentagesWrong,
    ReceiptReversed,
    SurplusPartPaid,
    SurplusPartsPaid,
    YearNotClosed,
)
from marketplace.books.models.members import Member
from marketplace.books.models.surplus import SurplusDivision, SurplusPayment, SurplusResolution
from marketplace.books.queries import surplus as queries
from marketplace.books.services import surplus, surplus_payments
from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid, NotFound, NotPermitted
from tests.marketplace.orders.conftest import TODAY, World, world
from tests.marketplace.orders.test_races import at_once, codes

from .loans_world import Lending, lending_of, post
from .one_database import app, owner_url
from .surplus_world import MEMBER_SHARES, YEAR, Dividing, dividing_of, earn_and_save, percentages, request

__all__ = ["app", "owner_url", "world"]

# 20 million from others less their part of the wages; the wages follow income, 75 : 20
FROM_OTHERS = 20_000_000 - (8_000_000 - 6_315_790)
FROM_MEMBERS = 60_000_000 - 6_315_790


@pytest.fixture
def lending(world: World) -> Lending:
    return lending_of(world)


@pytest.fixture
def dividing(lending: Lending) -> Dividing:
    return dividing_of(lending)


def rows_of(dividing: Dividing, division_id: Any, **values: Any) -> Any:
    with transaction() as session:
        return queries.parts(session, dividing.lending.treasurer, division_id, **values)


def test_the_division_is_counted_from_the_ledger_and_adds_up(dividing: Dividing) -> None:
    made = dividing.prepared()
    assert (made.from_member, made.from_non_member, made.total) == (FROM_MEMBERS, FROM_OTHERS, 72_000_000)
    funds = {row["fund"]: row["amount"] for row in made.funds}
    assert sum(funds.values()) == 72_000_000
    assert funds["business"] == 13_421_053  # 13,421,052.5: the rupiah left over goes to the earlier of equal remainders
    rows, total = rows_of(dividing, made.id)
    assert total == 3
    first = rows[0].part
    assert (first.transactions, first.capital) == (5_000_000, 2_000_000)
    assert first.for_business == round(funds["business"] * 5 / 75)
    assert sum(row.part.for_business for row in rows) == funds["business"]
    assert sum(row.part.for_capital for row in rows) == funds["capital"]


def test_it_is_booked_when_another_person_approves_and_every_account_gets_its_part(dividing: Dividing) -> None:
    made = dividing.prepared()
    with pytest.raises(NotPermitted), transaction() as session:
        surplus.approve(session, dividing.lending.treasurer, made.id)
    before = dividing.lending.books()
    assert before["3-3200"] == -72_000_000
    with transaction() as session:
        posted = surplus.approve(session, dividing.lending.chair, made.id)
    assert posted.state == "posted"
    books = dividing.lending.books()
    funds = {row["fund"]: row["amount"] for row in made.funds}
    assert "3-3200" not in books
    assert -books["3-2100"] == funds["reserve"]
    assert -books["2-4100"] == funds["business"] + funds["capital"]
    assert [-books[code] for code in ("2-4110", "2-4120", "2-4130")] == [2_684_211, 2_684_210, 2_684_210]
    with transaction() as session:
        for row in queries.parts(session, dividing.lending.treasurer, made.id)[0]:
            owed = ledger.balance(
                session.connection(), dividing.cooperative_id, "2-4100", counterparty_id=row.part.member_id
            )
            assert owed == row.part.amount
    with pytest.raises(DivisionDecided), transaction() as session:
        surplus.approve(session, dividing.lending.chair, made.id)


def test_counted_again_it_is_the_same_and_a_late_entry_is_found(dividing: Dividing) -> None:
    made = dividing.prepared()
    with transaction() as session:
        again = queries.recount(session, made, known_at=made.known_at)
    assert (again.same, again.parts_same) == (True, True)
    with transaction() as session:
        connection = session.connection()
        ledger.change_period(
            connection, dividing.cooperative_id, YEAR * 100 + 12, "open", actor="uji", approved_by="lain", reason="nota"
        )
        lines = (ledger.debit("6-1200", 1_000), ledger.credit("1-1100", 1_000))
        post(session, dividing.cooperative_id, *lines, day=TODAY.replace(year=YEAR, month=12, day=31))
    with transaction() as session:
        assert queries.recount(session, made, known_at=made.known_at).same
        assert not queries.recount(session, made, known_at=None).same
    with pytest.raises(DivisionDiffers), transaction() as session:
        surplus.approve(session, dividing.lending.chair, made.id)
    assert dividing.lending.books()["3-3200"] == -72_000_000


def test_altered_inputs_are_found(owner_url: str, dividing: Dividing) -> None:
    import psycopg

    made = dividing.prepared()
    for statement in (
        "UPDATE surplus_part SET for_business = for_business + 1",
        "UPDATE surplus_division SET inputs = jsonb_set(inputs, '{year}', '1999')",
        f"UPDATE surplus_division SET inputs_hash = '{'0' * 64}'",
    ):
        with psycopg.connect(owner_url) as connection:
            connection.execute(f"{statement} WHERE cooperative_id = '{dividing.cooperative_id}'")
        with transaction() as session:
            again = queries.recount(
                session, queries.found_division(session, dividing.cooperative_id, made.id), known_at=made.known_at
            )
        assert not (again.same and again.parts_same)


WRONG_DECISIONS: tuple[tuple[dict[str, Any], type[DomainError]], ...] = (
    ({"percentages": percentages({**MEMBER_SHARES, "reserve": "45"})}, PercentagesWrong),
    ({"percentages": percentages(None, {"reserve": "50", "capital": "50"})}, PercentagesWrong),
    ({"number": " "}, Invalid),
    ({"held_on": TODAY + timedelta(days=1)}, Invalid),
    ({"year": TODAY.year + 1}, Invalid),
    ({"basis": "guess"}, Invalid),
)


def test_a_decision_that_cannot_be_is_refused(lending: Lending) -> None:
    for values, error in WRONG_DECISIONS:
        with pytest.raises(error), transaction() as session:
            surplus.resolve(session, lending.treasurer, request(**values))
    with transaction() as session:
        assert session.query(SurplusResolution).filter_by(cooperative_id=lending.cooperative_id).count() == 0


def test_nothing_is_divided_without_a_meeting_or_before_the_year_end(lending: Lending) -> None:
    earn_and_save(lending)
    with pytest.raises(NoResolution), transaction() as session:
        surplus.prepare(session, lending.treasurer, YEAR)
    with transaction() as session:
        surplus.resolve(session, lending.treasurer, request())
    with pytest.raises(YearNotClosed), transaction() as session:
        surplus.prepare(session, lending.treasurer, YEAR)
    with transaction() as session:
        assert session.query(SurplusDivision).filter_by(cooperative_id=lending.cooperative_id).count() == 0
        assert queries.estimated_surplus_of(session, lending.cooperative_id, lending.members[0], TODAY) is not None


def test_a_meetings_decision_is_replaced_until_a_division_stands_on_it(dividing: Dividing) -> None:
    dividing.resolved(number="RAT/0")
    made = dividing.prepared()
    with pytest.raises(DivisionStands):
        dividing.resolved(number="RAT/2")
    with pytest.raises(DivisionStands), transaction() as session:
        surplus.prepare(session, dividing.lending.treasurer, YEAR)
    with transaction() as session:
        surplus.withdraw(session, dividing.lending.treasurer, made.id, reason="Persennya salah baca")
    dividing.resolved(number="RAT/2")
    with transaction() as session:
        again = surplus.prepare(session, dividing.lending.treasurer, YEAR)
        assert again.inputs["resolution"] == "RAT/2"


def test_members_are_paid_once_in_money_or_into_savings(dividing: Dividing) -> None:
    made = dividing.posted()
    rows, _ = rows_of(dividing, made.id)
    cash = dividing.lending.books()["1-1100"]
    with transaction() as session:
        paid = surplus_payments.pay(session, dividing.lending.cashier, rows[0].part.id, way="cash")
    assert dividing.lending.books()["1-1100"] == cash - rows[0].part.amount
    with pytest.raises(SurplusPartPaid), transaction() as session:
        surplus_payments.pay(session, dividing.lending.cashier, rows[0].part.id, way="transfer")
    with pytest.raises(SurplusPartsPaid), transaction() as session:
        surplus.undo(session, dividing.lending.treasurer, made.id, reason="salah")
    with transaction() as session:
        surplus_payments.pay_all_into_savings(session, dividing.lending.treasurer, made.id, key="all")
    with transaction() as session:
        surplus_payments.pay_all_into_savings(session, dividing.lending.treasurer, made.id, key="all")
    books = dividing.lending.books()
    assert -books["2-3100"] == sum(row.part.amount for row in rows[1:])
    assert "2-4100" not in books
    with transaction() as session:
        assert queries.paid_of(session, made)[:2] == (3, sum(row.part.amount for row in rows))
        surplus_payments.reverse_payment(session, dividing.lending.cashier, paid.id, reason="salah orang")
    with pytest.raises(ReceiptReversed), transaction() as session:
        surplus_payments.reverse_payment(session, dividing.lending.cashier, paid.id, reason="lagi")
    unpaid, total = rows_of(dividing, made.id, unpaid_only=True)
    assert (total, unpaid[0].part.id) == (1, rows[0].part.id)
    with transaction() as session:
        again = surplus_payments.pay(session, dividing.lending.cashier, rows[0].part.id, way="cash")
        payments = session.query(SurplusPayment).filter_by(cooperative_id=dividing.cooperative_id)
        numbers = {each.number for each in payments}
    assert again.entry_id != paid.entry_id
    assert len(numbers) == 4
    assert dividing.lending.books()["1-1100"] == cash - rows[0].part.amount


def test_who_has_left_is_paid_in_money_not_into_savings(dividing: Dividing) -> None:
    made = dividing.posted()
    with transaction() as session:
        gone = session.get_one(Member, dividing.lending.members[2])
        gone.left_on, gone.leaving_reason = TODAY, "pindah"
    with transaction() as session:
        surplus_payments.pay_all_into_savings(session, dividing.lending.treasurer, made.id)
    unpaid, total = rows_of(dividing, made.id, unpaid_only=True)
    assert (total, unpaid[0].part.member_id) == (1, dividing.lending.members[2])
    with pytest.raises(HasLeft), transaction() as session:
        surplus_payments.pay(session, dividing.lending.cashier, unpaid[0].part.id, way="savings")
    with transaction() as session:
        surplus_payments.pay(session, dividing.lending.cashier, unpaid[0].part.id, way="transfer")
    assert "2-4100" not in dividing.lending.books()


def test_two_at_once_pay_a_part_once(app: Flask, dividing: Dividing) -> None:
    made = dividing.posted()
    part = rows_of(dividing, made.id)[0][0].part

    def deed() -> SurplusPayment:
        with transaction() as session:
            return surplus_payments.pay(session, dividing.lending.cashier, part.id, way="cash")

    assert codes(at_once(app, deed, deed, deed)) == ["done", "surplus_part_paid", "surplus_part_paid"]


def test_a_booked_division_is_undone_by_another_hand_while_nobody_was_paid(dividing: Dividing) -> None:
    made = dividing.posted()
    with pytest.raises(OtherPersonNeeded), transaction() as session:
        surplus.undo(session, dividing.lending.chair, made.id, reason="salah")
    with transaction() as session:
        surplus.undo(session, dividing.lending.treasurer, made.id, reason="RAT diulang")
    books = dividing.lending.books()
    assert books["3-3200"] == -72_000_000
    assert "2-4100" not in books
    again = dividing.posted()
    assert again.state == "posted"
    assert again.id != made.id


def test_a_member_sees_the_arithmetic_of_his_own_part(dividing: Dividing) -> None:
    made = dividing.posted()
    with transaction() as session:
        (own,) = queries.surplus_of(session, dividing.cooperative_id, dividing.lending.members[0])
    assert (own.year, own.transactions, own.all_transactions) == (YEAR, 5_000_000, 75_000_000)
    assert (own.capital, own.all_capital, own.payment) == (2_000_000, 100_000_000, None)
    assert own.business == round(own.business_pool * 5 / 75)
    assert own.capital_part == round(own.capital_pool * 2 / 100)
    assert own.division_id == made.id


def test_the_running_year_is_estimated_with_the_last_meetings_percentages(dividing: Dividing) -> None:
    lending = dividing.lending
    with transaction() as session:
        assert queries.estimated_surplus_of(session, lending.cooperative_id, lending.members[0], TODAY) is None
    dividing.resolved()
    with transaction() as session:
        member = ledger.Counterparty("member", lending.members[0])
        lines = (ledger.debit("1-1100", 900_000), ledger.credit("4-1100", 900_000, counterparty=member))
        post(session, lending.cooperative_id, *lines)
    with transaction() as session:
        own = queries.estimated_surplus_of(session, lending.cooperative_id, lending.members[0], TODAY)
    assert own is not None
    assert (own.transactions, own.all_transactions, own.business) == (900_000, 900_000, 225_000)
    assert (own.capital, own.all_capital, own.capital_part) == (2_000_000, 100_000_000, 180_000 * 2 // 100)


def test_capital_can_be_the_average_of_the_month_ends(dividing: Dividing) -> None:
    with transaction() as session:
        rows = queries.activity(
            session,
            dividing.cooperative_id,
            TODAY.replace(year=YEAR, month=1, day=1),
            TODAY.replace(year=YEAR, month=12, day=31),
            "average",
        )
    assert [row.capital for row in rows] == [2_000_000 * 7 // 12, 48_000_000 * 7 // 12, 50_000_000 * 7 // 12]


def test_who_may_do_what(dividing: Dividing) -> None:
    world, made = dividing.lending.world, dividing.posted()
    part = rows_of(dividing, made.id)[0][0].part
    for actor in (world.chair, world.cashier, world.supervisor, world.manager, world.member, world.seller):
        with pytest.raises(NotPermitted), transaction() as session:
            surplus.resolve(session, actor, request())
        with pytest.raises(NotPermitted), transaction() as session:
            surplus.prepare(session, actor, YEAR)
    for actor in (world.supervisor, world.manager, world.chair, world.member, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            surplus_payments.pay(session, actor, part.id, way="cash")
    for actor in (world.member, world.seller, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.division(session, actor, made.id)
    for deed in (
        lambda session: queries.division(session, world.other_manager, made.id),
        lambda session: surplus.undo(session, world.other_manager, made.id, reason="x"),
        lambda session: surplus_payments.pay(session, world.other_manager, part.id, way="cash"),
        lambda session: surplus_payments.pay_all_into_savings(session, world.other_manager, made.id),
    ):
        with pytest.raises(NotFound), transaction() as session:
            deed(session)
    with transaction() as session:
        assert session.query(SurplusPayment).filter_by(cooperative_id=world.cooperative_id).count() == 0
