"""The comparison as plain data for JSON: figures as strings with a decimal point, at most four places, half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplace.money import Money

from .arithmetic import Step, steps
from .circumstances import Circumstances
from .comparison import Comparison, Row
from .evaluating import Evaluated
from .ranking import BreakEven
from .sentences import Sentence


def as_document(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison. Sentences are ``{"id": ..., "en": ...}``; what is unknown is ``null``."""
    given = comparison.circumstances
    return {
        "date": given.today.isoformat(),
        "place": given.place or given.zone,
        "freight": "counted" if given.count_freight else "not_counted",
        "ppn": {
            "percent": figure(given.tax.percent),
            "of": f"{given.tax.numerator}/{given.tax.denominator}",
            "source": given.tax.source,
        },
        "suppliers": [
            {
                "supplier": each.supplier,
                "name": each.name,
                "offered": each.offered,
                "comparable": each.comparable,
                "best": each.winning,
            }
            for each in comparison.suppliers
        ],
        "rows": [_row(row, given) for row in comparison.rows],
    }


def figure(number: Decimal | Money | None) -> str | None:
    """``15250``, ``312.5``: four places half up, no trailing zeros, no exponent."""
    if number is None:
        return None
    if isinstance(number, Money):
        return str(number.rupiah)
    text = f"{number.quantize(Decimal('0.0001'), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def said(sentence: Sentence | None) -> dict[str, str] | None:
    return None if sentence is None else {"id": sentence.indonesian, "en": sentence.english}


def _row(row: Row, given: Circumstances) -> dict[str, Any]:
    return {
        "want": {
            "key": row.want.key,
            "name": row.want.name,
            "quantity": figure(row.want.quantity),
            "package": row.want.package,
            "per": row.measure.per,
            "needed_on": row.want.needed_on.isoformat() if row.want.needed_on else None,
        },
        "best": row.winner.offer.key if row.winner else None,
        "state": row.winner.state if row.winner else None,
        "why": said(row.why),
        "break_evens": [_break_even(each) for each in row.break_evens],
        "offers": [_offer(each, given) for each in row.offers],
    }


def _break_even(each: BreakEven) -> dict[str, Any]:
    return {
        "offer": each.offer.offer.key,
        "kinds": list(each.kinds),
        "freight_below": figure(each.freight_below),
        "content_above": figure(each.content_above),
        "sentence": said(each.sentence),
    }


def _offer(each: Evaluated, given: Circumstances) -> dict[str, Any]:
    offer = each.offer
    return {
        "key": offer.key,
        "supplier": offer.supplier,
        "name": offer.name,
        "state": each.state,
        "relation": each.candidate.relation,
        "price": figure(offer.price),
        "order_unit": offer.order_unit,
        "tax": offer.tax,
        "source": {"file": offer.source.file, "sheet": offer.source.sheet, "row": offer.source.row},
        "packs": figure(each.packs) if each.refusal is None else None,
        "bought": figure(each.bought) if each.refusal is None else None,
        "surplus": figure(each.surplus) if each.refusal is None else None,
        "goods": figure(each.goods) if each.refusal is None else None,
        "ppn": figure(each.ppn),
        "freight": figure(each.freight) if given.count_freight else None,
        "total": figure(each.total),
        "landed": {
            "price": figure(each.landed),
            "low": figure(each.landed_low) if each.refusal is None else None,
            "high": figure(each.landed_high),
            "per": each.measure.per,
        },
        "unknown": list(each.unknown),
        "obstacles": [{"code": obstacle.code, "sentence": said(obstacle.sentence)} for obstacle in each.obstacles],
        "terms": [term.text for term in offer.terms],
        "arrives": each.arrives.isoformat() if each.arrives else None,
        "order_by": each.order_by.isoformat() if each.order_by else None,
        "saving": figure(each.saving),
        "saving_per_month": figure(each.saving_per_month),
        "margin": figure(each.margin),
        "margin_percent": figure(each.margin_percent),
        "not_comparable": _refusal(each),
        "steps": [_step(step) for step in steps(each, given)],
    }


def _refusal(each: Evaluated) -> dict[str, Any] | None:
    if each.refusal is None:
        return None
    likely = None
    if each.likely is not None:
        likely = {"low": figure(each.likely.landed_low), "high": figure(each.likely.landed_high)}
    return {
        "code": each.refusal.code,
        "sentence": said(each.refusal.sentence),
        "ways_out": list(each.refusal.ways_out),
        "likely": likely,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "label": said(step.label),
        "detail": said(step.detail),
        "figure": figure(step.figure),
        "unit": said(step.unit),
        "source": said(step.source),
    }
