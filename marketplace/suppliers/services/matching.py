"""The same thing at two suppliers: suggested by a job, decided once by a person of the cooperative, for it alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...catalog.models import Product
from ...clock import now, today
from ...errors import NotFound, NotPermitted
from ...identifiers import new_id
from .. import matching
from ..matching import PackContent, Suggestion
from ..models import Article, CooperativeArticle, MatchDecision, MatchSuggestion, Offer, Supplier
from ..queries.visibility import WRITING_ROLES, in_force

INSERT_CHUNK = 5_000


def match_supplier(session: Session, supplier_id: UUID) -> int:
    """Hold a supplier's articles against those that somebody may see beside them; give how many suggestions are new.

    Articles of a supplier with an account meet those of all others with one, and separately those that each cooperative
    keeps for itself; so no private article ever stands between two public ones. Does nothing where no article is new.
    """
    supplier = session.get(Supplier, supplier_id)
    unmatched = select(Article.id).where(Article.supplier_id == supplier_id, Article.matched_at.is_(None)).limit(1)
    if supplier is None or session.scalar(unmatched) is None:
        return 0
    made = sum(_match(session, supplier, others) for others in _companies(session, supplier))
    session.execute(
        update(Article).where(Article.supplier_id == supplier_id, Article.matched_at.is_(None)).values(matched_at=now())
    )
    return made


def _companies(session: Session, supplier: Supplier) -> list[list[UUID]]:
    """The suppliers that `supplier` is held against, in groups that one and the same reader may see."""
    public = list(session.scalars(select(Supplier.id).where(Supplier.kept_by.is_(None), Supplier.id != supplier.id)))
    kept: dict[UUID | None, list[UUID]] = {}
    for keeper, other in session.execute(
        select(Supplier.kept_by, Supplier.id).where(Supplier.kept_by.is_not(None), Supplier.id != supplier.id)
    ):
        kept.setdefault(keeper, []).append(other)
    if supplier.kept_by is not None:
        return [public + kept.get(supplier.kept_by, [])]
    return [public, *kept.values()]


def _match(session: Session, supplier: Supplier, others: Sequence[UUID]) -> int:
    if not others:
        return 0
    articles = [_article(row) for row in session.execute(_articles([supplier.id, *others]))]
    mine = {article.key for article in articles if article.supplier == str(supplier.id)}
    found = [each for each in matching.suggest(articles) if (each.one in mine) != (each.other in mine)]
    lines = sorted((_line(each) for each in found), key=lambda line: (line["article_id"], line["other_article_id"]))
    made = 0
    for start in range(0, len(lines), INSERT_CHUNK):
        statement = insert(MatchSuggestion).values(lines[start : start + INSERT_CHUNK]).on_conflict_do_nothing()
        made += len(session.scalars(statement.returning(MatchSuggestion.id)).all())
    return made


def _articles(supplier_ids: Iterable[UUID]) -> Select[Any]:
    """Each article once, with the pack of its newest offer."""
    return (
        select(Article.id, Article.supplier_id, Article.name, Article.brand, Article.barcode)
        .add_columns(Offer.pack_count, Offer.pack_size, Offer.pack_unit)
        .join(Offer, Offer.article_id == Article.id)
        .where(Article.supplier_id.in_(list(supplier_ids)), Offer.part == 1)
        .ext(distinct_on(Article.id))
        .order_by(Article.id, Offer.version_id.desc())
    )


def _article(row: Any) -> matching.Article:
    pack = None if row.pack_unit is None else PackContent(row.pack_count, row.pack_size, row.pack_unit)
    return matching.Article(str(row.id), str(row.supplier_id), row.name, row.brand, row.barcode, pack)


def _line(suggestion: Suggestion) -> dict[str, Any]:
    one, other = sorted((UUID(suggestion.one), UUID(suggestion.other)))
    return {
        "id": new_id(),
        "article_id": one,
        "other_article_id": other,
        "relation": suggestion.relation,
        "score": suggestion.score,
        "reasons": [[reason.code, reason.one, reason.other] for reason in suggestion.reasons],
        "created_at": now(),
    }


def confirm_match(session: Session, actor: Actor, suggestion_id: UUID, *, relation: str | None = None) -> MatchDecision:
    """Both articles are the same product to the actor's cooperative from now on, as `relation` (default: as suggested).

    Deciding the same again changes nothing. Raises NotPermitted, NotFound.
    """
    decision = _decide(session, actor, suggestion_id, "confirmed", relation)
    product_id, relation_of_one = _product_of(session, actor, decision.article_id)
    other_product_id, _ = _product_of(session, actor, decision.other_article_id)
    product = product_id or other_product_id or _new_product(session, actor, decision.article_id)
    if other_product_id is not None and other_product_id != product:
        _move(session, actor, other_product_id, product)
    _group(session, actor, decision.article_id, product, relation_of_one)
    _group(session, actor, decision.other_article_id, product, decision.relation)
    return decision


def refuse_match(session: Session, actor: Actor, suggestion_id: UUID) -> MatchDecision:
    """The two are different things to the actor's cooperative; it is not asked again. Raises NotPermitted, NotFound."""
    return _decide(session, actor, suggestion_id, "refused", None)


