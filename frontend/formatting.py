"""Numbers, money, dates, words and phone numbers as people here write them, in Indonesian (`id`) and English (`en`).

Every function is pure: value and language in, text out. Money is an `int` or an exact `Decimal` in rupiah; a float
raises `TypeError`, because a figure on a page must be the figure in the books.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from lokal.phone import parse_phone
from lokal.terbilang import terbilang

Amount = int | Decimal

MINUS = "\u2212"  # read aloud as "minus", where a hyphen is often skipped
NO_BREAK = "\u00a0"

_SWAP = str.maketrans(",.", ".,")


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = {
    "id": _words("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    "en": _words("January February March April May June July August September October November December"),
}
_MONTHS_SHORT = {
    "id": _words("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"),
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}
_WEEKDAYS = {
    "id": _words("Senin Selasa Rabu Kamis Jumat Sabtu Minggu"),
    "en": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
}
_ROMAN_QUARTERS = ("I", "II", "III", "IV")
_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_UNITS = {
    "id": {"piece": "buah", "day": "hari"},
    "en": {
        "karton": "carton",
        "dus": "carton",
        "karung": "sack",
        "sak": "sack",
        "lusin": "dozen",
        "piece": "piece",
        "day": "days",
        "butir": "piece",
        "jerigen": "jerrycan",
    },
}
_PLURALS = {"carton": "cartons", "sack": "sacks", "dozen": "dozen", "piece": "pieces", "jerrycan": "jerrycans"}
_SHORT_UNITS = {
    "id": {
        "karton": "ktn",
        "karung": "krg",
        "jerigen": "jrg",
        "piece": "bh",
        "bungkus": "bks",
        "botol": "btl",
        "kaleng": "klg",
        "kotak": "ktk",
        "kantong": "ktg",
    },
    "en": {"karton": "ctn", "dus": "ctn", "piece": "pc"},
}
_SHORT_SCALES = {
    "id": ((10**12, "T"), (10**9, "M"), (10**6, "jt"), (10**3, "rb")),
    "en": ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k")),
}


def number(value: Amount, language: str = "id", places: int | None = None) -> str:
    """`1234.5` -> `1.234,5`. `places` fixes the decimals (half up); without it trailing zeros are left out."""
    exact = _exact(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if exact < 0 else "") + (text if language == "en" else text.translate(_SWAP))


def rupiah(value: Amount, language: str = "id", places: int | None = 0) -> str:
    """`1250000` -> `Rp1.250.000`; negative `−Rp5.000`. Whole rupiah unless `places` asks for more (None: exact)."""
    text = number(value, language, places)
    return f"{MINUS}Rp{text[1:]}" if text.startswith(MINUS) else f"Rp{text}"


def rupiah_short(value: Amount, language: str = "id") -> str:
    """`1500000` -> `Rp1,5 jt` (English `Rp1.5 m`), one decimal half up, for axes and summaries."""
    exact = _exact(value)
    for size, name in _SHORT_SCALES[_known(language)]:
        if abs(exact) >= size * Decimal("0.99995"):  # rounds up to one of this size
            scaled = (exact / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            return f"{rupiah(scaled, language, places=None)}{NO_BREAK}{name}"
    return rupiah(exact, language)


def unit_price(value: Decimal | int, language: str = "id") -> str:
    """A price per kg, litre or piece without its unit: whole rupiah from Rp1.000 on, two decimals below."""
    exact = _exact(value)
    return number(exact, language, places=0 if abs(exact) >= 1000 or exact == exact.to_integral_value() else 2)


def signed(value: Amount, language: str = "id") -> str:
    """`+300` or `−300`: a difference says its direction."""
    return ("+" if value > 0 else "") + number(value, language)


def percent(ratio: Decimal, language: str = "id", places: int = 1, *, sign: bool = False) -> str:
    """`Decimal("0.053")` -> `5,3%`; with `sign`, `+5,3%`."""
    value = (ratio * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return ("+" if sign and value > 0 else "") + number(value, language, places) + "%"


def unit_name(unit: str, language: str = "id") -> str:
    """How a unit is written: `piece` -> `buah`; kg, g, l and ml are the same everywhere."""
    return _UNITS[_known(language)].get(unit, unit)


def unit_short(unit: str, language: str = "id") -> str:
    """A unit as price lists shorten it, for narrow cells: `karton` -> `ktn`."""
    return _SHORT_UNITS[_known(language)].get(unit, unit_name(unit, language))


def quantity(value: Amount, unit: str, language: str = "id") -> str:
    """`60`, `l` -> `60 l`, with a space that does not break; English counts `5 cartons`."""
    name = unit_name(unit, language)
    if language == "en" and abs(value) != 1:
        name = _PLURALS.get(name, name)
    return f"{number(value, language)}{NO_BREAK}{name}"


def date_long(day: date, language: str = "id") -> str:
    """`21 November 2026`."""
    return f"{day.day} {_MONTHS[_known(language)][day.month - 1]} {day.year}"


def date_short(day: date, language: str = "id") -> str:
    """`21/11/2026`; in English `21 Nov 2026`, which nobody reads as a month first."""
    if language == "en":
        return f"{day.day} {_MONTHS_SHORT['en'][day.month - 1]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year}"


def day_month(day: date, language: str = "id") -> str:
    """`21 Nov`."""
    return f"{day.day} {_MONTHS_SHORT[_known(language)][day.month - 1]}"


def month_year(day: date, language: str = "id") -> str:
    """`November 2026`."""
    return f"{_MONTHS[_known(language)][day.month - 1]} {day.year}"


def month_short(day: date, language: str = "id") -> str:
    """`Nov`."""
    return _MONTHS_SHORT[_known(language)][day.month - 1]


def weekday(day: date, language: str = "id") -> str:
    """`Senin`."""
    return _WEEKDAYS[_known(language)][day.weekday()]


def date_full(day: date, language: str = "id") -> str:
    """`Senin, 23 November 2026`."""
    return f"{weekday(day, language)}, {date_long(day, language)}"


def day_near(day: date, today: date, language: str = "id") -> str:
    """A day as it is spoken of from `today`: `besok`, `Kamis`, `3 hari lalu`, else the date."""
    distance = (day - today).days
    words = {
        "id": {0: "hari ini", 1: "besok", -1: "kemarin"},
        "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
    }[_known(language)]
    if distance in words:
        return words[distance]
    if 1 < distance < 7:
        return weekday(day, language)
    if -30 < distance < -1:
        return f"{-distance} hari lalu" if language != "en" else f"{-distance} days ago"
    return date_short(day, language)


def time_of_day(moment: datetime, language: str = "id", zone: str = "Asia/Jakarta") -> str:
    """`14.30 WIB` (English `14:30 WIB`) of an aware `moment`, in the zone of the place. Naive raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    local = moment.astimezone(ZoneInfo(zone))
    mark = ":" if language == "en" else "."
    return f"{local.hour:02}{mark}{local.minute:02}{NO_BREAK}{_ZONE_NAMES.get(zone, local.tzname())}"


