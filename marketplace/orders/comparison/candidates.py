"""Which articles may answer the wants that are given in free words.

Found once per want list and set of lists in force: one set-based trigram search over the words of all its wants, then
the matching engine decides on that preselection. A page that shows the list again reads what was found.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Float, String, Uuid, column, delete, func, lateral, select, text, true, values
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from ...actor import Actor
from ...suppliers.comparing import Pack
from ...suppliers.comparing.offers import LOOSE_UNITS
from ...suppliers.matching import Article as MatchedArticle
from ...suppliers.matching import Catalogue
from ...suppliers.matching.articles import Found
from ...suppliers.models import Article, Offer
from ...suppliers.queries.visibility import in_force
from ...suppliers.rules.articles import plain
from ..models import Want, WantList
from ..models.candidates import WantCandidate, WantListResolution
from .offers import matched_article

MOST_PRESELECTED = 300
"""Articles per word of a want that the matching engine looks at, nearest first."""
LEAST_LIKENESS = 0.6
"""Likeness of a word to a word of the name (pg_trgm) below which an article is not looked at."""


def resolve(session: Session, actor: Actor, found: WantList, day: date) -> None:
    """Find the candidates of `found`'s wants anew if its words or the lists in force for the actor have changed."""
    open_wants = [want for want in found.wants if want.product_id is None]
    signature = _signature(session, actor, open_wants, day)
    known = session.get(WantListResolution, found.id)
    if known is not None and known.signature == signature:
        return
    candidates = [
        {"want_id": want.id, **_candidate(each)}
        for want, articles in _preselected(session, actor, open_wants, day)
        for each in Catalogue(articles).find(want.words)
    ]
    session.execute(delete(WantCandidate).where(WantCandidate.want_id.in_([want.id for want in found.wants])))
    if candidates:
        session.execute(upsert(WantCandidate).on_conflict_do_nothing(), candidates)
    row = {"cooperative_id": found.cooperative_id, "want_list_id": found.id, "signature": signature}
    statement = upsert(WantListResolution).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["want_list_id"], set_={"signature": signature}))


def _candidate(found: Found) -> dict[str, object]:
    doubtful = found.relation in ("different_grade", "unsure")
    return {
        "article_id": UUID(found.article.key),
        "relation": found.relation,
        "note_indonesian": "; ".join(each.text("id") for each in found.reasons) if doubtful else "",
        "note_english": "; ".join(each.text("en") for each in found.reasons) if doubtful else "",
    }


def _signature(session: Session, actor: Actor, wants: Iterable[Want], day: date) -> str:
    lists = in_force(actor, day)
    versions = session.scalars(select(lists.c.version_id).order_by(lists.c.version_id)).all()
    told = [*(str(version) for version in versions), *(f"{want.id} {want.words}" for want in wants)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _preselected(
    session: Session, actor: Actor, wants: Sequence[Want], day: date
) -> list[tuple[Want, list[MatchedArticle]]]:
    """For each want the visible articles whose names are like its words, in one round trip."""
    if not wants:
        return []
    least = text("SELECT set_config('pg_trgm.word_similarity_threshold', :least, true)")
    session.execute(least, {"least": str(LEAST_LIKENESS)})
    lists = in_force(actor, day)
    asked = values(column("want_id", Uuid()), column("words", String), name="asked").data(
        [(want.id, word) for want in wants for word in _telling(want.words)]
    )
    likeness = func.word_similarity(asked.c.words, Article.name_key, type_=Float)
    near = lateral(
        select(
            Article.id,
            Article.supplier_id,
            Article.name,
            Article.brand,
            Article.barcode,
            Offer.order_unit,
            Offer.pack_count,
            Offer.pack_size,
            Offer.pack_unit,
        )
        .join(Offer, Offer.article_id == Article.id)
        .join(lists, lists.c.version_id == Offer.version_id)
        .where(asked.c.words.op("<%", is_comparison=True)(Article.name_key), Offer.part == 1)
        .order_by(likeness.desc(), Article.id)
        .limit(MOST_PRESELECTED)
    ).alias("near")
    rows = session.execute(select(asked.c.want_id, near).select_from(asked.join(near, true())))
    articles: dict[UUID, dict[UUID, MatchedArticle]] = defaultdict(dict)
    for row in rows:
        loose = row.pack_count is None or row.order_unit in LOOSE_UNITS
        pack = None if loose else Pack(row.pack_count, row.pack_size, row.pack_unit)
        articles[row.want_id][row.id] = matched_article(row.id, row.supplier_id, row.name, row.brand, row.barcode, pack)
    return [(want, list(articles[want.id].values())) for want in wants]


def _telling(words: str) -> list[str]:
    """The words that are each looked for, without sizes and figures: a brand may stand in a column of its own."""
    return [word for word in plain(words).split() if word.isalpha() and len(word) > 2] or [plain(words)]
