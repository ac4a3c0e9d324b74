"""One want list, compared: gathers what the engine needs in a fixed number of round trips and lets it do the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...clock import today
from ...identity.models import Organisation
from ...quantities import UnknownUnit, unit
from ...suppliers.comparing import Candidate, Circumstances, Comparison, Offer, Sentence, compare, load_rates, rate_on
from ...suppliers.comparing import Want as ComparedWant
from ...suppliers.comparing.offers import BaseUnit, Relation
from ...suppliers.queries import offers_for, routes_for, terms_for
from ...suppliers.rules.quotes import QuotedOffer
from ..models import Want, WantList
from ..models.candidates import WantCandidate
from ..queries.wants import want_list
from .candidates import resolve
from .facts import Facts, facts_for
from .notes import ArticleFacts, facts_of, notes_on
from .offers import compared_offer

_NOTES = ("note_indonesian", "note_english")
BASES: dict[str, BaseUnit] = {"mass": "kg", "volume": "l", "count": "piece"}


@dataclass(frozen=True, slots=True)
class ComparedList:
    """A want list with its comparison; `quoted` has each offer as the supplier's list has it, by the engine's key, and
    `notes` what the cooperative filled in, by article."""

    want_list: WantList
    comparison: Comparison
    quoted: Mapping[str, QuotedOffer]
    notes: Mapping[UUID, ArticleFacts]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An article that answers a want, as far as that is known."""

    relation: Relation
    note: Sentence | None = None


def compare_want_list(session: Session, actor: Actor, list_id: UUID, *, on_date: date | None = None) -> ComparedList:
    """Compare every offer in force on `on_date` (default: today) for each want of a list of the actor's cooperative.

    Raises NotFound.
    """
    day = on_date or today(actor.time_zone)
    found = want_list(session, actor, list_id)
    resolve(session, actor, found, day)
    answers = _answers(session, found.wants)
    quoted = offers_for(
        session,
        actor,
        product_ids={want.product_id for want in found.wants if want.product_id},
        article_ids={article for by_article in answers.values() for article in by_article},
        on_date=day,
    )
    buyer = session.scalars(select(Organisation).where(Organisation.id == actor.organisation_id)).one()
    notes = notes_on(session, actor, {each.article_id for each in quoted})
    offers = {each.offer_id: compared_offer(each, notes) for each in quoted}
    facts = facts_for(
        session,
        actor,
        words=[want.words for want in found.wants],
        product_ids={each.product_id for each in quoted if each.product_id},
        article_ids={each.article_id for each in quoted},
        region_code=buyer.region_code,
        day=day,
    )
    by_answer = _by_answer(quoted)
    asked = [_asked(want, found.wanted_on, answers[want.id], by_answer, offers, facts) for want in found.wants]
    comparison = compare(asked, _circumstances(session, actor, buyer, {each.supplier_id for each in quoted}, day))
    return ComparedList(found, comparison, {str(each.offer_id): each for each in quoted}, facts_of(notes))


def _answers(session: Session, wants: Sequence[Want]) -> dict[UUID, dict[UUID, _Answer]]:
    answers: dict[UUID, dict[UUID, _Answer]] = defaultdict(dict)
    columns = [getattr(WantCandidate, name) for name in ("want_id", "article_id", "relation", *_NOTES)]
    statement = select(*columns).where(WantCandidate.want_id.in_([want.id for want in wants]))
    for each in session.execute(statement):
        note = Sentence(each.note_indonesian, each.note_english) if each.note_indonesian else None
        answers[each.want_id][each.article_id] = _Answer(each.relation, note)
    return answers


def _by_answer(quoted: Iterable[QuotedOffer]) -> dict[UUID, list[QuotedOffer]]:
    """The offers of each product and of each article."""
    found: dict[UUID, list[QuotedOffer]] = defaultdict(list)
    for each in quoted:
        found[each.article_id].append(each)
        if each.product_id is not None:
            found[each.product_id].append(each)
    return found


def _asked(
    want: Want,
    needed_on: date,
    answers: Mapping[UUID, _Answer],
    quoted: Mapping[UUID, Sequence[QuotedOffer]],
    offers: Mapping[UUID, Offer],
    facts: Facts,
) -> tuple[ComparedWant, list[Candidate]]:
    answering = list(_answering(want, answers, quoted))
    candidates = [Candidate(offers[each.offer_id], answer.relation, answer.note) for each, answer in answering]
    wanted = _wanted(want, needed_on)
    per = wanted.per or _commonest_base(candidates)
    known = facts.of(want.words, want.product_id, (each.article_id for each, _ in answering), per)
    return replace(wanted, facts=known), candidates


def _answering(
    want: Want, answers: Mapping[UUID, _Answer], quoted: Mapping[UUID, Sequence[QuotedOffer]]
) -> Iterable[tuple[QuotedOffer, _Answer]]:
    """The offers that answer a want: of its product, or of the articles found for its words."""
    if want.product_id is not None:
        return ((each, _Answer(each.relation)) for each in quoted.get(want.product_id, ()))  # type: ignore[arg-type]
    return ((each, answer) for article, answer in answers.items() for each in quoted.get(article, ()))


def _wanted(want: Want, needed_on: date) -> ComparedWant:
    """The engine's want: in kg, litres or pieces where the unit is one of those, else in packages of that name."""
    quantity: Decimal = want.quantity
    per: BaseUnit | None = None
    package = word = None
    try:
        measure = unit(want.unit)
    except UnknownUnit:
        package = want.unit
    else:
        if measure.base is None:
            package = measure.word
        else:
            per = BASES[measure.dimension]
            word = measure.word if measure.dimension == "count" and measure.base == 1 else None
            quantity = quantity * measure.base
    return ComparedWant(
        key=str(want.id),
        name=want.words,
        quantity=quantity,
        per=per,
        package=package,
        unit_word=word,
        needed_on=needed_on,
    )


def _commonest_base(candidates: Sequence[Candidate]) -> BaseUnit | None:
    bases = Counter(each.offer.pack.base for each in candidates if each.offer.pack is not None)
    return bases.most_common(1)[0][0] if bases else None


def _circumstances(
    session: Session, actor: Actor, buyer: Organisation, supplier_ids: set[UUID], day: date
) -> Circumstances:
    return Circumstances(
        today=day,
        tax=rate_on(load_rates(), day),
        buyer_is_pkp=buyer.is_pkp,
        routes=routes_for(session, actor, supplier_ids),
        suppliers=terms_for(session, actor, supplier_ids),
        place=buyer.name,
    )
