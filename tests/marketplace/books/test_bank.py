"""Bank statements beside the ledger: taken in once, matched one to one or several in one, booked, reconciled."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.books.errors import (
    AccountNotForThis,
    BankAccountUnknown,
    MatchedAlready,
    MatchedWithBank,
    MatchNotEqual,
    StatementNotRead,
)
from marketplace.books.models.bank import BankLine, BankMatch
from marketplace.books.queries import bank as queries
from marketplace.books.services import bank as services
from marketplace.books.services import cash as cash_services
from marketplace.books.services.bank import Imported, Part
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from tests.marketplace.books.test_cash import balances, line, record
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import World, world

__all__ = ["world"]

BANK = "1-1200"
DAY = today()


def csv(*moves: tuple[int, str], opening: int = 0, first: date | None = None) -> bytes:
    """A statement of (amount, words), a line a day from `first`, or so that it ends today."""
    first = first or DAY - timedelta(days=len(moves) - 1)
    text, balance = "Tanggal,Keterangan,Mutasi,DB/CR,Saldo\n", opening
    for number, (amount, words) in enumerate(moves):
        balance += amount
        day = first + timedelta(days=number)
        text += f"{day:%d/%m/%Y},{words},{abs(amount)},{'CR' if amount > 0 else 'DB'},{balance}\n"
    return text.encode()


def take_in(world: World, content: bytes, account: str = BANK) -> Imported:
    with transaction() as session:
        return services.import_statement(session, world.treasurer, account, "mutasi.csv", content)


def bank_lines(world: World) -> list[BankLine]:
    with transaction() as session:
        return list(session.scalars(queries.lines(world.treasurer, BANK).order_by(BankLine.day, BankLine.place)))


def deposit(world: World, amount: int) -> Part:
    """Money brought from the till to the bank: the line of the ledger on the bank's account."""
    entry = record(world.cashier, line(amount, "to_bank", None))
    return part_of(world, entry.entry_id)


def part_of(world: World, entry_id: UUID) -> Part:
    with transaction() as session:
        found = ledger.journal_entry(session.connection(), world.cooperative_id, entry_id)
    assert found is not None
    return Part(entry_id, next(number for number, each in enumerate(found.lines, 1) if each.account == BANK))


def confirm(world: World, line_id: UUID, parts: Sequence[Part], actor: Actor | None = None) -> BankLine:
    with transaction() as session:
        return services.confirm(session, actor or world.treasurer, line_id, parts)


def number_of(model: type) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_file_again_and_an_overlapping_one_bring_only_what_is_new(world: World) -> None:
    early = DAY - timedelta(days=5)
    first = take_in(world, csv((500, "a"), (-200, "b"), first=early))
    again = take_in(world, csv((500, "a"), (-200, "b"), first=early))
    wider = take_in(world, csv((500, "a"), (-200, "b"), (70, "c"), first=early))
    assert [each.new for each in (first, again, wider)] == [2, 0, 1]
    assert (wider.statement.line_count, wider.statement.known_count) == (1, 2)
    assert [each.amount for each in bank_lines(world)] == [500, -200, 70]
    assert bank_lines(world)[0].as_written[1:4] == ["a", "500", "CR"]


def test_a_file_that_cannot_be_read_or_is_for_no_bank_account_brings_nothing(world: World) -> None:
    for content, account, error in (
        (b"Nama,Harga\n", BANK, StatementNotRead),
        (csv((5, "a"))[:-2] + b"9\n", "1-1100", BankAccountUnknown),
        (csv((5, "a"), (6, "b")).replace(b",11\n", b",12\n"), BANK, StatementNotRead),
    ):
        with pytest.raises(error):
            take_in(world, content, account)
    for actor in (world.cashier, world.supervisor, world.manager, world.seller):
        with pytest.raises(NotPermitted), transaction() as session:
            services.import_statement(session, actor, BANK, "x", csv((5, "a")))
    assert number_of(BankLine) == 0