def _decide(session: Session, actor: Actor, suggestion_id: UUID, verdict: str, relation: str | None) -> MatchDecision:
    actor.require("cooperative")
    if not actor.has_role(*WRITING_ROLES["cooperative"]):
        raise NotPermitted
    suggestion = session.get(MatchSuggestion, suggestion_id)
    if suggestion is None or not _sees(session, actor, (suggestion.article_id, suggestion.other_article_id)):
        raise NotFound
    values = {
        "verdict": verdict,
        "relation": relation or ("same" if suggestion.relation == "unsure" else suggestion.relation),
        "decided_by": actor.person_id,
        "decided_at": now(),
    }
    pair = {"article_id": suggestion.article_id, "other_article_id": suggestion.other_article_id}
    decision_id = session.scalar(
        insert(MatchDecision)
        .values(id=new_id(), created_at=now(), cooperative_id=actor.organisation_id, **pair, **values)
        .on_conflict_do_update(index_elements=["cooperative_id", *pair], set_=values)
        .returning(MatchDecision.id)
    )
    audit.record(session, actor, f"suppliers.match_{verdict}", suggestion_id)
    return session.get_one(MatchDecision, decision_id, populate_existing=True)


def _sees(session: Session, actor: Actor, article_ids: Sequence[UUID]) -> bool:
    lists = in_force(actor, today(actor.time_zone))
    seen = session.scalars(
        select(Offer.article_id)
        .distinct()
        .join(lists, lists.c.version_id == Offer.version_id)
        .where(Offer.article_id.in_(article_ids))
    ).all()
    return set(seen) == set(article_ids)


def _product_of(session: Session, actor: Actor, article_id: UUID) -> tuple[UUID | None, str]:
    """The product that an article is to the actor's cooperative, and its relation to it."""
    own = session.get(CooperativeArticle, (actor.organisation_id, article_id))
    if own is not None:
        return own.product_id, own.relation
    return session.scalar(select(Article.product_id).where(Article.id == article_id)), "same"


def _new_product(session: Session, actor: Actor, article_id: UUID) -> UUID:
    name = session.scalar(select(Article.name).where(Article.id == article_id))
    product = Product(id=new_id(), kept_by=actor.organisation_id, name=(name or "")[:300])
    session.add(product)
    session.flush()
    return product.id


def _move(session: Session, actor: Actor, product_id: UUID, to: UUID) -> None:
    """What was one product to the cooperative becomes another: the articles it grouped, and those the barcode joins."""
    mine = CooperativeArticle.cooperative_id == actor.organisation_id
    grouped = select(CooperativeArticle.article_id).where(mine)
    by_barcode = select(Article.id).where(Article.product_id == product_id, Article.id.not_in(grouped))
    for article_id in session.scalars(by_barcode).all():
        _group(session, actor, article_id, to, "same")
    session.execute(
        update(CooperativeArticle).where(mine, CooperativeArticle.product_id == product_id).values(product_id=to)
    )


def _group(session: Session, actor: Actor, article_id: UUID, product_id: UUID, relation: str) -> None:
    values = {"product_id": product_id, "relation": relation}
    session.execute(
        insert(CooperativeArticle)
        .values(cooperative_id=actor.organisation_id, article_id=article_id, **values)
        .on_conflict_do_update(index_elements=["cooperative_id", "article_id"], set_=values)
    )
