"""What the quarter's template shows, the same for a running quarter and for a signed edition; and the text to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from frontend import formatting
from frontend.books.quarter_words import LINES, MISSING
from frontend.language import current_language
from marketplace.books.queries.quarters import LiveQuarter
from marketplace.books.rules.indicators import Indicators, OnTime, indicators
from marketplace.books.rules.quarters import LINES as LINE_GROUPS
from marketplace.books.rules.quarters import JournalFigures, Line, Quarter, from_content, total, total_before


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: words, rupiah now and before (None: not known)."""

    label: str
    amount: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: its name, its figure with the unit (empty: there is none), what it was made of, and a remark."""

    name: str
    figure: str
    meaning: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page tells of a quarter, in words and figures of the reader's language."""

    cooperative: str
    quarter: Quarter
    title: str
    headings: tuple[str, str]
    income: tuple[Row, ...]
    expenses: tuple[Row, ...]
    assets: tuple[Row, ...]
    debts: tuple[Row, ...]
    equity: tuple[Row, ...]
    savings: tuple[Row, ...]
    came_in: Row
    went_out: Row
    left: Row
    owned: Row
    owed: Row
    own: Row
    saved: Row
    cash: int
    loans: int
    members: int
    members_before: int
    arrears: str
    measures: tuple[Measure, ...]
    has_before: bool


def live_page(live: LiveQuarter, cooperative: str) -> Page:
    """The page of a quarter as the books have it now."""
    return _page(live.quarter, live.figures, live.indicators, cooperative, asdict(live.register))


def edition_page(content: dict[str, Any]) -> Page:
    """The page of a signed edition, from its frozen content alone."""
    quarter, figures = Quarter(content["year"], content["quarter"]), from_content(content["journal"])
    return _page(quarter, figures, indicators(quarter, figures), content["cooperative"]["name"], content["register"])


def moment_of(text: str) -> datetime:
    """A moment of an edition's content."""
    return datetime.fromisoformat(text)


def _page(
    quarter: Quarter, figures: JournalFigures, found: Indicators, cooperative: str, register: dict[str, Any]
) -> Page:
    has_before = any(line.before is not None for name in LINE_GROUPS for line in getattr(figures, name))

    def summed(label: str, lines: tuple[Line, ...]) -> Row:
        return Row(label, total(lines), (total_before(lines) or 0) if has_before else None)

    return Page(
        cooperative=cooperative,
        quarter=quarter,
        title=formatting.quarter(quarter.first, current_language()),
        headings=(_heading(quarter), _heading(quarter.before)),
        income=_rows(figures.income),
        expenses=_rows(figures.expenses),
        assets=_rows(figures.assets),
        debts=_rows(figures.debts),
        equity=_rows(figures.equity),
        savings=_rows(figures.savings),
        came_in=summed(_("Jumlah yang masuk"), figures.income),
        went_out=summed(_("Jumlah yang keluar"), figures.expenses),
        left=Row(_("Sisa hasil usaha"), figures.surplus, (figures.surplus_before or 0) if has_before else None),
        owned=summed(_("Jumlah milik"), figures.assets),
        owed=summed(_("Jumlah utang"), figures.debts),
        own=summed(_("Jumlah modal"), figures.equity),
        saved=summed(_("Jumlah simpanan"), figures.savings),
        cash=next((line.amount for line in figures.assets if line.key == "cash"), 0),
        loans=figures.loans_outstanding,
        members=register["members"],
        members_before=register["members_before"],
        arrears=_arrears(register),
        measures=measures(found, figures, register["members"]),
        has_before=has_before,
    )


def _arrears(register: dict[str, Any]) -> str:
    """The share of the loans' principal that is late; empty where nothing is lent."""
    if not register["loans_running"]:
        return ""
    return formatting.percent(Decimal(register["loans_late"]) / register["loans_running"], current_language())


def _heading(quarter: Quarter) -> str:
    return f"{formatting.quarter(quarter.first).split()[1]}/{quarter.year}"


def _rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    return tuple(Row(str(LINES[line.key]), line.amount, line.before) for line in lines)


def measures(found: Indicators, figures: JournalFigures, members: int) -> tuple[Measure, ...]:
    """The three indicators; punctuality has two sides."""
    return (
        _inventory(found, figures),
        _punctuality(_("Tagihan yang dibayar koperasi tepat waktu"), found.payables),
        _punctuality(_("Tagihan yang dibayar kepada koperasi tepat waktu"), found.receivables),
        _members(found, members),
    )


def _inventory(found: Indicators, figures: JournalFigures) -> Measure:
    cycle, language = found.inventory, current_language()
    remark = _("Barang titipan tidak dihitung: bukan milik koperasi.")
    if figures.consigned_sold:
        sold = _("Titipan yang laku: %(sold)s.", sold=formatting.rupiah(figures.consigned_sold, language))
        remark = f"{remark} {sold}"
    if cycle.days is None:
        return Measure(_("Perputaran persediaan"), "", str(MISSING[cycle.missing]), remark)
    return Measure(
        _("Perputaran persediaan"),
        formatting.quantity(cycle.days, "day", language),
        _(
            "Rata-rata persediaan %(stock)s dibagi HPP %(cost)s, dikali %(days)s hari. Makin kecil, makin cepat laku.",
            stock=formatting.rupiah(cycle.average_stock, language),
            cost=formatting.rupiah(cycle.cost_of_goods, language),
            days=cycle.counted_days,
        ),
        remark,
    )


def _punctuality(name: str, found: OnTime) -> Measure:
    language = current_language()
    if found.by_count is None or found.by_amount is None:
        return Measure(name, "", str(MISSING[found.missing]))
    meaning = _(
        "%(on_time)s dari %(due)s tagihan yang jatuh tempo lunas pada harinya; menurut rupiah %(share)s.",
        on_time=found.of.on_time,
        due=found.of.due,
        share=formatting.percent(found.by_amount, language, 0),
    )
    return Measure(name, formatting.percent(found.by_count, language, 0), meaning)


def _members(found: Indicators, members: int) -> Measure:
    active, language = found.members, current_language()
    meaning = _(
        "Belanja, menyetor, atau menerima uang dalam 90 hari terakhir: %(now)s dari %(members)s anggota.",
        now=formatting.number(active.now, language),
        members=formatting.number(members, language),
    )
    if active.growth is None or active.before is None:
        remark = str(MISSING[active.missing])
    else:
        before = formatting.number(active.before, language)
        growth = formatting.percent(abs(active.growth), language)
        remark = (
            _("Triwulan lalu %(before)s: naik %(growth)s.", before=before, growth=growth)
            if active.growth > 0
            else _("Triwulan lalu %(before)s: turun %(growth)s.", before=before, growth=growth)
            if active.growth < 0
            else _("Sama dengan triwulan lalu.")
        )
    return Measure(_("Anggota aktif"), formatting.number(active.now, language), meaning, remark)


def chat_text(shown: Page, address: str) -> str:
    """The quarter as a message for the members' group, always in Indonesian."""
    lines = [
        f"*{shown.cooperative}*",
        f"Ringkasan {formatting.quarter(shown.quarter.first)}",
        "",
        f"Masuk {formatting.rupiah(shown.came_in.amount)}, keluar {formatting.rupiah(shown.went_out.amount)}.",
        f"Sisa hasil usaha: {formatting.rupiah(shown.left.amount)}.",
        f"Simpanan anggota: {formatting.rupiah(shown.saved.amount)}. Kas: {formatting.rupiah(shown.cash)}.",
        "",
        f"Selengkapnya: {address}",
    ]
    return "\n".join(lines)
