"""From the comparing engine's result to the table on the page: picks words, short remarks, columns and links.

No figure is computed here that the engine knows; see `docs/reference/comparison.md` for how each came about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from frontend import comparison_table as table
from frontend import formatting
from frontend.language import current_language
from frontend.translations import gettext_lazy as _
from marketplace.suppliers.comparing import (
    Circumstances,
    Comparison,
    Evaluated,
    Row,
    SupplierOrder,
    arithmetic,
    orders,
    wording,
)
from marketplace.suppliers.comparing.evaluating import Refusal
from marketplace.suppliers.comparing.offers import Pack
from marketplace.suppliers.comparing.sentences import Sentence, say

# Two or three words for a narrow cell; the sentence beside it says the same in full.
REMARKS = {
    "content_unknown": _("isi?"),
    "package_unclear": _("isi?"),
    "price_unit_unknown": _("satuan?"),
    "price_missing": _("harga?"),
    "tax": _("PPN?"),
    "tax_unknown": _("PPN?"),
    "freight": _("ongkir?"),
    "terms": _("ada syarat"),
    "different_grade": _("mutu lain"),
    "unsure_match": _("barang sama?"),
    "expired": _("sudah lewat"),
    "not_yet_valid": _("belum berlaku"),
    "other_currency": _("mata uang lain"),
    "not_delivered": _("tidak diantar"),
    "units_do_not_meet": _("satuan lain"),
    "too_much": _("terlalu banyak"),
    "too_late": _("terlambat"),
    "bundle": _("ada syarat"),
    "quota": _("kuota"),
    "other_size": _("ukuran lain"),
}
WINNING = (table.BEST, table.CHEAPEST_COMPLETE)
# The reader's own issues, by what they leave open.
FAMILIES = {
    "price_unit": _("satuan?"),
    "unit": _("satuan?"),
    "pack": _("isi?"),
    "size": _("isi?"),
    "price": _("harga?"),
}
PAYMENTS = {"cash": _("Tunai"), "transfer": _("Transfer"), "credit": _("Tempo")}
OTHER_REMARK = _("diragukan")
SHORT_WAYS = {
    "ask_supplier": _("Tanya"),
    "ask_new_list": _("Minta"),
    "fill_in": _("Isi"),
    "declare_factor": _("Isi"),
    "confirm_reading": _("Benarkan"),
    "confirm_match": _("Benarkan"),
}
SORTINGS: dict[str, Callable[[table.GoodRow], tuple[object, ...]]] = {
    "saving": lambda good: (good.saving is None, -(good.saving or 0)),
    "total": lambda good: (good.best is None, -(good.best.total or 0) if good.best else 0),
    "name": lambda good: (good.name.casefold(),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the table leads. Each function gives an address, or "" where this person cannot go."""

    action: str
    back: str = ""
    exports: tuple[tuple[str, str], ...] = ()
    find: Callable[[str], str] = lambda want: ""
    back_label: str = ""
    choose_cheapest: str = ""
    all_offers: Callable[[str], str] = lambda want: ""
    order: Callable[[str], str] = lambda supplier: ""
    way_out: Callable[[str, Evaluated], str] = lambda code, offer: ""
    working: Callable[[Evaluated], str] = lambda offer: ""


