"""A person says whether an article is what he means by his words; it is asked once and remembered."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...errors import NotFound
from ...suppliers.queries import offers_for
from ...suppliers.rules.articles import plain
from ..models import Want
from ..models.candidates import WantAnswer, WantCandidate
from ..queries.wants import want_list
from ..services.steps import require


def answer_match(
    session: Session, actor: Actor, list_id: UUID, want_id: UUID, article_id: UUID, *, is_meant: bool
) -> None:
    """Remember that an article is, or is not, what the cooperative means by the words of a want.

    Raises NotPermitted, NotFound (for the want, or an article of which no offer is visible).
    """
    require(actor, "want")
    want = next((each for each in want_list(session, actor, list_id).wants if each.id == want_id), None)
    if want is None or not offers_for(session, actor, article_ids=[article_id]):
        raise NotFound
    row = {
        "cooperative_id": actor.organisation_id,
        "words_key": plain(want.words),
        "article_id": article_id,
        "is_meant": is_meant,
        "answered_by": actor.person_id,
    }
    statement = insert(WantAnswer).values(row)
    kept = {name: statement.excluded[name] for name in ("is_meant", "answered_by", "answered_at")}
    keys = ["cooperative_id", "words_key", "article_id"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=kept))
    _apply(session, want, article_id, is_meant=is_meant)
    audit.record(session, actor, "orders.answer_match", article_id, want=str(want_id), is_meant=is_meant)


def _apply(session: Session, want: Want, article_id: UUID, *, is_meant: bool) -> None:
    """To what was already found for this want, so that the table shows it at once."""
    this = (WantCandidate.want_id == want.id, WantCandidate.article_id == article_id)
    if is_meant:
        session.execute(update(WantCandidate).where(*this).values(relation="same", note_indonesian="", note_english=""))
    else:
        session.execute(delete(WantCandidate).where(*this))
