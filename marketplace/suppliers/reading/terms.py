"""Trade terms that change what a buyer pays in the end: kept as the row's terms, never folded into its price."""

from __future__ import annotations

import re
from functools import lru_cache

_TERMS = re.compile(
    r"wajib (?:paket|ambil|beli)[^,;()|]*|harus paket[^,;()|]*|\bkuota\b[^,;()|]*|\bbonus\b[^,;()|]*"
    r"|\bfree\s+\d[^,;()|]*|\bgratis\b[^,;()|]*"
    r"|\bbeli\s*\d+\s*(?:gratis|free|dapat|bonus)[^,;()|]*|\b\d+\s*\+\s*\d+(?=\s*(?:$|[),;|]|free|bonus|gratis))"
    r"|\b(?:disc(?:ount)?|dis[ck]on|disk"
    r"|pot(?:ongan)?)\.?\s*:?\s*\d+(?:[.,]\d+)?\s*%?(?:\s*\+\s*\d+(?:[.,]\d+)?\s*%?)*"
    r"|\bmin(?:imal|imum)?\.?\s*(?:order|pembelian|beli|belanja|ambil)\s*:?\s*\d[^,;()|]*|\bcashback\b[^,;()|]*"
    r"|\bpromo\s+s/?d[^,;()|]*"
    r"|\bambil\s+\d+[^,;()|]*|\bfoc\b[^,;()|]*|\btempo\s+\d+\s*hari|\b\d+\s*=\s*(?:rp\.?\s*)?\d[\d.]{3,}",
    re.IGNORECASE,
)
_HINTS = re.compile(
    r"wajib|harus|kuota|bonus|free|gratis|beli|dis|pot|min|cashback|promo|ambil|foc|tempo|\+|=", re.IGNORECASE
)


@lru_cache(maxsize=65_536)
def terms_in(text: str) -> tuple[str, ...]:
    """Each term as it is written in a name, a note or a terms column."""
    if not _HINTS.search(text):
        return ()
    return tuple(found.group().strip(" .-") for found in _TERMS.finditer(text))