def test_what_is_alone_and_named_matches_by_itself(world: World) -> None:
    entry = record(world.cashier, line(75_000, "to_bank", None))
    found = take_in(world, csv((75_000, f"SETORAN {entry.number.replace('/', '')}"), (75_000, "TRSF")))
    assert found.matched == 0  # two lines of the bank could be it
    alone = record(world.cashier, line(81_000, "to_bank", None))
    later = csv((81_000, f"SETORAN {alone.number}"), opening=150_000)
    assert take_in(world, later).matched == 1
    with transaction() as session:
        [match] = session.scalars(select(BankMatch)).all()
    assert (match.way, match.amount, match.entry_id) == ("alone", 81_000, alone.entry_id)


def test_a_person_confirms_one_line_and_several_in_one(world: World) -> None:
    parts = [deposit(world, amount) for amount in (10_000, 20_000, 5_000)]
    take_in(world, csv((30_000, "SETORAN TUNAI"), (5_000, "SETORAN"), (5_000, "SETORAN")))
    together, single, other = bank_lines(world)
    with transaction() as session:
        seen, number = queries.open_lines(session, world.supervisor, BANK)
    assert number == 3
    assert [sum(part.amount for part in each.proposal.parts) for each in seen if each.proposal] == [30_000, 5_000]
    with pytest.raises(MatchNotEqual):
        confirm(world, together.id, parts[:1])
    assert confirm(world, together.id, parts[:2]).matched
    with pytest.raises(MatchedAlready):
        confirm(world, together.id, parts[:2])
    assert confirm(world, single.id, [parts[2]]).matched
    with pytest.raises(MatchedAlready):
        confirm(world, other.id, [parts[2]])
    assert number_of(BankMatch) == 3


def test_what_is_no_line_of_the_account_or_of_another_cooperative_matches_nothing(world: World) -> None:
    part = deposit(world, 10_000)
    take_in(world, csv((10_000, "x")))
    [found] = bank_lines(world)
    for wrong in ([Part(part.entry_id, 3 - part.line_no)], [Part(UUID(int=1), 1)], [], [part, part]):
        with pytest.raises(Invalid):
            confirm(world, found.id, wrong)
    with pytest.raises(NotFound):
        confirm(world, found.id, [part], actor=world.other_manager)
    assert number_of(BankMatch) == 0


def test_a_matched_line_of_the_cash_book_is_taken_apart_before_it_is_cancelled(world: World) -> None:
    entry = record(world.cashier, line(10_000, "to_bank", None))
    take_in(world, csv((10_000, "x")))
    [found] = bank_lines(world)
    confirm(world, found.id, [part_of(world, entry.entry_id)])
    with pytest.raises(MatchedWithBank), transaction() as session:
        cash_services.cancel(session, world.cashier, entry.id, reason="Salah")
    with transaction() as session:
        services.take_apart(session, world.treasurer, found.id, reason="Bukan itu")
    with transaction() as session:
        cash_services.cancel(session, world.cashier, entry.id, reason="Salah")
    with transaction() as session:
        seen, _number = queries.open_lines(session, world.treasurer, BANK)
    assert [each.proposal for each in seen] == [None]  # a reversed entry is not proposed
    assert balances(world) == {}


def test_a_line_nobody_booked_is_booked_once_and_reversed_when_taken_apart(world: World) -> None:
    take_in(world, csv((-13_000, "BIAYA ADM"), (50_000, "TRSF")))
    fee, _transfer = bank_lines(world)
    for account in (BANK, "9-9999", "6-1000", "2-3100"):
        with pytest.raises(AccountNotForThis), transaction() as session:
            services.book_line(session, world.treasurer, fee.id, account)
    for _time in range(2):
        with transaction() as session:
            services.book_line(session, world.treasurer, fee.id, "6-1400", key="k")
    assert balances(world) == {BANK: -13_000, "6-1400": 13_000}
    with pytest.raises(MatchedAlready), transaction() as session:
        services.book_line(session, world.treasurer, fee.id, "6-1400", key="other")
    with transaction() as session:
        services.take_apart(session, world.treasurer, fee.id, reason="Salah akun")
    assert balances(world) == {}
    with transaction() as session:
        services.book_line(session, world.treasurer, fee.id, "6-3100")
    assert balances(world) == {BANK: -13_000, "6-3100": 13_000}


