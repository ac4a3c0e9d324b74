"""The reports of a cooperative: what they say, how old debts are, and who may read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

import cooperative_ledger as ledger
from cooperative_ledger import Counterparty, Days, Document, Entry, Scope, credit, debit
from marketplace.actor import Actor
from marketplace.bookkeeping import Books, ensure_books, post
from marketplace.bookkeeping.open_items import OpenItem, open_item
from marketplace.books.models.members import Member
from marketplace.books.queries import ageing, reports
from marketplace.books.queries import ledger as queries
from marketplace.books.queries.ageing import Ages
from marketplace.books.rules.reports import Asked, asked_days, end_of
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, offer, world

from .one_database import app, owner_url

__all__ = ["app", "owner_url", "world"]

YEAR = Days(TODAY.replace(month=1, day=1), TODAY)
MEMBER = UUID(int=77)
OUTLET = UUID(int=5)


def book(world: World, *lines: ledger.Line, day: date = TODAY, **details: Any) -> None:
    """An entry of the cooperative, which opens its books if need be."""
    books = Books(world.cooperative_id, "Koperasi Terong", "WIB")
    with transaction() as session:
        ensure_books(session, books, TODAY)
        entry = Entry(source="test", key=str(uuid4()), lines=lines, posting_date=day, **details)
        post(session, world.treasurer, books, entry)


@pytest.fixture
def trading(world: World) -> World:
    """Sales to a member and to others, rent, a loan taken: income 900, rent 100, cash 5,800."""
    book(world, debit("1-1100", 500), credit("4-1100", 500), counterparty=Counterparty("member", MEMBER))
    book(world, debit("1-2110", 300), credit("4-2100", 300), counterparty=Counterparty("non_member", UUID(int=78)))
    book(world, debit("1-1100", 400), credit("4-9000", 400), outlet_id=OUTLET, business_unit="gudang")
    book(world, debit("6-1200", 100), credit("1-1100", 100))
    book(world, debit("1-1200", 5_000), credit("2-5200", 5_000))
    return world


def test_the_statements_of_a_trading_cooperative(trading: World) -> None:
    asked = Asked(YEAR, "previous")
    with transaction() as session:
        income = reports.income_statement(session, trading.treasurer, asked)
        sheet = reports.balance_sheet(session, trading.supervisor, asked)
        cash = reports.cash_flow(session, trading.chair, asked)
        (equity, _) = reports.equity_changes(session, trading.manager, asked)
        rows = queries.trial_balance(session, trading.manager, first=YEAR.first, last=YEAR.last, scope=asked.scope).rows
    assert income.surplus == (1_100, 0)
    assert income.shares("surplus")[0] == ledger.Share(member=500, non_member=300, undivided=300)
    assert sheet.amounts("assets") == sheet.amounts("liabilities_and_equity") == (6_100, 0)
    assert sheet.amounts("long_loans") == (5_000, 0)
    assert [cash.amounts(key)[0] for key in ("operating", "financing", "closing")] == [800, 5_000, 5_800]
    assert (equity.total.surplus, equity.total.closing) == (1_100, 1_100)
    assert sum(row.closing for row in rows) == 0


def test_a_report_of_one_outlet_says_what_stands_with_the_others(trading: World) -> None:
    book(trading, debit("1-1200", 50, outlet_id=OUTLET), credit("1-1100", 50))
    asked = Asked(YEAR, "none", Scope(outlet_id=OUTLET))
    with transaction() as session:
        sheet = reports.balance_sheet(session, trading.treasurer, asked)
        cash = reports.cash_flow(session, trading.treasurer, asked)
        assert reports.parts(session, trading.treasurer) == ([OUTLET], ["gudang"])
    assert (sheet.amounts("assets"), sheet.amounts("equity"), sheet.amounts("between_parts")) == ((450,), (400,), (50,))
    assert (cash.amounts("operating"), cash.amounts("between_parts"), cash.amounts("closing")) == (
        (400,),
        (50,),
        (450,),
    )


def test_what_the_books_said_before_is_still_said(trading: World) -> None:
    moment = datetime.now(UTC)
    book(trading, debit("6-1200", 900), credit("1-1100", 900), day=YEAR.first)
    with transaction() as session:
        now = reports.income_statement(session, trading.treasurer, Asked(YEAR, "none"))
        then = reports.income_statement(session, trading.treasurer, Asked(YEAR, "none", Scope(known_at=moment)))
    assert (now.surplus, then.surplus) == ((200,), (1_100,))


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 2, 2), date(2026, 2, 1), "last"),
        (date(1, 1, 1), date(2026, 1, 1), "first"),
        (date(2026, 1, 1), date(3000, 1, 1), "last"),
    ],
)
def test_days_that_no_report_has_are_told_by_field(first: date, last: date, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked_days(first, last)
    assert refused.value.field == field


def test_the_evening_of_a_day_is_the_cooperatives_own() -> None:
    assert end_of(date(2026, 3, 3), "WIT").astimezone(UTC) < datetime(2026, 3, 3, 15, tzinfo=UTC)


def owe(world: World, number: str, amount: int, due_on: date | None, *, member: UUID = MEMBER) -> None:
    """A sale on credit, sixty-odd days ago at the earliest, with the day it falls due."""
    opened = YEAR.first
    book(
        world, debit("1-2100", amount), credit("4-1100", amount), day=opened,
        document=Document("sale", number), counterparty=Counterparty("member", member),
    )  # fmt: skip
    item = OpenItem(
        cooperative_id=world.cooperative_id, account="1-2100", document_type="sale", document_id=number,
        counterparty_class="member", counterparty_id=member, reference=f"Nota {number}", amount=amount,
        opened_on=opened, due_on=due_on,
    )  # fmt: skip
    with transaction() as session:
        open_item(session, item)


def test_debts_fall_into_the_bucket_of_their_days_past_due(world: World) -> None:
    on = YEAR.first + timedelta(days=200)
    for past, amount in (
        (-3, 1),
        (0, 2),
        (1, 10),
        (30, 20),
        (31, 100),
        (60, 200),
        (61, 1_000),
        (90, 2_000),
        (91, 10_000),
    ):
        owe(world, f"n{past}", amount, on - timedelta(days=past))  # fmt: skip
    owe(world, "open", 500_000, None)
    book(world, debit("1-1100", 4), credit("1-2100", 4), document=Document("sale", "n1"), day=on)
    with transaction() as session:
        found = ageing.ageing(session, world.treasurer, "receivable", on)
        documents = ageing.aged_documents(session, world.treasurer, "receivable", on, MEMBER)
        balance = ledger.balance(session.connection(), world.cooperative_id, "1-2100", on=on)
    assert found.total == Ages(3, 26, 300, 3_000, 10_000, 500_000)
    assert found.total.total == balance
    assert [(each.counterparty_id, each.ages) for each in found.parties] == [(MEMBER, found.total)]
    assert (documents[0].reference, documents[0].days_past_due, documents[-1].due_on) == ("Nota n91", 91, None)
    assert sum(each.owed for each in documents) == balance


def test_what_is_owed_to_a_supplier_is_aged_until_it_is_paid(world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, "10", due_on=TODAY - timedelta(days=0))
    later = TODAY + timedelta(days=45)
    with transaction() as session:
        found = ageing.ageing(session, world.treasurer, "payable", later)
    assert found.total == Ages(0, 0, 10_000, 0, 0, 0)
    assert [each.counterparty_class for each in found.parties] == ["non_member"]
    before = datetime.now(UTC)
    world.pay(order, bill)
    with transaction() as session:
        paid = ageing.ageing(session, world.treasurer, "payable", later)
        then = ageing.ageing(session, world.treasurer, "payable", later, scope=Scope(known_at=before))
    assert (paid.total.total, paid.parties) == (0, ())
    assert then.total == found.total


def test_what_carries_no_document_stands_apart_with_who_owes_it(world: World) -> None:
    book(world, debit("1-2100", 70), credit("4-1100", 70), counterparty=Counterparty("member", MEMBER))
    book(world, debit("1-2100", 30), credit("4-1100", 30))
    with transaction() as session:
        found = ageing.ageing(session, world.treasurer, "receivable", TODAY)
    assert found.total == Ages(0, 0, 0, 0, 0, 100)
    assert {each.counterparty_id: each.ages.total for each in found.parties} == {MEMBER: 70, None: 30}
    with transaction() as session:
        first = ageing.ageing(session, world.treasurer, "receivable", TODAY, limit=1)
        last = ageing.ageing(session, world.treasurer, "receivable", TODAY, limit=1, after=first.next)
    assert [*first.parties, *last.parties] == list(found.parties)
    assert (first.total, first.next, last.next) == (found.total, "1", None)
    with pytest.raises(Invalid), transaction() as session:
        ageing.ageing(session, world.treasurer, "receivable", TODAY, after="x")


def test_a_member_has_one_statement_across_accounts(world: World) -> None:
    theirs = Counterparty("member", MEMBER)
    with transaction() as session:
        session.add(
            Member(id=MEMBER, cooperative_id=world.cooperative_id, number="A-1", name="Aminah", joined_on=TODAY)
        )
    book(world, debit("1-1100", 500), credit("3-1100", 500), counterparty=theirs, day=YEAR.first)
    book(world, debit("1-2100", 70), credit("4-1100", 70), counterparty=theirs)
    book(world, debit("1-1100", 20), credit("1-2100", 20), counterparty=theirs)
    asked = Asked(Days(YEAR.first + timedelta(days=1), TODAY))
    seen, after = [], None
    while True:
        with transaction() as session:
            page = reports.counterparty_statement(session, world.treasurer, MEMBER, asked, after=after, limit=2)
        seen += [(line.account, line.debit - line.credit, line.balance) for line in page.statement.lines]
        after = page.next
        if after is None:
            break
    assert page.member is not None
    assert page.member.name == "Aminah"
    assert {row.code: (row.opening, row.closing) for row in page.statement.accounts} == {
        "1-1100": (500, 520), "1-2100": (0, 50), "3-1100": (-500, -500), "4-1100": (0, -70),
    }  # fmt: skip
    assert seen == [("1-1100", 20, 520), ("1-2100", 70, 70), ("1-2100", -20, 50), ("4-1100", -70, -70)]
    with transaction() as session:
        assert reports.member_names(session, world.treasurer, {MEMBER}) == {MEMBER: "A-1 Aminah"}
    for broken in ("x", "a_b_c_d", "1-1100_2026-13-01_x_1"):
        with pytest.raises(Invalid), transaction() as session:
            reports.counterparty_statement(session, world.treasurer, MEMBER, asked, after=broken)


def test_another_cooperatives_counterparty_is_not_found(trading: World) -> None:
    with pytest.raises(NotFound), transaction() as session:
        reports.counterparty_statement(session, trading.other_manager, MEMBER, Asked(YEAR))


def refused(world: World) -> list[Actor]:
    return [world.member, world.cashier, world.seller, world.officer]


def test_only_those_who_may_read_the_books_read_the_reports(trading: World) -> None:
    asked = Asked(YEAR, "previous")
    for actor in refused(trading):
        for read in (
            reports.income_statement,
            reports.balance_sheet,
            reports.cash_flow,
            reports.equity_changes,
        ):
            with pytest.raises(NotPermitted), transaction() as session:
                read(session, actor, asked)
        with pytest.raises(NotPermitted), transaction() as session:
            ageing.ageing(session, actor, "payable", TODAY)
        with pytest.raises(NotPermitted), transaction() as session:
            reports.counterparty_statement(session, actor, MEMBER, asked)
    with transaction() as session:
        assert reports.income_statement(session, trading.other_manager, asked).surplus == (0, 0)


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    """A function that gives a program that may read the reports."""
    return lambda actor: program(app, actor, scopes=("reports:read",))


ADDRESSES = ("income-statement", "balance-sheet", "equity-changes", "cash-flow", "ageing?kind=payable")


def test_the_reports_over_the_api(client: Callable[[Actor], FlaskClient], trading: World) -> None:
    treasurer = client(trading.treasurer)
    root = "/api/v1/ledger/reports"
    income = treasurer.get(f"{root}/income-statement?compare=year").json
    assert income["columns"][0]["last"] == TODAY.isoformat()
    (surplus,) = [row for row in income["rows"] if row["key"] == "surplus"]
    assert surplus["amounts"] == [1_100, 0]
    assert surplus["shares"][0] == {"member": 500, "non_member": 300, "undivided": 300}
    sheet = treasurer.get(f"{root}/balance-sheet?compare=none").json
    amounts = {row["key"]: row["amounts"] for row in sheet["rows"]}
    assert amounts["assets"] == amounts["liabilities_and_equity"] == [6_100]
    equity = treasurer.get(f"{root}/equity-changes").json
    assert equity["columns"][0]["rows"][-1]["closing"] == 1_100
    cash = treasurer.get(f"{root}/cash-flow?business_unit=gudang").json
    assert {row["key"]: row["amounts"] for row in cash["rows"]}["closing"] == [400, 0]
    debts = treasurer.get(f"{root}/ageing?kind=receivable").json
    assert (debts["total"]["no_due_date"], len(debts["data"]), debts["has_more"]) == (300, 1, False)
    theirs = treasurer.get(f"{root}/counterparties/{MEMBER}?limit=1").json
    assert (len(theirs["accounts"]), len(theirs["data"])) == (2, 1)
    assert len(treasurer.get(f"{root}/counterparties/{MEMBER}?after={theirs['next']}").json["data"]) == 1


def test_the_api_refuses_what_cannot_be(client: Callable[[Actor], FlaskClient], trading: World) -> None:
    treasurer = client(trading.treasurer)
    root = "/api/v1/ledger/reports"
    for broken in (
        "first=2026-02-02&last=2026-02-01",
        "compare=never",
        "known_at=2026-02-02T00:00:00",
        "first=0001-01-01",
    ):
        assert treasurer.get(f"{root}/income-statement?{broken}").status_code == 422  # fmt: skip
    assert treasurer.get(f"{root}/ageing").status_code == 422
    assert treasurer.get(f"{root}/counterparties/{uuid4()}").status_code == 404
    for actor in refused(trading):
        for address in ADDRESSES:
            assert client(actor).get(f"{root}/{address}").status_code == 403
    assert treasurer.application.test_client().get(f"{root}/cash-flow").status_code == 401
