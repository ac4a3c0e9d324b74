"""Pasted chat text to lines of goods: `Beras 5kg 72rb`, `Minyak goreng 1L x12 = 215.000/dus`, a price on the"
" next line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.units import BUNDLES, alternation, unit_named


@dataclass(slots=True)
class ChatPrice:
    text: str
    unit: str | None = None


@dataclass(slots=True)
class ChatLine:
    """One good: its name and prices as written. ``kind``: item, category, note, blank, title or separator."""

    index: int
    kind: str
    name: str = ""
    prices: list[ChatPrice] = field(default_factory=list)
    tiers: list[tuple[str, str]] = field(default_factory=list)  # (minimum, price) as written
    pack: str = ""


_UNITS = alternation("mass", "volume", "each", "multiple", "outer")
_BULLET = re.compile(
    r"^\s*#\s?\d{1,3}[.)]?\s+|^\d\ufe0f?\u20e3\s*|^[\s>*•▪●○·‣◦✅☑✔👉🔸🔹▶➡️\-–—_~#]+|^\s*\(?\d{1,3}[.)]\s+(?=\D)|^\s*\d{1,3}[.)](?=[A-Za-z])"
)
_STAMP = re.compile(
    r"^\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\]?\s*(?:-\s*)?(?:[^:]{1,40}:\s*)?"
)
_MONEY = (
    r"(?:(?:rp\.?|idr)\s*\d(?:[\d.,]*\d)?\s*(?:rb|ribu|k|jt|juta)?|\d+(?:[.,]\d+)?\s?(?:rban|rbu|rb|ribu|k|jt"
    r"|juta)(?:\d{1,3})?(?![a-z])"
    r"|\d{1,3}(?:[.,]\d{3})+(?:,\d{1,2})?|\d{3,9})(?:,-|\.-)?"
)
_PRICE = re.compile(
    rf"(?P<lead>[:=@>]|\s[-–—]+\s?|\.{{2,}}|\s"
    rf"|^)\s*(?P<price>{_MONEY})(?!\s*(?:{_UNITS})\b(?!\s*/))(?!\s*x\s*\d)(?![\w%])"
    rf"\s*(?:(?:/|per\s?|se(?=(?:ikat|ekor|butir|kilo|lusin|papan|sisir|karung|sak|dus)\b))\s*(?P<unit>(?:\d+\s*)?(?:{_UNITS})\b(?:\s*(?:isi|@)\s*\d+\s*\w*)?))?",
    re.IGNORECASE,
)
_TIER = re.compile(
    rf"\(?\s*(?:min(?:imal)?\.?|ambil|beli|>=|≥|>)\s*(?P<minimum>\d+)\s*(?:{_UNITS})?\s*(?:keatas|ke atas"
    rf"|up)?\s*[:=@,]?\s*(?:jadi\s*)?(?P<price>{_MONEY})"
    rf"(?:\s*/\s*(?:{_UNITS}))?\s*\)?",
    re.IGNORECASE,
)
_ONLY_PRICE = re.compile(
    rf"^(?:harga|hrg|price)?\s*[:=@]?\s*(?P<price>{_MONEY})\s*(?:(?:/|per\s)\s*(?P<unit>.+))?$", re.IGNORECASE
)
_PARTED = re.compile(
    rf"\s*(?:[-–—,;|]|\bdan\b)\s*(?=[^\W\d_]{{3,}})(?!min|ambil|beli|isi\b|per\b|bonus|disc|rp\b|(?:{_UNITS})\b\s*(?:isi|[(\d=:@]|rp))",
    re.IGNORECASE,
)
_NEXT_UNIT = re.compile(  # between two prices: `, 1 dus (12) `, ` (1 dus isi 20 = `
    rf"[\s,;|/(&-]*(?:dan|atau)?\s*(?:harga\s*)?(?:1\s*|per\s*|/\s*)?(?P<unit>{_UNITS})\.?"
    rf"(?:\s*\(?\s*(?:isi|@|=)?\s*(?P<count>\d{{1,3}})\s*(?P<items>{_UNITS})?\.?\s*\)?)?"
    r"\s*[=:@-]?\s*$",
    re.IGNORECASE,
)
_EQUALS_UNIT = re.compile(rf"\b(?P<unit>(?:{_UNITS})\s+isi\s+\d{{1,3}})\s*$", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:\+62|\b08)\d[\d\s-]{7,}|\bwa\b|whatsapp|telp|hub(?:ungi)?\b|@gmail|www\.|http|rekening|\bno\.? ?rek|transfer",
    re.IGNORECASE,
)
_NOTE = re.compile(r"^(?:nb|note|catatan|ket|keterangan|info|syarat|\*?harga (?:sewaktu|dapat|bisa|belum|sudah"
            r"|termasuk|di ?atas|per\b|tidak|berlaku)|min(?:imal)? order|"
                   r"pembayaran|pengiriman|ongkir|free ongkir|berlaku|update|stok|ready|order|terima ?kasih"
            r"|salam|selamat|as+alam\w*|halo|hai|dear|yth)\b", re.IGNORECASE)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TITLE = re.compile(
    r"daftar harga|list harga|katalog|price ?list|pricelist|update harga"
    r"|harga (?:hari ini|terbaru|tgl|tanggal|per tanggal)",
    re.IGNORECASE,
)
_SIZE_WORD = r"\d+(?:[.,/]\d+)?\s?(?:kg|kilo|gram|gr|g|ons|ml|liter|ltr|lt|l)\b"
_OWN_SIZE = re.compile(rf"{_SIZE_WORD}\s*[:=@-]?\s*$", re.IGNORECASE)
_NEXT_SIZE = re.compile(
    rf"\s*[,;/|&-]?\s*(?:dan\s+)?(?P<size>{_SIZE_WORD})\s*[:=@-]?\s*(?=(?:rp\.?\s*)?\d)", re.IGNORECASE
)
_BEFORE_CONTENT = re.compile(r"\b(?:isi|ukuran|uk|no)\.?\s*$", re.IGNORECASE)
_CLEAR_MONEY = re.compile(r"rp|\d.*(?:rb|ribu|k|jt|juta)$|\d{1,3}(?:[.,]\d{3})+", re.IGNORECASE)
_CHANGED = re.compile(r"jadi|promo|disc|diskon|skrg|sekarang|nett?o?\b|>|→|➡", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s,;|/&()-]*(?:dan|atau)?\s*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"\d{4,}|\d\s?(?:rb|k)\b")


def read_lines(rows: Sequence[Sequence[Cell]]) -> list[ChatLine]:
    """Every line as something: nothing is dropped."""
    lines = [_read(index, part) for index, row in enumerate(rows) for part in _goods_of(str(row[0]) if row else "")]
    _join_prices(lines, rows)
    _name_categories(lines)
    return lines


def _goods_of(raw: str) -> list[str]:
    """`Sosis 35rb - Nugget 40rb`: two goods on one line, parted after the first price."""
    for found in _PRICE.finditer(raw):
        rest = raw[found.end() :]
        parted = _PARTED.match(rest)
        own, sized = _OWN_SIZE.search(raw[: found.start("price")]), _NEXT_SIZE.match(rest)
        if own and sized:  # `Madu 1 liter 95rb, 500 ml 50rb`
            return [raw[: found.end()], *_goods_of(f"{raw[: own.start()]}{sized['size']} {rest[sized.end() :]}")]
        if parted and _LETTERS.search(raw[: found.start()]) and _PRICE.search(rest, parted.end()):
            return [raw[: found.end()], *_goods_of(rest[parted.end() :])]
    return [raw]


def _read(index: int, raw: str) -> ChatLine:
    text = _clean(raw)
    if not text:
        return ChatLine(index, "separator" if raw.strip() else "blank")
    if (
        _CONTACT.search(text)
        or _NOTE.search(text)
        or (_TITLE.search(text) and not _FIGURE.search(_YEAR.sub(" ", text)))
    ):
        return ChatLine(index, "title" if _TITLE.search(text) else "note", text)
    tiers = [(found["minimum"], found["price"]) for found in _TIER.finditer(text)]
    bare = _TIER.sub(" ", text)
    found = [match for match in _PRICE.finditer(bare) if not _is_content(bare, match)]
    if not found or not _LETTERS.search(bare[: found[-1].start()]):
        return ChatLine(index, "text", text)
    return _item(index, bare, found, tiers)


def _clean(raw: str) -> str:
    text = _STAMP.sub("", raw.strip())
    previous = None
    while previous != text:
        previous = text
        text = _BULLET.sub("", text).strip()
    return text.replace("*", " ").replace("_", " ").strip(" ~-–—=")


def _is_content(text: str, match: re.Match[str]) -> bool:
    """`isi 100` is a content and no price."""
    price = match["price"]
    return price.isdecimal() and len(price) <= 3 and _BEFORE_CONTENT.search(text[: match.start("price")]) is not None


def _item(index: int, text: str, found: list[re.Match[str]], tiers: list[tuple[str, str]]) -> ChatLine:
    """The last run of prices is the price; digits before it belong to the name."""
    run = [found[-1]]
    units = [_unit_of(text, found[-1])]
    for match in reversed(found[:-1]):
        named, is_own = _named_between(text, match, run[0])
        if named is not None:
            units[0] = named
            run.insert(0, match)
            units.insert(0, _unit_of(text, match) if is_own else None)
            continue
        if not _PUNCTUATION.fullmatch(text[match.end() : run[0].start()]) or not (match["unit"] or units[0]):
            break
        run.insert(0, match)
        units.insert(0, _unit_of(text, match))
    if len(run) == 1 and len(found) > 1 and _is_range(text, found[-2], run[0]):
        whole = text[found[-2].start("price") : run[0].end("price")]
        name = text[: found[-2].start()].strip(" :=@-–—.,>(|")
        return ChatLine(index, "item", name, [ChatPrice(whole, run[0]["unit"])], tiers)
    if (first := _price_before(text, found[: len(found) - len(run)], run[0])) is not None:
        name = text[: first.start()].strip(" :=@-–—.,>(|")
        return ChatLine(index, "item", name, [ChatPrice(first["price"].strip(), _unit_of(text, first))], tiers)
    name = text[: run[0].start()].strip(" :=@-–—.,>(|")
    tail = text[run[-1].end() :].strip(" .,")
    prices = [ChatPrice(match["price"].strip(), unit) for match, unit in zip(run, units, strict=True)]
    return ChatLine(index, "item", name, prices, tiers, tail)


def _named_between(text: str, match: re.Match[str], following: re.Match[str]) -> tuple[str | None, bool]:
    """The unit told between two prices, for the second; and whether the first one's own unit is still its own."""
    if following["unit"] is not None:
        return None, True
    start = following.start("price")
    if (named := _NEXT_UNIT.match(text[match.end() : start])) is not None:
        return _next_unit(named), True
    after = text[match.end("price") : start]
    if match["unit"] and after.startswith(" / ") and (named := _NEXT_UNIT.match(after)) is not None:
        return _next_unit(named), False  # `12.500 / dus (12) 145.000`
    return None, True


