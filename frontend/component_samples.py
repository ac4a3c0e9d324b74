"""What /dev/components shows: a market list of made-up suppliers whose numbers add up, and a few smaller things."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from frontend.charts import DayNote, Season
from frontend.comparison_table import (
    BEST,
    CHEAPEST_COMPLETE,
    NOT_COMPARABLE,
    PARTIAL,
    RANKED,
    BasketLine,
    Comparison,
    GoodRow,
    OfferCell,
    Step,
    SupplierColumn,
)
from frontend.formatting import number, unit_name

TODAY = date(2026, 11, 22)
PPN = Decimal("0.11")
CASH = 3_000_000
MINIMUM_ORDER = {"CV Laut Jaya": 1_500_000, "UD Berkah": 500_000}


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A line of a sample price list: price of one `unit` holding `count` x `size`; unknown parts are None."""

    supplier: str
    price: int
    unit: str
    count: int | None
    size: Decimal | None
    freight: int | None
    row: int
    taxed: bool = True  # the price already holds PPN
    remark: str = ""
    sentence: str = ""
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wanted good of the sample: what was paid last and what it sells for, both per unit."""

    name: str
    quantity: int
    unit: str
    condition: str
    paid: int | None
    sells: int
    why: str
    lists: tuple[ListedPrice, ...]
    chosen: bool = False


def _line(
    supplier: str, price: int, unit: str, count: int, size: str, freight: int | None, row: int, **more: object
) -> ListedPrice:
    return ListedPrice(supplier, price, unit, count, Decimal(size), freight, row, **more)  # type: ignore[arg-type]


LAUT, SUMBER, BERKAH, MAKMUR, PAGI, TANI = (
    "CV Laut Jaya",
    "PT Sumber Rejeki",
    "UD Berkah",
    "Toko Makmur",
    "Grosir Sinar Pagi",
    "KUD Tani Maju",
)

MARKET_LIST = (
    Wanted(
        "Minyak goreng 1 l", 60, "l", "merek bebas", 16_100, 17_000,
        "Rp50/l di bawah UD Berkah. PT Sumber Rejeki tampak lebih murah per karton, tetapi belum PPN.",
        (
            _line(LAUT, 178_800, "karton", 12, "1", 4_200, 118),
            _line(BERKAH, 270_000, "jerigen", 1, "18", 5_400, 31, remark="ukuran lain", sentence="Harus beli 12 l lebih"),
            _line(SUMBER, 168_000, "karton", 12, "1", 4_200, 77, taxed=False),
            _line(PAGI, 189_600, "karton", 12, "1", 6_000, 12),
            ListedPrice(MAKMUR, 172_000, "dus", None, None, None, 9, remark="isi dus?",
                        sentence="172.000/dus: isi per dus tidak ditulis.", likely="Kalau 12 × 1 l: 14.333/l, belum ongkir."),
        ),
        chosen=True,
    ),
    Wanted(
        "Gula pasir curah", 100, "kg", "", 16_150, 17_500,
        "PT Sumber Rejeki lebih murah kalau ongkirnya di bawah Rp300/kg.",
        (
            _line(BERKAH, 800_000, "karung", 1, "50", 10_000, 44),
            _line(SUMBER, 795_000, "karung", 1, "50", None, 81, remark="ongkir?", sentence="Ongkir ke pulau belum diketahui."),
            _line(LAUT, 812_500, "karung", 1, "50", 10_000, 121),
            _line(PAGI, 827_500, "karung", 1, "50", 12_500, 15),
        ),
    ),
    Wanted(
        "Beras medium, sak 25 kg", 500, "kg", "pecah paling banyak 25%", 13_640, 14_500,
        "Rp180/kg di bawah CV Laut Jaya, langsung dari penggilingan.",
        (
            _line(TANI, 330_000, "sak", 1, "25", 5_000, 3),
            _line(LAUT, 333_500, "sak", 1, "25", 6_000, 64),
            _line(SUMBER, 335_000, "sak", 1, "25", 7_500, 20),
            _line(MAKMUR, 342_500, "sak", 1, "25", 7_500, 2),
            _line(BERKAH, 345_000, "sak", 1, "25", 5_000, 8),
            _line(PAGI, 350_000, "sak", 1, "25", 7_500, 4),
        ),
    ),
    Wanted(
        "Tepung terigu 1 kg", 48, "kg", "", 11_900, 13_000,
        "Rp125/kg di bawah PT Sumber Rejeki.",
        (
            _line(LAUT, 136_500, "karton", 12, "1", 3_600, 130),
            _line(SUMBER, 138_000, "karton", 12, "1", 3_600, 92),
            _line(BERKAH, 141_000, "karton", 12, "1", 3_600, 51),
        ),
    ),
    Wanted(
        "Mi instan goreng 85 g", 400, "piece", "satu merek", 2_980, 3_300,
        "Rp45/buah di bawah Grosir Sinar Pagi.",
        (
            _line(SUMBER, 112_000, "dus", 40, "1", 2_400, 140),
            _line(PAGI, 113_800, "dus", 40, "1", 2_400, 41),
            _line(LAUT, 115_200, "dus", 40, "1", 2_400, 88),
            _line(MAKMUR, 117_600, "dus", 40, "1", 2_400, 17),
        ),
    ),
    Wanted("Telur ayam", 10, "kg", "", None, 30_000, "", ()),
    Wanted(
        "Susu kental manis 370 g", 96, "piece", "", 11_400, 12_500,
        "Rp200/buah di bawah CV Laut Jaya.",
        (
            _line(PAGI, 516_000, "karton", 48, "1", 9_600, 66),
            _line(LAUT, 525_600, "karton", 48, "1", 9_600, 150),
            _line(SUMBER, 484_000, "karton", 48, "1", 9_600, 101, taxed=False),
        ),
    ),
    Wanted(
        "Kopi bubuk 165 g", 40, "piece", "", 13_300, 15_000,
        "Rp100/buah di bawah PT Sumber Rejeki.",
        (
            _line(LAUT, 253_000, "karton", 20, "1", 3_000, 161),
            _line(SUMBER, 255_000, "karton", 20, "1", 3_000, 115),
        ),
    ),
    Wanted(
        "Garam halus 250 g", 20, "kg", "beryodium", None, 9_500,
        "Rp400/kg di bawah UD Berkah. Belum ada harga terakhir, jadi hematnya belum bisa dihitung.",
        (
            _line(TANI, 76_000, "bal", 40, "0.25", 2_000, 11),
            _line(BERKAH, 79_500, "bal", 40, "0.25", 2_500, 60),
        ),
    ),
    Wanted(
        "Sabun cuci bubuk 800 g", 24, "piece", "", 18_900, 21_000,
        "Rp250/buah di bawah Toko Makmur.",
        (
            _line(SUMBER, 213_000, "karton", 12, "1", 3_600, 170),
            _line(MAKMUR, 216_000, "karton", 12, "1", 3_600, 33),
            _line(LAUT, 219_600, "karton", 12, "1", 3_600, 190),
        ),
    ),
    Wanted(
        "Teh celup isi 25", 48, "piece", "", 6_350, 7_500,
        "Rp75/buah di bawah Toko Makmur.",
        (
            _line(LAUT, 144_000, "karton", 24, "1", 2_400, 201),
            _line(MAKMUR, 145_800, "karton", 24, "1", 2_400, 38),
            _line(BERKAH, 148_800, "karton", 24, "1", 2_400, 71),
        ),
    ),
    Wanted(
        "Air mineral 600 ml", 240, "piece", "", 2_150, 3_000,
        "Rp50/buah di bawah CV Laut Jaya. UD Berkah di atas harga terakhir.",
        (
            _line(PAGI, 45_600, "dus", 24, "1", 2_400, 80),
            _line(LAUT, 46_800, "dus", 24, "1", 2_400, 210),
            _line(BERKAH, 50_400, "dus", 24, "1", 2_400, 90),
        ),
    ),
)  # fmt: skip


def comparison() -> Comparison:
    """The sample as the page shows it; every landed price, total and margin is computed from the lists above."""
    covered = Counter(line.supplier for wanted in MARKET_LIST for line in wanted.lists)
    names = [name for name, _ in covered.most_common()]
    goods = tuple(_good(index, wanted, names) for index, wanted in enumerate(MARKET_LIST, 1))
    return Comparison(
        title="Belanja Senin",
        place="Pulau Terong",
        action="/dev/components/choose",
        back="/dev/components",
        suppliers=tuple(
            SupplierColumn(number=i, name=name, covers=covered[name], href="#") for i, name in enumerate(names, 1)
        ),
        goods=goods,
        basket=_basket(goods),
        cash=CASH,
        exports=(("Cetak", "#cetak"), ("XLSX", "#xlsx"), ("Kirim WA", "#wa")),
    )


def _good(index: int, wanted: Wanted, names: list[str]) -> GoodRow:
    cells = [_cell(f"{index}-{names.index(line.supplier) + 1}", wanted, line, names) for line in wanted.lists]
    complete = sorted((c for c in cells if c.state == RANKED), key=lambda c: c.landed or 0)
    partial = [c for c in cells if c.state == PARTIAL]
    unknown = [c for c in cells if c.state == NOT_COMPARABLE]
    if not complete:
        return GoodRow(
            key=str(index),
            name=wanted.name,
            wanted=Decimal(wanted.quantity),
            unit=wanted.unit,
            per=wanted.unit,
            find="#",
        )
    cheaper_maybe = any((c.landed or 0) < (complete[0].landed or 0) for c in partial)
    best = _with_state(complete[0], CHEAPEST_COMPLETE if cheaper_maybe else BEST)
    landed = best.landed or Decimal(0)
    return GoodRow(
        key=str(index),
        name=wanted.name,
        wanted=Decimal(wanted.quantity),
        unit=wanted.unit,
        per=wanted.unit,
        condition=wanted.condition,
        offers=(best, *complete[1:], *partial, *unknown),
        why=wanted.why,
        last_paid=None if wanted.paid is None else Decimal(wanted.paid),
        change=None if wanted.paid is None else (landed - wanted.paid) / wanted.paid,
        saving=None if wanted.paid is None else int((wanted.paid - landed) * wanted.quantity),
        margin=wanted.sells - landed,
        margin_ratio=(wanted.sells - landed) / wanted.sells,
        chosen=best.key if wanted.chosen else "",
    )


def _cell(key: str, wanted: Wanted, line: ListedPrice, names: list[str]) -> OfferCell:
    more = {
        "key": key,
        "column": names.index(line.supplier) + 1,
        "supplier": line.supplier,
        "per": wanted.unit,
        "list_price": Decimal(line.price),
        "list_unit": line.unit,
        "remark": line.remark,
        "sentence": line.sentence,
        "likely": line.likely,
        "payment": "Tunai",
        "arrival": TODAY + timedelta(days=4),
        "list_date": TODAY - timedelta(days=3),
    }
    if line.count is None or line.size is None:
        return OfferCell(state=NOT_COMPARABLE, ask="#tanya", fill="#isi", **more)  # type: ignore[arg-type]
    content = line.count * line.size
    at_the_door = line.price * (Decimal(1) if line.taxed else 1 + PPN) + (line.freight or 0)
    packs = (wanted.quantity / content).to_integral_value(ROUND_CEILING)
    steps = _steps(wanted, line, content, at_the_door, int(packs))
    return OfferCell(
        state=RANKED if line.freight is not None else PARTIAL,
        landed=at_the_door / content,
        packs=packs,
        pack=_pack(line, wanted.unit),
        total=int(packs * at_the_door) if line.freight is not None else None,
        ask="" if line.freight is not None else "#tanya-ongkir",
        steps=steps,
        **more,  # type: ignore[arg-type]
    )


def _steps(wanted: Wanted, line: ListedPrice, content: Decimal, door: Decimal, packs: int) -> tuple[Step, ...]:
    each, unit = f"/{line.unit}", unit_name(wanted.unit)
    tax = (
        Step(label="PPN", words="sudah termasuk", source="catatan, b. 4")
        if line.taxed
        else Step(label="PPN 11%", amount=line.price * PPN, unit=each, source="catatan: belum PPN")
    )
    freight = (
        Step(label="Ongkir", words="belum diketahui")
        if line.freight is None
        else Step(label="Ongkir", amount=Decimal(line.freight), unit=each, source="zona pulau")
    )
    total = () if line.freight is None else (
        Step(label="Jumlah", amount=packs * door, words=f"{packs} {line.unit} × {number(door)}", total=True),
    )  # fmt: skip
    return (
        Step(label="Harga", amount=Decimal(line.price), unit=each, source=f"baris {line.row}"),
        tax,
        freight,
        Step(
            label="Sampai", amount=door / content, unit=f"/{unit}", words=f"{number(door)} ÷ {number(content)} {unit}"
        ),
        *total,
    )


def _pack(line: ListedPrice, unit: str) -> str:
    size = line.size or Decimal(0)
    if unit == "piece":
        return f"isi {line.count}"
    return f"{line.count} × {number(size)} {unit}" if line.count != 1 else f"{number(size)} {unit}"


def _with_state(cell: OfferCell, state: str) -> OfferCell:
    return replace(cell, state=state)


def _basket(goods: tuple[GoodRow, ...]) -> tuple[BasketLine, ...]:
    lines = []
    for good, wanted in zip(goods, MARKET_LIST, strict=True):
        if not good.chosen or good.best is None:
            continue
        listed = next(line for line in wanted.lists if line.supplier == good.best.supplier)
        packs, total = int(good.best.packs or 0), good.best.total or 0
        freight = packs * (listed.freight or 0)
        short = max(0, MINIMUM_ORDER.get(listed.supplier, 0) - (total - freight))
        lines.append(
            BasketLine(supplier=listed.supplier, count=1, goods=total - freight, ppn=0, freight=freight, total=total,
                       short_of_minimum=short, href="#pesanan")
        )  # fmt: skip
    return tuple(lines)


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
    ("Padi sawah", [Season(date(2026, 1, 1), date(2026, 1, 31), "plant"), Season(date(2026, 2, 1), date(2026, 4, 14), "grow"),
                    Season(date(2026, 4, 15), date(2026, 5, 10), "harvest"), Season(date(2026, 6, 1), date(2026, 6, 25), "plant"),
                    Season(date(2026, 6, 26), date(2026, 9, 19), "grow"), Season(date(2026, 9, 20), date(2026, 10, 20), "harvest")]),
    ("Cabai rawit", [Season(date(2026, 2, 10), date(2026, 3, 5), "plant"), Season(date(2026, 3, 6), date(2026, 5, 19), "grow"),
                     Season(date(2026, 5, 20), date(2026, 8, 30), "harvest")]),
    ("Ikan tenggiri", [Season(date(2025, 12, 1), date(2026, 3, 31), "closed"), Season(date(2026, 4, 1), date(2026, 11, 30), "harvest"),
                       Season(date(2026, 12, 1), date(2027, 3, 31), "closed")]),
]  # fmt: skip
NOTES = {
    date(2026, 11, 9): [DayNote("✓", "Minyak goreng diterima", "#")],
    date(2026, 11, 23): [DayNote("!", "Pesan paling lambat: kapal Kamis")],
    date(2026, 11, 26): [DayNote("◔", "Kapal tiba", "#"), DayNote("◔", "Beras 20 sak", "#")],
    date(2026, 11, 30): [DayNote("▢", "Bayar UD Berkah")],
}
