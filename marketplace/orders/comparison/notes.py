"""A cooperative fills in what a supplier's list does not say: what a carton holds, whether PPN is in the price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...errors import Invalid, NotFound
from ...suppliers.queries import offers_for
from ..models.candidates import ArticleNote
from ..services.steps import require

PACK_UNITS = ("kg", "g", "l", "ml", "piece")
TAX_BASES = ("included", "excluded", "exempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFacts:
    """One `order_unit` holds `pack_count` x `pack_size` `pack_unit`; prices are on the basis `tax`. None: not said."""

    order_unit: str | None = None
    pack_count: Decimal | None = None
    pack_size: Decimal | None = None
    pack_unit: str | None = None
    tax: str | None = None


def note_article(session: Session, actor: Actor, article_id: UUID, facts: ArticleFacts) -> ArticleNote:
    """Keep `facts` about an article for the actor's cooperative alone; they replace what it had noted before.

    Raises NotPermitted, NotFound (no offer of it is visible), Invalid.
    """
    require(actor, "want")
    if not offers_for(session, actor, article_ids=[article_id]):
        raise NotFound
    _check(facts)
    row = {"cooperative_id": actor.organisation_id, "article_id": article_id, "noted_by": actor.person_id}
    statement = insert(ArticleNote).values(**row, **asdict(facts))
    kept = {name: statement.excluded[name] for name in (*asdict(facts), "noted_by", "noted_at")}
    session.execute(statement.on_conflict_do_update(index_elements=["cooperative_id", "article_id"], set_=kept))
    audit.record(session, actor, "orders.note_article", article_id)
    return session.get_one(ArticleNote, (actor.organisation_id, article_id), populate_existing=True)


def _check(facts: ArticleFacts) -> None:
    pack = (facts.pack_count, facts.pack_size, facts.pack_unit)
    if any(part is None for part in pack) and any(part is not None for part in pack):
        raise Invalid(field="pack_size")
    if (
        facts.pack_count is not None
        and facts.pack_size is not None
        and not 0 < facts.pack_count * facts.pack_size < 10**9
    ):
        raise Invalid(field="pack_size")
    if facts.pack_unit is not None and facts.pack_unit not in PACK_UNITS:
        raise Invalid(field="pack_unit")
    if facts.tax is not None and facts.tax not in TAX_BASES:
        raise Invalid(field="tax")
    if facts.order_unit is not None and not 0 < len(facts.order_unit) <= 40:
        raise Invalid(field="order_unit")


def notes_on(session: Session, actor: Actor, article_ids: Iterable[UUID]) -> dict[UUID, ArticleNote]:
    """What the actor's cooperative has noted about these articles."""
    statement = select(ArticleNote).where(
        ArticleNote.cooperative_id == actor.organisation_id,
        ArticleNote.article_id == any_(literal(list(article_ids), ARRAY(Uuid()))),
    )
    return {note.article_id: note for note in session.scalars(statement)}


def facts_of(notes: Mapping[UUID, ArticleNote]) -> dict[UUID, ArticleFacts]:
    """What was noted, as it is given to `note_article`."""
    return {
        article: ArticleFacts(
            order_unit=note.order_unit,
            pack_count=note.pack_count,
            pack_size=note.pack_size,
            pack_unit=note.pack_unit,
            tax=note.tax,
        )
        for article, note in notes.items()
    }
