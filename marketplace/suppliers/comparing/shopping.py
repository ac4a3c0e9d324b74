"""What a person writes in a small table: the wanted goods, and what freight costs. CSV with comma or semicolon."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from marketplace.errors import Invalid
from marketplace.money import Money
from marketplace.quantities import unit

from .carriage import ANY_SUPPLIER, Leg, Sailings, Tariff
from .offers import BaseUnit, Pack
from .wants import BuyerFacts, Want

# Heading as people write it -> field.
_WANT_HEADINGS = {
    "name": "name nama barang nama_barang produk",
    "quantity": "quantity qty jumlah banyak butuh",
    "unit": "unit satuan",
    "needed_on": "needed_on tanggal dibutuhkan tgl",
    "last_price": "last_price terakhir terakhir_bayar harga_terakhir",
    "selling_price": "selling_price harga_jual jual",
    "cap": "cap het",
    "monthly_volume": "monthly_volume volume per_bulan sebulan",
    "kg_per_piece": "kg_per_piece berat_satuan",
    "kg_per_litre": "kg_per_litre berat_jenis",
}
_FREIGHT_HEADINGS = {
    "supplier": "supplier pemasok",
    "zone": "zone zona",
    "leg": "leg tahap ruas",
    "per_kg": "per_kg",
    "per_drop": "per_drop sekali_antar per_antar",
    "per_package": "per_package per_koli per_karton",
    "free_from": "free_from gratis_mulai",
    "days": "days hari",
    "sailings": "sailings kapal jadwal",
}
_DAYS = "senin/sen/mon selasa/sel/tue rabu/rab/wed kamis/kam/thu jumat/jum/fri sabtu/sab/sat minggu/min/sun"
_WEEKDAYS = {name: day for day, names in enumerate(_DAYS.split()) for name in names.split("/")}
_BASES: dict[str, BaseUnit] = {"mass": "kg", "volume": "l", "count": "piece"}
_EVERY = re.compile(
    r"(?:tiap|setiap|every)?\s*(\d+)\s*(?:hari|days?)\s*(?:sejak|mulai|from|since)\s*(\d{4}-\d{2}-\d{2})", re.I
)
_CONTENT = re.compile(r"(\d+)\s*[x×]\s*(\d+(?:[.,]\d+)?)\s*(kg|gr?|gram|ml|l|ltr|liter)\b", re.I)
_MOST_QUANTITY = 1_000_000
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


class UnreadableTable(Invalid):
    """A table of wants or freight that cannot be taken as it is."""

    code = "unreadable_table"
    indonesian = "{table} baris {row}: {what} '{value}' belum jelas. {hint}"
    english = "{table} row {row}: {what} '{value}' is not clear. {hint}"


def read_wants(text: str, *, table: str = "wants") -> list[Want]:
    """Wants from CSV with the columns name, quantity, unit and, where known, the buyer's own figures.

    Raises ``UnreadableTable`` for a missing name, a unit that is none, or a number that can be read in two ways.
    """
    return [_want(row, number, table) for number, row in _rows(text, _WANT_HEADINGS, table, needs="name")]


def _want(row: Mapping[str, str], number: int, table: str) -> Want:
    quantity = _number(row, "quantity", number, table)
    if quantity is not None and not 0 < quantity <= _MOST_QUANTITY:
        raise _unclear(table, number, "quantity", row["quantity"], f"> 0, <= {_MOST_QUANTITY}")
    per: BaseUnit | None = None
    package = word = None
    written = row.get("unit", "")
    if written:
        measure = unit(written)
        if measure.base is None:
            package = measure.word
        else:
            per = _BASES[measure.dimension]
            word = measure.word if measure.dimension == "count" and measure.base == 1 else None
            quantity = quantity * measure.base if quantity is not None else None
    needed = row.get("needed_on", "")
    return Want(
        key=str(number),
        name=row["name"],
        quantity=quantity,
        per=per,
        package=package,
        unit_word=word,
        needed_on=_date(needed, number, table) if needed else None,
        item=_content(row["name"]) if package else None,
        kg_per_piece=_number(row, "kg_per_piece", number, table),
        kg_per_litre=_number(row, "kg_per_litre", number, table),
        facts=BuyerFacts(
            *(_number(row, name, number, table) for name in ("last_price", "selling_price", "cap", "monthly_volume"))
        ),
    )


def _content(name: str) -> Pack | None:
    """The content that a wanted karton states itself: ``Mie instan karton 40 x 85 g``."""
    found = _CONTENT.search(name)
    if found is None:
        return None
    measure = unit(found.group(3)).word
    return Pack(Decimal(found.group(1)), Decimal(found.group(2).replace(",", ".")), measure)


def read_tariffs(text: str, suppliers: Mapping[str, str], *, table: str = "freight") -> list[Tariff]:
    """Freight from CSV: supplier, zone, leg, per_kg, per_drop, per_package, free_from, days, sailings.

    ``suppliers`` maps what people call them to supplier keys. A row without supplier is everybody's tariff; with a
    leg's name it is a shared leg after everybody's own (the boat, the cooperative's carriage). Raises
    ``UnreadableTable`` for a supplier that none of the lists is from.
    """
    known = {name.casefold(): key for name, key in suppliers.items()}
    return [_tariff(row, number, table, known) for number, row in _rows(text, _FREIGHT_HEADINGS, table, needs=None)]


def _tariff(row: Mapping[str, str], number: int, table: str, known: Mapping[str, str]) -> Tariff:
    supplier = _supplier(row, number, table, known)
    days, drop = _number(row, "days", number, table), _number(row, "per_drop", number, table)
    free = _number(row, "free_from", number, table)
    leg = Leg(
        name=row.get("leg") or "Ongkir",
        per_kg=_number(row, "per_kg", number, table),
        per_package=_number(row, "per_package", number, table),
        per_drop=None if drop is None else Money.rounded(drop),
        free_from=None if free is None else Money.rounded(free),
        days=None if days is None else int(days),
        sailings=_sailings(row["sailings"], number, table) if row.get("sailings") else None,
        source=f"{table}, {number}",
    )
    return Tariff(leg, supplier, row.get("zone") or None)


def _supplier(row: Mapping[str, str], number: int, table: str, known: Mapping[str, str]) -> str | None:
    name = row.get("supplier", "")
    if name in ("", ANY_SUPPLIER):
        return None if row.get("leg") and name == "" else ANY_SUPPLIER
    if name.casefold() not in known:
        raise _unclear(table, number, "supplier", name, ", ".join(sorted(known)))
    return known[name.casefold()]


def _sailings(written: str, number: int, table: str) -> Sailings:
    """``Senin Kamis``, ``2026-11-25 2026-12-09`` or ``tiap 14 hari sejak 2026-11-25``."""
    every = _EVERY.search(written)
    if every:
        return Sailings(first=_date(every.group(2), number, table), every_days=int(every.group(1)))
    words = [word for word in re.split(r"[\s,;/]+", written.lower()) if word]
    days = frozenset(_WEEKDAYS[word] for word in words if word in _WEEKDAYS)
    dates = frozenset(_date(word, number, table) for word in words if word not in _WEEKDAYS)
    return Sailings(dates=dates, weekdays=days)


def _rows(
    text: str, headings: Mapping[str, str], table: str, needs: str | None
) -> Iterable[tuple[int, dict[str, str]]]:
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    fields = {alias: field for field, aliases in headings.items() for alias in aliases.split()}
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    heading = [fields.get(re.sub(r"\W+", "_", cell.strip().lower()).strip("_"), "") for cell in next(reader, [])]
    if (needs or "per_kg") not in heading and not (needs is None and {"per_drop", "per_package", "leg"} & set(heading)):
        raise _unclear(table, 1, needs or "per_kg", first.strip(), ", ".join(headings))
    for cells in reader:
        row = {field: cell.strip() for field, cell in zip(heading, cells, strict=False) if field}
        if any(row.values()):
            if needs and not row.get(needs):
                raise _unclear(table, reader.line_num, needs, "", "?")
            yield reader.line_num, row


def _number(row: Mapping[str, str], field: str, number: int, table: str) -> Decimal | None:
    written = row.get(field, "").removeprefix("Rp").strip()
    if not written:
        return None
    if not _PLAIN.fullmatch(written):
        raise _unclear(table, number, field, written, "1500 / 1,5")
    whole, separator, part = written.replace(",", ".").partition(".")
    if separator and len(part) == 3 and whole != "0":
        raise _unclear(table, number, field, written, f"{whole}{part} / {whole},{part.rstrip('0') or '0'}")
    return Decimal(f"{whole}.{part}" if separator else whole)


def _date(written: str, number: int, table: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise _unclear(table, number, "date", written, "2026-11-25") from None


def _unclear(table: str, row: int, what: str, value: str, hint: str) -> UnreadableTable:
    return UnreadableTable(field=what, table=table, row=row, what=what, value=value, hint=hint)
