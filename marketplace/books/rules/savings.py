"""The four kinds of a member's savings, and where each stands in the books."""

from __future__ import annotations

from typing import Literal

Kind = Literal["principal", "mandatory", "voluntary", "term"]
KINDS: tuple[Kind, ...] = ("principal", "mandatory", "voluntary", "term")
"""pokok, wajib, sukarela, berjangka."""

DUES: tuple[Kind, ...] = ("principal", "mandatory")
"""What a member owes by being one; it comes back when he leaves."""

DuesClass = Literal["equity", "liability"]
DUES_CLASSES: tuple[DuesClass, ...] = ("equity", "liability")

MOVEMENTS = ("deposit", "withdrawal", "interest", "opening")
WAYS = ("cash", "transfer", "voluntary", "none")
"""From the till, by bank, out of or into the member's own voluntary savings, or without money (opening, interest)."""