def _next_unit(named: re.Match[str]) -> str:
    """As a unit cell: `dus isi 12`, `peti 15 kg`; of twelve packets that hold several themselves only the unit."""
    unit, count = named["unit"], named["count"]
    items = unit_named(named["items"]) if named["items"] else None
    if count is None or (
        items is not None and (items.name in BUNDLES | {"pak"} or items.kind in ("outer", "multiple"))
    ):
        return str(unit)
    return f"{unit} {count} {items.name}" if items and items.kind in ("mass", "volume") else f"{unit} isi {count}"


def _price_before(text: str, earlier: list[re.Match[str]], last: re.Match[str]) -> re.Match[str] | None:
    """Where the last price cannot be joined to an earlier one, the first that is clearly money stands."""
    first = next((match for match in earlier if _CLEAR_MONEY.match(match["price"])), None)
    if first is None or _CHANGED.search(text[first.end() : last.start("price")]):
        return None
    return first


def _unit_of(text: str, price: re.Match[str]) -> str | None:
    """The unit behind a price, or the one it is equated with: `karton isi 12 = 186.000`."""
    if price["unit"]:
        return price["unit"].strip()
    equated = _EQUALS_UNIT.search(text[: price.start()]) if price["lead"].strip() == "=" else None
    return equated["unit"] if equated else None


