"""Which articles may answer the wants that are given in free words.

Found once per want list and set of lists in force: the words of the wants select the articles, the matching engine
decides on these, and of each supplier the cheapest are kept. A page that shows the list again reads what was found.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from ...actor import Actor
from ...suppliers.comparing import Pack
from ...suppliers.comparing.offers import LOOSE_UNITS
from ...suppliers.matching import Article as MatchedArticle
from ...suppliers.matching import Catalogue
from ...suppliers.matching.articles import Found
from ...suppliers.queries.visibility import in_force
from ...suppliers.rules.articles import plain
from ..models import Want, WantList
from ..models.candidates import WantAnswer, WantCandidate, WantListResolution
from .indexing import index_articles
from .offers import matched_article
from .words import Asked, asked_of

LOOKED_AT = 25
"""Articles per want and supplier that the matching engine looks at: of the wanted size first, the cheapest first."""
KEPT = {"same": 2, "same_other_size": 1, "unsure": 1, "different_grade": 1, "unpriced": 2}
"""Articles per want and supplier that are compared: the cheapest, of each relation to what is wanted; and beside them
those that have no price per unit yet."""
MOST_OF_A_WANT = 36
"""Articles per want that are compared. The cheapest of each supplier always is; what fills up is the cheapest."""

_SELECTED = text("""
    SELECT asked.want, found.* FROM unnest(
        CAST(:wants AS uuid[]), CAST(:firsts AS text[]), CAST(:alsos AS text[]), CAST(:sizes AS text[])
    ) AS asked (want, first, also, size), LATERAL (
        SELECT a.id, a.supplier_id, a.name, a.brand, a.barcode, o.order_unit, o.pack_count, o.pack_size, o.pack_unit,
            o.comparable_price, row_number() OVER (
                PARTITION BY a.supplier_id
                ORDER BY asked.size = ANY(w.words) DESC NULLS LAST, o.comparable_price NULLS LAST, a.id
            ) AS place
        FROM article_words w
        JOIN offer o ON o.article_id = w.article_id AND o.part = 1 AND o.version_id = ANY(:versions)
        JOIN article a ON a.id = w.article_id
        WHERE w.words && CAST(string_to_array(asked.first, '|') AS varchar[])
            AND (asked.also = '' OR w.words && CAST(string_to_array(asked.also, '|') AS varchar[]))
    ) AS found WHERE found.place <= :looked_at
""")


class _Selected(NamedTuple):
    """An article that the words of a want select, with its price per kg, litre or piece as listed."""

    article: MatchedArticle
    price: Decimal | None


def resolve(session: Session, actor: Actor, found: WantList, day: date) -> None:
    """Find the candidates of `found`'s wants anew if its words or the lists in force for the actor have changed."""
    lists = in_force(actor, day)
    versions = session.scalars(select(lists.c.version_id).order_by(lists.c.version_id)).all()
    open_wants = [want for want in found.wants if want.product_id is None]
    signature = _signature(versions, open_wants)
    known = session.get(WantListResolution, found.id)
    if known is not None and known.signature == signature:
        return
    index_articles(session, versions)
    candidates = _candidates(session, actor, open_wants, versions)
    session.execute(delete(WantCandidate).where(WantCandidate.want_id.in_([want.id for want in found.wants])))
    if candidates:
        session.execute(upsert(WantCandidate).on_conflict_do_nothing(), candidates)
    row = {"cooperative_id": found.cooperative_id, "want_list_id": found.id, "signature": signature}
    statement = upsert(WantListResolution).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["want_list_id"], set_={"signature": signature}))


def _signature(versions: Sequence[UUID], wants: Iterable[Want]) -> str:
    told = [*(str(version) for version in versions), *(f"{want.id} {want.words}" for want in wants)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _candidates(
    session: Session, actor: Actor, wants: Sequence[Want], versions: Sequence[UUID]
) -> list[dict[str, object]]:
    asked = {want.id: asked_of(want.words) for want in wants}
    selected = _selected(session, asked, versions)
    answered = _answered(session, actor, wants)
    rows: list[dict[str, object]] = []
    for want in wants:
        articles = selected[want.id]
        answers = answered.get(plain(want.words), {})
        found = Catalogue([each.article for each in articles]).find(want.words, barcode=asked[want.id].barcode)
        prices = {each.article.key: each.price for each in articles}
        rows += [{"want_id": want.id, **row} for row in _kept(found, prices, answers)]
    return rows


def _selected(session: Session, asked: dict[UUID, Asked], versions: Sequence[UUID]) -> dict[UUID, list[_Selected]]:
    """For each want the articles that its words select, in one round trip."""
    looked = [(want, each) for want, each in asked.items() if each.first]
    given = {
        "wants": [want for want, _ in looked],
        "firsts": ["|".join(each.first) for _, each in looked],
        "alsos": ["|".join(each.also) for _, each in looked],
        "sizes": [each.size for _, each in looked],
        "versions": list(versions),
        "looked_at": LOOKED_AT,
    }
    articles: dict[UUID, list[_Selected]] = defaultdict(list)
    for row in session.execute(_SELECTED, given) if looked else ():
        articles[row.want].append(_Selected(_article(row), row.comparable_price))
    return articles


def _article(row: Any) -> MatchedArticle:
    loose = row.pack_count is None or row.order_unit in LOOSE_UNITS
    pack = None if loose else Pack(row.pack_count, row.pack_size, row.pack_unit)
    return matched_article(row.id, row.supplier_id, row.name, row.brand, row.barcode, pack)


def _answered(session: Session, actor: Actor, wants: Sequence[Want]) -> dict[str, dict[str, bool]]:
    """What the cooperative said before about articles for the same words."""
    statement = select(WantAnswer).where(
        WantAnswer.cooperative_id == actor.organisation_id,
        WantAnswer.words_key.in_({plain(want.words) for want in wants}),
    )
    answers: dict[str, dict[str, bool]] = defaultdict(dict)
    for each in session.scalars(statement):
        answers[each.words_key][str(each.article_id)] = each.is_meant
    return answers


def _kept(
    found: Iterable[Found], prices: dict[str, Decimal | None], answers: dict[str, bool]
) -> Iterable[dict[str, object]]:
    """The candidates to keep: what a person confirmed always, what he refused never, else the cheapest."""
    taken: Counter[tuple[str, str]] = Counter()
    kept = 0
    for each in sorted(found, key=lambda one: _first_kept(one, prices[one.article.key])):
        said = answers.get(each.article.key)
        group = "unpriced" if prices[each.article.key] is None else each.relation
        place = (each.article.supplier, group)
        if said is False or (said is None and taken[place] >= KEPT[group]):
            continue
        if said is None and kept >= MOST_OF_A_WANT and any(supplier == each.article.supplier for supplier, _ in taken):
            continue
        kept += 1
        taken[place] += 1
        yield _candidate(each, confirmed=said is True)


def _first_kept(each: Found, price: Decimal | None) -> tuple[bool, bool, Decimal, int, str]:
    """What is wanted first, the cheapest first; what has no price per unit yet at the end."""
    return price is None, each.relation != "same", price or Decimal(0), -each.score, each.article.key


def _candidate(found: Found, *, confirmed: bool) -> dict[str, object]:
    doubtful = not confirmed and found.relation in ("different_grade", "unsure")
    return {
        "article_id": UUID(found.article.key),
        "relation": "same" if confirmed else found.relation,
        "note_indonesian": "; ".join(each.text("id") for each in found.reasons) if doubtful else "",
        "note_english": "; ".join(each.text("en") for each in found.reasons) if doubtful else "",
    }
