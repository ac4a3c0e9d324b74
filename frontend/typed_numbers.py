"""Numbers as people type them into a form: `1.250.000`, `Rp 12.500,-`, `12,5`, in the language of the page.

A mark that could mean two things is refused with a sentence, not guessed: an order ten times too large costs money.
"""

from __future__ import annotations

import re
from decimal import Decimal

from flask_babel import gettext as _

_MARKS = {"id": (".", ","), "en": (",", ".")}
_MOST_DIGITS = 15


class NotANumber(ValueError):
    """What was typed is no number, or could be two; the message is for the person who typed it."""


def typed_number(text: str, language: str = "id") -> Decimal:
    """The number in `text`. Raises NotANumber.

    Thousands marks stand every three digits or not at all. A single foreign mark before other than three digits can
    only be a decimal one (`12.5` in Indonesian) and is taken as such.
    """
    thousands, decimal = _MARKS[language if language in _MARKS else "id"]
    written = re.sub(r"(?i)^rp\.?|\s|,-$|,–$", "", text.strip())
    if not re.fullmatch(r"[0-9.,]*[0-9]", written):
        raise NotANumber(_("Tulis angka saja, misalnya %(example)s", example=f"1{thousands}250{thousands}000"))
    whole, part = _split(written, thousands, decimal)
    if len(whole) + len(part) > _MOST_DIGITS:
        raise NotANumber(_("Angkanya terlalu besar"))
    return Decimal(f"{whole or '0'}.{part or '0'}").normalize() + 0


def typed_rupiah(text: str, language: str = "id") -> int:
    """A whole amount of rupiah, never negative. Raises NotANumber, also for a part of a rupiah."""
    amount = typed_number(text, language)
    if amount != amount.to_integral_value():
        raise NotANumber(_("Rupiah ditulis bulat, tanpa koma"))
    return int(amount)


def _split(written: str, thousands: str, decimal: str) -> tuple[str, str]:
    t, d = re.escape(thousands), re.escape(decimal)
    if found := re.fullmatch(rf"(\d{{1,3}}(?:{t}\d{{3}})+|\d+)(?:{d}(\d+))?", written):
        return found[1].replace(thousands, ""), found[2] or ""
    if found := re.fullmatch(rf"(\d+){t}(\d{{1,2}}|\d{{4,}})", written):
        return found[1], found[2]
    raise NotANumber(
        _("%(written)s bisa dibaca dua cara. Tulis %(example)s", written=written, example=f"1{thousands}250{decimal}5")
    )
