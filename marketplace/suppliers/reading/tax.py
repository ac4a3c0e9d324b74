"""Whether prices hold PPN: told by headings, notes, titles and the row's own tax cell, never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_EXEMPT = re.compile(r"(?:bebas|dibebaskan(?: dari)?|tidak (?:di)?kena(?:kan)?|non[- ]?kena"
            r"|exempt(?:ed)?(?: from)?|tanpa dikenakan|free of) (?:ppn|pajak|vat|tax)"
                     r"|(?:ppn|vat|tax)[- ](?:dibebaskan|exempt|free)|bkp dibebaskan|non[- ]?bkp")  # fmt: skip
_EXCLUDED = re.compile(
    r"(?:belum|tidak|blm|di ?luar|tanpa|exclu\w*|excl?\b\.?|not incl\w*|sebelum|before|plus|\+|ditambah|tambah)\s*"
    r"(?:termasuk|include|incl?\.?|harga|dengan)?\s*(?:ppn|pajak|p\.p\.n|vat\b|tax\b)"
    r"|(?:ppn|vat|tax|pajak)\s*(?:1[012] ?%)?\s*(?:belum termasuk|excluded|tidak termasuk|not included|exclude)"
    r"|\bharga dpp\b"
)
_INCLUDED = re.compile(
    r"(?:sudah|sdh|termasuk|includ\w*|incl?\b\.?|inc\b\.?|dengan|with|after|setelah)\s*(?:termasuk|include"
    r"|incl?\.?)?\s*(?:harga\s*)?"
    r"(?:ppn|pajak|p\.p\.n|vat\b|tax\b)|(?:ppn|vat|tax|pajak)\s*(?:1[012] ?%)?\s*(?:sudah termasuk|included"
    r"|termasuk|inclusive|incl?\b)|tax[- ]inclusive"
)
_CELLS = {
    "included": frozenset(["include", "included", "incl", "inc", "inclusive", "termasuk", "sudah"]),
    "excluded": frozenset(["exclude", "excluded", "excl", "exc", "exclusive", "belum"]),
    "exempt": frozenset(["bebas", "exempt", "dibebaskan", "non-bkp"])
    | {"non bkp", "tidak kena", "bebas ppn", "non ppn"},
}
_SENTENCE = re.compile(r"(?<!excl)(?<!incl)(?<!\bexc)(?<!\binc)[.;\n](?=\s|$)|(?<=\))\s", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_NOT_GOODS = frozenset(
    _WORD.findall(
        "harga bebas dibebaskan tidak kena dikenakan pajak barang untuk semua sembako yang dari daftar adalah "
        "produk kecuali exempt free price prices from items pokok kebutuhan sudah termasuk belum dan "
    )
)


@dataclass(frozen=True, slots=True)
class TaxBasis:
    """``basis`` of the list; ``exempt_words``: goods that a note calls exempt."""

    basis: str | None = None
    exempt_words: frozenset[str] = frozenset()


def basis_in(text: str) -> str | None:
    """What one sentence says; None where it says nothing, or both."""
    line = " ".join(text.lower().split())
    if not any(word in line for word in ("ppn", "pajak", "vat", "tax", "dpp", "bkp", "p.p.n")):
        return None
    if _EXEMPT.search(line):
        return "exempt"
    excluded, included = _EXCLUDED.search(line), _INCLUDED.search(line)
    if excluded:
        return "excluded"
    return "included" if included else None


def basis_of(texts: Iterable[str]) -> TaxBasis:
    """The list's basis from its titles and notes. Sentences that contradict each other leave it unknown."""
    found: set[str] = set()
    words: set[str] = set()
    for text in texts:
        for sentence in _SENTENCE.split(text):
            basis = basis_in(sentence)
            if basis == "exempt":
                goods = {word for word in _WORD.findall(sentence.lower()) if word not in _NOT_GOODS}
                words |= goods
                if not goods:
                    found.add("exempt")
            elif basis:
                found.add(basis)
    return TaxBasis(found.pop() if len(found) == 1 else None, frozenset(words))


def basis_of_cell(text: str) -> str | None:
    """A row's own tax cell, where it says more than a rate."""
    line = text.strip().lower()
    return next((basis for basis, words in _CELLS.items() if line in words), None) or basis_in(line)
