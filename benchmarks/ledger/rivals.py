"""The two ledgers on one server: how each is set up, and the SQL with which a client of each posts.

Clients of both send one prepared statement per posting, know their accounts' ids, and draw accounts alike: a thousand
of them, on our side as twenty cooperatives with fifty each. A batch is one call.
"""

from __future__ import annotations

import json
import os
import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from cooperative_ledger import Account, Entry, add_accounts, credit, debit, new_entry_id, open_books, post_one
from marketplace.servers import postgres

from .books import prepared

COOP_ID = "00000000-0000-7000-8000-0000000000"
COOPERATIVES = [UUID(f"{COOP_ID}{number}") for number in range(10, 30)]
FIRST, LAST = 1000, 1049
PGLEDGER_ID = "pgla_0000000000000000000000"
Batch = tuple[str, tuple[object, ...]]


@dataclass(slots=True)
class Rival:
    """A ledger in a database of its own. `scripts`: workload to pgbench script."""

    name: str
    url: str
    scripts: dict[str, str]
    tables: str
    """The schema whose tables hold it."""
    entries: str = field(repr=False, default="")
    """SQL that counts what was posted."""


def ours(owner_url: str) -> Rival:
    """Our ledger, used as the application's role."""
    url = _database(owner_url, "bench_ours")
    application = prepared(url)
    with psycopg.connect(application) as connection:
        for coop in COOPERATIVES:
            open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1), chart=CHART)
            add_accounts(connection, coop, GUARDED)
            connection.commit()
    _fund(application)
    return Rival("ours", application, OUR_SCRIPTS, "ledger", "SELECT count(*) FROM ledger.entry")


def _fund(url: str) -> None:
    """Put money into the guarded account and into each slot of the slotted one, so that nothing is refused."""
    with ExitStack() as stack:
        hands: dict[int, psycopg.Connection[Any]] = {}
        while len(hands) < 8:
            hand = stack.enter_context(psycopg.connect(url))
            hands.setdefault(hand.info.backend_pid % 8, hand)
        for hand in hands.values():
            for account in GUARDED:
                lines = (debit(account.code, 10**12), credit(str(FIRST), 10**12))
                post_one(hand, COOPERATIVES[0], Entry(source="bench", key=uuid4().hex, lines=lines), actor="bench")
            hand.commit()


def pgledger(owner_url: str) -> Rival | None:
    """pgledger, used as its owner, if its SQL is at hand."""
    files = [Path(name) for name in os.environ.get("PGLEDGER_SQL", "").split(os.pathsep) if name]
    if not files:
        return None
    url = _database(owner_url, "bench_pgledger")
    with psycopg.connect(url) as connection:
        for file in files:
            connection.execute(file.read_text("utf-8").encode())
        connection.execute(
            """INSERT INTO pgledger_accounts (id, name, currency, allow_negative_balance, allow_positive_balance,
                                              created_at, updated_at)
               SELECT %s || n, 'account ' || n, 'IDR', true, true, now(), now()
               FROM generate_series(1000, 1999) AS n""",
            (PGLEDGER_ID,),
        )
    return Rival("pgledger", url, PGLEDGER_SCRIPTS, "public", "SELECT count(*) FROM pgledger_transfers")


def _database(owner_url: str, name: str) -> str:
    postgres.ensure_database(owner_url, name)
    return postgres.with_database(owner_url, name)


CHART = [
    Account(code=str(code), name="Akun", account_type="asset", normal_side="debit") for code in range(FIRST, LAST + 1)
]
GUARDED = [
    Account(code="2000", name="Kas jaga", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0),
    Account(code="3000", name="Kas ramai", account_type="asset", normal_side="debit", balance_mode="slotted", floor=0),
]  # fmt: skip


def _line(account: str, debit: int, credit: int) -> str:
    return f'{{"account":"{account}","debit":{debit},"credit":{credit}}}'


def _drawn(*ranges: tuple[str, int, int]) -> str:
    return "".join(f"\\set {name} random({low}, {high})\n" for name, low, high in ranges)


