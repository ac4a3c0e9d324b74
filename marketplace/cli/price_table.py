"""A reading as a table that a manager can follow in a terminal."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from typing import Any, TextIO

from marketplace.suppliers.reading.issues import ISSUES
from marketplace.suppliers.reading.reading import Reading
from marketplace.suppliers.reading.sheets import Language

WORDS = {
    "id": ("Baris", "Barang", "Harga untuk", "Harga", "Per kg/l/buah", "Catatan"),
    "en": ("Row", "Article", "Price buys", "Price", "Per kg/l/piece", "Remarks"),
}
TAX = {
    "included": ("sudah PPN", "with VAT"),
    "excluded": ("belum PPN", "before VAT"),
    "exempt": ("bebas PPN", "VAT exempt"),
}
EVERY = 500


def write_table(
    reading: Reading, stream: TextIO, language: Language, progress: Callable[[int], None] | None = None
) -> None:
    """One line per row, its issues as sentences below the figures' columns, and a summary at the end."""
    width = max(shutil.get_terminal_size((120, 40)).columns, 78)
    name_width = max(20, min(46, width - 78))
    heads = WORDS[language]
    stream.write(
        f"{heads[0]:>6}  {heads[1]:<{name_width}}  {heads[2]:<20}  {heads[3]:>12}  {heads[4]:>16}  {heads[5]}\n"
    )
    stream.write("─" * width + "\n")
    counts: Counter[str] = Counter()
    comparable = done = 0
    for row in reading.iterate():
        done += 1
        comparable += row["comparable"] is not None
        counts.update(entry["code"] for entry in row["issues"])
        stream.write(_line(row, name_width, language))
        if progress is not None and done % EVERY == 0:
            progress(done)
    stream.write("─" * width + "\n")
    stream.write(_summary(reading, done, comparable, counts, language))


def _line(row: dict[str, Any], name_width: int, language: Language) -> str:
    name = row["name"] if len(row["name"]) <= name_width else row["name"][: name_width - 1] + "…"
    remarks = "; ".join(entry["message"] for entry in row["issues"])
    return (
        f"{row['row']:>6}  {name:<{name_width}}  {_buys(row):<20}  {figure(row['price'], language):>12}  "
        f"{_comparable(row, language):>16}  {remarks}".rstrip()
        + "\n"
    )


def _buys(row: dict[str, Any]) -> str:
    if row["order_unit"] is None:
        return "?"
    pack = row["pack"]
    if pack is None or (pack["unit"] == "piece" and pack["count"] == 1) or pack["unit"] == row["order_unit"]:
        return str(row["order_unit"])
    if pack["unit"] == "piece":
        return f"{row['order_unit']} ({pack['count']})"
    times = f"{pack['count']} × " if pack["count"] != 1 else ""
    return f"{row['order_unit']} ({times}{pack['size'].replace('.', ',')} {pack['unit']})"


def _comparable(row: dict[str, Any], language: Language) -> str:
    if row["comparable"] is None:
        return "–"
    per = {"piece": "buah" if language == "id" else "piece"}.get(row["comparable"]["per"], row["comparable"]["per"])
    return f"{figure(row['comparable']['price'], language)} /{per}"


def figure(text: str | None, language: Language) -> str:
    """`12500.5` as Indonesians write it (12.500,5), or in English (12,500.5); two decimals at most."""
    if text is None:
        return "–"
    whole, _, decimals = text.partition(".")
    grouped = f"{int(whole):,}"
    tail = decimals[:2].rstrip("0") if len(whole) < 5 else ""
    result = f"{grouped}.{tail}" if tail else grouped
    return result if language == "en" else result.translate(str.maketrans(",.", ".,"))


def _summary(reading: Reading, done: int, comparable: int, counts: Counter[str], language: Language) -> str:
    english = language == "en"
    skipped = sum(entry["to"] - entry["row"] + 1 for entry in reading.skipped())
    basis = next((sheet.tax for sheet in reading.sheets if sheet.tax), None)
    tax = TAX[basis][english] if basis else ("VAT basis not stated" if english else "dasar PPN tidak disebut")
    if english:
        lines = [f"{done:,} rows · {comparable:,} comparable · {skipped:,} records explained · {tax}"]
    else:
        lines = [
            f"{done:,} baris · {comparable:,} bisa dibandingkan · {skipped:,} baris lain dijelaskan · {tax}".replace(
                ",", "."
            )
        ]
    lines += [f"  {count:>6}  {_label(code, english)}" for code, count in counts.most_common()]
    return "\n".join(lines) + "\n"


def _label(code: str, english: bool) -> str:
    """The sentence of an issue with its blanks left as dots."""
    sentence = ISSUES[code][english]
    for blank in ("price", "unit", "likely", "stated", "per", "cost", "direction"):
        sentence = sentence.replace("{" + blank + "}", "…")
    return sentence
