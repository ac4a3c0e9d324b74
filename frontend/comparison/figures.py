"""Figures as people type them into a form."""

from __future__ import annotations

import re
from decimal import Decimal

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


def read_decimal(text: str) -> Decimal | None:
    """`1.250,5`, `12`, `0,5`, `0.5`; None for nothing. Raises ValueError for anything else."""
    plain = text.strip()
    if not plain:
        return None
    if _THOUSANDS.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    raise ValueError(plain)
