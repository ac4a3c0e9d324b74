"""How the balance of an account is kept: which accounts of the template are guarded, and how an account becomes so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Counterparty,
    Entry,
    Posted,
    Refused,
    accounts,
    add_accounts,
    balance,
    chart_template,
    credit,
    debit,
    guard_account,
    post,
    reserve,
)

from .conftest import Connect
from .test_concurrency import posting, waiting

Connection = psycopg.Connection[Any]
MEMBER = Counterparty("member", UUID(int=1))
OTHER = Counterparty("member", UUID(int=2))
SAVINGS = ("2-3100", "2-3200", "2-3300", "2-3400", "3-1100", "3-1200")


def paid_in(key: str, account: str, amount: int, member: Counterparty = MEMBER) -> Entry:
    return Entry(source="t", key=key, lines=(debit("1-1100", amount), credit(account, amount)), counterparty=member)


def taken_out(key: str, account: str, amount: int, member: Counterparty = MEMBER) -> Entry:
    return Entry(source="t", key=key, lines=(debit(account, amount), credit("1-1100", amount)), counterparty=member)


def test_the_template_guards_the_savings_of_each_member_and_nothing_else() -> None:
    guarded = {account.code: account for account in chart_template() if account.balance_mode != "rolled_up"}
    assert set(guarded) == set(SAVINGS)
    assert {(account.balance_mode, account.floor) for account in guarded.values()} == {("guarded_by_counterparty", 0)}


@pytest.mark.parametrize("account", SAVINGS)
def test_a_members_savings_never_fall_below_zero(connection: Connection, coop: UUID, account: str) -> None:
    results = post(
        connection,
        coop,
        [paid_in("1", account, 100), taken_out("2", account, 60), taken_out("3", account, 60),
         taken_out("4", account, 1, OTHER)],
        actor="kasir",
    )  # fmt: skip
    connection.commit()
    assert [isinstance(result, Posted) for result in results] == [True, True, False, False]
    assert results[2:] == [Refused("insufficient_balance", account)] * 2
    assert balance(connection, coop, account, counterparty_id=MEMBER.id) == 40


def test_an_account_without_lines_becomes_guarded(connection: Connection, coop: UUID) -> None:
    guard_account(connection, coop, "1-1110", "guarded", floor=0, ceiling=50)
    connection.commit()
    account = {account.code: account for account in accounts(connection, coop)}["1-1110"]
    assert (account.balance_mode, account.floor, account.ceiling) == ("guarded", 0, 50)
    into = Entry(source="t", key="1", lines=(debit("1-1110", 51), credit("4-1100", 51)))
    assert post(connection, coop, [into], actor="me") == [Refused("limit_exceeded", "1-1110")]
    guard_account(connection, coop, "1-1110", "rolled_up")
    assert isinstance(post(connection, coop, [into], actor="me")[0], Posted)


def broken_rule(connection: Connection, coop: UUID, code: str, mode: Any, **limits: int) -> str | None:
    with pytest.raises(psycopg.errors.CheckViolation) as raised:
        guard_account(connection, coop, code, mode, **limits)
    connection.rollback()
    return raised.value.diag.constraint_name


def test_an_account_with_lines_keeps_its_guard(connection: Connection, coop: UUID) -> None:
    post(connection, coop, [paid_in("1", "2-3100", 100)], actor="me")
    connection.commit()
    for code, mode in (("1-1100", "guarded"), ("2-3100", "rolled_up"), ("2-3100", "guarded")):
        assert broken_rule(connection, coop, code, mode) == "account_with_lines_keeps_its_guard"
    guard_account(connection, coop, "2-3100", "guarded_by_counterparty", floor=-5)
    connection.commit()
    out = taken_out("2", "2-3100", 105)
    assert isinstance(post(connection, coop, [out], actor="me")[0], Posted)


def test_an_account_with_held_money_keeps_its_guard(connection: Connection, coop: UUID) -> None:
    guard_account(connection, coop, "2-1400", "guarded", floor=-100)
    reserve(connection, coop, "2-1400", 10, source="t", key="h", actor="me")
    connection.commit()
    assert broken_rule(connection, coop, "2-1400", "rolled_up") == "account_with_lines_keeps_its_guard"


def test_limits_belong_to_guarded_accounts_and_codes_to_accounts(connection: Connection, coop: UUID) -> None:
    assert broken_rule(connection, coop, "1-1110", "rolled_up", floor=0) is not None
    assert broken_rule(connection, coop, "1-1110", "guarded", floor=5, ceiling=4) is not None
    assert broken_rule(connection, coop, "1-1110", "asleep") is not None
    with pytest.raises(LookupError):
        guard_account(connection, coop, "1-1119", "guarded")


def test_a_new_guard_waits_for_a_posting_under_way(connect: Connect, connection: Connection, coop: UUID) -> None:
    second = connect()
    post(connection, coop, [paid_in("1", "2-1400", 100)], actor="me")

    def guard() -> str | None:
        return broken_rule(second, coop, "2-1400", "guarded", floor=0)

    with waiting(connect, second, guard) as outcome:
        connection.commit()
    assert outcome == ["account_with_lines_keeps_its_guard"]


def test_a_posting_waits_for_a_new_guard_and_obeys_it(connect: Connect, connection: Connection, coop: UUID) -> None:
    second = connect()
    guard_account(connection, coop, "2-1400", "guarded", floor=0)
    with waiting(connect, second, posting(second, coop, taken_out("1", "2-1400", 5))) as outcome:
        connection.commit()
    assert outcome == [[Refused("insufficient_balance", "2-1400")]]


def test_an_account_can_be_added_guarded(connection: Connection, coop: UUID) -> None:
    till = Account(
        code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0
    )
    add_accounts(connection, coop, [till])
    assert till.code in {account.code for account in accounts(connection, coop) if account.balance_mode == "guarded"}
