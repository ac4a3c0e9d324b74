"""What the cooperative knows about its own trade: last price paid, selling price, price cap, volume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ...actor import Actor
from ...catalog.models import Listing, PriceCap
from ...catalog.queries import listings_on, price_caps
from ...suppliers.comparing import BuyerFacts, Pack
from ...suppliers.matching.naming import read_name
from ...suppliers.rules.articles import plain
from ..models import Order, OrderLine, WantPrice
from .selling import selling_prices


@dataclass(frozen=True, slots=True)
class Facts:
    """By product or article: last price paid per kg, litre or piece at the door; by product what is asked, by words
    what is asked (`prices`); by kind what may be asked."""

    paid: Mapping[UUID, tuple[str, Decimal]] = field(default_factory=dict)
    listings: Mapping[UUID, Listing] = field(default_factory=dict)
    caps: Mapping[str, PriceCap] = field(default_factory=dict)
    prices: Mapping[str, WantPrice] = field(default_factory=dict)

    def of(self, words: str, product_id: UUID | None, article_ids: Iterable[UUID], per: str | None) -> BuyerFacts:
        """The facts of one want, all per `per`; a figure in another unit is not used."""
        sold = self.prices.get(plain(words)) or (self.listings.get(product_id) if product_id else None)
        share = None if sold is None else _part_of(sold.per, per, words)
        cap = _cap_on(words, self.caps)
        paid = next(
            (self.paid[key] for key in (product_id, *article_ids) if key is not None and key in self.paid), None
        )
        return BuyerFacts(
            last_price=paid[1] if paid is not None and paid[0] == per else None,
            selling_price=sold.selling_price / share if sold and share else None,
            cap=cap.price if cap is not None and cap.per == per else None,
            monthly_volume=sold.monthly_volume * share if sold and sold.monthly_volume and share else None,
        )


def _cap_on(words: str, caps: Mapping[str, PriceCap]) -> PriceCap | None:
    """The cap on a thing of that name: of the caps on its kind whose words it has, the one that names most. So one on
    `beras sphp` holds for Beras SPHP 5 kg, and not for other rice."""
    kind, said = read_name(words).kind, set(plain(words).split())
    fitting = [
        (len(named), cap)
        for commodity, cap in caps.items()
        if (named := set(plain(commodity).split())) <= said and read_name(commodity).kind == kind
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def _part_of(sold_per: str, per: str | None, words: str) -> Decimal | None:
    """How many `per` one unit that is sold holds: a bottle of `1 l` 1, a packet of `250 g` 0.25; None where unknown."""
    if sold_per == per:
        return Decimal(1)
    size = read_name(words).size
    return size[1] if sold_per == "piece" and size is not None and size[0] == per else None


def facts_for(
    session: Session,
    actor: Actor,
    *,
    words: Iterable[str],
    product_ids: Iterable[UUID],
    article_ids: Iterable[UUID],
    region_code: str | None,
    day: date,
) -> Facts:
    """What is known on `day` about these products and articles."""
    products, articles = list(product_ids), list(article_ids)
    return Facts(
        paid=_paid(session, actor, products, articles),
        listings=listings_on(session, actor, products, day),
        caps=price_caps(session, region_code, day),
        prices=selling_prices(session, actor, words),
    )


def _paid(
    session: Session, actor: Actor, product_ids: list[UUID], article_ids: list[UUID]
) -> dict[UUID, tuple[str, Decimal]]:
    """Landed price of the newest received line of each article, under its article and its product."""
    statement = (
        select(OrderLine, Order.buyer_is_pkp)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            OrderLine.cooperative_id == actor.organisation_id,
            or_(
                OrderLine.article_id == any_(literal(article_ids, ARRAY(Uuid()))),
                OrderLine.product_id == any_(literal(product_ids, ARRAY(Uuid()))),
            ),
            OrderLine.accepted_quantity > 0,
            OrderLine.pack_count.is_not(None),
        )
        .ext(distinct_on(OrderLine.article_id))
        .order_by(OrderLine.article_id, OrderLine.id.desc())
    )
    found: dict[UUID, tuple[str, Decimal]] = {}
    lines = sorted(session.execute(statement).all(), key=lambda row: row.OrderLine.id, reverse=True)
    for row in lines:
        line: OrderLine = row.OrderLine
        landed = _landed(line, tax_is_cost=not row.buyer_is_pkp)
        for key in (line.article_id, line.product_id):
            if key is not None and landed is not None:
                found.setdefault(key, landed)
    return found


def _landed(line: OrderLine, *, tax_is_cost: bool) -> tuple[str, Decimal] | None:
    if line.pack_count is None or line.pack_size is None or line.pack_unit is None or not line.agreed_quantity:
        return None
    pack = Pack(line.pack_count, line.pack_size, line.pack_unit)
    cost = line.net + (line.tax if tax_is_cost else 0) + line.freight_share
    return pack.base, Decimal(cost) / (line.agreed_quantity * pack.content)
