"""Other systems' books come in whole, once, on the right accounts; what cannot be taken is told with its row."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from beancount import loader
from beancount.core.data import Transaction
from beancount.scripts import example

from cooperative_ledger import (
    Refused,
    accounts,
    add_accounts,
    chart_template,
    close_period,
    trial_balance,
    with_cooperative,
)
from cooperative_ledger.exports import export_year
from cooperative_ledger.imports import (
    FileAccount,
    ImportedEntry,
    csv_rows,
    entries_of,
    new_accounts,
    open_questions,
    post_all,
    propose,
    read_beancount,
    read_opening,
    read_table,
)
from cooperative_ledger.imports.reading import NotAnAmount, day_of, whole, words
from marketplace.cli import ledger as command

from .conftest import counts, open_new_books
from .test_exports import booked

__all__ = ["booked"]

Connection = psycopg.Connection[Any]
BOOKS = Path(__file__).parents[3] / "shared" / "reference" / "books"
DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("", 0), (None, 0), (5, 5), (5.0, 5), ("50000000", 50_000_000), ("56,392,000", 56_392_000),
        ("1.250.000", 1_250_000), ("1.250.000,00", 1_250_000), ("1,250,000.00", 1_250_000), ("Rp 1.250", 1_250),
        ("1.250,-", 1_250), ("(500)", -500), ("-1.000", -1000), ("1 250 000", 1_250_000), ("IDR 7", 7), ("12,0", 12),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written(cell: Any, amount: int) -> None:
    assert whole(cell) == amount


@pytest.mark.parametrize(
    "cell", ["1.5", "1,25", 0.5, "1.25.000", "1,000.000", "seribu", "1e5", "nan", float("inf"), DAY]
)
def test_parts_of_a_rupiah_and_what_could_be_two_numbers_are_no_amounts(cell: Any) -> None:
    with pytest.raises(NotAnAmount):
        whole(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)), ("02/03/2026", date(2026, 3, 2)), ("2.3.2026", date(2026, 3, 2)),
        (datetime(2026, 3, 2, 5, 6, tzinfo=UTC), date(2026, 3, 2)), ("'02/03/2026", date(2026, 3, 2)),
        ("31/02/2026", None), ("", None), ("Maret", None), (None, None), ("2026-03-02T10:00", date(2026, 3, 2)),
    ],
)  # fmt: skip
def test_days_are_read_day_first(cell: Any, day: date | None) -> None:
    assert day_of(cell) == day


def test_a_cell_that_was_defused_gets_its_own_text_back() -> None:
    assert [words(cell) for cell in ("'=1+1", "'abc", "a\nb\tc", 7.0, None)] == ["=1+1", "'abc", "a b c", "7", ""]


TABLE = """Buku besar 2026;;;;;
Tanggal;No Bukti;Kode Akun;Keterangan;Debet;Kredit
02/03/2026;BKK-1;6-1200;Listrik;150.000;
02/03/2026;BKK-1;1-1100;;;150.000
03/03/2026;;1-1100;Jual;20.000;0
03/03/2026;;4-1100;;;20.000
03/03/2026;;1-1100;Jual;20.000;0
;;4-1100;;;20.000
;;;Jumlah;190.000;190.000
"""


def test_lines_of_a_table_become_entries_by_day_and_reference_and_where_they_balance() -> None:
    read = read_table(csv_rows(TABLE.encode()))
    assert read.findings == ()
    told = [(entry.day, entry.reference, entry.narration, len(entry.lines), entry.row) for entry in read.entries]
    assert told == [
        ("2026-03-02", "BKK-1", "Listrik", 2, 3),
        ("2026-03-03", "", "Jual", 2, 5),
        ("2026-03-03", "", "Jual", 2, 7),
    ]
    assert [(each.account, each.uses) for each in read.accounts] == [("1-1100", 3), ("4-1100", 2), ("6-1200", 1)]


@pytest.mark.parametrize(
    ("row", "code", "about"),
    [
        ("02/03/2026;A;1-1100;x;1,5;", "not_whole", "1,5"),
        ("02/03/2026;A;1-1100;x;5;5", "both_sides", "1-1100"),
        ("31/02/2026;A;1-1100;x;5;", "not_a_day", "31/02/2026"),
        ("02/03/2026;B;1-1100;x;5;", "unbalanced", "5"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_place(row: str, code: str, about: str) -> None:
    read = read_table(csv_rows((TABLE + row).encode()))
    assert (code, 10, about) in [(finding.code, finding.row, finding.about) for finding in read.findings]


def test_a_file_without_the_columns_says_which_are_missing() -> None:
    (finding,) = read_table(csv_rows(b"Tanggal,Akun,Jumlah\n2026-01-01,1-1100,5\n")).findings
    assert (finding.code, finding.about) == ("no_columns", "debit, credit")
    for empty in (b"", b"Tanggal,Akun,Debit,Kredit\n"):
        assert read_table(csv_rows(empty)).findings[0].code in ("no_columns", "nothing")


def test_what_is_wrong_a_thousand_times_is_told_twenty_times_and_counted() -> None:
    rows = [["Tanggal", "Akun", "Debit", "Kredit"], *[["2026-01-01", "1-1100", "x", ""]] * 1000]
    findings = read_table(rows).findings
    assert len(findings) == 21
    assert findings[-1].about == "not_whole 980"


def test_opening_balances_must_balance_and_say_by_how_much_they_do_not() -> None:
    rows: list[list[Any]] = [
        ["Kode", "Nama", "Debit", "Kredit"],
        ["1-1100", "Kas", 500, None],
        ["3-1100", "Pokok", "", 450.0],
    ]
    read = read_opening(rows, DAY)
    assert [(finding.code, finding.about) for finding in read.findings] == [("unbalanced", "50")]
    assert read_opening([*rows, ["3-1200", "Wajib", 0, "50"]], DAY).findings == ()
    assert read_opening([*rows, ["3-1200", "Wajib", "-50", ""]], DAY).findings == ()
    assert [finding.code for finding in read_opening(rows[:1], DAY).findings] == ["nothing"]


@pytest.mark.parametrize("name", ["03", "05"])
def test_opening_balances_of_another_system_are_read_whole(name: str) -> None:
    path = BOOKS / "usaha_jaya_odoo" / f"{name} import.account.beginning.balance.csv"
    if not path.is_file():
        pytest.skip("the private books are not here")
    read = read_opening(csv_rows(path.read_bytes()), DAY)
    assert (read.findings, read.debit) == ((), 6_408_000_000)
    assert read.accounts[0].name == "Kas Kecil"
    assert read_table(csv_rows(path.read_bytes())).entries[0].reference == "Beginning Balance"


def test_a_generated_beancount_file_is_read_as_beancount_reads_it(tmp_path: Path) -> None:
    """Every transaction in dollars alone is the same to the cent; every other one is told."""
    path = tmp_path / "example.beancount"
    arguments = ["--seed", "3", "--date-begin", "2024-01-01", "--output", str(path)]
    example.main(arguments, standalone_mode=False)
    loaded, _, _ = loader.load_file(str(path))
    whole_ = [entry for entry in loaded if isinstance(entry, Transaction) and entry.flag != "P"]
    plain = [entry for entry in whole_ if all(_is_plain(posting) for posting in entry.postings)]
    expected = Counter((entry.date.isoformat(), in_cents(entry)) for entry in plain)
    read = read_beancount(path.read_text(), currency="USD", unit=100)
    found = Counter(
        (entry.day, tuple(sorted((line.account, line.debit - line.credit) for line in entry.lines)))
        for entry in read.entries
    )
    assert found == expected
    assert len(plain) > 100
    assert {finding.code for finding in read.findings} == {"other_currency", "cost_or_price", "more_of_it"}


def in_cents(entry: Transaction) -> tuple[tuple[str, int], ...]:
    moved = [(each.account, each.units.number) for each in entry.postings if each.units is not None]
    return tuple(sorted((account, int(number * 100)) for account, number in moved if number))


def _is_plain(posting: Any) -> bool:
    return posting.units.currency == "USD" and posting.cost is None and posting.price is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('2026-01-02 * "x"\n  Assets:Kas  5 USD\n  Income:Jual  -5 USD\n', "other_currency"),
        ('2026-01-02 * "x"\n  Assets:Kas  5 IDR @ 2 USD\n  Income:Jual  -5 IDR\n', "cost_or_price"),
        ('2026-01-02 * "x"\n  Assets:Kas  5.5 IDR\n  Income:Jual  -5.5 IDR\n', "not_whole"),
        ('2026-01-02 * "x"\n  Assets:Kas  5 IDR\n  Income:Jual  -4 IDR\n', "unbalanced"),
        ('2026-01-02 * "x"\n  Assets:Kas  5 IDR\n  Income:Jual\n  Income:Lain\n', "elided"),
        ('2026-02-30 * "x"\n  Assets:Kas  5 IDR\n  Income:Jual\n', "not_a_day"),
        ("2026-01-02 pad Assets:Kas Equity:Awal\n", "pad"),
        ('include "lain.beancount"\n', "included_file"),
        ("; kosong\n", "nothing"),
    ],
)
def test_what_beancount_can_say_and_these_books_cannot_is_told(text: str, code: str) -> None:
    read = read_beancount(text)
    assert code in [finding.code for finding in read.findings]
    assert read.entries == ()


def test_words_over_lines_comments_and_what_was_left_out_are_understood() -> None:
    text = (
        '2026-01-02 * "Toko; \\"A\\"" "Beras\n dan gula" ; catatan\n'
        "  Assets:Kas  -1,500.00 IDR ; x\n  ! Expenses:Belanja\n"
    )
    ((entry,), findings) = (read_beancount(text).entries, read_beancount(text).findings)
    assert findings == ()
    assert entry.narration == 'Toko; "A" – Beras dan gula'
    assert [(line.account, line.debit, line.credit) for line in entry.lines] == [
        ("Assets:Kas", 0, 1500),
        ("Expenses:Belanja", 1500, 0),
    ]


def test_plain_accounts_are_proposed_and_the_rest_is_asked() -> None:
    chart = list(chart_template())
    file = [FileAccount(name) for name in ("1-1100", "Assets:1-1200-Bank-x", "1-1110 Kas kecil", "Expenses:Kopi", "1")]
    named = FileAccount("511", "Gaji dan Honor")
    mapping = propose([*file, named], chart)
    assert mapping == {
        "1-1100": "1-1100", "Assets:1-1200-Bank-x": "1-1200", "1-1110 Kas kecil": "1-1110", "511": "6-1100",
    }  # fmt: skip
    assert [each.account for each in open_questions([*file, named], mapping, chart)] == ["Expenses:Kopi", "1"]
    made = {**mapping, "1": "new:6-1000", "Expenses:Kopi": "new:6-1000"}
    assert [each.account for each in open_questions(file, made, chart)] == ["Expenses:Kopi", "1"], "no code; taken"
    other = FileAccount("6-1150", "Kopi")
    (account,) = new_accounts([other], {"6-1150": "new:6-1000"}, chart)
    assert (account.code, account.name, account.account_type, account.parent_code) == (
        "6-1150",
        "Kopi",
        "expense",
        "6-1000",
    )
    assert open_questions([other], {"6-1150": "new:6-1000"}, chart) == []


def same(connection: Connection, coop: UUID) -> dict[str, int]:
    return {row.code: row.closing for row in trial_balance(connection, coop) if row.closing}


@pytest.mark.parametrize("format_", ["csv", "beancount"])
def test_our_own_files_brought_into_empty_books_give_the_same_trial_balance(
    connection: Connection, booked: UUID, tmp_path: Path, format_: str
) -> None:
    other = open_new_books(connection)
    for year in (2025, 2026):
        path = export_year(connection, booked, year, format_, tmp_path)  # type: ignore[arg-type]
        text = path.read_bytes()
        read = read_table(csv_rows(text)) if format_ == "csv" else read_beancount(text.decode())
        assert read.findings == ()
        entries = read.entries[1:] if year == 2026 else read.entries  # without what was carried over
        mapping = propose(read.accounts, accounts(connection, other))
        outcome = post_all(connection, other, entries_of(entries, mapping), actor="me")
        assert (outcome.refused, outcome.known) == ((), 0)
    connection.commit()
    assert same(connection, other) == same(connection, booked)
    assert parties(connection, other) == parties(connection, booked) > 0


def parties(connection: Connection, coop: UUID) -> int:
    """How many lines name a member by his id."""
    with_cooperative(connection, coop)
    query = "SELECT count(counterparty_id) FROM ledger.line WHERE coop_id = %s AND counterparty_class = 'member'"
    row = connection.execute(query, (coop,)).fetchone()
    assert row is not None
    return int(row[0])


def test_a_file_brought_in_again_or_overlapping_adds_nothing(connection: Connection, coop: UUID) -> None:
    read = read_table(csv_rows(TABLE.encode()))
    entries = entries_of(read.entries, propose(read.accounts, chart_template()))
    assert post_all(connection, coop, entries[:2], actor="me").posted == 2
    connection.commit()
    again = post_all(connection, coop, entries_of(read.entries, propose(read.accounts, chart_template())), actor="me")
    assert (again.posted, again.known, again.refused) == (1, 2, ())
    assert same(connection, coop) == {"1-1100": -110_000, "4-1100": -40_000, "6-1200": 150_000}


def test_an_entry_that_is_refused_is_named_by_its_place(connection: Connection, coop: UUID) -> None:
    close_period(connection, coop, 202603, actor="me")
    read = read_table(csv_rows(TABLE.encode()))
    before = counts(connection, coop)
    outcome = post_all(connection, coop, entries_of(read.entries, propose(read.accounts, chart_template())), actor="me")
    assert outcome.refused == tuple((place, Refused("period_closed")) for place in range(3))
    assert counts(connection, coop) == before


def test_opening_balances_are_entries_of_their_own_kind_on_accounts_made_for_them(
    connection: Connection, coop: UUID
) -> None:
    read = read_opening([["Kode", "Nama", "Debit", "Kredit"], ["1-1150", "Kas desa", 5, 0], ["3-1100", "x", 0, 5]], DAY)
    mapping = {**propose(read.accounts, chart_template()), "1-1150": "new:1-1000"}
    add_accounts(connection, coop, new_accounts(read.accounts, mapping, accounts(connection, coop)))
    again = [ImportedEntry.from_plain(entry.plain()) for entry in read.entries]
    assert post_all(connection, coop, entries_of(again, mapping, kind="opening"), actor="me").posted == 1
    assert connection.execute("SELECT kind FROM ledger.entry").fetchall() == [("opening",)]


def test_the_command_brings_a_file_in_whole_or_not_at_all(
    connection: Connection, coop: UUID, ledger_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, accounts_ = tmp_path / "jurnal.csv", tmp_path / "akun.csv"
    path.write_text(TABLE.replace("6-1200", "Listrik"))
    arguments = ["import", str(path), "--cooperative", str(coop), "--database", ledger_url]
    assert command.main(arguments) == 1
    assert "Listrik," in capsys.readouterr().err
    accounts_.write_text("Listrik,6-1200\n")
    mapped = [*arguments, "--accounts", str(accounts_)]
    assert command.main([*mapped, "--try"]) == 0
    assert counts(connection, coop)[1] == 0
    connection.rollback()
    assert command.main(mapped) == 0
    assert command.main(mapped) == 0
    assert capsys.readouterr().out.splitlines() == [f"{coop} 3 0 0", f"{coop} 3 0 0", f"{coop} 0 3 0"]
    path.write_text(TABLE.replace("150.000", "1,5"))
    assert command.main(mapped) == 1
    assert "not_whole" in capsys.readouterr().err
    path.write_text(TABLE.replace("2026", "2031"))
    assert command.main(mapped) == 1
    assert "Tanggal belum tiba" in capsys.readouterr().err
    assert counts(connection, coop)[1] == 3
    balances = tmp_path / "saldo.csv"
    balances.write_text("Kode,Nama,Debit,Kredit\n1-1100,Kas,7,\n3-1100,Pokok,,7\n")
    opening = ["import", str(balances), "--opening", "2026-01-01", "--cooperative", str(coop), "--database", ledger_url]
    assert command.main(opening) == 0
    assert command.main(["import", str(tmp_path / "no.csv"), "--cooperative", str(coop)]) == 1
