"""Pasted chat text to lines of goods: `Beras 5kg 72rb`, `Minyak goreng 1L x12 = 215.000/dus`, a price on the"
" next line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.units import alternation


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
    rf"\s*(?:(?:/|per\s?)\s*(?P<unit>(?:\d+\s*)?(?:{_UNITS})\b(?:\s*(?:isi|@)\s*\d+\s*\w*)?))?",
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
    rf"\s*(?:[-–—,;|]|\bdan\b)\s*(?=[^\W\d_]{{3,}})(?!min|ambil|beli|isi\b|per\b|bonus|disc|rp\b|(?:{_UNITS})\b)",
    re.IGNORECASE,
)
_NEXT_UNIT = re.compile(  # between two prices: `, 1 dus (12) `, ` (1 dus isi 20 = `
    rf"[\s,;|/(&-]*(?:dan|atau)?\s*(?:harga\s*)?(?:1\s*|per\s*|/\s*)?(?P<unit>{_UNITS})\.?"
    r"(?:\s*\(?\s*(?:isi|@|=)?\s*(?P<count>\d{1,3})\s*(?:pcs|pc|bks|btl|klg|sachet|bungkus|botol|buah|bh|pack|pak)?\s*\)?)?"
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
    r"daftar harga|list harga|katalog|price ?list|pricelist|harga (?:hari ini|terbaru|tgl|tanggal|per tanggal)|update harga",
    re.IGNORECASE,
)
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
    found = list(_PRICE.finditer(bare))
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


def _item(index: int, text: str, found: list[re.Match[str]], tiers: list[tuple[str, str]]) -> ChatLine:
    """The last run of prices is the price; digits before it belong to the name."""
    run = [found[-1]]
    units = [_unit_of(text, found[-1])]
    for match in reversed(found[:-1]):
        between = text[match.end() : run[0].start("price")]
        if run[0]["unit"] is None and (named := _NEXT_UNIT.match(between)):
            units[0] = f"{named['unit']} isi {named['count']}" if named["count"] else named["unit"]
        elif not _PUNCTUATION.fullmatch(text[match.end() : run[0].start()]) or not (match["unit"] or units[0]):
            break
        run.insert(0, match)
        units.insert(0, _unit_of(text, match))
    if len(run) == 1 and len(found) > 1 and _is_range(text, found[-2], run[0]):
        whole = text[found[-2].start("price") : run[0].end("price")]
        name = text[: found[-2].start()].strip(" :=@-–—.,>(|")
        return ChatLine(index, "item", name, [ChatPrice(whole, run[0]["unit"])], tiers)
    name = text[: run[0].start()].strip(" :=@-–—.,>(|")
    tail = text[run[-1].end() :].strip(" .,")
    prices = [ChatPrice(match["price"].strip(), unit) for match, unit in zip(run, units, strict=True)]
    return ChatLine(index, "item", name, prices, tiers, tail)


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
