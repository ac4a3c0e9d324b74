"""The choice among candidates: with the price, the kind of good, and what the sister rows show.

Where nothing decides, the unit stays unknown: silence is better than a wrong number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.suppliers.reading.contents import ONE, Candidate, Content, Evidence, Options
from marketplace.suppliers.reading.kinds import (
    USUAL_MEASURED,
    USUAL_PIECE,
    Kind,
    is_plausible,
)
from marketplace.suppliers.reading.units import unit_named

CLEAR_LEAN = 2
DEAREST_PACKET = Decimal(1_000_000)


def vote(options: Options, price: Decimal, rate: int, evidence: Evidence) -> None:
    """Add what this row shows about the list: does its price fit the piece only, or the whole only?"""
    mode = options.mode
    if mode == "sure" or options.muted:
        return
    if mode == "fits" or (mode == "case_or_piece" and options.candidates[0].per in ("kg", "l")):
        fits = _fits(options.candidates[0], price, options.kind, rate)
        evidence.fitting += fits is True
        evidence.unfitting += fits is False and mode == "fits" and options.kind is not None
    if mode in ("case_or_piece", "stated_case"):
        single, whole = options.candidates if mode == "case_or_piece" else options.candidates[::-1]
        single_fits = _fits(single, price, options.kind, rate)
        whole_fits = _fits(whole, price, options.kind, rate)
        if single_fits and whole_fits is False:
            evidence.single[str(options.pattern)] += 1
        elif whole_fits and single_fits is False:
            evidence.whole[str(options.pattern)] += 1
    elif mode == "outer_unknown" and options.candidates[1].per in ("kg", "l"):
        lean = _lean_to_single(options.candidates[1], price, options.kind, rate)
        if abs(lean) >= CLEAR_LEAN:
            (evidence.single if lean > 0 else evidence.whole)[str(options.pattern)] += abs(lean)


def _lean_to_single(single: Candidate, price: Decimal, kind: Kind | None, rate: int) -> int:
    """How much nearer the price lies to what one packet usually costs than a twelfth of it does: -3 to 3.

    A score, not money: distances are logarithmic, from the middle of the kind's range.
    """
    comparable = single.comparable(price)
    if not comparable:
        return 0
    low, high = (kind.low, kind.high) if kind is not None and kind.per in ("kg", "l") else USUAL_MEASURED
    middle = (math.log(low) + math.log(high)) / 2
    as_one = math.log(comparable * rate) - middle
    as_twelfth = as_one - math.log(12)
    return max(-3, min(3, round(as_twelfth**2 - as_one**2)))


def _fits(candidate: Candidate, price: Decimal, kind: Kind | None, rate: int) -> bool | None:
    """Whether the price fits what the candidate holds: by its kind, else by what packaged goods usually cost."""
    comparable = candidate.comparable(price)
    if comparable is None or candidate.per is None:
        return None
    known = is_plausible(comparable, candidate.per, kind, rate) if kind is not None else None
    if known is not None:
        return known
    low, high = USUAL_MEASURED if candidate.per in ("kg", "l") else USUAL_PIECE
    return low <= comparable * rate <= high


def _fits_packet(candidate: Candidate, price: Decimal, kind: Kind | None, rate: int) -> bool | None:
    """As ``_fits``, but a small packet of an unknown kind (a lipstick) may cost any sum per kilogram."""
    if kind is None and candidate.per in ("kg", "l"):
        comparable = candidate.comparable(price)
        return comparable is not None and comparable * rate >= USUAL_MEASURED[0] and price * rate <= DEAREST_PACKET
    return _fits(candidate, price, kind, rate)


Doubt = tuple[str, dict[str, Any], Candidate | None]  # code, details, the likely reading


@dataclass(slots=True)
class Choice:
    """What the price buys; ``candidate`` None where nothing decides. ``issues``: code, details, suggested candidate."""

    candidate: Candidate | None
    comparable: bool
    issues: list[Doubt]


def _is_absurd(candidate: Candidate, comparable: Decimal, kind: Kind) -> bool:
    """Far outside what such a thing can cost. A pack without a count is one piece, whatever is in it."""
    if candidate.per == "piece" and kind.per != "pack" and (candidate.content is None or candidate.content.count == 1):
        return False
    if is_plausible(comparable, candidate.per or "piece", kind, 1) is not False:
        return False
    if kind.per == "pack":
        return True
    return is_plausible(comparable / 5, candidate.per or "piece", kind, 1) is False and (
        is_plausible(comparable * 3, candidate.per or "piece", kind, 1) is False
    )


_UNDECIDED: tuple[str, dict[str, Any]] = ("price_unit_unknown", {})


def choose(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Choice:
    """Decide among the candidates with the price, the kind of good and the list's evidence."""
    issues: list[Doubt] = [(code, details, None) for code, details in options.issues] if options.issues else []
    chosen, doubt = _CHOOSERS[options.mode](options, price, rate, evidence)
    if doubt is not None:
        issues.append(doubt)
    if chosen is None or chosen.content is None:
        return Choice(chosen, False, issues)
    claims = doubt is None and not options.muted
    if claims and price is not None and price > 0 and options.kind is not None and rate == 1 and evidence.trusted:
        comparable = chosen.comparable(price)
        if comparable is not None and chosen.per and _is_absurd(chosen, comparable, options.kind):
            issues.append(("price_implausible", {"per": chosen.per}, None))
            claims = False
    return Choice(chosen, claims, issues)


