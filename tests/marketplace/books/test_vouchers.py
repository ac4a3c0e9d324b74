"""Vouchers: looked at first, posted once, moved or refused when late, reversed by hand; receipts numbered once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.bookkeeping import BookingRefused
from marketplace.books.errors import EntryHasItsOwnPaper, NoMoneyMoved, NothingToBook, VoucherWrong
from marketplace.books.models.vouchers import MoneyReceipt, Voucher
from marketplace.books.queries import journal as queries
from marketplace.books.rules.vouchers import VoucherLine, VoucherRequest, simple
from marketplace.books.services import periods, vouchers
from marketplace.database import transaction
from marketplace.errors import IdempotencyKeyReused, NotFound, NotPermitted
from tests.marketplace.orders.conftest import TODAY, World, make_world, offer

from .one_database import app, owner_url

__all__ = ["app", "owner_url"]

YEAR = TODAY.year


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def rent(amount: int = 500_000, **values: Any) -> VoucherRequest:
    given = {"form": "expense", "day": TODAY, "narration": "Sewa gudang", "reference": "KW-7", **values}
    return VoucherRequest(lines=simple("6-1200", "1-1100", amount), **given)


def post(world: World, request: VoucherRequest, actor: Actor | None = None, key: str | None = None) -> Voucher:
    with transaction() as session:
        return vouchers.post_voucher(session, actor or world.treasurer, request, key=key)


def written(world: World) -> tuple[int, ...]:
    """Vouchers, entries, receipts."""
    with transaction() as session:
        ledger.with_cooperative(session.connection(), world.cooperative_id)
        entries = len(list(ledger.journal(session.connection(), world.cooperative_id)))
        rows = [
            session.scalar(select(func.count(table.id)).where(table.cooperative_id == world.cooperative_id)) or 0
            for table in (Voucher, MoneyReceipt)
        ]
    return rows[0], entries, rows[1]


def seen(world: World, entry_id: UUID) -> queries.EntrySeen:
    with transaction() as session:
        return queries.entry(session, world.treasurer, entry_id)


def test_a_voucher_is_numbered_and_stands_behind_each_of_its_lines(world: World) -> None:
    first, second = post(world, rent()), post(world, rent(7))
    assert [first.number, second.number] == [f"BM/{YEAR}/000001", f"BM/{YEAR}/000002"]
    found = seen(world, first.entry_id)
    assert found.entry.reference == f"BM/{YEAR}/000001 · KW-7"
    assert {(line.document_type, line.document_id) for line in found.entry.lines} == {("voucher", str(first.id))}
    assert (found.money, found.reversible, found.dating) == (-500_000, True, "as_asked")


def test_looking_at_a_voucher_writes_nothing(world: World) -> None:
    with transaction() as session:
        shown = vouchers.preview(session, world.treasurer, rent())
    assert (shown.booked_on, shown.moved, shown.names["6-1200"]) == (TODAY, False, "Sewa, listrik, internet")
    assert written(world) == (0, 0, 0)
    assert post(world, rent()).number.endswith("000001")


def test_a_voucher_sent_twice_is_posted_once(world: World) -> None:
    first = post(world, rent(), key="k")
    assert post(world, rent(), key="k").id == first.id
    with pytest.raises(IdempotencyKeyReused):
        post(world, rent(1), key="k")
    assert written(world)[:2] == (1, 1)


def test_everything_that_is_wrong_with_a_voucher_is_told_and_nothing_is_written(world: World) -> None:
    lines = (VoucherLine(account="6-0000", debit=5), VoucherLine(account="1-1100", credit=4))
    request = VoucherRequest(form="memorial", day=date(YEAR + 1, 1, 1), narration="", lines=lines)
    for verb in (vouchers.preview, vouchers.post_voucher):
        with pytest.raises(VoucherWrong) as refusal, transaction() as session:
            verb(session, world.treasurer, request)
        codes = [problem["code"] for problem in refusal.value.details["problems"]]
        assert codes == ["unknown_account", "unbalanced", "narration", "day_in_future"]
    assert written(world) == (0, 0, 0)


def test_only_the_treasurer_writes_vouchers(world: World) -> None:
    for actor in (
        world.manager,
        world.chair,
        world.supervisor,
        world.cashier,
        world.member,
        world.seller,
        world.officer,
    ):
        for verb in (vouchers.preview, vouchers.post_voucher):
            with pytest.raises(NotPermitted), transaction() as session:
                verb(session, actor, rent())
    assert written(world) == (0, 0, 0)


def closed_january(world: World) -> None:
    with transaction() as session:
        vouchers.open_chart(session, world.treasurer)
        ledger.close_period(session.connection(), world.cooperative_id, YEAR * 100 + 1, actor="bendahara")


@pytest.mark.parametrize("policy", ["move", "refuse"])
def test_a_late_voucher_is_moved_or_refused_as_the_cooperative_wants(world: World, policy: str) -> None:
    closed_january(world)
    with transaction() as session:
        periods.set_late_documents(session, world.treasurer, policy)
    late = rent(day=date(YEAR, 1, 9))
    if policy == "refuse":
        for verb in (vouchers.preview, vouchers.post_voucher):
            with pytest.raises(BookingRefused), transaction() as session:
                verb(session, world.treasurer, late)
        assert written(world) == (0, 0, 0)
        return
    with transaction() as session:
        assert vouchers.preview(session, world.treasurer, late).moved
    voucher = post(world, late)
    assert (voucher.day, voucher.booked_on) == (date(YEAR, 1, 9), date(YEAR, 2, 1))
    found = seen(world, voucher.entry_id)
    assert (found.dating, found.entry.document_date) == ("moved", date(YEAR, 1, 9))


def test_an_entry_made_by_hand_is_reversed_once_with_its_reason(world: World) -> None:
    voucher = post(world, rent())
    with transaction() as session:
        reversal = vouchers.reverse_entry(session, world.treasurer, voucher.entry_id, reason="Salah akun", key="r")
    with transaction() as session:
        assert (
            vouchers.reverse_entry(session, world.treasurer, voucher.entry_id, reason="Salah akun", key="r") == reversal
        )
    after = seen(world, voucher.entry_id)
    assert (after.entry.reversed_by, after.reversible) == (reversal, False)
    assert seen(world, reversal).entry.narration == "Salah akun"
    with pytest.raises(BookingRefused), transaction() as session:
        vouchers.reverse_entry(session, world.treasurer, voucher.entry_id, reason="Lagi")
    assert written(world)[:2] == (1, 2)


def test_an_entry_with_a_paper_of_its_own_is_not_reversed_in_the_journal(world: World) -> None:
    world.received((offer(price="1000", tax="exempt"), "10"))
    with transaction() as session:
        (found,) = ledger.journal(session.connection(), world.cooperative_id)
    before = written(world)
    with pytest.raises(EntryHasItsOwnPaper), transaction() as session:
        vouchers.reverse_entry(session, world.treasurer, found.entry_id, reason="Salah")
    with pytest.raises(NotPermitted), transaction() as session:
        vouchers.reverse_entry(session, world.chair, found.entry_id, reason="Salah")
    with pytest.raises(NotFound), transaction() as session:
        vouchers.reverse_entry(session, world.treasurer, UUID(int=5), reason="Salah")
    assert written(world) == before


def count(world: World, counted: int, **values: Any) -> VoucherRequest:
    given: dict[str, Any] = {"account": "1-3100", "lost": 0, "day": TODAY, "narration": "Hitung barang", **values}
    with transaction() as session:
        return vouchers.stock_count(session, world.treasurer, counted=counted, **given)


def test_a_stock_count_books_the_cost_of_what_was_sold_since_the_last_one(world: World) -> None:
    goods = VoucherRequest(
        form="memorial", day=date(YEAR, 1, 2), narration="Beli", lines=simple("1-3100", "1-1200", 1000)
    )
    post(world, goods)
    for account, party, amount in (("4-1100", "member", 300), ("4-1110", "non_member", 100)):
        lines = simple("1-1100", account, amount, party)  # type: ignore[arg-type]
        post(world, VoucherRequest(form="memorial", day=date(YEAR, 1, 5), narration="Jual", lines=lines))
    request = count(world, 200, day=date(YEAR, 1, 31))
    cost = {line.account: line.debit - line.credit for line in request.lines}
    assert cost == {"5-1100": 600, "5-1110": 200, "1-3100": -800}
    voucher = post(world, request)
    assert voucher.facts["book"] == 1000
    with pytest.raises(NothingToBook):
        count(world, 200, day=date(YEAR, 2, 1))
    lines = simple("1-1100", "4-1110", 50, "non_member")
    post(world, VoucherRequest(form="memorial", day=date(YEAR, 2, 2), narration="Jual", lines=lines))
    later = count(world, 150, day=date(YEAR, 2, 3))
    assert {line.account for line in later.lines} == {"5-1110", "1-3100"}
    assert later.facts["since"] == f"{YEAR}-02-01"


def test_a_receipt_is_numbered_once_for_an_entry_in_which_money_moved(world: World) -> None:
    voucher = post(world, rent())

    def give(actor: Actor, party: str = "Pak Ahmad") -> MoneyReceipt:
        with transaction() as session:
            return vouchers.give_receipt(session, actor, voucher.entry_id, party=party, purpose="Sewa gudang")

    first = give(world.cashier)
    assert (first.number, first.direction, first.amount) == (f"KW/{YEAR}/000001", "out", 500_000)
    assert give(world.treasurer, "Orang lain").party == "Pak Ahmad"
    with transaction() as session:
        shown = queries.receipt(session, world.supervisor, first.id)
    assert (shown.cooperative, shown.entry.entry_id) == ("Koperasi Terong", voucher.entry_id)
    with pytest.raises(NotFound), transaction() as session:
        queries.receipt(session, world.other_manager, first.id)
    for actor in (world.manager, world.member):
        with pytest.raises(NotPermitted):
            give(actor)
    assert written(world) == (1, 1, 1)


def test_without_money_there_is_no_receipt(world: World) -> None:
    wear = VoucherRequest(form="depreciation", day=TODAY, narration="Susut", lines=simple("6-1500", "1-5900", 5))
    entry_id = post(world, wear).entry_id
    with pytest.raises(NoMoneyMoved), transaction() as session:
        vouchers.give_receipt(session, world.treasurer, entry_id, party="X", purpose="Y")
    assert written(world)[2] == 0


def test_two_cashiers_give_one_receipt(app: Flask, world: World) -> None:
    voucher = post(world, rent())
    numbers: list[str] = []

    def give() -> None:
        with app.app_context(), transaction() as session:
            numbers.append(
                vouchers.give_receipt(session, world.cashier, voucher.entry_id, party="A", purpose="B").number
            )

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [f"KW/{YEAR}/000001"] * 4
    assert written(world)[2] == 1


def test_a_voucher_of_another_cooperative_is_not_found(world: World) -> None:
    voucher = post(world, rent())
    with pytest.raises(NotFound), transaction() as session:
        queries.voucher(session, world.other_manager, voucher.id)
    with pytest.raises(NotFound), transaction() as session:
        queries.entry(session, world.other_manager, voucher.entry_id)
