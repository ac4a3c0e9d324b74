"""What a file holds before anybody has understood it: sheets of records of cells.

``sources`` turns bytes into these; the other stages of reading turn these into prices.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = str | int | float | bool | datetime.date | None
Language = Literal["id", "en"]


@dataclass(slots=True)
class Sheet:
    """One table or one pasted text.

    ``rows`` are ragged records. In CSV, PDF and text every cell is a ``str`` (``''`` for empty); a spreadsheet
    gives ``int`` or ``float`` for numbers, ``date``/``datetime`` for dates and ``''`` for empty cells.
    ``numbers`` holds the 1-based first physical line, or sheet row, of each record; with ``pages`` it counts per page.
    """

    name: str | None
    kind: Literal["table", "text"]
    rows: list[list[Cell]]
    numbers: Sequence[int]
    pages: Sequence[int] | None = None
    unvalued: frozenset[tuple[int, int]] = frozenset()  # (index in rows, column index): formula without stored value
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # (first row, first column, last row, last column), indices in rows
    formats: dict[int, str] | None = None  # column index -> its commonest number format, where the file tells one
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # indices in rows; the supplier does not show them
    hidden_columns: frozenset[int] = frozenset()
    text_before: tuple[str, ...] = ()


@dataclass(slots=True)
class Source:
    """A file read into cells. ``delimiter`` and ``encoding`` are set where the format has them."""

    file: str
    format: str  # csv xlsx xls ods pdf text
    encoding: str | None
    delimiter: str | None
    sheets: list[Sheet] = field(default_factory=list)


# One sentence per reason, for people: Indonesian, then English.
SENTENCES: dict[str, tuple[str, str]] = {
    "empty": ("Berkas ini kosong.", "This file is empty."),
    "not_found": ("Berkas tidak ditemukan atau tidak bisa dibuka.", "The file was not found or cannot be opened."),
    "not_a_price_list_file": (
        "Berkas ini bukan daftar harga yang bisa dibaca; kirim CSV, Excel, ODS, PDF, atau teks.",
        "This is not a price list that can be read; send CSV, Excel, ODS, PDF or text.",
    ),
    "picture": (
        "Berkas ini gambar; kirim daftar aslinya (Excel, CSV, PDF) atau tempelkan teksnya.",
        "This file is a picture; send the original list (Excel, CSV, PDF) or paste its text.",
    ),
    "pdf_without_text": (
        "PDF ini hasil pindai atau foto tanpa teks; kirim berkas aslinya atau tempelkan teksnya.",
        "This PDF is a scan or photograph without text; send the original file or paste its text.",
    ),
    "encrypted": (
        "Berkas ini dikunci kata sandi; simpan tanpa kata sandi lalu kirim lagi.",
        "This file is locked with a password; save it without one and send it again.",
    ),
    "archive": (
        "Berkas ini arsip; buka dulu lalu kirim daftar harga di dalamnya.",
        "This file is an archive; unpack it and send the price list inside.",
    ),
    "unsafe_content": (
        "Berkas ini memuat isi yang tidak wajar dan tidak dibaca; simpan ulang lalu kirim lagi.",
        "This file holds content that no price list needs and was not read; save it again and send it once more.",
    ),
    "broken_archive": (
        "Berkas ini rusak atau terpotong; simpan ulang lalu kirim lagi.",
        "This file is damaged or cut short; save it again and send it once more.",
    ),
    "too_large": (
        "Berkas ini terlalu besar: batasnya {limit}.",
        "This file is too large: the limit is {limit}.",
    ),
    "too_many_cells": (
        "Tabel ini terlalu besar: batasnya {limit} sel.",
        "This table is too large: the limit is {limit} cells.",
    ),
    "too_many_rows": (
        "Daftar ini terlalu panjang: batasnya {limit} baris.",
        "This list is too long: the limit is {limit} rows.",
    ),
    "too_many_columns": (
        "Tabel ini terlalu lebar: batasnya {limit} kolom.",
        "This table is too wide: the limit is {limit} columns.",
    ),
    "too_many_sheets": (
        "Berkas ini punya terlalu banyak lembar: batasnya {limit}.",
        "This file has too many sheets: the limit is {limit}.",
    ),
    "too_many_pages": (
        "PDF ini terlalu panjang: batasnya {limit} halaman.",
        "This PDF is too long: the limit is {limit} pages.",
    ),
    "no_such_sheet": (
        "Lembar '{sheet}' tidak ada; yang ada: {sheets}.",
        "There is no sheet '{sheet}'; the file has: {sheets}.",
    ),
    "out_of_memory": (
        "Berkas ini butuh memori lebih dari yang diizinkan untuk satu daftar harga.",
        "This file needs more memory than one price list may use.",
    ),
    "too_slow": (
        "Membaca berkas ini terlalu lama: batasnya {limit} detik.",
        "Reading this file takes too long: the limit is {limit} seconds.",
    ),
    "reader_crashed": (
        "Berkas ini membuat pembacanya berhenti mendadak; simpan ulang sebagai CSV atau XLSX lalu kirim lagi.",
        "This file made its reader stop abruptly; save it again as CSV or XLSX and send it once more.",
    ),
}


class UnreadableFile(Exception):
    """A file that cannot be read, with a stable ``code`` (a key of ``SENTENCES``) and one sentence for people."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code, self.details))

    def message(self, language: Language = "id") -> str:
        mark = "," if language == "en" else "."
        details = {
            name: f"{value:,}".replace(",", mark) if isinstance(value, int) else value
            for name, value in self.details.items()
        }
        return SENTENCES[self.code][language == "en"].format(**details)

    def __str__(self) -> str:
        return self.message("id")


def _rebuild(code: str, details: dict[str, str | int]) -> UnreadableFile:
    return UnreadableFile(code, **details)
