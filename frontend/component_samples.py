"""What /dev/components shows: a market list of made-up suppliers, compared by the real engine, and smaller things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from frontend import comparison_table
from frontend.charts import DayNote, Season
from frontend.comparison_presenting import Addresses, present
from frontend.language import current_language
from marketplace.money import Money
from marketplace.suppliers.comparing import (
    BuyerFacts,
    Candidate,
    Circumstances,
    Comparison,
    Doubt,
    Leg,
    LikelyReading,
    Offer,
    Pack,
    Relation,
    Route,
    Sailings,
    Sentence,
    Source,
    SupplierTerms,
    Want,
    compare,
    load_rates,
    rate_on,
)

TODAY = date(2026, 11, 22)
CASH = 3_000_000
LAUT, SUMBER, BERKAH, MAKMUR, PAGI, TANI = "laut", "sumber", "berkah", "makmur", "pagi", "tani"
NAMES = {
    LAUT: "CV Laut Jaya",
    SUMBER: "PT Sumber Rejeki",
    BERKAH: "UD Berkah",
    MAKMUR: "Toko Makmur",
    PAGI: "Grosir Sinar Pagi",
    TANI: "KUD Tani Maju",
}
FREIGHT_PER_KG = {LAUT: 350, SUMBER: 350, BERKAH: 300, PAGI: 500, TANI: 200}  # Toko Makmur has not said
MINIMUM = {LAUT: 1_500_000, BERKAH: 500_000}
CHOSEN = {"1": f"1-{LAUT}"}


def _offer(
    want: int, supplier: str, price: int, unit: str, row: int, pack: Pack | None, kg: str, **more: object
) -> Offer:
    return Offer(
        key=f"{want}-{supplier}",
        supplier=supplier,
        supplier_name=NAMES[supplier],
        price=Decimal(price),
        order_unit=unit,
        pack=pack,
        weight_kg=Decimal(kg),
        lead_days=1,
        listed_on=TODAY - timedelta(days=3),
        source=Source(row=row),
        **{"name": WANTS[want - 1].name, "tax": "included", "tax_source": "catatan, b. 4"} | more,  # type: ignore[arg-type]
    )


def _want(
    key: int,
    name: str,
    quantity: int,
    per: str,
    paid: str | None,
    sells: int,
    monthly: int = 0,
    word: str | None = None,
) -> Want:
    facts = BuyerFacts(
        last_price=None if paid is None else Decimal(paid),
        selling_price=Decimal(sells),
        monthly_volume=Decimal(monthly) if monthly else None,
    )
    return Want(key=str(key), name=name, quantity=Decimal(quantity), per=per, unit_word=word, facts=facts)  # type: ignore[arg-type]


WANTS = (
    _want(1, "Minyak goreng 1 l", 60, "l", "16100", 17_000, monthly=240),
    _want(2, "Gula pasir curah", 100, "kg", "16150", 17_500),
    _want(3, "Beras medium, sak 25 kg", 500, "kg", "13640", 14_500),
    _want(4, "Tepung terigu 1 kg", 48, "kg", "11900", 13_000),
    _want(5, "Mi instan goreng 85 g", 400, "piece", "2980", 3_300, word="bungkus"),
    _want(6, "Telur ayam", 10, "kg", None, 30_000),
    _want(7, "Susu kental manis 370 g", 96, "piece", "11400", 12_500, word="kaleng"),
    _want(8, "Kopi bubuk 165 g", 40, "piece", "13300", 15_000, word="bungkus"),
    _want(9, "Garam halus 250 g", 20, "kg", None, 9_500),
    _want(10, "Sabun cuci bubuk 800 g", 24, "piece", "18900", 21_000, word="bungkus"),
    _want(11, "Teh celup isi 25", 48, "piece", "6350", 7_500, word="kotak"),
    _want(12, "Air mineral 600 ml", 240, "piece", "2150", 3_000, word="botol"),
)


def _pack(count: int, size: str, unit: str) -> Pack:
    return Pack(Decimal(count), Decimal(size), unit)


LITRES_12, SACK_50, SACK_25, KILOS_12 = (
    _pack(12, "1", "l"),
    _pack(1, "50", "kg"),
    _pack(1, "25", "kg"),
    _pack(12, "1", "kg"),
)
PIECES = {count: _pack(count, "1", "piece") for count in (12, 20, 24, 40, 48)}
SALT = _pack(40, "250", "g")
UNREAD = Doubt(
    "content_unknown",
    Sentence("isi per dus tidak disebut", "the content of one carton is not stated"),
    LikelyReading(pack=LITRES_12),
)

LISTED = (
    _offer(1, LAUT, 178_800, "karton", 118, LITRES_12, "12", name="MINYAK GORENG NYIUR POUCH 1 L (12)"),
    _offer(1, BERKAH, 270_000, "jerigen", 31, _pack(1, "18", "l"), "18"),
    _offer(1, SUMBER, 168_000, "karton", 77, LITRES_12, "12", tax="excluded", tax_source="judul kolom: belum PPN"),
    _offer(1, PAGI, 189_600, "karton", 12, LITRES_12, "12", name="Minyak goreng Kelapa Kita botol 1 L"),
    _offer(1, MAKMUR, 189_000, "dus", 9, None, "12", doubt=UNREAD),
    _offer(2, BERKAH, 795_000, "karung", 44, SACK_50, "50"),
    _offer(2, MAKMUR, 795_000, "karung", 81, SACK_50, "50"),
    _offer(2, LAUT, 805_000, "karung", 121, SACK_50, "50"),
    _offer(2, PAGI, 815_000, "karung", 15, SACK_50, "50"),
    _offer(3, TANI, 330_000, "sak", 3, SACK_25, "25"),
    _offer(3, LAUT, 330_750, "sak", 64, SACK_25, "25"),
    _offer(3, SUMBER, 333_750, "sak", 20, SACK_25, "25"),
    _offer(3, MAKMUR, 342_500, "sak", 2, SACK_25, "25"),
    _offer(3, BERKAH, 345_000, "sak", 8, SACK_25, "25"),
    _offer(3, PAGI, 350_000, "sak", 4, SACK_25, "25"),
    _offer(4, LAUT, 135_900, "karton", 130, KILOS_12, "12"),
    _offer(4, SUMBER, 137_400, "karton", 92, KILOS_12, "12"),
    _offer(4, BERKAH, 141_000, "karton", 51, KILOS_12, "12"),
    _offer(5, SUMBER, 112_600, "dus", 140, PIECES[40], "4"),
    _offer(5, PAGI, 113_800, "dus", 41, PIECES[40], "4"),
    _offer(5, LAUT, 115_200, "dus", 88, PIECES[40], "4"),
    _offer(5, MAKMUR, 117_600, "dus", 17, PIECES[40], "4"),
    _offer(7, PAGI, 516_000, "karton", 66, PIECES[48], "20"),
    _offer(7, LAUT, 528_200, "karton", 150, PIECES[48], "20"),
    _offer(7, SUMBER, 484_000, "karton", 101, PIECES[48], "20", tax="excluded", tax_source="judul kolom: belum PPN"),
    _offer(8, LAUT, 254_600, "karton", 161, PIECES[20], "4"),
    _offer(8, SUMBER, 256_600, "karton", 115, PIECES[20], "4"),
    _offer(9, TANI, 76_000, "bal", 11, SALT, "10", tax="exempt", tax_source="barang pokok"),
    _offer(9, BERKAH, 79_000, "bal", 60, SALT, "10", tax="exempt", tax_source="barang pokok"),
    _offer(10, SUMBER, 213_000, "karton", 170, PIECES[12], "10"),
    _offer(10, MAKMUR, 219_000, "karton", 33, PIECES[12], "10"),
    _offer(10, LAUT, 219_600, "karton", 190, PIECES[12], "10"),
    _offer(11, LAUT, 145_350, "karton", 201, PIECES[24], "3"),
    _offer(11, BERKAH, 148_800, "karton", 71, PIECES[24], "3"),
    _offer(11, PAGI, 149_400, "karton", 38, PIECES[24], "3"),
    _offer(12, PAGI, 40_500, "dus", 80, PIECES[24], "15"),
    _offer(12, LAUT, 43_950, "dus", 210, PIECES[24], "15"),
    _offer(12, BERKAH, 48_300, "dus", 90, PIECES[24], "15"),
)


def circumstances() -> Circumstances:
    """The island, its boat on Thursdays, and what each supplier says about freight, minimum and payment."""
    thursdays = Sailings(weekdays=frozenset({3}))
    return Circumstances(
        today=TODAY,
        tax=rate_on(load_rates(), TODAY),
        place="Pulau Terong",
        routes={
            supplier: Route((Leg("Ongkir", per_kg=Decimal(price), days=0, sailings=thursdays, source="zona pulau"),))
            for supplier, price in FREIGHT_PER_KG.items()
        },
        suppliers={
            supplier: SupplierTerms(
                minimum_value=Money(MINIMUM[supplier]) if supplier in MINIMUM else None, payment="Tunai"
            )
            for supplier in NAMES
        },
    )


ADDRESSES = Addresses(
    action="/dev/components/comparison",
    back="/dev/components",
    exports=(("Cetak", "#cetak"), ("XLSX", "#xlsx"), ("Kirim WA", "#wa")),
    find=lambda want: "#cari",
    order=lambda supplier: "#pesanan",
    way_out=lambda code, offer: f"#{code}",
    working=lambda offer: f"/dev/components/comparison/{offer.offer.key}",
)


def compared() -> Comparison:
    """The sample list worked out by the engine."""
    return compare(
        [
            (want, [Candidate(offer, _relation(offer)) for offer in LISTED if offer.key.split("-")[0] == want.key])
            for want in WANTS
        ],
        circumstances(),
    )


def comparison(chosen: Mapping[str, str] = CHOSEN, sorted_by: str = "saving") -> comparison_table.Comparison:
    """The sample list as the page shows it."""
    return present(
        compared(),
        ADDRESSES,
        title="Belanja Senin",
        chosen=chosen,
        cash=CASH,
        sorted_by=sorted_by,
        language=current_language(),
    )


def _relation(offer: Offer) -> Relation:
    return "same_other_size" if offer.order_unit == "jerigen" else "same"


PRICES = [
    (date(2026, 6, 2), 176_400),
    (date(2026, 7, 6), 179_400),
    (date(2026, 8, 3), 181_200),
    (date(2026, 9, 14), 180_000),
    (date(2026, 11, 19), 178_800),
]
CASH_FLOW = [
    ("Jun", 18_200_000, 15_900_000),
    ("Jul", 21_750_000, 22_400_000),
    ("Agu", 24_100_000, 19_300_000),
    ("Sep", 19_800_000, 17_650_000),
    ("Okt", 26_300_000, 21_200_000),
    ("Nov", 14_050_000, 9_900_000),
]
SEASONS = [
    (
        "Padi sawah",
        [
            Season(date(2026, 1, 1), date(2026, 1, 31), "plant"),
            Season(date(2026, 2, 1), date(2026, 4, 14), "grow"),
            Season(date(2026, 4, 15), date(2026, 5, 10), "harvest"),
            Season(date(2026, 6, 1), date(2026, 6, 25), "plant"),
            Season(date(2026, 6, 26), date(2026, 9, 19), "grow"),
            Season(date(2026, 9, 20), date(2026, 10, 20), "harvest"),
        ],
    ),
    (
        "Cabai rawit",
        [
            Season(date(2026, 2, 10), date(2026, 3, 5), "plant"),
            Season(date(2026, 3, 6), date(2026, 5, 19), "grow"),
            Season(date(2026, 5, 20), date(2026, 8, 30), "harvest"),
        ],
    ),
    (
        "Ikan tenggiri",
        [
            Season(date(2025, 12, 1), date(2026, 3, 31), "closed"),
            Season(date(2026, 4, 1), date(2026, 11, 30), "harvest"),
            Season(date(2026, 12, 1), date(2027, 3, 31), "closed"),
        ],
    ),
]
NOTES = {
    date(2026, 11, 9): [DayNote("✓", "Minyak goreng diterima", "#")],
    date(2026, 11, 23): [DayNote("!", "Pesan paling lambat: kapal Kamis")],
    date(2026, 11, 26): [DayNote("◔", "Kapal tiba", "#"), DayNote("◔", "Beras 20 sak", "#")],
    date(2026, 11, 30): [DayNote("▢", "Bayar UD Berkah")],
}
ARITHMETIC = [
    comparison_table.Step(label="Jumlah", figure="5", unit="karton", words="60 l ÷ 12 l", source="baris 77"),
    comparison_table.Step(label="Harga barang", figure="Rp840.000", words="5 karton × Rp168.000", source="baris 77"),
    comparison_table.Step(label="PPN", figure="Rp92.400", words="12% × 11/12", source="judul kolom: belum PPN"),
    comparison_table.Step(label="Ongkir", figure="Rp21.000", words="60 kg × Rp350", source="zona pulau"),
    comparison_table.Step(label="Biaya", figure="Rp953.400", total=True),
    comparison_table.Step(label="Harga sampai", figure="Rp15.890", unit="/l", words="÷ 60 l", total=True),
]
