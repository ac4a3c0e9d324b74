"""Amounts with their unit: UN/ECE Recommendation 20 codes underneath, Indonesian words on top.

Mass, volume and count never turn into each other, nor a package into its content, except through a ``Factor``
that somebody declared for that very article (a sak of 25 kg, an egg of 62.5 g).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from marketplace.errors import Invalid

Dimension = Literal["mass", "volume", "count", "package"]


class UnknownUnit(Invalid):
    """The word names no unit that is known."""

    code = "unknown_unit"
    indonesian = "Satuan '{word}' belum dikenal."
    english = "The unit '{word}' is not known."


class UnitsDoNotMeet(Invalid):
    """Two units that only a declared factor could bring together."""

    code = "units_do_not_meet"
    indonesian = "{one} tidak bisa menjadi {other} tanpa isi yang disebut."
    english = "{one} cannot become {other} without a declared content."


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its Indonesian ``word``. ``base`` is how many kg, litres or pieces it is; ``None`` for a package,
    whose content belongs to the article. ``code`` is UN/ECE Rec 20 (packages: Rec 21 with the leading X)."""

    word: str
    code: str
    dimension: Dimension
    base: Decimal | None
    english: str

    def __str__(self) -> str:
        return self.word


def _measures() -> list[Unit]:
    table: list[tuple[str, str, Dimension, str, str]] = [
        ("kg", "KGM", "mass", "1", "kg"),
        ("g", "GRM", "mass", "0.001", "g"),
        ("mg", "MGM", "mass", "0.000001", "mg"),
        ("ons", "HGM", "mass", "0.1", "100 g"),
        ("kuintal", "DTN", "mass", "100", "quintal"),
        ("ton", "TNE", "mass", "1000", "tonne"),
        ("l", "LTR", "volume", "1", "l"),
        ("ml", "MLT", "volume", "0.001", "ml"),
        ("cl", "CLT", "volume", "0.01", "cl"),
        ("pcs", "H87", "count", "1", "piece"),
        ("pasang", "PR", "count", "2", "pair"),
        ("lusin", "DZN", "count", "12", "dozen"),
        ("gros", "GRO", "count", "144", "gross"),
        ("rim", "RM", "count", "500", "ream"),
    ]
    return [Unit(word, code, dimension, Decimal(base), english) for word, code, dimension, base, english in table]


# Kodi stands here and not among the counts: 20 to most traders, 24 to some.
_PACKAGES = """
karton XCT carton|dus XCT carton|box XBX box|peti XCR crate|sak XSA sack|karung XSA sack|bal XBL bale|pak XPA packet
bungkus XPA packet|slop XCT carton|renceng SR strip|ikat XBE bundle|sisir XBH hand|tandan XBH bunch|papan XBD board
tray XDS tray|pail XPL pail|ember XBJ bucket|jerigen XJY jerrican|galon XCJ gallon bottle|drum XDR drum|botol XBO bottle
kaleng XCX can|toples XJR jar|pouch XPO pouch|sachet XSH sachet|tube XTU tube|cup XCU cup|rol XRO roll|strip SR strip
set SET set|kodi SCO score|tabung XCY cylinder|keranjang XBK basket|kantong XBG bag|paket XPK package
"""

_COUNTED = "butir ekor buah biji batang lembar potong unit tablet kapsul"

_ALIASES = {
    "kilo": "kg", "kilogram": "kg", "kgs": "kg", "gr": "g", "gram": "g", "grm": "g", "kw": "kuintal", "ltr": "l",
    "liter": "l", "litre": "l", "lt": "l", "mili": "ml", "pc": "pcs", "piece": "pcs", "pieces": "pcs", "pce": "pcs",
    "ea": "pcs", "dozen": "lusin", "lsn": "lusin", "gross": "gros", "ctn": "karton", "krt": "karton", "ktn": "karton",
    "carton": "karton", "kardus": "dus", "doos": "dus", "dos": "dus", "kds": "dus", "zak": "sak", "sack": "sak",
    "ball": "bal",
    "pack": "pak", "pck": "pak", "pk": "pak", "bks": "bungkus", "bgks": "bungkus", "rcg": "renceng", "btl": "botol",
    "klg": "kaleng", "sct": "sachet", "scht": "sachet", "saset": "sachet", "pch": "pouch", "roll": "rol",
    "jrg": "jerigen",
    "jirigen": "jerigen", "gln": "galon", "tpls": "toples", "btr": "butir", "bh": "buah", "bj": "biji", "lbr": "lembar",
    "tab": "tablet", "tbg": "tabung", "pasangan": "pasang", "crate": "peti", "krat": "peti",
}  # fmt: skip


def _units() -> dict[str, Unit]:
    units = {unit.word: unit for unit in _measures()}
    for entry in _PACKAGES.replace("\n", "|").strip("|").split("|"):
        word, code, english = entry.split(" ", 2)
        units[word] = Unit(word, code, "package", None, english)
    for word in _COUNTED.split():
        units[word] = Unit(word, "H87", "count", Decimal(1), "piece")
    return units


UNITS = _units()
BASES: dict[Dimension, Unit] = {"mass": UNITS["kg"], "volume": UNITS["l"], "count": UNITS["pcs"]}


def unit(word: str) -> Unit:
    """The unit a person wrote (``Ltr``, ``dus``, ``Butir``). Raises ``UnknownUnit``."""
    plain = word.strip().rstrip(".").lower()
    found = UNITS.get(_ALIASES.get(plain, plain))
    if found is None:
        raise UnknownUnit(field="unit", word=word)
    return found


@dataclass(frozen=True, slots=True)
class Factor:
    """What one ``unit`` of a certain article holds, as declared by a list or a person: one sak = 25 kg."""

    unit: Unit
    holds: Quantity


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of a unit. Sums and comparisons need one dimension; packages need the same package."""

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"a quantity is an exact Decimal, not {self.amount!r}")

    @classmethod
    def of(cls, amount: Decimal | int | str, word: str) -> Quantity:
        return cls(Decimal(amount), unit(word))

    def to(self, other: Unit, factor: Factor | None = None) -> Quantity:
        """This amount in ``other`` units. Raises ``UnitsDoNotMeet`` where no declared factor joins the two."""
        if self.unit == other:
            return self
        if factor is not None and factor.unit == self.unit:
            return Quantity(self.amount * factor.holds.amount, factor.holds.unit).to(other)
        if factor is not None and factor.unit == other:
            return Quantity(self.to(factor.holds.unit).amount / factor.holds.amount, other)
        if self.unit.dimension != other.dimension or self.unit.base is None or other.base is None:
            raise UnitsDoNotMeet(one=self.unit.word, other=other.word)
        return Quantity(self.amount * self.unit.base / other.base, other)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount + other.to(self.unit).amount, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.amount - other.to(self.unit).amount, self.unit)

    def __lt__(self, other: Quantity) -> bool:
        return self.amount < other.to(self.unit).amount

    def __le__(self, other: Quantity) -> bool:
        return self.amount <= other.to(self.unit).amount

    def __bool__(self) -> bool:
        raise TypeError("an amount of nothing and an unknown amount are different things: ask for the one you mean")