Decision = tuple[Candidate | None, Doubt | None]


def _sure(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    return options.candidates[0], None


def _measure_or_pack(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """Unit Kg beside `5 KG` in the name: per kilogram, or for the pack? Only the price can tell."""
    stated, whole = options.candidates
    if price is not None and options.kind is not None:
        per_unit = _fits(stated, price, options.kind, rate)
        per_pack = _fits(whole, price, options.kind, rate)
        if per_unit and per_pack is False:
            return stated, None
    return stated, ("unit_contradicts_name", {"unit": options.stated}, whole)


def _contradiction(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    stated, whole = options.candidates
    kind = options.kind
    if price is None or kind is None or not whole.per == kind.per == "piece":
        return stated, ("unit_contradicts_name", {"unit": options.stated}, whole)
    if _fits(whole, price, kind, rate) and _fits(stated, price, kind, rate) is False:
        return whole, None
    return stated, ("unit_contradicts_name", {"unit": options.stated}, whole)


def _stated_case(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """The unit says case. Only a price that no case can have speaks against it."""
    whole, single = options.candidates
    verdict = evidence.verdict(options.pattern)
    if verdict == "single":
        return single, None
    if price is None or price <= 0 or str(options.pattern) in evidence.answers:
        return whole, None
    whole_fits, single_fits = (_fits(candidate, price, options.kind, rate) for candidate in (whole, single))
    is_told = whole.per in ("kg", "l") or (options.kind is not None and options.kind.per in ("piece", "pack"))
    if (
        options.kind is None and whole_fits is False
    ):  # of an unknown thing only an impossible price speaks against its unit
        comparable = whole.comparable(price)
        whole_fits = comparable is not None and comparable * rate >= USUAL_MEASURED[0] / 4
    if whole_fits is False and single_fits and is_told:
        return whole, ("price_unit_doubtful", {"likely": single.unit, "stated": whole.unit}, single)
    return whole, None


def _outer_unknown(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    whole, single = options.candidates
    answer = evidence.answers.get(str(options.pattern), "")
    if answer.isdecimal() and single.content is not None and int(answer) > 0:
        return Candidate(whole.unit, single.content.times(int(answer))), None
    if evidence.verdict(options.pattern) == "single" and not _is_bulk(options, single):
        if price is None or single.per == "piece" or _fits(single, price, options.kind, rate):
            return single, None
        return single, ("price_unit_doubtful", {"likely": whole.unit, "stated": single.unit}, whole)
    return whole, ("pack_unknown", {"unit": whole.unit}, None)


def _is_bulk(options: Options, candidate: Candidate) -> bool:
    """Sold by weight, and no weight told."""
    return candidate.per == "piece" and options.kind is not None and options.kind.sold == "weight"


def _case_or_piece(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """A count is told, but not whether the price is for one or for all of them."""
    single, whole = options.candidates
    verdict = evidence.verdict(options.pattern)
    if price is None or price <= 0:
        chosen = single if verdict == "single" else whole if verdict == "whole" else None
        return chosen, None if chosen else (*_UNDECIDED, None)
    single_fits, whole_fits = (_fits(candidate, price, options.kind, rate) for candidate in (single, whole))
    if verdict is None:
        return _by_price_alone(options, single, whole, single_fits, whole_fits)
    chosen, other = (single, whole) if verdict == "single" else (whole, single)
    chosen_fits, other_fits = (single_fits, whole_fits) if verdict == "single" else (whole_fits, single_fits)
    is_answered = str(options.pattern) in evidence.answers
    if chosen_fits is False and other_fits and options.kind is not None and not is_answered:
        return chosen, ("price_unit_doubtful", {"likely": other.unit, "stated": chosen.unit}, other)
    return chosen, None


def _packet_or_case(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """The unit is stated, but `isi 28` may tell this packet or the carton it comes in."""
    single, packet = options.candidates
    if price is not None and price > 0:
        decided, doubt = _case_or_piece(options, price, rate, evidence)
        if decided is not None and doubt is None:
            return decided, None
    return single, ("size_ambiguous", {}, packet)


def _by_price_alone(
    options: Options, single: Candidate, whole: Candidate, single_fits: bool | None, whole_fits: bool | None
) -> Decision:
    is_told = options.kind is not None and (single.per in ("kg", "l") or options.kind.per in ("piece", "pack"))
    if is_told or single.per in ("kg", "l"):
        if single_fits and whole_fits is False:
            return single, None
        if whole_fits and single_fits is False:
            return whole, None
    likely = single if single_fits else whole if whole_fits else None
    return None, (*_UNDECIDED, likely)


def _shared_or_each(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    shared, each = options.candidates
    if price is not None and price > 0:
        shared_fits, each_fits = (_fits(candidate, price, options.kind, rate) for candidate in (shared, each))
        if shared_fits != each_fits and options.kind is not None:
            return (shared if shared_fits else each), None
    return shared, ("size_ambiguous", {}, None)


def _fits_or_not(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """A size and no unit: the packet of that size, where the price allows it."""
    candidate = options.candidates[0]
    if not evidence.trusted:
        return candidate, None
    if evidence.has_unit_column and not evidence.is_retail and options.kind is None:
        return None, (*_UNDECIDED, candidate)
    if price is None or price <= 0 or candidate.per == "piece":
        return candidate, None
    if options.kind is None and evidence.unfitting >= 3 and evidence.unfitting * 3 > evidence.fitting:
        return None, (*_UNDECIDED, candidate)  # what is known about this list does not fit packets
    if _fits_packet(candidate, price, options.kind, rate):
        return candidate, None
    comparable = candidate.comparable(price)
    if not evidence.is_retail or comparable is None or price * rate > DEAREST_PACKET:
        return None, (*_UNDECIDED, None)
    kind = options.kind
    is_near = kind is None or kind.low / 3 <= comparable * rate <= kind.high * 10
    return (candidate, None) if is_near else (None, (*_UNDECIDED, None))


def _bare(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """Neither unit nor size: one piece where such a thing is sold so, or where the whole list sells packets."""
    candidate = options.candidates[0]
    sold = options.kind.sold if options.kind else ""
    answer = evidence.answers.get("nothing")
    if answer == "single" or (answer is None and _sold_by_piece(sold, evidence)):
        return candidate, None
    return None, (*_UNDECIDED, candidate if sold != "weight" else Candidate("kg", Content(1, ONE, "kg")))


def _sold_by_piece(sold: str, evidence: Evidence) -> bool:
    if sold == "weight" or evidence.sized_in_column:
        return False
    return sold == "piece" or evidence.is_retail or sum(evidence.single.values()) >= 3


def _coded(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """The unit is a number from another table: one of it, whatever it is called. An answered question names it."""
    candidate = options.candidates[0]
    answer = evidence.answers.get(str(options.pattern))
    unit = unit_named(answer) if answer else None
    name = unit.name if unit is not None else None
    return Candidate(name, candidate.content, candidate.case), None


def _unknown(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    candidate = options.candidates[0]
    answer = evidence.answers.get(str(options.pattern))
    unit = unit_named(answer) if answer else None
    if unit is not None:
        return Candidate(unit.name, candidate.content, candidate.case), None
    return None, (*_UNDECIDED, candidate)


_CHOOSERS = {
    "sure": _sure,
    "measure_or_pack": _measure_or_pack,
    "contradiction": _contradiction,
    "stated_case": _stated_case,
    "outer_unknown": _outer_unknown,
    "case_or_piece": _case_or_piece,
    "packet_or_case": _packet_or_case,
    "shared_or_each": _shared_or_each,
    "fits": _fits_or_not,
    "bare": _bare,
    "coded": _coded,
    "unknown": _unknown,
}