def _our_post(coop: str, *lines: str) -> str:
    """Ids and keys rise in time, as those the product makes do."""
    body = f'"source":"bench","kind":"normal","lines":[{",".join(lines)}]'
    return (
        f"SELECT outcome FROM ledger.post(set_config('ledger.coop_id', '{COOP_ID}' || {coop}, true)::uuid, 'bench', "
        f"""('[{{"id":"' || uuidv7() || '","key":"bill:' || uuidv7() || '",{body}}}]')::jsonb);\n"""
    )


def _var(name: str) -> str:
    return f"' || :{name} || '"


ANY_COOP = ("t", 10, 29)
OUR_SCRIPTS = {
    "uniform": _drawn(ANY_COOP, ("a", FIRST, 1024), ("b", 1025, LAST))
    + _our_post(":t", _line(_var("a"), 1000, 0), _line(_var("b"), 0, 1000)),
    "one hot account": _drawn(("a", FIRST + 1, LAST))
    + _our_post("10", _line(_var("a"), 1000, 0), _line(str(FIRST), 0, 1000)),
    "six lines": _drawn(
        ANY_COOP, ("a", 1000, 1008), ("b", 1009, 1017), ("c", 1018, 1024), ("d", 1025, 1032), ("e", 1033, 1040),
        ("f", 1041, LAST),
    )
    + _our_post(
        ":t", _line(_var("a"), 100, 0), _line(_var("b"), 0, 85), _line(_var("c"), 0, 5), _line(_var("d"), 0, 4),
        _line(_var("e"), 0, 3), _line(_var("f"), 0, 3),
    ),
    "one hot account, guarded": _drawn(("a", FIRST + 1, LAST))
    + _our_post("10", _line(_var("a"), 1000, 0), _line("2000", 0, 1000)),
    "one hot account, slotted": _drawn(("a", FIRST + 1, LAST))
    + _our_post("10", _line(_var("a"), 1000, 0), _line("3000", 0, 1000)),
}  # fmt: skip


def _transfer(source: str, target: str, amount: int) -> str:
    return f"ROW('{PGLEDGER_ID}' || :{source}, '{PGLEDGER_ID}' || :{target}, {amount})"


def _pgledger_post(source: str, target: str) -> str:
    return f"SELECT id FROM pgledger_create_transfer('{PGLEDGER_ID}' || {source}, '{PGLEDGER_ID}' || {target}, 1000);\n"


PGLEDGER_SCRIPTS = {
    "uniform": _drawn(("a", 1000, 1499), ("b", 1500, 1999)) + _pgledger_post(":a", ":b"),
    "one hot account": _drawn(("a", 1001, 1999)) + _pgledger_post(":a", "1000"),
    "six lines": _drawn(
        ("a", 1000, 1166), ("b", 1167, 1333), ("c", 1334, 1499), ("d", 1500, 1666), ("e", 1667, 1833), ("f", 1834, 1999)
    )
    + f"SELECT id FROM pgledger_create_transfers(ARRAY[{_transfer('a', 'b', 85)}, {_transfer('c', 'd', 8)}, "
    f"{_transfer('e', 'f', 7)}]::transfer_request[]);\n",
}


def our_batch(size: int, coop: UUID) -> Batch:
    """A call that posts `size` entries of two lines, and its values; made before the clock runs."""
    entries = [
        {
            "id": str(new_entry_id()), "source": "bench", "key": f"bill:{new_entry_id()}", "kind": "normal",
            "lines": [
                {"account": str(random.randint(FIRST, 1024)), "debit": 1000, "credit": 0},
                {"account": str(random.randint(1025, LAST)), "debit": 0, "credit": 1000},
            ],
        }
        for _ in range(size)
    ]  # fmt: skip
    statement = """SELECT count(*) FILTER (WHERE outcome = 'posted')
                   FROM ledger.post(set_config('ledger.coop_id', %s, true)::uuid, 'bench', %s::jsonb)"""
    return statement, (str(coop), json.dumps(entries))


def pgledger_batch(size: int, coop: UUID) -> Batch:
    """A call that makes `size` transfers, and its values."""
    sides = [[f"{PGLEDGER_ID}{random.randint(*span)}" for _ in range(size)] for span in ((1000, 1499), (1500, 1999))]
    statement = """SELECT count(*) FROM pgledger_create_transfers((
                       SELECT array_agg(ROW(f, t, 1000)::transfer_request)
                       FROM unnest(%s::text[], %s::text[]) AS u (f, t)
                   ))"""
    return statement, (sides[0], sides[1])
