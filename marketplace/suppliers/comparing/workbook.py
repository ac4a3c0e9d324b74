"""The comparison as an XLSX workbook. What a list wrote is stored as text, so no cell of it can be a formula."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplace.money import Money

from .arithmetic import steps
from .comparison import Comparison, Row
from .evaluating import Evaluated
from .sentences import Sentence
from .wording import MARKS, basis, cell, summary, wanted

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_TABLE = ("Barang", "Butuh", "Termurah", "Harga sampai", "Per", "Jumlah", "Hemat", "Untung kotor", "Kenapa"), (
    "Goods", "Wanted", "Cheapest", "Landed price", "Per", "Sum", "Saving", "Gross margin", "Why",
)  # fmt: skip
_OFFERS = (
    ("Barang", "Pemasok", "Nama di daftar", "Tanda", "Harga daftar", "Satuan", "Isi", "Banyak", "Harga barang", "PPN",
     "Ongkir", "Jumlah", "Harga sampai", "Per", "Keterangan", "Asal"),
    ("Goods", "Supplier", "Name in the list", "Mark", "List price", "Unit", "Content", "Quantity", "Goods price", "PPN",
     "Freight", "Sum", "Landed price", "Per", "Remark", "Source"),
)  # fmt: skip
_STEPS = ("Barang", "Pemasok", "Langkah", "Hitungan", "Angka", "Satuan", "Asal"), (
    "Goods", "Supplier", "Step", "Working", "Figure", "Unit", "Source",
)  # fmt: skip
_SHEETS = ("Perbandingan", "Penawaran", "Hitungan"), ("Comparison", "Offers", "Arithmetic")


def as_workbook(comparison: Comparison, *, language: str = "id") -> bytes:
    """An XLSX file of three sheets: the table, every offer, the arithmetic of every comparable one."""
    import xlsxwriter

    english = language == "en"
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _SAFE)
    formats = {"bold": book.add_format({"bold": True}), "number": book.add_format({"num_format": "#,##0.##"})}
    names = _SHEETS[english]
    _table(_Sheet(book.add_worksheet(names[0]), formats), comparison, language)
    _offers(_Sheet(book.add_worksheet(names[1]), formats), comparison, language)
    _arithmetic(_Sheet(book.add_worksheet(names[2]), formats), comparison, language)
    book.close()
    return buffer.getvalue()


class _Sheet:
    """Writes rows downwards: text only ever as text, figures only ever as numbers."""

    def __init__(self, sheet: Any, formats: dict[str, Any]) -> None:
        self.sheet, self.formats, self.row = sheet, formats, 0

    def heading(self, names: tuple[str, ...], widths: dict[int, int]) -> None:
        for column, name in enumerate(names):
            self.sheet.write_string(self.row, column, name, self.formats["bold"])
            self.sheet.set_column(column, column, widths.get(column, 14))
        self.row += 1
        self.sheet.freeze_panes(self.row, 1)

    def write(self, *values: str | Decimal | Money | None) -> None:
        for column, value in enumerate(values):
            if isinstance(value, str):
                self.sheet.write_string(self.row, column, value)
            elif value is not None:
                self.sheet.write_number(self.row, column, _number(value), self.formats["number"])
        self.row += 1


def _number(value: Decimal | Money) -> int | Decimal:
    if isinstance(value, Money):
        return value.rupiah
    return value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def _table(sheet: _Sheet, comparison: Comparison, language: str) -> None:
    sheet.write(f"{basis(comparison).in_language(language)} · {summary(comparison).in_language(language)}")
    suppliers = [(each.supplier, each.name) for each in comparison.suppliers]
    names = (*_TABLE[language == "en"], *(name for _key, name in suppliers))
    sheet.heading(names, {0: 32, 2: 20, 8: 60})
    for row in comparison.rows:
        by_supplier = row.by_supplier
        found = [by_supplier.get(key) for key, _name in suppliers]
        cells = [cell(offers[0]).in_language(language) if offers else "–" for offers in found]
        sheet.write(row.want.name, wanted(row).in_language(language), *_winner(row, language), *cells)


def _winner(row: Row, language: str) -> list[str | Decimal | Money | None]:
    each = row.winner
    why = row.why.in_language(language)
    if each is None:
        return [None, None, None, None, None, None, why]
    name = f"{MARKS[each.state]} {each.offer.supplier_name}"
    return [name, each.landed, each.measure.word.in_language(language), each.total, each.saving, each.margin, why]


def _offers(sheet: _Sheet, comparison: Comparison, language: str) -> None:
    sheet.heading(_OFFERS[language == "en"], {0: 32, 1: 20, 2: 32, 14: 50, 15: 24})
    for row in comparison.rows:
        for each in row.offers:
            sheet.write(row.want.name, *_offer(each, language, comparison.circumstances.count_freight))


def _offer(each: Evaluated, language: str, freight: bool) -> list[str | Decimal | Money | None]:
    offer, known = each.offer, each.refusal is None
    remark = cell(each).in_language(language)
    terms = "; ".join(term.text for term in offer.terms)
    return [
        offer.supplier_name,
        offer.name,
        MARKS[each.state],
        offer.price,
        offer.order_unit,
        each.content if known else None,
        each.packs if known else None,
        each.goods if known else None,
        each.ppn,
        each.freight if freight else None,
        each.total,
        each.landed,
        each.measure.word.in_language(language),
        f"{remark}; {terms}" if terms else remark,
        offer.source.text(language),
    ]


def _arithmetic(sheet: _Sheet, comparison: Comparison, language: str) -> None:
    sheet.heading(_STEPS[language == "en"], {0: 32, 1: 20, 2: 20, 3: 40, 6: 24})
    for row in comparison.rows:
        for each in row.offers:
            for step in steps(each, comparison.circumstances):
                texts: tuple[Sentence, Sentence] = (step.label, step.detail)
                sheet.write(
                    row.want.name,
                    each.offer.supplier_name,
                    *(text.in_language(language) for text in texts),
                    step.figure,
                    step.unit.in_language(language),
                    step.source.in_language(language),
                )