def _is_range(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """`18.000 - 19.000`: two prices for one thing are no price."""
    between = text[first.end() : second.start("price")].strip()
    return not first["unit"] and re.fullmatch(r"(?:-|–|—|s/d|sd)\s*(?:rp\.?)?", between.lower()) is not None


def _join_prices(lines: list[ChatLine], rows: Sequence[Sequence[Cell]]) -> None:
    """A line that is only a price belongs to the name above it."""
    above: ChatLine | None = None
    for line in lines:
        if line.kind == "text":
            alone = _ONLY_PRICE.match(line.name)
            if alone and above is not None and not above.prices:
                above.kind = "item"
                above.prices.append(ChatPrice(alone["price"].strip(), alone["unit"]))
                line.kind = "continued"
                above = None
            else:
                above = line
        elif line.kind != "blank":
            above = None


def _name_categories(lines: list[ChatLine]) -> None:
    """Text without a price is a category where goods follow it, else a note."""
    follows = False
    for line in reversed(lines):
        if line.kind == "item":
            follows = True
        elif line.kind == "text":
            is_short = len(line.name) <= 40 and not line.name.endswith((".", "!", "?"))
            line.kind = "category" if follows and is_short else "note"
            follows = False if line.kind == "note" else follows
    first = next((i for i, line in enumerate(lines) if line.kind == "item"), len(lines))
    for line in lines[:first]:
        if line.kind == "note":
            line.kind = "title"