def moment_long(moment: datetime, language: str = "id", zone: str = "Asia/Jakarta") -> str:
    """`21 November 2026 pukul 14.30 WIB`."""
    clock = time_of_day(moment, language, zone)
    return f"{date_long(moment.astimezone(ZoneInfo(zone)), language)} {'at' if language == 'en' else 'pukul'} {clock}"


def quarter(day: date, language: str = "id") -> str:
    """`Triwulan IV 2026`, in English `Quarter IV 2026`."""
    return f"{'Quarter' if language == 'en' else 'Triwulan'} {_ROMAN_QUARTERS[(day.month - 1) // 3]} {day.year}"


def rupiah_in_words(value: int, language: str = "id") -> str:
    """`1500000` -> `satu juta lima ratus ribu rupiah`, for receipts; English `one million five hundred ...`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("money in words is a whole number of rupiah")
    return f"{_english_words(value)} rupiah" if language == "en" else str(terbilang(value, currency=True))


def phone(written: str) -> str:
    """Any common writing of an Indonesian number as `+62 812-3456-7890`; what is not one stays as written."""
    known = parse_phone(written)
    if not known.valid or known.e164 is None:
        return written
    rest = known.e164[3:]
    if known.type != "mobile":
        return f"+62{NO_BREAK}{(known.national or rest).replace('(0', '').replace(') ', '-')}"
    return f"+62{NO_BREAK}{rest[:3]}-{rest[3:7]}-{rest[7:]}"


def whatsapp_number(written: str) -> str | None:
    """The digits of a `wa.me` link, or None when no mobile number is written there."""
    return parse_phone(written).whatsapp


def file_size(size: int, language: str = "id") -> str:
    """Bytes as `820 B`, `12 KB`, `3,4 MB`."""
    if size < 1000:
        return f"{size}{NO_BREAK}B"
    if size < 1_000_000:
        return f"{number(Decimal(size) / 1000, language, 0)}{NO_BREAK}KB"
    return f"{number(Decimal(size) / 1_000_000, language, 1)}{NO_BREAK}MB"


def listed(words: Sequence[str], language: str = "id") -> str:
    """`a, b dan c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'and' if language == 'en' else 'dan'} {words[-1]}"


def _exact(value: Amount) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"an exact number is needed, not {type(value).__name__}")
    return Decimal(value)


def _known(language: str) -> str:
    return "en" if language == "en" else "id"


_ENGLISH_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_ENGLISH_TENS = _words("- - twenty thirty forty fifty sixty seventy eighty ninety")
_ENGLISH_SCALES = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
    (100, "hundred"),
)


def _english_words(value: int) -> str:
    if value < 0:
        return f"minus {_english_words(-value)}"
    for size, name in _ENGLISH_SCALES:
        if value >= size:
            head, rest = divmod(value, size)
            return f"{_english_words(head)} {name}" + (f" {_english_words(rest)}" if rest else "")
    if value < 20:
        return _ENGLISH_ONES[value]
    tens, ones = divmod(value, 10)
    return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_ONES[ones]}" if ones else "")
