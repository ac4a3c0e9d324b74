"""The suppliers' sample lists and terms, and what the sample cooperative wants to buy."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples" / "price_lists"


@dataclass(frozen=True, slots=True)
class SampleList:
    """A list that a supplier hands in, one version after the other, and what he says about it.

    `freight_per_kg` is rupiah to anywhere in the city; None where he has not said.
    """

    supplier: str
    files: tuple[str, ...]
    tax_basis: str | None
    minimum_value: int | None
    lead_days: int
    payment_term: str
    payment_days: int | None
    freight_per_kg: Decimal | None


LISTS = (
    SampleList("berkah", ("berkah-oktober.txt", "berkah.txt"), "included", None, 1, "cash", None, Decimal(300)),
    SampleList("laut_jaya", ("laut-jaya.xlsx",), "included", 1_500_000, 2, "cash", None, Decimal(350)),
    SampleList("sumber_rejeki", ("sumber-rejeki.csv",), "excluded", 1_500_000, 3, "credit", 14, None),
)

PRIVATE_SUPPLIER = ("Toko Makmur Sekupang", "+6281270003321")
PRIVATE_LIST = """Toko Makmur - harga jual Nov 2026
Nama barang;Satuan;Harga
Minyak goreng Sawit Mas 1 L;dus;172.000
Gula pasir Manis Kita 1 kg;pcs;16.600
Mie Kita Goreng 85 g;dus;109.000
Tepung terigu Cap Layar 1 kg;pcs;10.700
Kopi Karimun 165 g;pcs;13.800
"""

WANTS = (
    ("Minyak goreng 1 l", Decimal(60), "l"),
    ("Gula pasir", Decimal(100), "kg"),
    ("Tepung terigu 1 kg", Decimal(48), "kg"),
    ("Mie Kita goreng 85 g", Decimal(400), "piece"),
    ("Kecap manis Cap Nyiur 520 ml", Decimal(24), "piece"),
    ("Kopi bubuk Karimun 165 g", Decimal(40), "piece"),
    ("Susu kental manis Sapi Putih 370 g", Decimal(48), "piece"),
    ("Garam beryodium 250 g", Decimal(20), "kg"),
    ("Sarden Nelayan Kita 155 g", Decimal(50), "piece"),
    ("Air mineral 600 ml", Decimal(240), "piece"),
    ("Sabun cuci bubuk 800 g", Decimal(24), "piece"),
    ("Bawang merah", Decimal(15), "kg"),
)
