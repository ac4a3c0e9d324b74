"""Closing a month: looked at first, closed in the background, opened again by two people, locked for ever."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.bookkeeping import BookingRefused
from marketplace.books import jobs
from marketplace.books.errors import (
    AskerDecides,
    ChecklistNotClean,
    PeriodNotSo,
    PeriodNotThere,
    PeriodRunning,
    ReopeningDecided,
    ReopeningWaits,
    YearNotOver,
)
from marketplace.books.models.bank import BankLine, BankStatement
from marketplace.books.models.cash import CashCount
from marketplace.books.models.periods import PeriodClosing, PeriodReopening
from marketplace.books.queries import periods as queries
from marketplace.books.rules.vouchers import VoucherRequest, simple
from marketplace.books.services import periods, vouchers
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from marketplace.identifiers import new_id
from marketplace.outbox import OutboxEvent
from tests.marketplace.orders.conftest import TODAY, World, make_world

from .one_database import app, owner_url

__all__ = ["app", "owner_url"]

YEAR = TODAY.year
JANUARY = YEAR * 100 + 1


@pytest.fixture
def world(app: Flask) -> World:
    """Books that are open since the start of the year, with capital that came into the bank in January."""
    made = make_world()
    capital = simple("1-1200", "3-1300", 90)
    write(made, VoucherRequest(form="capital", day=date(YEAR, 1, 2), narration="Modal", lines=capital))
    return made


def write(world: World, request: VoucherRequest) -> UUID:
    with transaction() as session:
        return vouchers.post_voucher(session, world.treasurer, request).entry_id


def close(world: World, period: int = JANUARY, *, looked_at: bool = True, actor: Actor | None = None) -> None:
    with transaction() as session:
        periods.close(session, actor or world.treasurer, period, looked_at=looked_at)


def finish() -> None:
    """What the worker does about every close that was begun."""
    jobs.resume_closings("slot", {})


def closed(world: World, period: int = JANUARY) -> None:
    close(world, period)
    finish()


def state(world: World, period: int = JANUARY) -> str:
    with transaction() as session:
        return ledger.period_state(session.connection(), world.cooperative_id, period)


def detail(world: World, period: int = JANUARY) -> queries.PeriodDetail:
    with transaction() as session:
        return queries.period(session, world.supervisor, period)


def findings(world: World, period: int = JANUARY) -> dict[str, queries.Finding]:
    return {finding.code: finding for finding in detail(world, period).findings}


def test_a_month_is_closed_and_keeps_its_trial_balance(world: World) -> None:
    close(world)
    assert state(world) == "closing"
    with transaction() as session:
        own = OutboxEvent.content["cooperative_id"].astext == str(world.cooperative_id)
        (event,) = session.scalars(select(OutboxEvent).where(OutboxEvent.name == "books.period_closing", own))
    jobs.finish_closing("event", event.content)
    jobs.finish_closing("event", event.content)
    seen = detail(world)
    assert (seen.seen.state, seen.seen.intact) == ("closed", True)
    assert [each.state_after for each in seen.changes] == ["closing", "closed"]
    assert set(seen.hands.values()) == {world.treasurer.names["person"]}
    assert (seen.closings[0].person_name, seen.findings) == (world.treasurer.names["person"], ())


def test_a_close_that_nobody_finished_is_finished_later(world: World) -> None:
    close(world)
    finish()
    finish()
    assert state(world) == "closed"


def test_a_close_can_be_taken_back_until_it_is_finished(world: World) -> None:
    close(world)
    with transaction() as session:
        periods.take_back(session, world.treasurer, JANUARY)
    finish()
    assert state(world) == "open"
    closed(world)
    with pytest.raises(PeriodNotSo), transaction() as session:
        periods.take_back(session, world.treasurer, JANUARY)
    assert state(world) == "closed"


def test_what_is_not_in_order_is_told_and_the_month_stays_open_unless_it_was_looked_at(world: World) -> None:
    spent = simple("6-1200", "1-1100", 5)
    write(world, VoucherRequest(form="expense", day=date(YEAR, 1, 3), narration="Sewa", lines=spent))
    goods = simple("1-3100", "1-1200", 50)
    write(world, VoucherRequest(form="memorial", day=date(YEAR, 1, 3), narration="Barang", lines=goods))
    truck = simple("1-5300", "1-1200", 40)
    write(world, VoucherRequest(form="memorial", day=date(YEAR, 1, 3), narration="Motor", lines=truck))
    told = {code: (each.count, each.amount) for code, each in findings(world).items() if not each.is_fine}
    assert told == {"cash_counts": (1, 0), "negative_money": (1, 0), "stock_count": (0, 50), "depreciation": (0, 40)}
    assert findings(world)["negative_money"].account == "1-1100"
    with pytest.raises(ChecklistNotClean) as refusal:
        close(world, looked_at=False)
    assert refusal.value.details["count"] == 4
    assert state(world) == "open"
    with transaction() as session:
        own = PeriodClosing.cooperative_id == world.cooperative_id
        assert session.scalar(select(func.count(PeriodClosing.id)).where(own)) == 0
    closed(world)
    kept = {finding["code"] for finding in detail(world).closings[0].findings}
    assert kept == set(told)


def test_what_was_settled_is_in_order(world: World) -> None:
    goods = simple("1-3100", "1-1200", 50)
    write(world, VoucherRequest(form="memorial", day=date(YEAR, 1, 3), narration="Barang", lines=goods))
    with transaction() as session:
        request = vouchers.stock_count(
            session, world.treasurer, account="1-3100", counted=20, lost=0, day=date(YEAR, 1, 31), narration="Hitung"
        )
    counted = write(world, request)
    assert findings(world)["stock_count"].is_fine
    close(world, looked_at=False)
    with transaction() as session:
        periods.take_back(session, world.treasurer, JANUARY)
        vouchers.reverse_entry(session, world.treasurer, counted, reason="Salah hitung")
    assert not findings(world)["stock_count"].is_fine


def test_bank_lines_and_days_of_the_till_are_in_order_once_matched_and_counted(world: World) -> None:
    spent = simple("6-1200", "1-1110", 5)
    write(world, VoucherRequest(form="expense", day=date(YEAR, 1, 3), narration="Sewa", lines=spent))
    day = date(YEAR, 1, 31)
    statement = BankStatement(
        id=new_id(), cooperative_id=world.cooperative_id, account="1-1200", file_name="koran.csv", content_hash="x",
        layout="bca", first=day, last=day, line_count=1, known_count=0, made_by=world.treasurer.person_id,
        person_name="R",
    )  # fmt: skip
    line = BankLine(
        id=new_id(), cooperative_id=world.cooperative_id, statement_id=statement.id, account="1-1200", row=1, place=1,
        day=day,
        description="BIAYA ADM", amount=-5000, mark="m", as_written=[],
    )  # fmt: skip
    with transaction() as session:
        session.add(statement)
        session.flush()
        session.add(line)
    assert (findings(world)["bank_lines"].count, findings(world)["cash_counts"].count) == (1, 1)
    assert findings(world, YEAR * 100 + 2)["bank_lines"].is_fine
    counted = CashCount(
        cooperative_id=world.cooperative_id, till="1-1110", day=date(YEAR, 1, 3), state="counted", pieces={}, counted=0,
        expected=0, reason="", handed_to="stays", handed=0, counted_by=world.cashier.person_id, counted_by_name="K",
    )  # fmt: skip
    with transaction() as session:
        session.add(counted)
        session.get_one(BankLine, line.id).matched = True
    assert (findings(world)["bank_lines"].is_fine, findings(world)["cash_counts"].count) == (True, 1), "not signed yet"
    with transaction() as session:
        (row,) = session.scalars(select(CashCount).where(CashCount.cooperative_id == world.cooperative_id))
        row.state, row.signed_at = "signed", now()
        row.signed_by, row.signed_by_name = world.treasurer.person_id, "R"
    assert findings(world)["cash_counts"].is_fine


def test_earlier_months_come_first(world: World) -> None:
    assert findings(world)["earlier_months"].is_fine
    assert findings(world, YEAR * 100 + 3)["earlier_months"].count == 2
    closed(world)
    assert findings(world, YEAR * 100 + 3)["earlier_months"].count == 1


def test_a_running_month_and_one_outside_the_books_are_not_closed(world: World) -> None:
    with pytest.raises(PeriodRunning):
        close(world, TODAY.year * 100 + TODAY.month)
    for period in ((YEAR - 1) * 100 + 12, YEAR * 100 + 13, YEAR * 100 + 14, YEAR * 100, 5, 10**9):
        with pytest.raises(PeriodNotThere):
            close(world, period)
        with pytest.raises(PeriodNotThere), transaction() as session:
            queries.period(session, world.treasurer, period)


def test_two_hands_close_a_month_once(app: Flask, world: World) -> None:
    told: list[str] = []

    def work() -> None:
        with app.app_context():
            try:
                close(world)
            except PeriodNotSo as error:
                told.append(error.code)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    finish()
    assert told == ["period_not_so"] * 2
    assert len(detail(world).closings) == 1


def ask(world: World, actor: Actor | None = None, key: str | None = None) -> PeriodReopening:
    with transaction() as session:
        return periods.ask_reopening(session, actor or world.treasurer, JANUARY, reason="Nota tertinggal", key=key)


def answer(world: World, request: PeriodReopening, actor: Actor, *, agree: bool = True) -> None:
    with transaction() as session:
        periods.answer_reopening(session, actor, request.id, agree=agree)


def test_a_closed_month_is_opened_again_by_two_people(world: World) -> None:
    closed(world)
    request = ask(world, key="k")
    assert ask(world, key="k").id == request.id
    with pytest.raises(ReopeningWaits):
        ask(world)
    answer(world, request, world.chair)
    seen = detail(world)
    assert seen.seen.state == "open"
    assert (seen.changes[-1].reason, seen.hands[seen.changes[-1].approved_by or ""]) == (
        "Nota tertinggal",
        world.chair.names["person"],
    )
    with pytest.raises(ReopeningDecided):
        answer(world, request, world.chair)
    closed(world)
    assert len(detail(world).closings) == 2


def test_a_request_that_is_refused_leaves_the_month_closed(world: World) -> None:
    closed(world)
    answer(world, ask(world), world.chair, agree=False)
    assert state(world) == "closed"
    answer(world, ask(world), world.chair)
    assert state(world) == "open"


def test_whoever_asks_does_not_agree_with_himself(world: World) -> None:
    both = replace(world.treasurer, roles=frozenset({"treasurer", "chair"}))
    closed(world)
    request = ask(world, both)
    with pytest.raises(AskerDecides):
        answer(world, request, both)
    for actor in (world.treasurer, world.manager, world.supervisor):
        with pytest.raises(NotPermitted):
            answer(world, request, actor)
    with pytest.raises(NotFound):
        answer(world, request, world.other_manager)
    assert state(world) == "closed"


def test_only_a_closed_month_can_be_asked_for_with_a_reason(world: World) -> None:
    with pytest.raises(PeriodNotSo):
        ask(world)
    closed(world)
    with pytest.raises(Invalid), transaction() as session:
        periods.ask_reopening(session, world.treasurer, JANUARY, reason=" ")
    with pytest.raises(NotFound), transaction() as session:
        periods.answer_reopening(session, world.chair, UUID(int=1), agree=True)


def test_a_locked_month_stays_locked(world: World) -> None:
    with pytest.raises(PeriodNotSo), transaction() as session:
        periods.lock(session, world.treasurer, JANUARY)
    closed(world)
    request = ask(world)
    with transaction() as session:
        periods.lock(session, world.chair, JANUARY)
    with pytest.raises(PeriodNotSo):
        answer(world, request, world.chair)
    with pytest.raises(PeriodNotSo):
        ask(world)
    assert state(world) == "locked"


def test_only_the_treasurer_closes_and_only_readers_look(world: World) -> None:
    for actor in (world.manager, world.chair, world.supervisor, world.cashier, world.member, world.seller):
        with pytest.raises(NotPermitted):
            close(world, actor=actor)
    for actor in (world.cashier, world.member, world.seller, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.year_of_periods(session, actor)
    assert state(world) == "open"
    with transaction() as session:
        assert queries.year_of_periods(session, world.other_manager).left == 0


def test_a_year_that_runs_is_not_ended(world: World) -> None:
    with pytest.raises(PeriodNotThere), transaction() as session:
        periods.close_year(session, world.treasurer, YEAR)
    with transaction() as session:
        seen = queries.year_of_periods(session, world.treasurer)
    assert [each.period for each in seen.periods] == [YEAR * 100 + month for month in range(1, TODAY.month + 1)]
    assert (seen.can_close, seen.is_closed) == (False, False)


@pytest.fixture
def old_world(app: Flask) -> World:
    """Books open since the last October, with a sale and wages in them."""
    made = make_world()
    with transaction() as session:
        ledger.open_books(
            session.connection(), made.cooperative_id, name="Koperasi Terong", open_on=date(YEAR - 1, 10, 1)
        )
    for day, debit_, credit_, amount in ((3, "1-1200", "4-9000", 100), (4, "6-1100", "1-1200", 30)):
        lines = simple(debit_, credit_, amount)
        write(made, VoucherRequest(form="memorial", day=date(YEAR - 1, 11, day), narration="X", lines=lines))
    return made


def test_a_year_is_ended_after_its_months_and_the_page_says_so(old_world: World) -> None:
    world, last = old_world, YEAR - 1

    def end() -> Any:
        with transaction() as session:
            return periods.close_year(session, world.treasurer, last)

    def seen() -> queries.YearSeen:
        with transaction() as session:
            return queries.year_of_periods(session, world.treasurer, last)

    with pytest.raises(YearNotOver) as refusal:
        end()
    assert refusal.value.details["months"] == "10, 11, 12"
    for month in (10, 11, 12):
        closed(world, last * 100 + month)
    assert (seen().left, seen().can_close, seen().is_closed) == (70, True, False)
    assert findings(world, last * 100 + 13)["year_result"].amount == 70
    done = end()
    assert (done.surplus, len(done.entries)) == (70, 2)
    assert end().entries == ()
    assert (seen().left, seen().can_close, seen().is_closed) == (0, False, True)
    assert detail(world, last * 100 + 12).seen.intact
    wear = VoucherRequest(
        form="depreciation", day=date(last, 12, 31), adjustment=True, narration="S", lines=simple("6-1500", "1-5900", 9)
    )
    write(world, wear)
    assert seen().left == -9
    assert end().surplus == -9
    closed(world, last * 100 + 13)
    assert detail(world, last * 100 + 13).seen.intact
    with pytest.raises(BookingRefused):
        write(world, wear)
    with pytest.raises(NotPermitted), transaction() as session:
        periods.close_year(session, world.chair, last)
