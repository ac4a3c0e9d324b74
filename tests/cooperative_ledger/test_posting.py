"""Posting one entry and many: what is stored, what is refused, what a repeat gives."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import RFC_4122, UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest

from cooperative_ledger import (
    REFUSALS,
    Counterparty,
    Document,
    Entry,
    Line,
    Posted,
    PostingRefused,
    Refused,
    Reversal,
    balance,
    close_account,
    credit,
    debit,
    journal_entry,
    new_entry_id,
    post,
    post_one,
    reverse,
)

from .conftest import Connect, counts, open_new_books

DAY = date(2026, 3, 2)
Connection = psycopg.Connection[Any]


def entry(key: str = "1", amount: int = 1000, **details: Any) -> Entry:
    lines = (debit("1-1100", amount), credit("4-1100", amount))
    return Entry(**{"source": "test", "key": key, "posting_date": DAY, "lines": lines, **details})


def post_and_commit(connection: Connection, coop: UUID, *entries: Any) -> list[Posted | Refused]:
    results = post(connection, coop, entries, actor="bendahara")
    connection.commit()
    return results


def test_an_entry_is_stored_as_it_was_asked_for(connection: Connection, coop: UUID) -> None:
    member, outlet, order = Counterparty("member", uuid4()), uuid4(), Document("order", "PO-7")
    asked = entry(
        reference="PO-7", narration="Jual beras", document_date=date(2026, 2, 27), document=order, outlet_id=outlet,
        lines=(
            debit("1-2100", 700, counterparty=member),
            debit("1-1100", 300, document=Document("receipt", "9")),
            credit("4-1100", 1000, counterparty=member, business_unit="gerai sembako"),
        ),
    )  # fmt: skip
    (posted,) = post_and_commit(connection, coop, asked)
    assert posted == Posted(asked.id, DAY, replayed=False)
    stored = journal_entry(connection, coop, asked.id)
    assert stored is not None
    assert (stored.kind, stored.reference, stored.narration, stored.actor) == (
        "normal",
        "PO-7",
        "Jual beras",
        "bendahara",
    )
    assert (stored.document_date, stored.posting_date, stored.period) == (date(2026, 2, 27), DAY, 202603)
    assert [(line.account, line.debit, line.credit) for line in stored.lines] == [
        ("1-2100", 700, 0), ("1-1100", 300, 0), ("4-1100", 0, 1000),
    ]  # fmt: skip
    assert [line.counterparty_id for line in stored.lines] == [member.id, None, member.id]
    assert [(line.document_type, line.document_id) for line in stored.lines] == [
        ("order", "PO-7"), ("receipt", "9"), ("order", "PO-7"),
    ]  # fmt: skip
    assert {line.outlet_id for line in stored.lines} == {outlet}
    assert stored.lines[2].business_unit == "gerai sembako"
    assert abs(stored.recorded_at - datetime.now(UTC)) < timedelta(minutes=5)


REFUSED = {
    "unbalanced": entry(lines=(debit("1-1100", 1000), credit("4-1100", 999))),
    "too_few_lines": entry(lines=(debit("1-1100", 1000),)),
    "too_many_lines": entry(lines=(*(debit("1-1100", 1) for _ in range(1000)), credit("4-1100", 1000))),
    "amount_invalid": entry(lines=(debit("1-1100", 0), credit("4-1100", 0))),
    "unknown_account": entry(lines=(debit("1-1100", 1), credit("4-1199", 1))),
    "account_not_postable": entry(lines=(debit("1-1100", 1), credit("4-1000", 1))),
    "posting_date_in_future": entry(posting_date=datetime.now(UTC).date() + timedelta(days=3)),
    "before_books_open": entry(posting_date=date(2024, 12, 31)),
    "period_mismatch": entry(period=202604),
    "entry_not_found": Reversal(source="test", key="1", reverses=uuid4(), posting_date=DAY),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_wrong_is_refused_with_its_code_and_nothing_is_written(
    connection: Connection, coop: UUID, code: str
) -> None:
    (result,) = post_and_commit(connection, coop, REFUSED[code])
    assert isinstance(result, Refused)
    assert result.code == code
    assert counts(connection, coop) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "lines",
    [
        (debit("1-1100", -5), credit("4-1100", -5)),
        (Line(account="1-1100", debit=5, credit=5), Line(account="4-1100", debit=5, credit=5)),
        (debit("1-1100", 10**15 + 1), credit("4-1100", 10**15 + 1)),
        (debit("1-1100", 0), debit("1-1110", 5), credit("4-1100", 5)),
    ],
)
def test_an_amount_stands_on_one_side_above_zero_and_within_the_limit(
    connection: Connection, coop: UUID, lines: tuple[Line, ...]
) -> None:
    assert post_and_commit(connection, coop, entry(lines=lines)) == [Refused("amount_invalid")]
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_the_largest_amount_and_the_longest_entry_fit(connection: Connection, coop: UUID) -> None:
    half = tuple(debit("1-1100", 10**15) for _ in range(500))
    lines = half + tuple(credit("4-1100", 10**15) for _ in range(500))
    (posted,) = post_and_commit(connection, coop, entry(lines=lines))
    assert isinstance(posted, Posted)
    assert balance(connection, coop, "1-1100") == 500 * 10**15


def test_a_refusal_names_the_account_in_both_languages() -> None:
    refused = Refused("unknown_account", "9-9999")
    assert refused.message() == "Akun 9-9999 tidak ada"
    assert refused.message("en") == "There is no account 9-9999"
    for code in REFUSALS:
        assert Refused(code, "1-1100").message("id") != Refused(code, "1-1100").message("en")


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_money_is_a_whole_number_of_rupiah(amount: Any) -> None:
    with pytest.raises(TypeError):
        debit("1-1100", amount)


@pytest.mark.parametrize("details", [{"key": ""}, {"key": "x" * 201}, {"narration": "a\0b"}, {"source": ""}])
def test_texts_that_cannot_be_stored_are_refused_before_the_database(details: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="character"):
        entry(**details)


def test_a_repeat_gives_the_entry_that_is_there(connection: Connection, coop: UUID) -> None:
    (first,) = post_and_commit(connection, coop, entry(narration="sekali"))
    before = counts(connection, coop)
    (again,) = post_and_commit(connection, coop, entry(narration="sekali"))
    assert isinstance(first, Posted)
    assert again == Posted(first.entry_id, DAY, replayed=True)
    assert counts(connection, coop) == before


@pytest.mark.parametrize(
    "details",
    [
        {"amount": 1001}, {"narration": "lain"}, {"narration": None}, {"posting_date": date(2026, 3, 3)},
        {"posting_date": None}, {"reference": "X"}, {"document_date": DAY}, {"kind": "opening"},
        {"lines": (credit("4-1100", 1000), debit("1-1100", 1000))}, {"document": Document("order", "1")},
        {"counterparty": Counterparty("member")}, {"business_unit": "gerai"}, {"outlet_id": UUID(int=1)},
    ],
)  # fmt: skip
def test_a_key_reused_with_other_content_is_refused(
    connection: Connection, coop: UUID, details: dict[str, Any]
) -> None:
    post_and_commit(connection, coop, entry(narration="sekali"))
    before = counts(connection, coop)
    assert post_and_commit(connection, coop, entry(**{"narration": "sekali", **details})) == [Refused("key_reused")]
    assert counts(connection, coop) == before


def test_keys_of_two_sources_and_two_cooperatives_do_not_meet(connection: Connection, coop: UUID) -> None:
    other = open_new_books(connection)
    results = post_and_commit(connection, coop, entry(), entry(source="import", amount=5))
    results += post_and_commit(connection, other, entry(amount=7))
    assert [isinstance(result, Posted) and not result.replayed for result in results] == [True] * 3


def test_in_a_batch_each_entry_has_its_own_result(connection: Connection, coop: UUID) -> None:
    good, bad, twin, other = entry("a"), entry("b", lines=(debit("1-1100", 1),)), entry("a"), entry("a", amount=2)
    back = Reversal(source="test", key="r", reverses=good.id, posting_date=DAY)
    back_again = Reversal(source="test", key="r2", reverses=good.id, posting_date=DAY)
    results = post_and_commit(connection, coop, good, bad, twin, other, back, back_again)
    assert results == [
        Posted(good.id, DAY, replayed=False), Refused("too_few_lines"), Posted(good.id, DAY, replayed=True),
        Refused("key_reused"), Posted(back.id, DAY, replayed=False), Refused("already_reversed"),
    ]  # fmt: skip
    assert counts(connection, coop) == (2, 2, 4, 0)


def test_a_batch_with_a_key_twice_is_answered_right_also_without_this_library(
    connection: Connection, coop: UUID
) -> None:
    lines = [{"account": "1-1100", "debit": 1, "credit": 0}, {"account": "4-1100", "debit": 0, "credit": 1}]
    other = [{**line, "outlet_id": str(UUID(int=1))} for line in lines]
    body = [{"id": str(uuid4()), "source": "s", "key": "k", "lines": asked} for asked in (lines, lines, other)]
    rows = connection.execute(
        """SELECT p.outcome FROM (SELECT set_config('ledger.coop_id', %s, true)::uuid AS coop) AS c,
           LATERAL ledger.post(c.coop, 'me', %s::jsonb) AS p""",
        (str(coop), json.dumps(body)),
    ).fetchall()
    connection.commit()
    assert rows == [("posted",), ("replayed",), ("refused",)]
    assert counts(connection, coop) == (1, 1, 2, 0)


def test_more_than_a_thousand_entries_go_in_one_call(connection: Connection, coop: UUID) -> None:
    results = post_and_commit(connection, coop, *(entry(str(number), number + 1) for number in range(2_100)))
    assert sum(isinstance(result, Posted) for result in results) == 2_100
    assert balance(connection, coop, "1-1100") == sum(range(1, 2_101))


def test_nothing_stands_before_the_caller_commits(connection: Connection, connect: Connect, coop: UUID) -> None:
    post_one(connection, coop, entry(), actor="kasir")
    assert counts(connect(), coop) == (0, 0, 0, 0)
    connection.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_posting_one_refused_entry_raises(connection: Connection, coop: UUID) -> None:
    with pytest.raises(PostingRefused) as raised:
        post_one(connection, coop, REFUSED["unbalanced"], actor="kasir")
    assert raised.value.code == "unbalanced"
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_posting_to_books_that_are_not_open_is_refused(connection: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as raised:
        post(connection, uuid4(), [entry()], actor="kasir")
    assert raised.value.diag.constraint_name == "books_are_open_and_named"


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_posting_date_is_the_day_where_the_cooperative_is(connection: Connection, zone: str) -> None:
    coop = open_new_books(connection, time_zone=zone)
    before = datetime.now(ZoneInfo(zone)).date()
    (posted,) = post_and_commit(connection, coop, entry(posting_date=None))
    assert isinstance(posted, Posted)
    assert before <= posted.posting_date <= datetime.now(ZoneInfo(zone)).date()


def test_a_reversal_mirrors_every_line_and_happens_once(connection: Connection, coop: UUID) -> None:
    asked = entry(document=Document("order", "1"), counterparty=Counterparty("member", uuid4()))
    post_and_commit(connection, coop, asked)
    posted = reverse(connection, coop, asked.id, source="test", key="r", actor="bendahara", posting_date=DAY)
    connection.commit()
    original, mirror = (journal_entry(connection, coop, id_) for id_ in (asked.id, posted.entry_id))
    assert original is not None
    assert mirror is not None
    assert (mirror.kind, mirror.reverses, original.reversed_by) == ("reversal", asked.id, posted.entry_id)
    for line, mirrored in zip(original.lines, mirror.lines, strict=True):
        assert (line.account, line.debit, line.credit) == (mirrored.account, mirrored.credit, mirrored.debit)
        assert line.counterparty_id == mirrored.counterparty_id
        assert (line.document_type, line.document_id) == (mirrored.document_type, mirrored.document_id)
    assert balance(connection, coop, "1-1100") == 0
    for target, code in ((asked.id, "already_reversed"), (posted.entry_id, "reversal_of_reversal")):
        with pytest.raises(PostingRefused) as raised:
            reverse(connection, coop, target, source="test", key="r2", actor="bendahara")
        assert raised.value.code == code
    again = reverse(connection, coop, asked.id, source="test", key="r", actor="bendahara", posting_date=DAY)
    assert again == Posted(posted.entry_id, DAY, replayed=True)


def test_an_entry_of_another_cooperative_cannot_be_reversed(connection: Connection, coop: UUID) -> None:
    asked = entry()
    post_and_commit(connection, coop, asked)
    other = open_new_books(connection)
    back = Reversal(source="test", key="r", reverses=asked.id)
    assert post_and_commit(connection, other, back) == [Refused("entry_not_found")]


def test_a_closed_account_takes_nothing_later(connection: Connection, coop: UUID) -> None:
    close_account(connection, coop, "1-1100", date(2026, 3, 1))
    connection.commit()
    late, early = entry("late"), entry("early", posting_date=date(2026, 3, 1))
    refused, posted = post_and_commit(connection, coop, late, early)
    assert refused == Refused("account_closed", "1-1100")
    assert isinstance(posted, Posted)


def test_an_account_with_a_balance_is_not_closed(connection: Connection, coop: UUID) -> None:
    post_and_commit(connection, coop, entry())
    with pytest.raises(psycopg.errors.CheckViolation, match="closed_account_is_empty"):
        close_account(connection, coop, "1-1100", DAY)


def test_entry_ids_are_of_version_7_and_rise_strictly() -> None:
    ids = [new_entry_id() for _ in range(10_000)]
    assert ids == sorted(set(ids))
    assert {(id_.version, id_.variant) for id_ in ids} == {(7, RFC_4122)}
    made = datetime.fromtimestamp((ids[0].int >> 80) / 1000, UTC)
    assert abs(made - datetime.now(UTC)) < timedelta(minutes=5)
