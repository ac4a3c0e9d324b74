"""Sums that are stored although the lines say them: guarded balances, folds, totals under the newest seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from .encoding import whole_number
from .findings import Report
from .journal import NO_GUARD, Server, Sums
from .reading import Connection, Row, rows, streamed

_BALANCES = """
    SELECT account_code, counterparty_id, sum(debit)::text, sum(credit)::text, sum(held)::text
    FROM ledger.balance WHERE coop_id = %(coop)s GROUP BY account_code, counterparty_id
"""
_HELD = """
    SELECT h.account_code, h.counterparty_id, sum(h.amount)::text
    FROM ledger.hold AS h
    WHERE h.coop_id = %(coop)s AND NOT EXISTS (
        SELECT FROM ledger.hold_resolution AS r WHERE r.coop_id = h.coop_id AND r.hold_id = h.hold_id OFFSET 0)
    GROUP BY h.account_code, h.counterparty_id
"""
_TOTALS = "SELECT account_code, debit::text, credit::text FROM ledger.seal_total WHERE coop_id = %(coop)s"
_FOLDS = """
    SELECT debit::text, credit::text, posting_date, account_code FROM ledger.fold
    WHERE coop_id = %(coop)s AND span = %(span)s
"""
_DIMENSION_FOLDS = """
    SELECT sum(debit)::text, sum(credit)::text, posting_date, account_code, counterparty_class, outlet_id,
           business_unit
    FROM ledger.dimension_fold WHERE coop_id = %(coop)s AND span = %(span)s
    GROUP BY posting_date, account_code, counterparty_class, outlet_id, business_unit
"""
_EPOCH = date(2000, 1, 1)


def check_projections(connection: Connection, coop_id: UUID, sums: Sums, server: Server, report: Report) -> None:
    """Compare every stored sum with the lines as they were just read."""
    _check_balances(connection, coop_id, sums, report)
    _check_totals(connection, coop_id, sums, report)
    for table, query, through, days in (
        ("fold", _FOLDS, server.folded_through, sums.days),
        ("dimension_fold", _DIMENSION_FOLDS, server.dimensions_through, sums.dimensions),
    ):
        if through is not None:
            for span, expected in (("day", days), ("month", _by_month(days))):
                found = streamed(connection, query, {"coop": coop_id, "span": span})
                _check_folds(found, table, span, expected, report)


def _check_balances(connection: Connection, coop_id: UUID, sums: Sums, report: Report) -> None:
    values = {"coop": coop_id}
    held = {(account, guard): _amount(amount) for account, guard, amount in rows(connection, _HELD, values)}
    expected = dict(sums.guarded)
    for account, guard, *amounts in streamed(connection, _BALANCES, values):
        debit, credit, holding = map(_amount, amounts)
        now = expected.pop((account or b"", guard or NO_GUARD), [0, 0])
        stored = {
            "debit": (debit, now[0]),
            "credit": (credit, now[1]),
            "held": (holding, held.pop((account, guard), 0)),
        }
        if wrong := [name for name, (is_, should) in stored.items() if is_ != should]:
            report.found("projection", "balance", _named(account, guard), *wrong)
    for account, guard in expected:
        report.found("projection", "balance", _named(account, guard), "debit", "credit")
    for account, guard in held:
        report.found("projection", "balance", _named(account, guard), "held")


def _check_totals(connection: Connection, coop_id: UUID, sums: Sums, report: Report) -> None:
    expected = dict(sums.sealed)
    for account, debit, credit in rows(connection, _TOTALS, {"coop": coop_id}):
        if expected.pop(account or b"", [0, 0]) != [_amount(debit), _amount(credit)]:
            report.found("projection", "seal_total", (account or b"").decode(), "debit", "credit")
    for account in expected:
        report.found("projection", "seal_total", account.decode(), "debit", "credit")


def _check_folds(
    stored: Iterator[Row], table: str, span: str, sums: dict[tuple[bytes, ...], list[int]], report: Report
) -> None:
    expected = dict(sums)
    for debit, credit, *names in stored:
        key = tuple(name or b"" for name in names)
        if expected.pop(key, [0, 0]) != [_amount(debit), _amount(credit)]:
            report.found("projection", table, _of_fold(span, key), "debit", "credit")
    for key in expected:
        report.found("projection", table, _of_fold(span, key), "debit", "credit")


def _of_fold(span: str, key: tuple[bytes, ...]) -> str:
    return f"{span} {_day(key[0])} {key[1].decode()}"


def _by_month(days: dict[tuple[bytes, ...], list[int]]) -> dict[tuple[bytes, ...], list[int]]:
    months: dict[tuple[bytes, ...], list[int]] = {}
    for (day, *names), (debit, credit) in days.items():
        first = (_day(day).replace(day=1) - _EPOCH).days.to_bytes(4, "big", signed=True)
        both = months.setdefault((first, *names), [0, 0])
        both[0] += debit
        both[1] += credit
    return months


def _day(value: bytes | None) -> date:
    return _EPOCH + timedelta(days=whole_number(value))


def _amount(text: bytes | None) -> int:
    return int(text or b"0")


def _named(account: bytes | None, guard: bytes | None) -> str:
    code = (account or b"").decode()
    return code if guard in (None, NO_GUARD) else f"{code} {UUID(bytes=guard)}"
