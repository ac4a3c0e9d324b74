"""What kind of good a name speaks of, and what such a thing can plausibly cost.

``plausible_prices.csv`` holds ranges in rupiah per kg, litre or piece: general market knowledge of Indonesian retail
and wholesale prices from 2017 to 2026, source: the makers of this program, set wide on purpose (about a quarter of
the cheapest to four times the dearest). A price inside
proves nothing; one far outside proves a misreading.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

RANGES_FILE = Path(__file__).with_name("plausible_prices.csv")


@dataclass(frozen=True, slots=True)
class Kind:
    """``per``: kg, l, piece or pack; ``sold``: by `weight`, by the `piece`, or either (empty)."""

    name: str
    per: str
    low: Decimal
    high: Decimal
    sold: str


# A packaged food or household good of no known kind: rupiah per kg or litre, and per retail piece.
UNKNOWN_MEASURED = (Decimal(2_500), Decimal(3_000_000))
USUAL_MEASURED = (Decimal(6_000), Decimal(700_000))
USUAL_PIECE = (Decimal(400), Decimal(150_000))

# How many rupiah one unit of money is worth, within a factor of two: only to tell a piece from a case.
RUPIAH: dict[str, int] = {
    "IDR": 1, "USD": 16_000, "EUR": 17_500, "GBP": 20_000, "MYR": 3_600, "SGD": 12_000, "BDT": 130, "INR": 190,
    "HRK": 2_300,
}  # fmt: skip

_WORD = re.compile(r"[a-z0-9'&-]+")
_LIQUID_WORDS = frozenset(
    [
        "drink",
        "drinks",
        "drnk",
        "drnks",
        "juice",
        "juices",
        "jce",
        "beer",
        "beers",
        "ale",
        "ales",
        "water",
        "milk",
        "wine",
        "soda",
        "cola",
        "beverage",
        "beverages",
        "shampoo",
        "conditioner",
        "lotion",
        "lotions",
        "liquid",
        "cleaner",
        "cleaners",
        "cleang",
        "bleach",
        "mouthwash",
        "dressing",
        "drsng",
        "syrup",
        "syrups",
        "syrp",
        "oil",
        "oils",
        "vinegar",
        "broth",
        "lemonade",
        "isotonic",
        "carb",
        "soft",
        "sft",
        "btl",
        "creamer",
        "creamers",
        "cream",
        "hair",
        "shaving",
        "softener",
        "rinse",
        "spray",
        "cleanser",
        "detergent",
        "detergents",
        "dishwash",
        "antiseptic",
        "nectar",
        "cider",
        "punch",
        "cocktail",
        "liquor",
        "spirits",
        "mixer",
        "mixers",
        "sherbet",
        "sherbts",
        "milks",
        "extract",
        "extracts",
        "tonic",
        "toner",
        "suntan",
        "sunscreen",
        "fluid",
        "eggnog",
        "formula",
        "perfume",
        "bath",
        "ice",
        "laundry",
    ]
)


def is_maybe_liquid(*texts: str | None) -> bool:
    """Whether an ounce of it may be a fluid ounce."""
    return any(word in _LIQUID_WORDS for text in texts if text for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Kind], dict[str, Kind], frozenset[str]]:
    """Kinds by word or phrase that count anywhere, those that count only as the first word, and phrases' first"
    " words."""
    anywhere: dict[str, Kind] = {}
    first: dict[str, Kind] = {}
    with RANGES_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kind = Kind(row["kind"], row["per"], Decimal(row["low"]), Decimal(row["high"]), row["sold"])
            table = anywhere if row["where"] == "any" else first
            for words in row["words"].split("|"):
                table[words] = kind
    starts = frozenset(phrase.split(" ")[0] for phrase in (*anywhere, *first) if " " in phrase)
    return anywhere, first, starts


@lru_cache(maxsize=65_536)
def kind_of(name: str, category: str | None = None) -> Kind | None:
    """The kind of good, told by the earliest telling word of its name, else by its category."""
    anywhere, first, starts = _tables()
    words = _WORD.findall(name.lower())
    if words and words[0] in first and words[0] not in anywhere:
        pair = " ".join(words[:2])
        return anywhere.get(pair) or first.get(pair) or first[words[0]]
    for index, word in enumerate(words):
        if word in starts and index + 1 < len(words):
            pair = anywhere.get(f"{word} {words[index + 1]}")  # type: ignore[assignment]
            if pair:
                return pair  # type: ignore[return-value]
        if word in anywhere:
            return anywhere[word]
    return _by_category(category) if category else None


# Only categories that hold one kind of thing throughout may speak for a name that tells nothing.
_CATEGORIES = {
    "rokok": "cigarettes",
    "cigarettes": "cigarettes",
    "cigarette": "cigarettes",
    "kretek": "cigarettes",
    "sayur": "vegetable",
    "sayuran": "vegetable",
    "sayurmayur": "vegetable",
    "produce": "vegetable",
    "vegetables": "vegetable",
    "buah": "fruit",
    "fruit": "fruit",
    "fruits": "fruit",
    "daging": "beef",
    "meat": "beef",
    "seafood": "fish",
    "ikan": "fish",
    "deli": "beef",
    "fashion": "clothes",
    "pakaian": "clothes",
    "baju": "clothes",
    "mainan": "toy",
    "toys": "toy",
    "atk": "stationery",
    "elektronik": "household",
    "floral": "toy",
}


def _by_category(category: str) -> Kind | None:
    named = _kinds_by_name()
    for word in _WORD.findall(category.lower()):
        kind = _CATEGORIES.get(word)
        if kind:
            return named[kind]
    return None


@lru_cache(maxsize=1)
def _kinds_by_name() -> dict[str, Kind]:
    anywhere, first, _ = _tables()
    return {kind.name: kind for kind in (*anywhere.values(), *first.values())}


def is_plausible(price: Decimal, per: str, kind: Kind | None, rate: int) -> bool | None:
    """Whether such a thing can cost ``price`` per ``per`` (kg, l or piece); None where nothing is known."""
    rupiah = price * rate
    if kind is not None:
        if kind.per == per or (kind.per == "pack" and per == "piece"):
            return kind.low <= rupiah <= kind.high
        if kind.per in ("kg", "l") and per in ("kg", "l"):  # a coffee drink where the range is of ground coffee
            return kind.low / 6 <= rupiah <= kind.high * 3
        is_measured = per in ("kg", "l")  # drops for the eyes may cost any sum per litre
        return True if is_measured and kind.per == "piece" and rupiah >= USUAL_MEASURED[0] else None
    if per in ("kg", "l"):
        return None if UNKNOWN_MEASURED[0] <= rupiah <= UNKNOWN_MEASURED[1] else False
    return None
