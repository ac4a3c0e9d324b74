"""ledger-cli reads the books strictly and gives the same balances; a spreadsheet gets text as text, and true sums."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl  # type: ignore[import-untyped]
import psycopg
import pytest

from cooperative_ledger import Entry, credit, debit, post_one, trial_balance
from cooperative_ledger.exports import export_year
from cooperative_ledger.exports.table import COLUMNS, defused

from .test_exports import booked, own_balances

__all__ = ["booked"]

Connection = psycopg.Connection[Any]


@pytest.fixture
def program() -> str:
    found = shutil.which("ledger")
    if found is None:
        pytest.skip("ledger is not on this machine (Debian: apt-get install ledger)")
    return found


def run(program: str, path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [program, "--init-file", "/dev/null", "-f", str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C.UTF-8"})


def balances(told: str) -> dict[str, int]:
    """Account to rupiah, from lines `Assets:1-1100-Kas|5000 IDR`."""
    found = {}
    for line in filter(None, told.splitlines()):
        name, _, amount = line.partition("|")
        found[name] = int(amount.removesuffix(" IDR"))
    return {name: amount for name, amount in found.items() if amount}


@pytest.mark.parametrize("year", [2025, 2026])
def test_ledger_accepts_each_year_strictly_and_gives_the_same_balances(
    connection: Connection, booked: UUID, program: str, tmp_path: Path, year: int
) -> None:
    tagged = debit("1-1100", 7, counterparty=None)
    post_one(
        connection,
        booked,
        Entry(source="s", key="[2026-01-01]", reference="[x] 2026/01/01", lines=(tagged, credit("4-1100", 7))),
        actor="[=2026]",
    )
    connection.commit()
    path = export_year(connection, booked, year, "ledger", tmp_path)
    form = "%(account)|%(quantity(display_total)) IDR\n"
    told = run(program, path, "balance", "--strict", "--flat", "--no-total", "--balance-format", form)
    assert (told.returncode, told.stderr) == (0, "")
    assert balances(told.stdout) == own_balances(connection, booked, year)


def test_ledger_finds_a_figure_that_was_changed(
    connection: Connection, booked: UUID, program: str, tmp_path: Path
) -> None:
    path = export_year(connection, booked, 2026, "ledger", tmp_path)
    changed = (
        path.read_text().replace("  7000000 IDR", "  7000001 IDR", 1).replace("  -7000000 IDR", "  -7000001 IDR", 1)
    )
    path.write_text(changed)
    assert run(program, path, "balance", "--strict").returncode != 0


def sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        moved = int(row["Debit"] or 0) - int(row["Kredit"] or 0)
        found[row["Akun"]] = found.get(row["Akun"], 0) + moved
    return {code: amount for code, amount in found.items() if amount}


def closing(connection: Connection, booked: UUID) -> dict[str, int]:
    return {row.code: row.closing for row in trial_balance(connection, booked) if row.closing}


def test_a_table_of_a_year_holds_what_was_carried_over_and_every_line(
    connection: Connection, booked: UUID, tmp_path: Path
) -> None:
    text = export_year(connection, booked, 2026, "csv", tmp_path).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == list(COLUMNS.values())
    assert sums(rows) == closing(connection, booked)
    assert rows[0]["Jenis"] == "opening"
    path = export_year(connection, booked, 2026, "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    head, *body = sheet.iter_rows(values_only=True)
    assert sums([dict(zip(head, row, strict=True)) for row in body]) == closing(connection, booked)
    assert len(body) == len(rows)


@pytest.mark.parametrize("narration", ["=1+1", "+62 812", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_no_cell_of_a_file_is_a_formula(connection: Connection, coop: UUID, tmp_path: Path, narration: str) -> None:
    lines = (debit("1-1100", 7), credit("4-1100", 7))
    entry = Entry(source="s", key="1", narration=narration, reference=narration, lines=lines)
    posted = post_one(connection, coop, entry, actor=narration)
    year = posted.posting_date.year
    text = export_year(connection, coop, year, "csv", tmp_path).read_text(encoding="utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["Keterangan"] == row["Nomor bukti"] == row["Oleh"] == f"'{narration}" == defused(narration)
    sheet = openpyxl.load_workbook(export_year(connection, coop, year, "xlsx", tmp_path)).active
    assert sheet is not None
    cells = [cell for cells in sheet.iter_rows(min_row=2) for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert narration in [cell.value for cell in cells]
