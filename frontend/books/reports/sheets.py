"""A statement as a sheet: headings, rows and figures, for the page and the workbook alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flask_babel import gettext as _

from frontend.language import current_language
from marketplace.books.queries.ageing import Ageing, Ages, PartyAges
from marketplace.books.queries.ledger import TrialBalance, english_name
from marketplace.books.queries.reports import (
    BalanceSheet,
    CashFlow,
    CounterpartyReport,
    EquityChanges,
    IncomeRow,
    IncomeStatement,
    Row,
)
from marketplace.books.rules.reports import Days

from .asking import PARTS, Request, called, on_day

RowKind = Literal["heading", "group", "account", "sum", "total"]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line: its name, an account's code, a figure for each column (None: none) and where each figure leads."""

    kind: RowKind
    label: str
    amounts: tuple[int | None, ...] = ()
    code: str = ""
    hrefs: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a report. `stacked`: more columns than a phone has room for, so that each row becomes a section."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    stacked: bool = False
    first_column: str = ""


def without_empty_comparison(sheet: Sheet) -> tuple[Sheet, str]:
    """The sheet without the column it is compared with where nothing stands in it, and that column's name (else "")."""
    if sheet.stacked or len(sheet.columns) < 2 or any(any(row.amounts[1:]) for row in sheet.rows):
        return sheet, ""
    rows = tuple(replace(row, amounts=row.amounts[:1], hrefs=row.hrefs[:1]) for row in sheet.rows)
    return replace(sheet, columns=sheet.columns[:1], rows=rows), sheet.columns[1]


def _name(row: Row) -> str:
    return row.english if current_language() == "en" else row.name


def _rows(
    rows: Iterable[Row], amounts: Callable[[Row], tuple[int | None, ...]], hrefs: Callable[[Row], tuple[str, ...]]
) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(
            row.kind,
            _name(row),
            amounts(row) if row.amounts else (),
            row.key if row.kind == "account" and row.key[0].isdigit() else "",
            hrefs(row) if row.kind == "account" else (),
        )
        for row in rows
    )


def income_sheet(found: IncomeStatement, asked: Request) -> Sheet:
    """The income statement, a column for each period."""

    def opened(row: Row) -> tuple[str, ...]:
        return tuple(_account(asked, row.key, days, without="year_end") for days in found.days)

    return Sheet(
        "income-statement", _("Perhitungan hasil usaha"), tuple(map(called, found.days)),
        _rows(found.rows, lambda row: row.amounts, opened),
    )  # fmt: skip


def parts_sheet(found: IncomeStatement, asked: Request) -> Sheet:
    """The income statement of the first period, a column for each part and one for their sum."""

    def divided(row: Row) -> tuple[int | None, ...]:
        assert isinstance(row, IncomeRow)
        share = row.shares[0]
        return share.member, share.non_member, share.undivided, share.total

    def opened(row: Row) -> tuple[str, ...]:
        days = found.days[0]
        each = (_account(asked, row.key, days, without="year_end", part=part) for part in PARTS)
        return *each, _account(asked, row.key, days, without="year_end")

    return Sheet(
        "income-by-member", _("Hasil usaha anggota dan bukan anggota"),
        (*map(str, PARTS.values()), _("Jumlah")),
        tuple(row for row in _rows(found.rows, divided, opened) if any(row.amounts) or row.kind == "total"),
        stacked=True,
    )  # fmt: skip


def balance_sheet_sheet(found: BalanceSheet, asked: Request) -> Sheet:
    """The statement of financial position, a column for each day."""

    def opened(row: Row) -> tuple[str, ...]:
        years = (Days(day.replace(month=1, day=1), day) for day in found.on)
        if row.key == "running_surplus":
            return tuple(
                asked.address("books.income_statement", first=year.first, last=year.last, compare="none")
                for year in years
            )
        return tuple(_account(asked, row.key, year) for year in years) if row.key[0].isdigit() else ()

    return Sheet(
        "balance-sheet", _("Laporan posisi keuangan"), tuple(map(on_day, found.on)),
        _rows(found.rows, lambda row: row.amounts, opened),
    )  # fmt: skip


def cash_flow_sheet(found: CashFlow, asked: Request) -> Sheet:
    """The statement of cash flows, a column for each period."""

    def opened(row: Row) -> tuple[str, ...]:
        if not row.key[0].isdigit():
            return ()
        return tuple(_account(asked, row.key, days, cash="1", without="opening") for days in found.days)

    return Sheet(
        "cash-flow", _("Laporan arus kas"), tuple(map(called, found.days)),
        _rows(found.rows, lambda row: row.amounts, opened),
    )  # fmt: skip


