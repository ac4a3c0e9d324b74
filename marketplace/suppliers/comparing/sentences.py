"""Every sentence the comparison says, Indonesian first. Codes are stable; `docs/reference/comparison.md` lists them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from marketplace.money import Language, number_text, rupiah_text


class Sentence(NamedTuple):
    """The same thing said twice; ``in_language`` picks one."""

    indonesian: str
    english: str

    def in_language(self, language: str = "id") -> str:
        return self.english if language == "en" else self.indonesian

    def __str__(self) -> str:
        return self.indonesian


Figure = Sentence | str | int

SENTENCES: dict[str, tuple[str, str]] = {
    # Why an offer cannot be compared yet
    "content_unknown": ("isi per {unit} tidak disebut", "the content of one {unit} is not stated"),
    "price_unit_unknown": ("harga ini untuk satuan apa tidak disebut", "the list does not say what the price buys"),
    "price_missing": ("harganya tidak ada", "there is no price"),
    "price_absurd": ("harganya tidak masuk akal", "the price makes no sense"),
    "tax_unknown": (
        "tidak disebut sudah atau belum termasuk PPN",
        "the list does not say whether PPN is included",
    ),
    "different_grade": ("mutunya lain", "it is another grade"),
    "unsure_match": ("belum pasti barang yang sama", "it may not be the same thing"),
    "expired": ("daftar harganya berlaku sampai {date}", "its price list was valid until {date}"),
    "not_yet_valid": ("daftar harganya baru berlaku {date}", "its price list is valid from {date} on"),
    "other_currency": ("harganya dalam {currency}", "the price is in {currency}"),
    "not_delivered": ("tidak melayani {zone}", "does not deliver to {zone}"),
    "units_do_not_meet": (
        "dijual per {unit}, dibutuhkan per {per}: belum ada angka pengubahnya",
        "sold per {unit}, wanted per {per}: no factor between them is declared",
    ),
    "package_unclear": (
        "isi {package} yang dibutuhkan tidak disebut, dijual per {unit}",
        "the wanted {package} has no stated content; this is sold per {unit}",
    ),
    # Why an offer that can be compared does not answer the want
    "too_much": ("harus beli {surplus} lebih", "{surplus} too much has to be bought"),
    "too_late": ("tiba {date}, sesudah {needed}", "arrives {date}, after {needed}"),
    "bundle": ("ada syarat: {text}", "on a condition: {text}"),
    "quota": ("kuotanya hanya {quota}", "its quota is only {quota}"),
    # Why the best is best
    "best_below": (
        "Termurah {basis}: {difference}/{per} di bawah {runner_up}.",
        "Cheapest {basis}: {difference}/{per} below {runner_up}.",
    ),
    "best_equal": ("Sama murah {basis} dengan {runner_up}.", "As cheap {basis} as {runner_up}."),
    "best_equal_sooner": (
        "Sama murah {basis} dengan {runner_up}, tetapi tiba lebih cepat.",
        "As cheap {basis} as {runner_up}, but sooner here.",
    ),
    "best_alone": ("Satu-satunya yang sudah bisa dibandingkan.", "The only one that can be compared so far."),
    "best_forced": (
        "Paling sedikit uangnya, tetapi {obstacle}.",
        "Takes the least money, though {obstacle}.",
    ),
    "looks_cheaper": (
        "{supplier} tampak lebih murah ({price}/{per}), tetapi {reason}.",
        "{supplier} looks cheaper ({price}/{per}), but {reason}.",
    ),
    "looks_because_tax": ("belum PPN", "that is without PPN"),
    "looks_because_freight": ("ongkirnya {freight}/{per}", "its freight is {freight}/{per}"),
    "basis_landed": ("sampai", "delivered"),
    "basis_ex_freight": ("(belum ongkir)", "(without freight)"),
    # What would make another offer cheaper
    "cheaper_if": ("{supplier} lebih murah kalau {condition}.", "{supplier} is cheaper if {condition}."),
    "if_freight_below": ("ongkirnya di bawah {freight}/{per}", "its freight is below {freight}/{per}"),
    "if_tax_included": ("harganya sudah termasuk PPN", "its price already includes PPN"),
    "if_terms_hold": ("'{text}' berlaku", "'{text}' applies"),
    "if_content_above": ("isinya di atas {content} per {unit}", "one {unit} holds more than {content}"),
    "if_reading_holds": ("isinya {reading}", "its content is {reading}"),
    "if_unit_holds": ("harganya per {unit}", "the price is per {unit}"),
    "if_price_holds": ("harganya {price}", "the price is {price}"),
    "and": ("{one} dan {other}", "{one} and {other}"),
    # Rows without an answer
    "nobody_offers": ("Belum ada yang menawarkan.", "Nobody offers this yet."),
    "none_comparable": ("Belum ada yang bisa dibandingkan.", "None can be compared yet."),
    "none_complete": (
        "Belum ada harga yang lengkap: {unknown} belum diketahui.",
        "No price is complete yet: {unknown} unknown.",
    ),
    "none_fits": ("Yang ada belum cocok: {obstacle}.", "What there is does not fit: {obstacle}."),
    "unknown_freight": ("ongkir", "freight"),
    "unknown_tax": ("PPN", "PPN"),
    # Likely readings and notes
    "likely": (
        "Kalau {reading}: {price}/{per}{without}",
        "If {reading}: {price}/{per}{without}",
    ),
    "without_freight": (", belum ongkir", ", without freight"),
    "other_size": ("ukuran lain: {size}", "other size: {size}"),
    "not_counted": ("belum dihitung: {text}", "not counted: {text}"),
    "cheaper_by_tier": (
        "{packs} lebih murah daripada {fewer}: harga bertingkat",
        "{packs} cost less than {fewer}: price tier",
    ),
    "above_cap": (
        "harga jual di atas HET {cap}; untung dihitung dari HET",
        "selling price above the cap of {cap}; margin is taken from the cap",
    ),
    "is_unknown": ("{what} belum diketahui", "{what} unknown"),
    "unknown_tax_included": ("sudah termasuk PPN", "PPN is included"),
    # Headings
    "summary": (
        "{rows} barang · {best} ★ · {complete} ◇ · {none} kosong",
        "{rows} goods · {best} ★ · {complete} ◇ · {none} without answer",
    ),
    "basis_line": ("Harga sampai, termasuk PPN", "Landed prices, PPN included"),
    "basis_line_to": ("Harga sampai di {place}, termasuk PPN", "Landed prices at {place}, PPN included"),
    "basis_line_ex_freight": ("Harga termasuk PPN, belum ongkir", "Prices with PPN, without freight"),
    "basis_line_pkp": (
        "Harga sampai, tanpa PPN yang bisa dikreditkan",
        "Landed prices, without creditable PPN",
    ),
    # The arithmetic
    "step_packs": ("Kebutuhan", "Quantity"),
    "step_one_unit": ("1 {unit} = {content}", "1 {unit} = {content}"),
    "step_minimum": ("minimal {minimum}", "minimum {minimum}"),
    "step_multiple": ("kelipatan {multiple}", "in multiples of {multiple}"),
    "step_surplus": ("lebih {surplus}", "{surplus} too much"),
    "step_goods": ("Harga", "Price"),
    "step_tier": ("harga mulai {least}", "price from {least} on"),
    "step_ppn_added": ("{percent} % × {part} ({source})", "{percent} % × {part} ({source})"),
    "step_ppn_included": ("sudah termasuk", "already included"),
    "step_ppn_exempt": ("bebas PPN", "exempt"),
    "step_freight": ("Ongkir", "Freight"),
    "step_freight_unknown": ("ongkirnya belum diketahui", "its freight is not known"),
    "step_drop_share": (
        "bagian dari {drop} sekali antar, menurut berat",
        "share of {drop} per drop, by weight",
    ),
    "step_free": ("gratis", "free"),
    "step_credit": ("PPN yang bisa dikreditkan", "Creditable PPN"),
    "step_credit_why": ("koperasi PKP", "the cooperative is a PKP"),
    "step_cost": ("Jumlah", "Sum"),
    "step_landed": ("Harga sampai", "Landed price"),
    "step_ex_freight": ("Harga, belum ongkir", "Price without freight"),
    "step_unknown": ("?", "?"),
    # Ways out of a row that cannot be compared
    "ask_supplier": ("Tanya lewat WA", "Ask by WhatsApp"),
    "fill_in": ("Isi sendiri", "Fill it in"),
    "confirm_reading": ("Benarkan bacaannya", "Confirm the reading"),
    "confirm_match": ("Benarkan barangnya", "Confirm it is the same"),
    "ask_new_list": ("Minta daftar baru", "Ask for a new list"),
    "declare_factor": ("Isi berat per satuan", "Declare the weight of one"),
}  # fmt: skip


def say(code: str, **figures: Figure) -> Sentence:
    """The sentence ``code`` with its braces filled in each language."""
    indonesian, english = SENTENCES[code]
    if not figures:
        return Sentence(indonesian, english)
    return Sentence(
        indonesian.format(**{name: _in(figure, "id") for name, figure in figures.items()}),
        english.format(**{name: _in(figure, "en") for name, figure in figures.items()}),
    )


def joined(sentences: list[Sentence], between: str = " ") -> Sentence:
    return Sentence(
        between.join(each.indonesian for each in sentences), between.join(each.english for each in sentences)
    )


def price_figure(price: Decimal) -> Sentence:
    """A price per unit as the eye takes it in: whole rupiah from 1,000 on, two decimals below."""
    places = 0 if abs(price) >= 1000 else 2
    return Sentence(rupiah_text(price, "id", decimals=places), rupiah_text(price, "en", decimals=places))


def number_figure(number: Decimal, unit: Figure = "", *, decimals: int = 3) -> Sentence:
    """``12 l``, ``1.250,5 kg``."""
    texts: list[str] = []
    languages: tuple[Language, Language] = ("id", "en")
    for language in languages:
        word = _in(unit, language)
        texts.append(number_text(number, language, decimals=decimals) + (f" {word}" if word else ""))
    return Sentence(*texts)


_MONTHS = (
    ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
)


def date_figure(day: object) -> Sentence:
    """``22 Nov 2026``."""
    return Sentence(*(f"{day.day} {months[day.month - 1]} {day.year}" for months in _MONTHS))  # type: ignore[attr-defined]


def _in(figure: Figure, language: Language) -> str:
    return figure.in_language(language) if isinstance(figure, Sentence) else str(figure)
