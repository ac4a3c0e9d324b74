"""A loan from its request to its end: two persons decide, the ledger says what is owed, wrong steps write nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.actor import Actor
from marketplace.books.errors import (
    AllowanceStands,
    GradesNotWhole,
    HasLeft,
    LaterPaymentStands,
    LoanChangeDecided,
    LoanChangeWaits,
    LoanOverpaid,
    LoanState,
    LoanTooSmall,
    OtherPersonNeeded,
    ReceiptReversed,
    SettlementDiffers,
)
from marketplace.books.models.loans import Loan, LoanPayment
from marketplace.books.models.members import Member
from marketplace.books.queries import loans as queries
from marketplace.books.rules.arrears import Grade
from marketplace.books.rules.loans import BROUGHT_IN, NewTerms, burden_of
from marketplace.books.rules.schedule import METHODS, months_after
from marketplace.books.services.loans import allowing, changing, paying, requesting
from marketplace.database import transaction
from marketplace.errors import DomainError, IdempotencyKeyReused, Invalid, NotFound, NotPermitted
from tests.marketplace.orders.conftest import TODAY, World, person, world
from tests.marketplace.orders.test_races import at_once, codes

from .loans_world import Lending, lending_of, post
from .one_database import app, owner_url

__all__ = ["app", "owner_url", "world"]

D = Decimal


@pytest.fixture
def lending(world: World) -> Lending:
    return lending_of(world)


def rows_in(session: Any, table: Any, lending: Lending) -> int:
    """How many rows the cooperative has."""
    found: int = session.query(table).filter_by(cooperative_id=lending.cooperative_id).count()
    return found


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_loan_is_asked_approved_handed_out_and_paid_back(lending: Lending) -> None:
    made = lending.lent()
    assert (made.state, made.number.split("/")[0]) == ("active", "PJ")
    assert [each.total for each in queries.instalments_of(made.schedules[0])] == [1_090_000] * 6
    assert lending.books()["1-2400"] == 6_000_000
    first = lending.pay(made, 1_090_000)
    assert (first.interest, first.principal, first.kind) == (90_000, 1_000_000, "instalment")
    seen = lending.look(made)
    assert seen.booked == 5_000_000
    assert seen.standing is not None
    assert (seen.standing.outstanding, seen.standing.days, seen.standing.grade) == (5_000_000, 0, 1)
    assert seen.standing.next_due_on == months_after(TODAY, 2)
    last = lending.pay(made, 5 * 1_090_000)
    assert (last.interest, last.principal) == (450_000, 5_000_000)
    assert lending.look(made).loan.state == "settled"
    books = lending.books()
    assert "1-2400" not in books
    assert books["4-3100"] == -540_000
    assert books["1-1100"] == 100_540_000


def test_every_line_of_a_loan_carries_the_loan_and_the_member(lending: Lending) -> None:
    import cooperative_ledger as ledger

    made = lending.lent()
    paid = lending.pay(made, 1_090_000)
    with transaction() as session:
        statement = ledger.account_statement(
            session.connection(), lending.cooperative_id, "1-2400", counterparty_id=made.member_id
        )
        entry = ledger.journal_entry(session.connection(), lending.cooperative_id, paid.entry_id)
    assert {(line.document_type, line.document_id) for line in statement.lines} == {("loan", str(made.id))}
    assert [(line.debit, line.credit) for line in statement.lines] == [(6_000_000, 0), (0, 1_000_000)]
    assert entry is not None
    documents = {line.account: line.document_type for line in entry.lines}
    assert documents == {"1-1100": "loan_payment", "1-2400": "loan", "4-3100": "loan_payment"}


def test_nobody_decides_on_what_he_prepared_or_borrows(lending: Lending) -> None:
    both = person_with(lending, "treasurer", "chair")
    with transaction() as session:
        own = requesting.ask(session, both, lending.request())
    with pytest.raises(OtherPersonNeeded), transaction() as session:
        requesting.approve(session, both, own.id)
    with transaction() as session:
        session.get_one(Member, lending.members[1]).person_id = lending.chair.person_id
    asked = lending.asked(member_id=lending.members[1])
    for decide in (requesting.approve, requesting.decline):
        with pytest.raises(OtherPersonNeeded), transaction() as session:
            decide(session, lending.chair, asked.id, words="tidak")
    program = Actor(lending.cooperative_id, "cooperative", frozenset({"chair"}))
    with pytest.raises(OtherPersonNeeded), transaction() as session:
        requesting.approve(session, program, own.id)
    assert lending.look(asked).loan.state == lending.look(own).loan.state == "requested"


def person_with(lending: Lending, *roles: str) -> Actor:
    from marketplace.identity.models import Organisation

    with transaction() as session:
        return person(session, session.get_one(Organisation, lending.cooperative_id), "Rangkap", *roles)


WRONG_REQUESTS: tuple[tuple[dict[str, Any], type[DomainError]], ...] = (
    ({"principal": 0}, Invalid),
    ({"monthly_rate": D("10.5")}, Invalid),
    ({"monthly_rate": D("1.23456")}, Invalid),
    ({"months": 121}, Invalid),
    ({"method": "guess"}, Invalid),
    ({"step": 7}, Invalid),
    ({"purpose": "  "}, Invalid),
    ({"first_due_on": TODAY}, Invalid),
    ({"monthly_income": 0}, Invalid),
    ({"principal": 3_000, "months": 12, "step": 1000}, LoanTooSmall),
)


def test_a_request_that_cannot_be_is_refused_and_leaves_nothing(lending: Lending) -> None:
    for values, error in WRONG_REQUESTS:
        with pytest.raises(error), transaction() as session:
            requesting.ask(session, lending.treasurer, lending.request(**values))
    with transaction() as session:
        assert rows_in(session, Loan, lending) == 0


def test_who_has_left_borrows_no_more(lending: Lending) -> None:
    made = lending.approved()
    with transaction() as session:
        member = session.get_one(Member, lending.members[0])
        member.left_on, member.leaving_reason = TODAY, "pindah"
    with pytest.raises(HasLeft):
        lending.asked()
    with pytest.raises(HasLeft), transaction() as session:
        requesting.disburse(session, lending.cashier, made.id, paid_on=TODAY, money_account="1-1100")
    assert "1-2400" not in lending.books()


def test_each_step_needs_the_one_before(lending: Lending) -> None:
    asked = lending.asked()
    with pytest.raises(LoanState), transaction() as session:
        requesting.disburse(session, lending.cashier, asked.id, paid_on=TODAY, money_account="1-1100")
    with pytest.raises(LoanState):
        lending.pay(asked, 1_000)
    with transaction() as session:
        requesting.decline(session, lending.chair, asked.id, words="Usahanya belum jalan")
    with pytest.raises(LoanState), transaction() as session:
        requesting.approve(session, lending.chair, asked.id)
    cancelled = lending.approved()
    with transaction() as session:
        requesting.cancel(session, lending.treasurer, cancelled.id, reason="Tidak jadi")
    assert lending.look(cancelled).loan.state == "cancelled"
    assert "1-2400" not in lending.books()


def test_who_may_do_what(lending: Lending) -> None:
    world, asked = lending.world, lending.asked()
    for actor in (world.cashier, world.chair, world.supervisor, world.manager, world.member, world.seller):
        with pytest.raises(NotPermitted), transaction() as session:
            requesting.ask(session, actor, lending.request())
    for actor in (world.cashier, world.treasurer, world.supervisor, world.manager, world.member, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            requesting.approve(session, actor, asked.id)
    running = lending.lent()
    for actor in (world.supervisor, world.manager, world.chair, world.member):
        with pytest.raises(NotPermitted), transaction() as session:
            paying.pay(session, actor, running.id, payment_request(1_000))
    for actor in (world.member, world.seller, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.loan(session, actor, running.id, TODAY)
    for verb in (
        lambda session: queries.loan(session, world.other_manager, running.id, TODAY),
        lambda session: paying.pay(session, world.other_manager, running.id, payment_request(1_000)),
        lambda session: requesting.approve(session, world.other_manager, asked.id),
        lambda session: requesting.ask(session, world.other_manager, lending.request()),
        lambda session: changing.propose_write_off(session, world.other_manager, running.id, reason="x"),
    ):
        with pytest.raises(NotFound), transaction() as session:
            verb(session)
    assert lending.look(running).booked == 6_000_000


def payment_request(amount: int, **values: Any) -> Any:
    from marketplace.books.rules.loans import PaymentRequest

    return PaymentRequest(amount=amount, **{"paid_on": TODAY, **values})


def test_a_payment_in_part_goes_to_interest_first(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(40))
    part = lending.pay(made, 50_000)
    assert (part.interest, part.principal) == (50_000, 0)
    rest = lending.pay(made, 1_000_000)
    assert (rest.interest, rest.principal) == (40_000, 960_000)
    seen = lending.look(made)
    assert seen.booked == 5_040_000
    assert seen.standing is not None
    assert (seen.standing.late_principal, seen.standing.late_interest) == (40_000, 0)


def test_a_loan_is_paid_back_in_advance_without_the_interest_to_come(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(10))
    with pytest.raises(SettlementDiffers):
        lending.pay(made, 6_540_000, settles=True)
    seen = lending.look(made)
    assert seen.settles_with == (90_000, 6_000_000)
    paid = lending.pay(made, 6_090_000, settles=True)
    assert (paid.kind, paid.interest, paid.principal) == ("settlement", 90_000, 6_000_000)
    assert lending.look(made).loan.state == "settled"
    assert lending.books()["4-3100"] == -90_000
    with pytest.raises(LoanState):
        lending.pay(made, 1_000)
    whole = lending.lent(paid_on=ago(10), early_interest="whole_term")
    assert lending.look(whole).settles_with == (540_000, 6_000_000)


def test_more_than_all_of_it_is_not_taken(lending: Lending) -> None:
    made = lending.lent()
    with pytest.raises(LoanOverpaid):
        lending.pay(made, 6_540_001)
    for values in ({"paid_on": TODAY + timedelta(days=1)}, {"paid_on": ago(1)}, {"money_account": "4-3100"}):
        with pytest.raises(Invalid):
            lending.pay(made, 1_000, **values)
    with pytest.raises(Invalid):
        lending.pay(made, 0)
    with transaction() as session:
        assert rows_in(session, LoanPayment, lending) == 0
    assert lending.look(made).booked == 6_000_000


def test_the_last_receipt_is_taken_back_first_and_a_settled_loan_runs_again(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(40))
    first, last = lending.pay(made, 1_090_000), lending.pay(made, 5_450_000)
    assert lending.look(made).loan.state == "settled"
    with pytest.raises(LaterPaymentStands), transaction() as session:
        paying.reverse_payment(session, lending.cashier, first.id, reason="salah")
    with transaction() as session:
        paying.reverse_payment(session, lending.cashier, last.id, reason="uang palsu")
    seen = lending.look(made)
    assert (seen.loan.state, seen.booked) == ("active", 5_000_000)
    with pytest.raises(ReceiptReversed), transaction() as session:
        paying.reverse_payment(session, lending.cashier, last.id, reason="sekali lagi")
    with transaction() as session:
        paying.reverse_payment(session, lending.cashier, first.id, reason="salah orang")
    assert lending.look(made).booked == 6_000_000
    assert "4-3100" not in lending.books()
    again = lending.pay(made, 1_090_000)
    assert (again.interest, again.principal) == (90_000, 1_000_000)


def test_a_receipt_dated_before_the_last_one_is_refused(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(40))
    lending.pay(made, 100_000, paid_on=ago(5))
    with pytest.raises(LaterPaymentStands):
        lending.pay(made, 100_000, paid_on=ago(6))
    assert lending.pay(made, 100_000, paid_on=ago(5)).amount == 100_000


def test_the_same_key_pays_once_and_another_content_is_refused(lending: Lending) -> None:
    made = lending.lent()
    first = lending.pay(made, 1_090_000, key="k")
    again = lending.pay(made, 1_090_000, key="k")
    assert again.id == first.id
    with pytest.raises(IdempotencyKeyReused):
        lending.pay(made, 90_000, key="k")
    assert lending.look(made).booked == 5_000_000


def test_two_cashiers_at_once_never_take_more_than_is_owed(app: Flask, lending: Lending) -> None:
    made = lending.lent()
    results = at_once(app, *[lambda: lending.pay(made, 4_000_000)] * 3)
    assert codes(results) == ["done", "loan_overpaid", "loan_overpaid"]
    same = at_once(app, *[lambda: lending.pay(made, 100_000, key="one")] * 3)
    assert len({result.id for result in same}) == 1
    seen = lending.look(made)
    assert seen.booked == sum(each.principal for each in seen.owed)


def test_a_wrong_disbursement_is_undone_by_another_hand(lending: Lending) -> None:
    made = lending.lent()
    with transaction() as session:
        requesting.reverse_disbursement(session, lending.treasurer, made.id, reason="Salah orang")
    assert lending.look(made).loan.state == "reversed"
    assert lending.books() == {"1-1100": 100_000_000, "3-1400": -100_000_000}
    other = lending.lent()
    lending.pay(other, 1_000)
    with pytest.raises(LaterPaymentStands), transaction() as session:
        requesting.reverse_disbursement(session, lending.treasurer, other.id, reason="Terlambat")


def test_a_loan_from_before_these_books_is_brought_in_without_money(lending: Lending) -> None:
    made = lending.approved()
    with pytest.raises(NotPermitted), transaction() as session:
        requesting.disburse(session, lending.cashier, made.id, paid_on=ago(20), money_account=BROUGHT_IN)
    with transaction() as session:
        requesting.disburse(session, lending.treasurer, made.id, paid_on=ago(20), money_account=BROUGHT_IN)
    books = lending.books()
    assert (books["1-2400"], books["3-9100"], books["1-1100"]) == (6_000_000, -6_000_000, 100_000_000)


def test_lateness_is_known_on_any_day(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(300))
    due = made.schedules[0].instalments[0].due_on
    for late, grade in ((-1, 1), (0, 1), (1, 2), (90, 2), (91, 3), (121, 4), (181, 5)):
        standing = lending.look(made, due + timedelta(days=late)).standing
        assert standing is not None
        assert (standing.days, standing.grade) == (max(late, 0), grade)


methods = st.sampled_from(METHODS)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=methods, amounts=st.lists(st.integers(1, 2_000_000), max_size=4), back=st.integers(0, 2))
def test_sql_says_what_the_rules_say_and_what_the_ledger_says(
    lending: Lending, method: Any, amounts: list[int], back: int
) -> None:
    from marketplace.books.rules.arrears import arrears_on

    made = lending.lent(paid_on=ago(150), method=method)
    paid = []
    for index, amount in enumerate(amounts):
        paid.append(lending.pay(made, amount, paid_on=ago(140 - 30 * index)))
    for each in reversed(paid[len(paid) - min(back, len(paid)) :]):
        with transaction() as session:
            paying.reverse_payment(session, lending.cashier, each.id, reason="uji")
    seen = lending.look(made)
    late = arrears_on(TODAY, seen.owed)
    assert seen.standing is not None
    assert (seen.standing.late_principal, seen.standing.late_interest, seen.standing.days) == (
        late.principal,
        late.interest,
        late.days,
    )
    assert seen.standing.outstanding == seen.booked == sum(each.principal for each in seen.owed)


def test_all_loans_together_without_names(lending: Lending) -> None:
    late, fresh = lending.lent(paid_on=ago(100)), lending.lent(member_id=lending.members[1])
    with transaction() as session:
        found = queries.portfolio_on(session, lending.cooperative_id, TODAY)
        rows = queries.running(session, lending.world.supervisor, TODAY, late_only=True)
        named = queries.running(session, lending.treasurer, TODAY, words="anggota 2")
        before = queries.portfolio_on(session, lending.cooperative_id, ago(50))
        owed = queries.outstanding(session, lending.cooperative_id, lending.members[0])
        own = queries.loans_of(session, lending.cooperative_id, lending.members[0], TODAY)
    assert (found.outstanding, found.count) == (12_000_000, 2)
    due = [each for each in lending.look(late).owed if each.instalment.due_on < TODAY]
    assert found.overdue == sum(each.principal for each in due) > 0
    assert found.arrears_rate == (D(found.overdue) / 12_000_000).quantize(D("0.0001"))
    assert [row.standing.loan_id for row in rows.rows] == [late.id]
    assert [row.standing.loan_id for row in named.rows] == [fresh.id]
    assert (before.outstanding, before.count) == (6_000_000, 1)
    assert owed == 6_000_000
    assert [each.loan.id for each in own] == [late.id]


def test_instalments_to_come_are_told_to_the_forecast(lending: Lending) -> None:
    made = lending.lent()
    lending.lent(member_id=lending.members[1])
    lending.pay(made, 90_000)
    with transaction() as session:
        rows = queries.instalments_due(session, lending.cooperative_id, TODAY, months_after(TODAY, 2))
    assert rows == [(months_after(TODAY, 1), 2_090_000), (months_after(TODAY, 2), 2_180_000)]


def test_a_hand_in_the_account_of_loans_is_told(lending: Lending) -> None:
    import cooperative_ledger as ledger

    made = lending.lent()
    assert lending.look(made).differs == 0
    member = ledger.Counterparty("member", made.member_id)
    document = ledger.Document("loan", str(made.id))
    on_the_loan = ledger.credit("1-2400", 5_000, counterparty=member, document=document)
    with transaction() as session:
        post(session, lending.cooperative_id, ledger.debit("6-1600", 5_000), on_the_loan)
        post(session, lending.cooperative_id, ledger.debit("1-2400", 700), ledger.credit("1-1100", 700))
    assert lending.look(made).differs == -5_000
    with transaction() as session:
        assert allowing.proposal(session, lending.treasurer, TODAY).unexplained == 700


def new_terms(**values: Any) -> NewTerms:
    given = {"monthly_rate": D(1), "months": 10, "method": "declining", "first_due_on": months_after(TODAY, 1)}
    return NewTerms(**{**given, **values})


def restructured(lending: Lending, made: Loan, **values: Any) -> Any:
    with transaction() as session:
        change = changing.propose_restructuring(
            session, lending.treasurer, made.id, new_terms(**values), reason="Gagal melaut dua bulan"
        )
    with transaction() as session:
        return changing.decide(session, lending.chair, change.id, approves=True)


def test_a_restructured_loan_keeps_its_old_schedule_and_is_no_longer_late(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(100))
    lending.pay(made, 500_000, paid_on=ago(60))
    before = lending.look(made)
    assert before.standing is not None
    assert before.standing.days > 0
    change = restructured(lending, made)
    seen = lending.look(made)
    old, new = seen.loan.schedules
    assert (old.ended_on, new.position, new.change_id) == (TODAY, 2, change.id)
    assert new.principal == before.booked == change.outstanding == sum(each.principal for each in new.instalments)
    late_interest = sum(each.interest for each in before.owed if each.instalment.due_on <= TODAY)
    assert new.carried == late_interest > 0
    assert seen.standing is not None
    assert (seen.standing.days, seen.standing.outstanding) == (0, before.booked)
    yesterday = lending.look(made, ago(1)).standing
    assert yesterday is not None
    assert yesterday.days == before.standing.days - 1
    paid = lending.pay(made, new.instalments[0].principal + new.instalments[0].interest)
    assert paid.principal == new.instalments[0].principal
    assert lending.look(made).booked == before.booked - paid.principal
    with pytest.raises(LaterPaymentStands), transaction() as session:
        paying.reverse_payment(session, lending.cashier, seen.loan.payments[0].id, reason="terlambat")
    let_off = lending.lent(paid_on=ago(100), member_id=lending.members[1])
    restructured(lending, let_off, carries_interest=False)
    assert lending.look(let_off).loan.schedules[1].carried == 0


def test_a_change_waits_for_another_person_and_one_at_a_time(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(100))
    with transaction() as session:
        change = changing.propose_write_off(session, lending.treasurer, made.id, reason="Meninggal")
    with pytest.raises(LoanChangeWaits), transaction() as session:
        changing.propose_restructuring(session, lending.treasurer, made.id, new_terms(), reason="x")
    with pytest.raises(NotPermitted), transaction() as session:
        changing.decide(session, lending.treasurer, change.id, approves=True)
    with transaction() as session:
        changing.decide(session, lending.chair, change.id, approves=False, words="Ahli waris sanggup")
    with pytest.raises(LoanChangeDecided), transaction() as session:
        changing.decide(session, lending.chair, change.id, approves=True)
    assert lending.look(made).booked == 6_000_000
    both = person_with(lending, "treasurer", "chair")
    with transaction() as session:
        second = changing.propose_write_off(session, both, made.id, reason="Meninggal")
    with pytest.raises(OtherPersonNeeded), transaction() as session:
        changing.decide(session, both, second.id, approves=True)


def test_a_loan_is_written_off_against_what_was_set_aside_and_may_still_come_in(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(155))
    with transaction() as session:
        asked = allowing.proposal(session, lending.treasurer, TODAY)
    assert asked.needed == 3_000_000 if asked.portfolio.by_grade[4] else asked.needed > 0
    with transaction() as session:
        set_aside = allowing.set_allowance(session, lending.treasurer, day=TODAY)
    with pytest.raises(AllowanceStands), transaction() as session:
        allowing.set_allowance(session, lending.treasurer, day=TODAY)
    assert lending.books()["1-2490"] == -set_aside.needed
    with transaction() as session:
        change = changing.propose_write_off(session, lending.treasurer, made.id, reason="Kapal hilang")
    with transaction() as session:
        changing.decide(session, lending.chair, change.id, approves=True)
    books = lending.books()
    assert "1-2400" not in books
    assert "1-2490" not in books
    assert books["6-1600"] == 6_000_000
    assert lending.look(made).loan.state == "written_off"
    late = lending.pay(made, 250_000)
    assert (late.kind, late.interest, late.principal) == ("recovery", 0, 0)
    assert lending.books()["4-9000"] == -250_000
    with transaction() as session:
        assert queries.portfolio_on(session, lending.cooperative_id, TODAY).count == 0


def own_grades(*from_days: int) -> list[Grade]:
    return [
        Grade(number, days, share, "Keputusan pengurus 3/2026")
        for number, (days, share) in enumerate(zip(from_days, (D(1), D(10), D(50), D(75), D(100)), strict=True), 1)
    ]


def test_a_cooperatives_own_table_holds_from_its_day(lending: Lending) -> None:
    made = lending.lent(paid_on=ago(100))
    assert standing_grade(lending, made, TODAY) == 2
    with transaction() as session:
        allowing.set_grades(session, lending.chair, ago(10), own_grades(0, 5, 15, 25, 35))
    assert standing_grade(lending, made, TODAY) == 5
    assert standing_grade(lending, made, ago(11)) == 2
    for wrong in (own_grades(0, 5, 5, 25, 35), own_grades(1, 5, 15, 25, 35)[:5], own_grades(0, 5, 15, 25, 35)[:4]):
        with pytest.raises(GradesNotWhole), transaction() as session:
            allowing.set_grades(session, lending.chair, TODAY, wrong)
    with pytest.raises(NotPermitted), transaction() as session:
        allowing.set_grades(session, lending.treasurer, TODAY, own_grades(0, 5, 15, 25, 35))
    assert standing_grade(lending, made, TODAY) == 5


def standing_grade(lending: Lending, made: Loan, day: date) -> int:
    standing = lending.look(made, day).standing
    assert standing is not None
    return standing.grade


@pytest.mark.parametrize(
    ("instalments", "income", "burden"),
    [(1_090_000, 4_000_000, "fair"), (1_400_000, 4_000_000, "heavy"), (2_000_000, 4_000_000, "too_heavy")],
)
def test_the_burden_on_an_income_is_told_in_three_words(instalments: int, income: int, burden: str) -> None:
    hint = burden_of(instalments, income)
    assert hint is not None
    assert hint.burden == burden
    assert burden_of(instalments, None) is None


def test_a_member_with_a_running_loan_has_its_burden_counted(lending: Lending) -> None:
    lending.lent()
    with transaction() as session:
        assert queries.monthly_burden(session, lending.cooperative_id, lending.members[0]) == 1_090_000
        assert queries.monthly_burden(session, lending.cooperative_id, lending.members[1]) == 0


def test_the_database_refuses_what_the_services_would(owner_url: str, lending: Lending) -> None:
    import psycopg

    made = lending.lent()
    lending.pay(made, 90_000)
    for statement in (
        f"UPDATE loan SET decided_by = prepared_by WHERE id = '{made.id}'",
        f"UPDATE loan SET state = 'settled' WHERE id = '{made.id}'",
        f"UPDATE loan SET months = 500 WHERE id = '{made.id}'",
        f"UPDATE loan_payment SET interest = interest + 1 WHERE loan_id = '{made.id}'",
        f"UPDATE loan_schedule SET position = 2 WHERE loan_id = '{made.id}'",
        "INSERT INTO loan_schedule SELECT gen_random_uuid(), cooperative_id, loan_id, 2, starts_on, NULL, principal, "
        f"0, monthly_rate, months, method, step, gen_random_uuid(), created_at FROM loan_schedule "
        f"WHERE loan_id = '{made.id}'",
    ):
        with psycopg.connect(owner_url) as connection, pytest.raises(psycopg.errors.IntegrityError):
            connection.execute(statement)