def equity_sheet(found: EquityChanges, asked: Request) -> Sheet:
    """The changes in equity of one period."""
    rows = []
    for row in found.rows:
        total = row is found.total
        href = _account(asked, row.key, found.days) if row.key[0].isdigit() else ""
        if row.key == "unclosed_surplus":
            href = asked.address("books.income_statement", first=found.days.first, last=found.days.last, compare="none")
        rows.append(
            SheetRow(
                "total" if total else "account",
                row.english if current_language() == "en" else row.name,
                (row.opening, row.added, -row.taken, row.surplus, row.closing),
                row.key if row.key[0].isdigit() else "",
                href=href,
            )
        )
    return Sheet(
        f"equity-{found.days.first}", called(found.days),
        (_("Saldo awal"), _("Masuk"), _("Keluar"), _("SHU"), _("Saldo akhir")), tuple(rows),
        stacked=True, first_column=_("Ekuitas"),
    )  # fmt: skip


def trial_balance_sheet(found: TrialBalance, beside: TrialBalance | None, asked: Request) -> Sheet:
    """The trial balance; with a comparison, where each account stood at its end (debit less credit)."""
    before = {row.code: row.closing for row in beside.rows} if beside else {}
    rows = [
        SheetRow(
            "account",
            english_name(row.code, row.name) if current_language() == "en" else row.name,
            (
                row.opening or None, row.debit or None, row.credit or None, row.closing_debit or None,
                row.closing_credit or None, *((before.get(row.code) or None,) if beside else ()),
            ),
            row.code,
            href=_account(asked, row.code, asked.days),
        )
        for row in found.rows
    ]  # fmt: skip
    sums = (
        None, sum(row.debit for row in found.rows), sum(row.credit for row in found.rows), found.debit, found.credit,
    )  # fmt: skip
    rows.append(SheetRow("total", _("Jumlah"), (*sums, *((None,) if beside else ()))))
    columns = [_("Saldo awal"), _("Debit"), _("Kredit"), _("Saldo debit"), _("Saldo kredit")]
    if beside:
        columns.append(on_day(beside.last))
    return Sheet("trial-balance", _("Neraca saldo"), tuple(columns), tuple(rows), stacked=True, first_column=_("Akun"))


def ageing_sheet(
    found: Ageing, beside: Iterable[Ageing], name: Callable[[PartyAges], str], href: Callable[[PartyAges], str]
) -> Sheet:
    """Counterparties by days past due, their sum, and the sum at the day it is compared with."""

    def amounts(ages: Ages) -> tuple[int | None, ...]:
        return tuple(each or None for each in (*ages, ages.total))

    rows = [SheetRow("account", name(each), amounts(each.ages), href=href(each)) for each in found.parties]
    rows.append(SheetRow("total", _("Jumlah"), amounts(found.total)))
    rows += [SheetRow("account", _("Jumlah per %(day)s", day=on_day(each.on)), amounts(each.total)) for each in beside]
    columns = (
        _("Belum jatuh tempo"), _("1–30 hari"), _("31–60 hari"), _("61–90 hari"), _("Lebih dari 90 hari"),
        _("Tanpa tanggal"), _("Jumlah"),
    )  # fmt: skip
    title = _("Umur piutang") if found.kind == "receivable" else _("Umur utang")
    return Sheet(f"ageing-{found.kind}", title, columns, tuple(rows), stacked=True, first_column=_("Nama"))


def counterparty_sheet(found: CounterpartyReport, beside: Sequence[CounterpartyReport], lines_of: str) -> Sheet:
    """What stands on each account with a counterparty, on the account's own side, and where it stood at the day it is
    compared with; `lines_of` and a code make the address of an account's lines."""
    before = [{row.code: row.closing for row in each.statement.accounts} for each in beside]
    rows = []
    for row in found.statement.accounts:
        sign = 1 if row.normal_side == "debit" else -1
        label = english_name(row.code, row.name) if current_language() == "en" else row.name
        amounts = (sign * row.opening or None, row.debit or None, row.credit or None, sign * row.closing)
        earlier = (sign * each.get(row.code, 0) or None for each in before)
        rows.append(SheetRow("account", label, (*amounts, *earlier), row.code, href=f"{lines_of}{row.code}"))
    columns = (_("Saldo awal"), _("Debit"), _("Kredit"), _("Saldo akhir"))
    ends = (on_day(each.statement.days.last) for each in beside)
    return Sheet("counterparty", _("Per akun"), (*columns, *ends), tuple(rows), stacked=True, first_column=_("Akun"))


def _account(asked: Request, code: str, days: Days, **conditions: str) -> str:
    kept = {name: value for name, value in asked.kept.items() if name not in ("first", "last", "compare")}
    return Request(asked.asked, asked.known_on, kept).address(
        "books.account", code=code, first=days.first, last=days.last, **conditions
    )