def test_the_difference_between_books_and_bank_is_explained_to_the_rupiah(world: World) -> None:
    early = DAY - timedelta(days=2)
    parts = [deposit(world, amount) for amount in (40_000, 9_000)]
    take_in(world, csv((40_000, "SETORAN"), (-2_500, "BIAYA"), opening=100_000, first=early))
    first, _fee = bank_lines(world)
    confirm(world, first.id, parts[:1])
    with transaction() as session:
        found = queries.reconciliation(session, world.supervisor, BANK, DAY)
        nothing = queries.reconciliation(session, world.supervisor, BANK, early - timedelta(days=1))
    assert nothing is None
    assert found is not None
    figures = found.figures
    assert (figures.books, figures.bank, figures.before) == (49_000, 137_500, -100_000)
    assert (figures.only_in_books, figures.only_in_bank, figures.missing) == (9_000, -2_500, 0)
    assert [each.amount for each in found.in_books] == [9_000]
    assert [each.amount for each in found.in_bank] == [-2_500]
    take_in(world, csv((1_000, "x"), opening=140_000))  # a day between was never handed in
    with transaction() as session:
        gap = queries.reconciliation(session, world.supervisor, BANK, DAY)
    assert gap is not None
    assert gap.figures.missing == -(140_000 - 137_500)


def test_a_file_with_the_newest_first_ends_with_the_balance_of_its_newest_line(world: World) -> None:
    text = csv((500, "a"), (300, "b"), (-100, "c"), opening=1_000).decode().splitlines()
    same_day = [re.sub(r"^../../....", f"{DAY:%d/%m/%Y}", row) for row in text]
    take_in(world, "\n".join([same_day[0], *same_day[:0:-1]]).encode())
    assert [each.description for each in bank_lines(world)] == ["a", "b", "c"]
    with transaction() as session:
        found = queries.reconciliation(session, world.treasurer, BANK, DAY)
    assert found is not None
    assert (found.figures.bank, found.figures.missing) == (1_700, 0)


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    return lambda actor: program(app, actor, scopes=("bank:read", "bank:write"))


def test_bank_statements_over_the_api(client: Callable[[Actor], FlaskClient], world: World) -> None:
    part = deposit(world, 10_000)
    treasurer = client(world.treasurer)

    def hand_in(content: bytes, **headers: str) -> Any:
        given = {"account": BANK, "file": (io.BytesIO(content), "m.csv")}
        return treasurer.post("/api/v1/bank/statements", data=given, headers=headers)

    key = {"Idempotency-Key": secrets.token_hex(4)}
    made = hand_in(csv((10_000, "x"), (-500, "BIAYA")), **key)
    assert (made.status_code, made.json["new"]) == (201, 2)
    assert hand_in(csv((10_000, "x"), (-500, "BIAYA")), **key).json["statement"]["id"] == made.json["statement"]["id"]
    assert hand_in(b"nothing").json["error"]["code"] == "bank_statement_not_read"
    assert len(treasurer.get(f"/api/v1/bank/statements?account={BANK}").json["data"]) == 1
    open_lines = treasurer.get(f"/api/v1/bank/lines?account={BANK}&matched=false").json["data"]
    fee, first = sorted(open_lines, key=lambda each: each["amount"])
    body = {"parts": [{"entry_id": str(part.entry_id), "line_no": part.line_no}]}
    assert treasurer.post(f"/api/v1/bank/lines/{first['id']}/match", json=body).json["matched"]
    assert treasurer.post(f"/api/v1/bank/lines/{fee['id']}/book", json={"account": "6-1400"}).json["matched"]
    undone = treasurer.post(f"/api/v1/bank/lines/{fee['id']}/take-apart", json={"reason": "Salah"})
    assert undone.json["matched"] is False
    figures = treasurer.get(f"/api/v1/bank/reconciliation?account={BANK}").json
    assert (figures["books"], figures["bank"], figures["only_in_bank"], figures["missing"]) == (10_000, 9_500, -500, 0)
    assert treasurer.get("/api/v1/bank/reconciliation?account=1-1210").status_code == 404
    assert client(world.cashier).get(f"/api/v1/bank/lines?account={BANK}").status_code == 403
    stranger = client(world.other_manager).post(f"/api/v1/bank/lines/{fee['id']}/book", json={"account": "6-1400"})
    assert stranger.status_code == 404