def present(
    comparison: Comparison,
    addresses: Addresses,
    *,
    title: str,
    chosen: Mapping[str, str],
    cash: int | None = None,
    sorted_by: str = "saving",
    language: str = "id",
    shown: Comparison | None = None,
) -> table.Comparison:
    """The page of a comparison. `chosen` maps the key of a want to the key of the offer picked for it; a key that is
    not (any longer) offered or has no price counts as not chosen. `shown` is the part of it that the page shows
    (default: all); the basket is always the whole one."""
    whole, comparison = comparison, shown or comparison
    offers = {row.want.key: len(row.offers) for row in whole.rows}
    columns = {each.supplier: min(i, table.MAXIMUM_COLUMNS) for i, each in enumerate(comparison.suppliers, 1)}
    goods = [
        replace(
            _good(row, columns, chosen, addresses, comparison, language),
            unseen=offers[row.want.key] - len(row.offers),
            all_offers=addresses.all_offers(row.want.key),
        )
        for row in comparison.rows
    ]
    picked = [each for row in whole.rows if (each := _picked(row, chosen)) is not None]
    return table.Comparison(
        title=title,
        place=comparison.circumstances.place or "",
        action=addresses.action,
        back=addresses.back,
        back_label=addresses.back_label,
        supplier_count=len((whole if len(whole.rows) == len(comparison.rows) else comparison).suppliers),
        exports=addresses.exports,
        suppliers=tuple(
            table.SupplierColumn(
                number=columns[each.supplier],
                name=each.name,
                covers=each.comparable,
            )
            for each in comparison.suppliers[: table.MAXIMUM_COLUMNS]
        ),
        goods=tuple(sorted(goods, key=SORTINGS[sorted_by])),
        basket=tuple(_basket_line(order, addresses) for order in orders(picked, comparison.circumstances)),
        cash=cash,
        sorted_by=sorted_by,
        choose_cheapest=addresses.choose_cheapest,
    )


def _picked(row: Row, chosen: Mapping[str, str]) -> Evaluated | None:
    key = chosen.get(row.want.key)
    return next((each for each in row.offers if each.offer.key == key and each.comparable), None)


def _good(
    row: Row,
    columns: Mapping[str, int],
    chosen: Mapping[str, str],
    addresses: Addresses,
    comparison: Comparison,
    language: str,
) -> table.GoodRow:
    want, facts, best, picked = row.want, row.want.facts, row.winner, _picked(row, chosen)
    return table.GoodRow(
        key=want.key,
        name=want.name,
        wanted=want.quantity,
        unit=row.measure.package or row.measure.word.in_language(language),
        per=row.measure.word.in_language(language),
        offers=tuple(
            cell(each, columns[each.offer.supplier], addresses, comparison.circumstances, language)
            for each in row.offers
        ),
        why=unbroken(row.why.in_language(language)),
        last_paid=facts.last_price,
        change=_ratio(best.change_percent) if best else None,
        saving=None if best is None or best.saving is None else best.saving.rupiah,
        saving_per_month=None if best is None or best.saving_per_month is None else best.saving_per_month.rupiah,
        margin=best.margin if best else None,
        margin_ratio=_ratio(best.margin_percent) if best else None,
        cap=facts.cap,
        chosen=picked.offer.key if picked else "",
        find=addresses.find(want.key),
    )


def cell(
    each: Evaluated, column: int, addresses: Addresses, circumstances: Circumstances, language: str = "id"
) -> table.OfferCell:
    """One offer as the table or the page of its working shows it."""
    offer = each.offer
    refused = each.refusal is not None
    return table.OfferCell(
        key=offer.key,
        column=column,
        supplier=offer.supplier_name,
        state=_state(each),
        per=each.measure.word.in_language(language),
        name="" if _plain(offer.name) == _plain(each.want.name) else offer.name,
        landed=each.landed,
        about=wording.landed(each).in_language(language),
        list_price=offer.price if refused else each.price,
        list_unit=offer.order_unit or "",
        packs=None if refused else each.packs,
        pack=pack_text(offer.pack, language) if offer.pack else "",
        total=None if refused or each.total is None else each.total.rupiah,
        remark=_remark(each),
        sentence=unbroken(_sentence(each).in_language(language)),
        likely=unbroken(_likely(each, language)),
        # Only the winner's working is on the page itself; any other figure opens its own, so that the page stays small.
        steps=working(each, circumstances, language) if each.state in WINNING else (),
        opens="" if refused else addresses.working(each),
        ways_out=_ways_out(each, addresses, language),
        payment=_payment(circumstances.terms_of(offer.supplier).payment),
        arrival=each.arrives,
        order_by=each.order_by,
        list_date=offer.listed_on,
    )


def _state(each: Evaluated) -> str:
    if each.state == "ranked" and not each.complete:
        return table.PARTIAL
    return each.state


