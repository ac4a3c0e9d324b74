"""Units of sale and of measure: every spelling to one lower-case Indonesian name.

Mass, volume and count meet only through a declared factor. A retail unit (`botol`, `ikat`) counts as one piece; an
outer unit (`dus`, `sak`) holds a number of pieces, or a mass, that the list must state.
Codes are UN/ECE Recommendation 20 and 21. lusin, gross, kodi and rim: docs/reference/price-reading.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["mass", "volume", "each", "multiple", "outer"]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor``: grams, millilitres or pieces in one, where that is always so."""

    name: str
    kind: Kind
    factor: Decimal | None = None
    code: str | None = None


OUNCE_GRAMS = Decimal("28.349523125")
POUND_GRAMS = Decimal("453.59237")
GALLON_MILLILITRES = Decimal("3785.411784")

# name, kind, factor, UN/ECE code, spellings
_ROWS: tuple[tuple[str, Kind, str | None, str | None, str], ...] = (
    ("kg", "mass", "1000", "KGM", "kg kgs kilo kilogram kilograms kgm kilos kg. kilogr kgr"),
    ("g", "mass", "1", "GRM", "g gr gm gms gram grams grm gg gr. grm. grs gramm"),
    ("ons", "mass", "100", None, "ons"),
    ("ton", "mass", "1000000", "TNE", "ton tonne tne"),
    ("kuintal", "mass", "100000", "DTN", "kuintal kwintal kw"),
    ("oz", "mass", str(OUNCE_GRAMS), "ONZ", "oz ounce ounces"),
    ("lb", "mass", str(POUND_GRAMS), "LBR", "lb lbs pound pounds"),
    ("liter", "volume", "1000", "LTR", "liter litre litres l ltr lt lit ltrs ltr. lt. litr"),
    ("ml", "volume", "1", "MLT", "ml cc mls mlt mil"),
    ("cl", "volume", "10", "CLT", "cl"),
    ("dl", "volume", "100", "DLT", "dl"),
    ("galon us", "volume", str(GALLON_MILLILITRES), "GLL", "gal gallon gallons ga"),
    ("quart", "volume", str(GALLON_MILLILITRES / 4), "QT", "qt quart quarts"),
    ("pint", "volume", str(GALLON_MILLILITRES / 8), "PT", "pt pint pints"),
    ("fl oz", "volume", str(GALLON_MILLILITRES / 128), "OZA", "floz fl.oz"),
    ("pcs", "each", "1", "H87", "pcs pc pce pces piece pieces ea each unit units unit(s) h87 c62 "
     "satuan kom stk stuk stück stueck st pieza und pz ud kos item items pc(s) pcs. pc. ps psc pics pis"),
    ("buah", "each", "1", "H87", "buah bh bh. bua"),
    ("biji", "each", "1", "H87", "biji bj bji biji."),
    ("butir", "each", "1", None, "butir btr"),
    ("ekor", "each", "1", None, "ekor ekr"),
    ("ikat", "each", "1", None, "ikat ikt iket bunch bunches"),
    ("sisir", "each", "1", None, "sisir ssr"),
    ("papan", "each", "1", None, "papan"),
    ("tandan", "each", "1", None, "tandan tdn"),
    ("lembar", "each", "1", None, "lembar lbr lmbr helai sheet sheets"),
    ("batang", "each", "1", None, "batang btg btng"),
    ("potong", "each", "1", None, "potong ptg ptng slice block blok"),
    ("pasang", "each", "1", "PR", "pasang psg pair"),
    ("set", "each", "1", "SET", "set sets kit"),
    ("botol", "each", "1", "BO", "botol btl bottle bottles btl. bt pet"),
    ("kaleng", "each", "1", "CA", "kaleng klg can tin cans klng kal"),
    ("sachet", "each", "1", "SH", "sachet sct sact sach sachets schet saset saschet scht"),
    ("bungkus", "each", "1", "PK", "bungkus bks bgks bgs bkus bngks bungks"),
    ("pak", "each", "1", "PK", "pak pack pck packs pk pax paket pkt packet pac pek"),
    ("pouch", "each", "1", None, "pouch pch pouches poch refill"),
    ("cup", "each", "1", "CU", "cup gelas gls cups"),
    ("tube", "each", "1", "TU", "tube tub tb"),
    ("toples", "each", "1", "JR", "toples tpls jar tpl toples. tpk"),
    ("pot", "each", "1", "PT", "pot"),
    ("kotak", "each", "1", None, "kotak ktk"),
    ("strip", "each", "1", None, "strip str strp blister"),
    ("tablet", "each", "1", None, "tablet tab tablets tbl"),
    ("kapsul", "each", "1", None, "kapsul kpsl caps capsule capsules"),
    ("kaplet", "each", "1", None, "kaplet kplt caplet"),
    ("ampul", "each", "1", "AM", "ampul amp vial"),
    ("roll", "each", "1", "RO", "roll rol gulung rolls"),
    ("meter", "each", "1", "MTR", "meter mtr m"),
    ("m2", "each", "1", "MTK", "m2 m²"),
    ("m3", "each", "1", "MTQ", "m3 m³ kubik"),
    ("jerigen", "each", "1", "JY", "jerigen jerry jrg jerrycan jerycan jrgn jirigen jerigan jerikan derigen jeriken"),
    ("galon", "each", "1", None, "galon gln"),
    ("pail", "each", "1", "PL", "pail"),
    ("ember", "each", "1", "PL", "ember embr"),
    ("tabung", "each", "1", None, "tabung tbg"),
    ("drum", "each", "1", "DR", "drum"),
    ("kompet", "each", "1", None, "kompet"),
    ("siung", "each", "1", None, "siung"),
    ("loaf", "each", "1", None, "loaf"),
    ("bonggol", "each", "1", None, "bonggol"),
    ("porsi", "each", "1", None, "porsi portion"),
    ("bal", "each", "1", "BL", "bal ball bale bll"),
    ("slop", "each", "1", None, "slop slp slof press"),
    ("renceng", "each", "1", None, "renceng rcg renteng rtg rteng rent rcng rnceng rentengan rencengan rntg"),
    ("lusin", "multiple", "12", "DZN", "lusin lsn losin dozen dz doz dzn dosin ls"),
    ("gross", "multiple", "144", "GRO", "gross grs. gro gros"),
    ("kodi", "multiple", "20", "SCO", "kodi"),
    ("rim", "multiple", "500", "RM", "rim ream"),
    ("dus", "outer", None, "CT", "dus dos duz doos dus. kds kardus kardos ds"),
    ("karton", "outer", None, "CT", "karton krt ktn ctn carton cartons crt crtn karton. case cs ctn. ctns cases krtn "
     "colli koli collie"),
    ("box", "outer", None, "BX", "box boks bx boxes bok"),
    ("sak", "outer", None, "SA", "sak zak sack sck zaak"),
    ("karung", "outer", None, "SA", "karung krg krung guni"),
    ("bag", "outer", None, "BG", "bag kantong ktg bg bags beg"),
    ("peti", "outer", None, "CR", "peti crate kist kisten"),
    ("krat", "outer", None, "CR", "krat kerat"),
    ("tray", "outer", None, None, "tray rak trey"),
    ("keranjang", "outer", None, "BK", "keranjang krjg basket"),
    ("ikat besar", "outer", None, None, "bundel bundle bdl"),
    ("kemasan", "outer", None, None, "verpakking"),
    ("palet", "outer", None, "PF", "palet pallet"),
)  # fmt: skip

