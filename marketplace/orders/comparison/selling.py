"""What the cooperative asks for its goods: said once, by the words it uses for them, so that a margin can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...errors import Invalid
from ...suppliers.rules.articles import plain
from ..models import WantPrice
from ..services.steps import require

BASES = ("kg", "l", "piece")
MOST_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class SellingPrice:
    """Rupiah for one `per` (kg, l, piece) of what is called `words`; `monthly_volume` in the same unit."""

    words: str
    price: Decimal
    per: str
    monthly_volume: Decimal | None = None


def keep_selling_prices(session: Session, actor: Actor, prices: Iterable[SellingPrice]) -> int:
    """Keep what is asked; said again it replaces what was said before. How many. Raises NotPermitted, Invalid."""
    require(actor, "want")
    rows = {plain(each.words): _row(actor, each) for each in prices}
    if len(rows) > MOST_AT_ONCE:
        raise Invalid(field="file")
    if not rows:
        return 0
    statement = insert(WantPrice)
    kept = {name: statement.excluded[name] for name in ("selling_price", "per", "monthly_volume", "said_by", "said_at")}
    keys = ["cooperative_id", "words_key"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=kept), list(rows.values()))
    audit.record(session, actor, "orders.keep_selling_prices", actor.organisation_id, count=len(rows))
    return len(rows)


def _row(actor: Actor, said: SellingPrice) -> dict[str, object]:
    if not plain(said.words) or len(said.words) > 200:
        raise Invalid(field="words")
    if not 0 < said.price < 10**12 or said.per not in BASES:
        raise Invalid(field="price")
    if said.monthly_volume is not None and not 0 < said.monthly_volume < 10**12:
        raise Invalid(field="monthly_volume")
    return {
        "cooperative_id": actor.organisation_id,
        "words_key": plain(said.words),
        "selling_price": said.price,
        "per": said.per,
        "monthly_volume": said.monthly_volume,
        "said_by": actor.person_id,
    }


def selling_prices(session: Session, actor: Actor, words: Iterable[str]) -> dict[str, WantPrice]:
    """What the actor's cooperative asks for what it calls so, by the plain spelling of the words."""
    statement = select(WantPrice).where(
        WantPrice.cooperative_id == actor.organisation_id, WantPrice.words_key.in_({plain(each) for each in words})
    )
    return {each.words_key: each for each in session.scalars(statement)}
