"""From offers chosen in a comparison to one draft order per supplier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ... import idempotency
from ...actor import Actor
from ...identifiers import new_id
from ...suppliers.queries import offer as offer_in_force
from ...suppliers.rules.quotes import QuotedOffer
from ..errors import EmptyOrder
from ..models import Order
from ..queries.visible import visible_to
from ..rules.offers import Chosen, OfferCopy, SupplierCopy, TaxBasis, Tier
from ..rules.requests import OrderRequest, OrderTerms, PaymentWay
from .ordering import create
from .steps import require

VERB = "orders.create_from_offers"


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """An offer that is in force, and how many of its order units."""

    offer_id: UUID
    quantity: Decimal


def create_from_offers(
    session: Session,
    actor: Actor,
    choices: Sequence[OfferChoice],
    terms: OrderTerms | None = None,
    *,
    tax_basis: TaxBasis | None = None,
    key: str | None = None,
) -> list[Order]:
    """Make a draft order per supplier of the chosen offers, prices frozen as they are today.

    Without `terms` each supplier's own way of being paid holds, and `tax_basis` answers for silent lists.
    Raises NotFound for an offer that the actor may not see or that is not in force, and what `create` raises;
    then no order is made.
    """
    require(actor, "change")
    if not choices:
        raise EmptyOrder(field="lines")
    # What was chosen is the content of the key, not what it cost: a repeat after a new list is still the same basket.
    content = [[(choice.offer_id, choice.quantity) for choice in choices], terms and asdict(terms), tax_basis]
    basket = idempotency.claim(session, actor, VERB, key, content)
    if basket is not None:
        return _made(session, actor, basket)
    basket = new_id()
    orders = [create(session, actor, request) for request in _requests(session, actor, choices, terms, tax_basis)]
    for order in orders:
        order.basket_id = basket
    idempotency.settle(session, actor, VERB, key, basket)
    return orders


def _made(session: Session, actor: Actor, basket: UUID) -> list[Order]:
    statement = select(Order).where(visible_to(actor), Order.basket_id == basket).order_by(Order.id)
    return list(session.scalars(statement.options(selectinload(Order.lines))))


def _requests(
    session: Session,
    actor: Actor,
    choices: Sequence[OfferChoice],
    terms: OrderTerms | None,
    tax_basis: TaxBasis | None,
) -> list[OrderRequest]:
    baskets: dict[UUID, list[tuple[QuotedOffer, Decimal]]] = {}
    for choice in choices:
        quoted = offer_in_force(session, actor, choice.offer_id)
        baskets.setdefault(quoted.supplier_id, []).append((quoted, choice.quantity))
    return [
        OrderRequest(
            supplier_of(lines[0][0]),
            tuple(Chosen(copy_of(quoted), quantity) for quoted, quantity in lines),
            terms or usual_terms(lines[0][0], tax_basis),
        )
        for lines in baskets.values()
    ]


def copy_of(quoted: QuotedOffer) -> OfferCopy:
    """The frozen copy that an order line keeps of an offer; a price that is not in rupiah is none."""
    copied = ("offer_id", "article_id", "product_id", "name", "sku", "order_unit", "minimum", "multiple")
    packed = ("pack_count", "pack_size", "pack_unit")
    return OfferCopy(
        list_version_id=quoted.version_id,
        price=quoted.price if quoted.currency == "IDR" else None,
        tax=quoted.tax,  # type: ignore[arg-type]
        source=source_of(quoted),
        tiers=tuple(Tier(minimum, price) for minimum, price in quoted.tiers),
        terms=tuple(str(term) for term in quoted.terms),
        **{name: getattr(quoted, name) for name in (*copied, *packed)},
    )


def source_of(quoted: QuotedOffer) -> str:
    """Where the price stands: `daftar-april.xlsx · Sheet1 · baris 118`."""
    page = None if quoted.page is None else f"halaman {quoted.page}"
    return " · ".join(part for part in (quoted.file_name, quoted.sheet, page, f"baris {quoted.row}") if part)


def supplier_of(quoted: QuotedOffer) -> SupplierCopy:
    """The supplier as the order names him."""
    return SupplierCopy(
        supplier_id=quoted.supplier_id,
        name=quoted.supplier_name,
        organisation_id=quoted.supplier_organisation_id,
        phone=quoted.supplier_phone,
        minimum_value=quoted.minimum_value,
    )


def usual_terms(quoted: QuotedOffer, tax_basis: TaxBasis | None = None) -> OrderTerms:
    """How this supplier is usually paid: as his terms say, else cash."""
    way: PaymentWay = quoted.payment_term or "cash"  # type: ignore[assignment]
    days = (quoted.payment_days or 0) if way == "credit" else 0
    return OrderTerms(payment_way=way, credit_days=days, tax_basis=tax_basis)