def _remark(each: Evaluated) -> str:
    if each.refusal is not None:
        code = each.refusal.code
        family = next((word for start, word in FAMILIES.items() if code.startswith(start)), OTHER_REMARK)
        return str(REMARKS.get(code, family))
    codes: list[str] = [*each.unknown, *(obstacle.code for obstacle in each.obstacles)]
    if each.other_size:
        codes.append("other_size")
    return ", ".join(dict.fromkeys(str(REMARKS[code]) for code in codes))


def _sentence(each: Evaluated) -> Sentence:
    if each.refusal is not None:
        return _refusal(each, each.refusal)
    said = wording.remarks(each)
    return Sentence(*("; ".join(_capital(one.in_language(code)) for one in said) for code in ("id", "en")))


def _refusal(each: Evaluated, refusal: Refusal) -> Sentence:
    """`172.000/dus: isi per dus tidak disebut`."""
    texts = []
    for code in ("id", "en"):
        written = each.offer.written_price or (formatting.number(each.offer.price, code) if each.offer.price else "")
        unit = f"/{formatting.unit_name(each.offer.order_unit, code)}" if each.offer.order_unit and written else ""
        reason = refusal.sentence.in_language(code)
        texts.append(f"{written}{unit}: {reason}." if written else f"{_capital(reason)}.")
    return Sentence(*texts)


def _likely(each: Evaluated, language: str) -> str:
    likely = wording.likely(each)
    return "" if likely is None else f"{likely.in_language(language)}."


def working(each: Evaluated, circumstances: Circumstances, language: str = "id") -> tuple[table.Step, ...]:
    """How the landed price of an offer came about, line by line; empty for one that cannot be compared."""
    return tuple(
        table.Step(
            label=step.label.in_language(language),
            figure=step.figure_text.in_language(language),
            unit=step.unit.in_language(language) if step.kind in ("packs", "landed") else "",
            words=step.detail.in_language(language),
            source=step.source.in_language(language),
            total=step.kind in ("cost", "landed"),
        )
        for step in arithmetic.steps(each, circumstances)
    )


def _ways_out(each: Evaluated, addresses: Addresses, language: str) -> tuple[table.WayOut, ...]:
    codes: Sequence[str] = each.refusal.ways_out if each.refusal else ()
    if not codes and {"freight", "tax"} & set(each.unknown):
        codes = ("ask_supplier", "fill_in")
    ways = ((code, addresses.way_out(code, each)) for code in codes)
    return tuple(
        table.WayOut(label=say(code).in_language(language), short=str(SHORT_WAYS[code]), href=href)
        for code, href in ways
        if href
    )


def _basket_line(order: SupplierOrder, addresses: Addresses) -> table.BasketLine:
    return table.BasketLine(
        supplier=order.name,
        count=len(order.lines),
        goods=order.goods.rupiah,
        ppn=None if order.ppn is None else order.ppn.rupiah,
        freight=None if order.freight is None else order.freight.rupiah,
        total=None if order.total is None else order.total.rupiah,
        short_of_minimum=0 if order.short_of_minimum is None else order.short_of_minimum.rupiah,
        href=addresses.order(order.supplier),
    )


def pack_text(pack: Pack, language: str = "id") -> str:
    """The content of one order unit: `12 × 1 l`, `25 kg`, `isi 40`."""
    if pack.base == "piece":
        return f"{'holds' if language == 'en' else 'isi'} {formatting.number(pack.content, language)}"
    size = f"{formatting.number(pack.size, language)} {pack.unit}"
    return size if pack.count == 1 else f"{formatting.number(pack.count, language)} × {size}"


def unbroken(text: str) -> str:
    """A figure and its unit stay on one line: `11,2 l`, `12 × 1 l`."""
    return re.sub(r"(?<=\d) (?=×|÷|[^\W\d]{1,3}\b)|(?<=[×÷]) (?=\d)", formatting.NO_BREAK, text)


def _payment(said: str | None) -> str:
    """A payment term by its code, or as it was said; `credit 14` is `Tempo 14 hari`."""
    code, _space, days = (said or "").partition(" ")
    if code not in PAYMENTS:
        return said or ""
    return (
        f"{PAYMENTS[code]} {formatting.quantity(int(days), 'day', current_language())}"
        if days.isdecimal()
        else str(PAYMENTS[code])
    )


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _ratio(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
