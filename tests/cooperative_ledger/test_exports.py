"""Programs that share no code with this one read the books, find them in order and give the same balances."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from beancount import loader
from beancount.core import inventory
from beancount.core.data import Transaction

from cooperative_ledger import (
    Counterparty,
    Document,
    Entry,
    Posted,
    Reversal,
    balance,
    credit,
    debit,
    post,
    post_one,
    trial_balance,
)
from cooperative_ledger.exports import export_year, years
from cooperative_ledger.exports.year import account_name
from marketplace.cli import ledger as command

from .conftest import open_new_books

NASTY = 'Beras "super"; 40 sak \\ (tunai)\n! * | , : 米 50% \t'


@pytest.fixture
def booked(connection: psycopg.Connection[Any], coop: UUID) -> UUID:
    """Two years of books: sales, a reversal, words that files trip over, an overdrawn account."""
    member, order = Counterparty("member", uuid4()), Document("order", "PO,1; 7")
    sold = [
        Entry(
            source="s", key=f"{number}", posting_date=date(2025, 11, 1 + number), narration=NASTY, reference="(x), y;z",
            document=order, counterparty=member,
            lines=(debit("1-1100", 1000 + number), debit("4-1190", 1), credit("4-1100", 1001 + number)),
        )
        for number in range(20)
    ]  # fmt: skip
    bought = [
        Entry(
            source="b", key=f"{number}", posting_date=date(2026, 1 + number, 28), narration="* ! (",
            lines=(debit("1-3100", 7_000_000), credit("1-1200", 7_000_000)),
        )
        for number in range(8)
    ]  # fmt: skip
    back = Reversal(source="b", key="r", reverses=bought[2].id, posting_date=date(2026, 9, 1))
    results = post(connection, coop, [*sold, *bought, back], actor="bendahara, 2")
    connection.commit()
    assert all(isinstance(result, Posted) for result in results)
    return coop


def own_balances(connection: psycopg.Connection[Any], coop: UUID, year: int) -> dict[str, int]:
    rows = trial_balance(connection, coop, last=date(year, 12, 31))
    return {account_name(row): row.closing for row in rows if row.closing}


@pytest.mark.parametrize("year", [2025, 2026])
def test_bean_check_accepts_each_year_and_beancount_gives_the_same_balances(
    connection: psycopg.Connection[Any], booked: UUID, tmp_path: Path, year: int
) -> None:
    path = export_year(connection, booked, year, "beancount", tmp_path)
    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", path], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    totals: dict[str, inventory.Inventory] = {}
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                totals.setdefault(posting.account, inventory.Inventory()).add_position(posting)
    found = {
        name: int(total.get_currency_units("IDR").number) for name, total in totals.items() if not total.is_empty()
    }
    assert found == own_balances(connection, booked, year)


def test_bean_check_finds_a_figure_that_was_changed(
    connection: psycopg.Connection[Any], booked: UUID, tmp_path: Path
) -> None:
    path = export_year(connection, booked, 2026, "beancount", tmp_path)
    path.write_text(path.read_text().replace("-7000000 IDR", "-7000001 IDR", 1))
    _, errors, _ = loader.load_file(str(path))
    assert errors


@pytest.mark.parametrize("year", [2025, 2026])
def test_hledger_accepts_each_year_strictly_and_gives_the_same_balances(
    connection: psycopg.Connection[Any], booked: UUID, tmp_path: Path, year: int
) -> None:
    program = shutil.which("hledger")
    if program is None:
        pytest.skip("hledger is not on this machine (Debian: apt-get install hledger)")
    path = export_year(connection, booked, year, "hledger", tmp_path)
    checked = subprocess.run(
        [program, "-f", path, "check", "--strict", "ordereddates", "uniqueleafnames"],
        capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert (checked.returncode, checked.stderr) == (0, "")
    told = subprocess.run(
        [program, "-f", path, "balance", "--flat", "--no-total", "-O", "csv"],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    rows = list(csv.reader(told.stdout.splitlines()))[1:]
    assert {name: int(Decimal(amount.removesuffix(" IDR"))) for name, amount in rows} == own_balances(
        connection, booked, year
    )


def test_every_entry_stands_in_the_file_with_its_id_and_leaf_hash(
    connection: psycopg.Connection[Any], booked: UUID, tmp_path: Path
) -> None:
    for format_ in ("beancount", "hledger"):
        text = export_year(connection, booked, 2025, format_, tmp_path).read_text()
        for entry_id, leaf in connection.execute(
            "SELECT entry_id, encode(leaf_hash, 'hex') FROM ledger.entry WHERE posting_date < '2026-01-01'"
        ):
            assert str(entry_id) in text
            assert leaf in text


def test_the_command_writes_one_file_per_cooperative_and_year(
    connection: psycopg.Connection[Any],
    ledger_url: str,
    booked: UUID,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = open_new_books(connection)
    lines = (debit("1-1100", 5), credit("4-1100", 5))
    post_one(connection, other, Entry(source="s", key="1", posting_date=date(2026, 2, 2), lines=lines), actor="me")
    connection.commit()
    arguments = ["export", "--format", "beancount", "--out", str(tmp_path / "out"), "--database", ledger_url]
    assert command.main([*arguments, "--cooperative", str(booked)]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{booked}-{year}.beancount" for year in (2025, 2026)
    }
    assert command.main([*arguments, "--year", "2026"]) == 0
    assert f"{other}-2026.beancount" in capsys.readouterr().out
    assert command.main([*arguments, "--cooperative", str(uuid4()), "--year", "2026"]) == 1
    assert "there are no books" in capsys.readouterr().err


def test_years_run_from_the_first_posting_to_the_last(connection: psycopg.Connection[Any], booked: UUID) -> None:
    assert years(connection, booked) == [2025, 2026]
    assert years(connection, open_new_books(connection)) == []
    assert balance(connection, booked, "1-3100", on=date(2026, 3, 28)) == 21_000_000