UNITS: dict[str, Unit] = {
    row[0]: Unit(row[0], row[1], Decimal(row[2]) if row[2] is not None else None, row[3]) for row in _ROWS
}
SPELLINGS: dict[str, Unit] = {spelling: UNITS[row[0]] for row in _ROWS for spelling in row[4].split()} | {
    "fl oz": UNITS["fl oz"]
}
for _unit in UNITS.values():
    if _unit.code and _unit.kind in ("mass", "volume", "multiple"):
        SPELLINGS.setdefault(_unit.code.lower(), _unit)

# Bundles of retail packets that traders also sell whole; counted as one where the list does not tell how many.
BUNDLES = frozenset({"bal", "slop", "renceng"})

# What a measure is written as: US and trade units become these, so that one list is compared with the next.
CANONICAL: dict[str, tuple[Decimal, str]] = {
    "kg": (Decimal(1), "kg"),
    "g": (Decimal(1), "g"),
    "ons": (Decimal(100), "g"),
    "ton": (Decimal(1000), "kg"),
    "kuintal": (Decimal(100), "kg"),
    "oz": (OUNCE_GRAMS, "g"),
    "lb": (POUND_GRAMS / 1000, "kg"),
    "liter": (Decimal(1), "l"),
    "ml": (Decimal(1), "ml"),
    "cl": (Decimal(10), "ml"),
    "dl": (Decimal(100), "ml"),
    "galon us": (GALLON_MILLILITRES / 1000, "l"),
    "quart": (GALLON_MILLILITRES / 4, "ml"),
    "pint": (GALLON_MILLILITRES / 8, "ml"),
    "fl oz": (GALLON_MILLILITRES / 128, "ml"),
}

# Unit of content -> what a comparable price is per, and how many of the unit make that one.
PER: dict[str, tuple[str, int]] = {"kg": ("kg", 1), "g": ("kg", 1000), "l": ("l", 1), "ml": ("l", 1000)}


def unit_named(text: str) -> Unit | None:
    """The unit that ``text`` spells, in any case, with or without a final dot; None where it spells none."""
    word = text.strip().lower()
    return SPELLINGS.get(word) or SPELLINGS.get(word.rstrip("."))


def alternation(*kinds: Kind) -> str:
    """Regular-expression alternatives for all spellings of these kinds, longest first."""
    import re

    spellings = (spelling for spelling, unit in SPELLINGS.items() if unit.kind in kinds)
    return "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
