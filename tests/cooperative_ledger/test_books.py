"""Books, their chart, their periods."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Entry,
    Posted,
    Refused,
    account_statement,
    accounts,
    add_accounts,
    change_period,
    chart_template,
    close_period,
    credit,
    debit,
    english_names,
    journal_entry,
    limit_account,
    open_books,
    period_changes,
    period_of,
    period_state,
    post,
    rename_account,
)
from cooperative_ledger.balances import balance

Connection = psycopg.Connection[Any]
FIRST_DIGIT = {
    "1": "asset",
    "2": "liability",
    "3": "equity",
    "4": "income",
    "5": "expense",
    "6": "expense",
    "7": "expense",
}


def test_the_template_is_a_tree_whose_leaves_take_postings() -> None:
    chart = {account.code: account for account in chart_template()}
    parents = {account.parent_code for account in chart.values() if account.parent_code}
    assert parents <= chart.keys()
    assert {code for code, account in chart.items() if not account.postable} == parents
    assert {code: account.account_type for code, account in chart.items()} == {
        code: FIRST_DIGIT[code[0]] for code in chart
    }
    assert english_names().keys() == chart.keys()


def test_contra_accounts_stand_on_the_other_side() -> None:
    sides = {"asset": "debit", "expense": "debit"}
    contra = {a.code for a in chart_template() if a.normal_side != sides.get(a.account_type, "credit")}
    assert contra == {"1-2490", "1-5900", "4-1190"}


def test_opening_books_twice_changes_nothing(connection: Connection, coop: UUID) -> None:
    assert not open_books(connection, coop, name="Nama lain", open_on=date(2026, 1, 1))
    connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    assert connection.execute("SELECT name FROM ledger.cooperative").fetchall() == [("Koperasi Uji",)]


def test_the_chart_can_be_edited(connection: Connection, coop: UUID) -> None:
    mine = Account(code="1-1115", name="Kas pelabuhan", account_type="asset", normal_side="debit", parent_code="1-1000")
    assert add_accounts(connection, coop, [mine, *chart_template()]) == 1
    rename_account(connection, coop, "1-1115", "Kas dermaga")
    assert {account.code: account.name for account in accounts(connection, coop)}["1-1115"] == "Kas dermaga"
    with pytest.raises(LookupError):
        rename_account(connection, coop, "1-1116", "Tidak ada")


def test_limits_can_be_set_on_guarded_accounts_only(connection: Connection, coop: UUID) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        limit_account(connection, coop, "1-1100", floor=0)


def test_a_credit_limit_holds_for_each_member_by_himself(connection: Connection, coop: UUID) -> None:
    from cooperative_ledger import Counterparty

    loans = Account(code="1-2120", name="Piutang tempo", account_type="asset", normal_side="debit",
                    balance_mode="guarded_by_counterparty", ceiling=100)  # fmt: skip
    add_accounts(connection, coop, [loans])
    one, two = (Counterparty("member", UUID(int=number)) for number in (1, 2))
    lent = [
        Entry(source="t", key=f"{number}", counterparty=who, lines=(debit("1-2120", 60), credit("4-1100", 60)))
        for number, who in enumerate((one, two, one))
    ]
    results = post(connection, coop, lent, actor="me")
    assert [isinstance(result, Posted) for result in results] == [True, True, False]
    assert results[2] == Refused("limit_exceeded", "1-2120")
    limit_account(connection, coop, "1-2120", ceiling=120)
    assert isinstance(post(connection, coop, lent, actor="me")[2], Posted)
    connection.commit()
    assert balance(connection, coop, "1-2120", counterparty_id=one.id) == 120
    assert len(account_statement(connection, coop, "1-2120").lines) == 3


def late(key: str = "late", **details: Any) -> Entry:
    lines = (debit("6-1200", 5), credit("1-1100", 5))
    return Entry(source="t", key=key, posting_date=date(2026, 3, 30), lines=lines, **details)


def test_a_repeat_is_answered_also_after_the_period_was_closed(connection: Connection, coop: UUID) -> None:
    (posted,) = post(connection, coop, [late()], actor="me")
    close_period(connection, coop, 202603, actor="bendahara")
    connection.commit()
    (again, other) = post(connection, coop, [late(), late("other")], actor="me")
    assert isinstance(posted, Posted)
    assert again == Posted(posted.entry_id, posted.posting_date, replayed=True)
    assert other == Refused("period_closed")


def test_a_late_document_can_go_to_the_first_open_period(connection: Connection, coop: UUID) -> None:
    for period in (202603, 202604):
        close_period(connection, coop, period, actor="bendahara")
    connection.commit()
    entry = late(if_closed="move", document_date=date(2026, 3, 30))
    assert post(connection, coop, [entry], actor="me") == [Posted(entry.id, date(2026, 5, 1), replayed=False)]
    connection.commit()
    stored = journal_entry(connection, coop, entry.id)
    assert stored is not None
    assert (stored.document_date, stored.posting_date, stored.period) == (date(2026, 3, 30), date(2026, 5, 1), 202605)
    assert connection.execute("SELECT dating FROM ledger.entry").fetchall() == [("moved",)]


def test_adjustments_of_a_year_have_a_period_of_their_own(connection: Connection, coop: UUID) -> None:
    close_period(connection, coop, 202512, actor="bendahara")
    connection.commit()
    lines = (debit("6-1500", 5), credit("1-5900", 5))
    details: dict[str, Any] = {"source": "t", "posting_date": date(2025, 12, 31), "lines": lines}
    adjusted = Entry(key="1", kind="adjustment", period=202513, **details)
    plain = Entry(key="2", period=202513, **details)
    december = Entry(key="3", kind="adjustment", **details)
    results = post(connection, coop, [adjusted, plain, december], actor="me")
    assert results == [
        Posted(adjusted.id, date(2025, 12, 31), False),
        Refused("period_mismatch"),
        Refused("period_closed"),
    ]


def test_a_period_moves_only_as_it_may(connection: Connection, coop: UUID) -> None:
    assert period_state(connection, coop, period_of(date(2026, 3, 1))) == "open"
    forbidden: list[tuple[list[str], str, dict[str, str]]] = [
        ([], "closed", {}),
        ([], "locked", {}),
        (["closing", "closed"], "open", {}),
        (["closing", "closed"], "open", {"reason": "salah"}),
        (["closing", "closed"], "open", {"reason": "salah", "approved_by": "a"}),
        (["closing", "closed", "locked"], "open", {"reason": "salah", "approved_by": "b"}),
    ]
    for steps, last, details in forbidden:
        for step in steps:
            change_period(connection, coop, 202603, step, actor="a")  # type: ignore[arg-type]
        with pytest.raises(psycopg.errors.CheckViolation):
            change_period(connection, coop, 202603, last, actor="a", **details)  # type: ignore[arg-type]
        connection.rollback()
    assert period_changes(connection, coop) == []


def test_reopening_leaves_who_why_and_who_agreed(connection: Connection, coop: UUID) -> None:
    close_period(connection, coop, 202603, actor="bendahara")
    change_period(connection, coop, 202603, "open", actor="bendahara", approved_by="pengawas", reason="Nota listrik")
    connection.commit()
    changes = period_changes(connection, coop)
    assert [(change.state_before, change.state_after) for change in changes] == [
        ("open", "closing"), ("closing", "closed"), ("closed", "open"),
    ]  # fmt: skip
    assert (changes[2].actor, changes[2].approved_by, changes[2].reason) == ("bendahara", "pengawas", "Nota listrik")
    assert isinstance(post(connection, coop, [late()], actor="me")[0], Posted)
