"""How large a price list may be. Explained in docs/reference/price-list-limits.md."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    file_bytes: int = 50 * MEGABYTE
    inflated_bytes: int = 200 * MEGABYTE  # all members of an xlsx or ods together, as really unpacked
    inflation_ratio: int = 200  # of one member larger than a megabyte
    members: int = 2_000  # files inside an xlsx or ods
    sheets: int = 100
    rows: int = 200_000  # of one sheet, from its first filled row to its last
    columns: int = 1_000
    cells: int = 4_000_000  # filled, of one sheet
    line_characters: int = 1_000_000  # of plain text
    pages: int = 200  # of a PDF; a dense page takes a fifth of a second
