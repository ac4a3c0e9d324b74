"""Trade item numbers (GTIN) that mean the same thing everywhere."""

from __future__ import annotations


def global_number(written: str | None) -> str | None:
    """A GTIN as 14 digits, or ``None`` for anything that does not identify a thing across shops.

    The check digit must hold. Numbers of a shop's own making (prefixes 02, 04 and 20 to 29, GS1 general specifications
    section 1.4) are refused: two shops use the same one for different things.
    """
    digits = (written or "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (8, 12, 13, 14) or not _checks(digits):
        return None
    if len(digits) == 8:
        return None if digits[0] in "02" else digits.zfill(14)
    padded = digits.zfill(14)
    inside = padded[1:]
    if inside.startswith(("02", "04")) or inside[0] == "2" or int(inside) < 10**9:
        return None
    return padded


def _checks(digits: str) -> bool:
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits[:-1])))
    return (10 - total % 10) % 10 == int(digits[-1])
