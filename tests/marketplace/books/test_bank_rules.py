"""Reading a bank's file and proposing what its lines are about: pure, on many spellings."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from marketplace.books.rules.bank import REASONS, Statement, Unreadable, marks, read, suggested_account
from marketplace.books.rules.bank_files import rows_of
from marketplace.books.rules.matching import BankMove, BooksLine, Reconciliation, propose
from marketplace.books.rules.table_files import FILE_BYTES, UnreadableFile

TODAY = date(2026, 11, 22)

BCA = """No. Rekening,=,0123456789,,,
Nama,=,KOPERASI UJI,,,
Mata Uang,=,IDR,,,
,,,,,
Tanggal,Keterangan,Cabang, Jumlah ,, Saldo
'28/12,SETORAN TUNAI        PULAU TERUNG,'0449,"500,000",CR,"1,500,000"
'31/12,BIAYA ADM ,'0000,"13,000",DB,"1,487,000"
'02/01,TRSF E-BANKING DB 0201/FTSCY/WS95011,'0449,"250,000.50",DB,"1,236,999.50"
PEND,TRSF E-BANKING CR,'0449,"99,000",CR,
Saldo Awal,=,"1,000,000",,,
Saldo Akhir,=,"1,236,999.50",,,
"""


def statement(text: str | bytes, **values: int) -> Statement:
    return read(rows_of(text.encode() if isinstance(text, str) else text), TODAY, **values)


def told(found: Statement) -> list[tuple[str, int, int | None]]:
    return [(str(each.day), each.amount, each.balance) for each in found.lines]


def test_a_download_of_bca_is_read_with_its_bare_line_ends_and_days_without_a_year() -> None:
    found = statement(BCA.replace("\n", "\r"))
    assert (found.layout, found.account_number, found.opening, found.closing, found.pending) == (
        "amount",
        "…6789",
        1_000_000,
        1_237_000,
        1,
    )
    assert told(found) == [
        ("2025-12-28", 500_000, 1_500_000),
        ("2025-12-31", -13_000, 1_487_000),
        ("2026-01-02", -250_000, 1_237_000),
    ]
    assert found.opening + sum(each.amount for each in found.lines) == found.closing
    assert found.lines[0].words == "SETORAN TUNAI PULAU TERUNG"
    assert found.lines[0].as_written[1] == "SETORAN TUNAI        PULAU TERUNG"


def test_the_year_of_the_last_line_can_be_told() -> None:
    assert [each.day.year for each in statement(BCA, year=2024).lines] == [2023, 2023, 2024]


GENERAL = {
    "semicolons, Indonesian figures, debit and credit": (
        "Tgl Transaksi;Uraian Transaksi;Debet;Kredit;Saldo\n"
        "01-11-2026;Setoran;0,00;1.250.000,00;2.250.000,00\n"
        "03-11-2026;Biaya;2.500,00;;2.247.500,00\n"
    ),
    "tabs, newest first, month names": (
        "Date\tDescription\tDebit\tCredit\tBalance\n"
        "3 Nov 2026\tBiaya\t2,500.00\t\t2,247,500.00\n"
        "1 Nov 2026\tSetoran\t\t1,250,000.00\t2,250,000.00\n"
    ),
    "one amount with DB and CR behind it": (
        "Tanggal,Keterangan,Mutasi,Saldo\n"
        '01/11/2026,Setoran,"1.250.000,00 CR","2.250.000,00"\n'
        '03/11/2026,Biaya,"2.500,00 DB","2.247.500,00"\n'
    ),
    "a signed amount, ISO days, a title above": (
        "Rekening Koran November\n\ndate|description|amount|balance\n"
        "2026-11-01|Setoran|1250000|2250000\n2026-11-03|Biaya|-2500|2247500\n"
    ),
}


@pytest.mark.parametrize("layout", GENERAL)
def test_other_banks_are_read_by_what_their_columns_are_headed(layout: str) -> None:
    found = statement(GENERAL[layout])
    assert told(found) == [("2026-11-01", 1_250_000, 2_250_000), ("2026-11-03", -2_500, 2_247_500)]
    assert (found.opening, found.closing) == (1_000_000, 2_247_500)


def test_where_every_line_has_the_month_first_it_is_read_so() -> None:
    text = "Date,Remarks,Amount,D/C\n11/13/2026,Setoran,1250000,C\n11/03/2026,Biaya,2500,D\n"
    assert [str(each.day) for each in statement(text).lines] == ["2026-11-03", "2026-11-13"]


def test_a_workbook_is_read_with_its_days_and_numbers() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tanggal", "Keterangan", "Debet", "Kredit", "Saldo"])
    sheet.append([date(2026, 11, 1), "Setoran", None, 1_250_000, 2_250_000])
    sheet.append([date(2026, 11, 3), "Biaya", 2_500.5, None, 2_247_499.5])
    stored = io.BytesIO()
    book.save(stored)
    found = statement(stored.getvalue())
    assert told(found) == [("2026-11-01", 1_250_000, 2_250_000), ("2026-11-03", -2_500, 2_247_500)]


HEAD = "Tanggal,Keterangan,Jumlah,DB/CR,Saldo\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nama,Harga\nBeras,5000\n", "no_heading"),
        (HEAD, "no_lines"),
        (HEAD + "40/11/2026,x,100,CR,100\n", "day"),
        (HEAD + "23/11/2026,x,100,CR,100\n", "future"),
        (HEAD + "01/11/2026,x,seratus,CR,100\n", "amount"),
        (HEAD + "01/11/2026,x,100,CR,100\n02/11/2026,y,50,CR,151\n", "balance"),
        (HEAD + "01/11/2026,x,100,CR,100\nSaldo Awal,5\n", "balance"),
        (HEAD + "01/11/2026,x,100,CR,100\nSaldo Akhir,105\n", "totals"),
        (HEAD + "01/11/2026,x,100,CR,\n" * 5001, "too_many"),
    ],
)
def test_what_is_no_statement_or_contradicts_itself_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        statement(text)
    assert refused.value.reason == reason
    for sentence in REASONS[reason]:
        assert sentence.format(row=refused.value.row, **refused.value.details)


def _swelling() -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"  \n", "empty"),
        (b",,,\n,,\n", "empty"),
        (b"x" * (FILE_BYTES + 1), "too_large"),
        (b"a,b\n" * 10_001, "too_large"),
        (b",".join([b"a"] * 61), "too_large"),
        (b"%PDF-1.7", "kind"),
        (b"<html>", "kind"),
        (b"a\0b,c", "kind"),
        (b"PK\x03\x04 not a workbook", "kind"),
        (_swelling(), "too_large"),
    ],
)
def test_a_file_that_is_none_or_too_large_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        rows_of(content)
    assert refused.value.reason == reason


def test_lines_are_known_again_in_an_overlapping_file_and_alike_ones_are_told_apart() -> None:
    one = HEAD + "01/11/2026,kopi,5000,DB,\n01/11/2026,kopi,5000,DB,\n02/11/2026,teh,3000,DB,\n"
    two = HEAD + "01/11/2026,KOPI,5000,DB,\n01/11/2026,kopi,5000,DB,\n03/11/2026,gula,9000,DB,\n"
    first, second = ({mark for _line, mark in marks(statement(each).lines)} for each in (one, two))
    assert (len(first), len(second), len(first & second)) == (3, 3, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=30), st.integers(0, 10**11))
def test_lines_in_sen_always_add_up_to_the_balances_in_rupiah(amounts: list[int], opening: int) -> None:
    balance, text = opening, HEAD
    for amount in amounts:
        balance += amount
        side, size = ("CR" if amount > 0 else "DB"), abs(amount)
        sign = "-" if balance < 0 else ""
        text += (
            f"01/11/2026,x,{size // 100}.{size % 100:02},{side},{sign}{abs(balance) // 100}.{abs(balance) % 100:02}\n"
        )
    found = statement(text)
    assert found.opening is not None
    assert found.opening + sum(each.amount for each in found.lines) == found.closing


@pytest.mark.private_data
def test_the_real_download_is_read_to_its_last_balance() -> None:
    beside = Path(__file__).parents[4] / "shared" / "reference" / "books" / "usaha_jaya_odoo" / "BCA.CSV"
    path = Path(os.environ.get("LUMBUNG_BANK_STATEMENT", beside))
    if not path.is_file():
        pytest.skip("the private bank statement is not here (LUMBUNG_BANK_STATEMENT)")
    found = statement(path.read_bytes())
    assert (len(found.lines), found.opening, found.closing) == (15, 56_892_000, 88_634_293)
    assert sum(each.amount for each in found.lines if each.amount > 0) == 91_062_154
    assert sum(each.amount for each in found.lines if each.amount < 0) == -59_319_861


@pytest.mark.parametrize(
    ("words", "account"),
    [
        ("BIAYA ADM", "6-1400"),
        ("PAJAK BUNGA", "7-1100"),
        ("BUNGA", "4-9000"),
        ("SETORAN TUNAI", "1-1100"),
        ("TRSF E-BANKING CR", ""),
    ],
)
def test_the_banks_words_suggest_an_account(words: str, account: str) -> None:
    assert suggested_account(words) == account


DAY = date(2026, 11, 10)


def move(number: int, amount: int, words: str = "TRSF", days: int = 0) -> BankMove:
    return BankMove(UUID(int=number), DAY + timedelta(days=days), amount, words)


def booked(number: int, amount: int, reference: str = "", days: int = 0) -> BooksLine:
    return BooksLine(UUID(int=number), 1, DAY + timedelta(days=days), amount, reference)


def pairs(moves: list[BankMove], lines: list[BooksLine]) -> list[tuple[int, list[int], bool]]:
    return [
        (each.bank_line.int, [part.entry_id.int for part in each.parts], each.is_certain)
        for each in propose(moves, lines)
    ]


def test_equal_amounts_within_the_days_are_proposed_and_certain_only_when_alone_and_named() -> None:
    assert pairs([move(1, 5_000)], [booked(7, 5_000, "KM/2026/000012")]) == [(1, [7], False)]
    named = move(1, 5_000, "TRSF KM2026000012 UDIN")
    assert pairs([named], [booked(7, 5_000, "KM/2026/000012")]) == [(1, [7], True)]
    assert pairs([named], [booked(7, 5_000, "KM/2026/000012"), booked(8, 5_000)]) == [(1, [7], False)]
    assert pairs([named, move(2, 5_000)], [booked(7, 5_000, "KM/2026/000012")]) == [(1, [7], False)]


def test_the_year_or_the_day_in_the_banks_words_names_nothing() -> None:
    assert pairs([move(1, 5_000, "TRSF 1011 2026")], [booked(7, 5_000, "BB/2026")]) == [(1, [7], False)]


def test_nothing_is_proposed_for_other_days_amounts_or_directions() -> None:
    for line in (booked(7, 5_000, days=-8), booked(7, 5_000, days=4), booked(7, 5_001), booked(7, -5_000)):
        assert pairs([move(1, 5_000)], [line]) == []


def test_the_nearest_day_is_proposed_and_each_line_only_once() -> None:
    lines = [booked(7, 5_000, days=-5), booked(8, 5_000, days=-1)]
    assert pairs([move(1, 5_000), move(2, 5_000)], lines) == [(1, [8], False), (2, [7], False)]


def test_several_deposits_in_one_line_are_proposed_when_only_one_sum_fits() -> None:
    lines = [booked(7, 3_000, days=-1), booked(8, 2_000), booked(9, 9_000)]
    assert pairs([move(1, 5_000)], lines) == [(1, [8, 7], False)]
    assert pairs([move(1, 5_000)], [*lines, booked(10, 4_000), booked(11, 1_000)]) == []


def test_a_reconciliation_explains_every_rupiah() -> None:
    found = Reconciliation(DAY, books=1_500, bank=1_000, before=100, only_in_books=700, only_in_bank=300)
    assert (found.difference, found.missing) == (500, 0)
