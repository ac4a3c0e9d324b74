"""What a cell, a heading or a line of the comparison says: shared by terminal, page, workbook and chat."""

from __future__ import annotations

from decimal import Decimal

from .comparison import Comparison, Row
from .evaluating import Evaluated
from .ranking import reading_of
from .refusing import Refusal
from .sentences import Sentence, number_figure, price_figure, say

MARKS = {"best": "★", "cheapest_complete": "◇", "ranked": "○", "not_comparable": "?"}


def wanted(row: Row) -> Sentence:
    """``60 l``, ``2 karton``; without a quantity the measure alone: ``per l``."""
    if row.measure.quantity is None:
        return Sentence(f"per {row.measure.word.indonesian}", f"per {row.measure.word.english}")
    return number_figure(row.measure.quantity, row.measure.package or row.measure.word)


def landed(each: Evaluated) -> Sentence:
    """``15.250``; ``15.900 + ?`` while freight is open; ``15.000–16.650`` where both ends are known."""
    if each.refusal is not None:
        return Sentence("?", "?")
    if each.landed is not None:
        return bare(each.landed)
    low = bare(each.landed_low)
    if each.landed_high is None:
        return Sentence(f"{low.indonesian} + ?", f"{low.english} + ?")
    high = bare(each.landed_high)
    return Sentence(f"{low.indonesian}–{high.indonesian}", f"{low.english}–{high.english}")


def bare(price: Decimal) -> Sentence:
    """A price without ``Rp``, for columns that say it once."""
    figure = price_figure(price)
    return Sentence(figure.indonesian.replace("Rp", ""), figure.english.replace("Rp", ""))


def cell(each: Evaluated) -> Sentence:
    """One offer in one cell: mark and price, or why there is none."""
    if each.refusal is not None:
        return _refused(each, each.refusal)
    price, mark = landed(each), MARKS[each.state]
    remark = remarks(each)[:1]
    tail = [f" ({said.indonesian})" for said in remark], [f" ({said.english})" for said in remark]
    return Sentence(f"{mark} {price.indonesian}{''.join(tail[0])}", f"{mark} {price.english}{''.join(tail[1])}")


def _refused(each: Evaluated, refusal: Refusal) -> Sentence:
    """Why it is not ranked; where only the PPN is open, between which prices it lies."""
    if refusal.code == "tax_unknown" and each.likely is not None:
        price = landed(each.likely)
        return Sentence(f"? {price.indonesian} (PPN belum diketahui)", f"? {price.english} (PPN unknown)")
    return Sentence(f"? {refusal.sentence.indonesian}", f"? {refusal.sentence.english}")


def remarks(each: Evaluated) -> list[Sentence]:
    """What a reader must know beside the price: obstacles, surplus, another size, what is open or not counted."""
    if each.refusal is not None:
        return []
    found = [obstacle.sentence for obstacle in each.obstacles]
    if each.surplus and not any(obstacle.code == "too_much" for obstacle in each.obstacles):
        found.append(say("too_much", surplus=number_figure(each.surplus, each.measure.word)))
    if each.other_size and each.offer.pack is not None:
        found.append(say("other_size", size=number_figure(each.offer.pack.size, each.offer.pack.unit)))
    found.extend(say("is_unknown", what=say(f"unknown_{kind}")) for kind in each.unknown if kind != "terms")
    texts = [term.text for term in each.offer.terms if term.kind != "bundle"]
    if texts:
        found.append(say("not_counted", text=", ".join(texts)))
    facts = each.want.facts
    if facts.cap is not None and facts.selling_price is not None and facts.selling_price > facts.cap:
        found.append(say("above_cap", cap=price_figure(facts.cap)))
    return found


def likely(each: Evaluated) -> Sentence | None:
    """``Kalau 12 × 1 l: Rp14.333/l, belum ongkir`` for an offer that cannot be compared yet."""
    if each.likely is None:
        return None
    meant = each.likely
    without = say("without_freight") if meant.landed_high is None and "freight" in meant.unknown else ""
    reading = say("unknown_tax_included") if each.refusal and each.refusal.code == "tax_unknown" else reading_of(meant)
    return say("likely", reading=reading, price=price_figure(meant.landed_low), per=meant.measure.word, without=without)


def summary(comparison: Comparison) -> Sentence:
    """``12 barang · 10 ★ · 1 ◇ · 1 kosong``."""
    best, complete = comparison.count("best"), comparison.count("cheapest_complete")
    rows, none = len(comparison.rows), comparison.without_answer
    return say("summary", rows=rows, best=best, complete=complete, none=none)


def basis(comparison: Comparison) -> Sentence:
    """On what the prices stand: with PPN; delivered to where, or without freight."""
    given = comparison.circumstances
    if not given.count_freight:
        return say("basis_line_ex_freight")
    if given.buyer_is_pkp:
        return say("basis_line_pkp")
    return say("basis_line_to", place=given.place) if given.place else say("basis_line")
