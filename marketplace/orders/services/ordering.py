"""A cooperative makes an order from chosen offers, and changes it while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ...actor import Actor
from ...clock import today
from ...errors import ChangedMeanwhile, Invalid, NotFound
from ...identifiers import new_id
from ...identity.models import Organisation
from ..errors import EmptyOrder, PriceMissing, QuantityNotOffered, TaxBasisUnknown
from ..models import Order, OrderLine, WantList
from ..queries.reference import next_number, ppn_rate
from ..queries.visible import locked_order
from ..rules.amounts import freight_shares, line_amounts
from ..rules.offers import Chosen, OfferCopy, TaxBasis, Tier, nearest_quantities, quantity_is_offered, tier_for
from ..rules.requests import LineQuantity, OrderRequest, OrderTerms
from .steps import check, line_of, made_order, once, require, write_step


def create(session: Session, actor: Actor, request: OrderRequest, *, key: str | None = None) -> Order:
    """Make a draft order from chosen offers; prices are frozen here.

    Raises EmptyOrder, PriceMissing, QuantityNotOffered, TaxBasisUnknown, NotFound (want list), Invalid.
    """
    require(actor, "change")
    return once(session, actor, "create", key, asdict(request), lambda: _create(session, actor, request), made_order)


def _create(session: Session, actor: Actor, request: OrderRequest) -> Order:
    if not request.lines:
        raise EmptyOrder
    _check_want_list(session, actor, request.terms.want_list_id)
    buyer = session.get_one(Organisation, actor.organisation_id)
    day = today(actor.time_zone)
    rate = ppn_rate(day)
    lines = [
        frozen_line(position, chosen, _basis(chosen.offer, request), rate)
        for position, chosen in enumerate(request.lines, 1)
    ]
    order = Order(
        id=new_id(),
        cooperative_id=buyer.id,
        number=next_number(session, buyer.id, "PO", day.year),
        state="draft",
        supplier_id=request.supplier.supplier_id,
        supplier_organisation_id=request.supplier.organisation_id,
        supplier_name=request.supplier.name,
        supplier_phone=request.supplier.phone,
        supplier_address=request.supplier.address,
        minimum_value=request.supplier.minimum_value,
        cooperative_name=buyer.name,
        cooperative_address=buyer.address,
        buyer_is_pkp=buyer.is_pkp,
        ppn_rate=rate,
        ordered_on=day,
        made_by=actor.person_id,
        lines=lines,
        **_columns(request.terms),
    )
    for line in lines:
        line.cooperative_id = buyer.id
    price(order)
    session.add(order)
    session.flush()
    write_step(session, actor, order, "create", document=order.number)
    return order


def _check_want_list(session: Session, actor: Actor, want_list_id: UUID | None) -> None:
    if want_list_id is None:
        return
    found = session.get(WantList, want_list_id)
    if found is None or found.cooperative_id != actor.organisation_id:
        raise NotFound(field="want_list_id")


def _columns(terms: OrderTerms) -> dict[str, object]:
    if (terms.payment_way == "credit") != (1 <= terms.credit_days <= 365):
        raise Invalid(field="credit_days")
    if terms.freight is not None and terms.freight < 0:
        raise Invalid(field="freight")
    return {
        "payment_way": terms.payment_way,
        "credit_days": terms.credit_days,
        "wanted_on": terms.wanted_on,
        "delivery_place": terms.delivery_place,
        "note": terms.note,
        "freight": terms.freight,
        "want_list_id": terms.want_list_id,
    }


def _basis(offer: OfferCopy, request: OrderRequest) -> TaxBasis:
    basis = offer.tax or request.terms.tax_basis
    if basis is None:
        raise TaxBasisUnknown(field="tax_basis", supplier=request.supplier.name)
    return basis


def frozen_line(position: int, chosen: Chosen, basis: TaxBasis, rate: Decimal) -> OrderLine:
    """The order line of a chosen offer, at the price of the tier that its quantity reaches."""
    offer, quantity = chosen.offer, chosen.quantity
    if offer.price is None or offer.price <= 0 or not offer.order_unit:
        raise PriceMissing(field="lines", name=offer.name)
    _check_quantity(offer, quantity)
    tier = tier_for(offer, quantity)
    amounts = line_amounts(quantity, tier.price if tier else offer.price, basis, rate)
    copied = ("offer_id", "list_version_id", "article_id", "product_id", "source", "name", "sku", "order_unit")
    packed = ("pack_count", "pack_size", "pack_unit", "minimum", "multiple")
    return OrderLine(
        id=new_id(),
        position=position,
        list_price=offer.price,
        list_tax=offer.tax,
        tiers=[{"min_quantity": str(each.min_quantity), "price": str(each.price)} for each in offer.tiers],
        terms=list(offer.terms),
        tier_minimum=tier.min_quantity if tier else None,
        price=tier.price if tier else offer.price,
        tax_basis=basis,
        net=amounts.net,
        tax=amounts.tax,
        ordered_quantity=quantity,
        agreed_quantity=quantity,
        **{name: getattr(offer, name) for name in (*copied, *packed)},
    )


def _check_quantity(offer: OfferCopy, quantity: Decimal) -> None:
    if not quantity_is_offered(offer, quantity):
        nearest = " / ".join(f"{each.normalize():f}" for each in nearest_quantities(offer, quantity))
        raise QuantityNotOffered(
            field="lines", name=offer.name, quantity=f"{quantity:f}", unit=offer.order_unit, nearest=nearest
        )


def price(order: Order) -> None:
    """Compute the rupiah of every line and of the order from the agreed quantities and the freight."""
    amounts = [
        line_amounts(line.agreed_quantity, line.price, _line_basis(line), order.ppn_rate) for line in order.lines
    ]
    shares = freight_shares(order.freight or 0, amounts) if order.lines else []
    for line, amount, share in zip(order.lines, amounts, shares, strict=True):
        line.net, line.tax, line.freight_share = amount.net, amount.tax, share
    order.net = sum(amount.net for amount in amounts)
    order.tax = sum(amount.tax for amount in amounts)
    order.total = order.net + order.tax + (order.freight or 0)


def _line_basis(line: OrderLine) -> TaxBasis:
    return line.tax_basis  # type: ignore[return-value]


def change(
    session: Session, actor: Actor, order_id: UUID, version: int, terms: OrderTerms, lines: Sequence[LineQuantity]
) -> Order:
    """Change a draft's terms and quantities (zero removes the line); frozen prices stay, the tier follows the quantity.

    Raises ChangedMeanwhile, WrongState, QuantityNotOffered, EmptyOrder, NotFound.
    """
    require(actor, "change")
    order = locked_order(session, actor, order_id)
    check(order, "change")
    if order.version != version:
        raise ChangedMeanwhile
    _check_want_list(session, actor, terms.want_list_id)
    for name, value in _columns(terms).items():
        setattr(order, name, value)
    for wanted in lines:
        _requantify(session, order, line_of(order, wanted.order_line_id), wanted.quantity)
    if not order.lines:
        raise EmptyOrder
    price(order)
    write_step(session, actor, order, "change")
    return order


def _requantify(session: Session, order: Order, line: OrderLine, quantity: Decimal) -> None:
    if quantity == 0:
        order.lines.remove(line)
        session.delete(line)
        return
    offer = offer_of(line)
    _check_quantity(offer, quantity)
    tier = tier_for(offer, quantity)
    line.tier_minimum = tier.min_quantity if tier else None
    line.price = tier.price if tier else line.list_price
    line.ordered_quantity = line.agreed_quantity = quantity


def offer_of(line: OrderLine) -> OfferCopy:
    """The frozen offer that a line was made from."""
    return OfferCopy(
        offer_id=line.offer_id,
        list_version_id=line.list_version_id,
        name=line.name,
        order_unit=line.order_unit,
        price=line.list_price,
        tax=line.list_tax,  # type: ignore[arg-type]
        tiers=tuple(Tier(Decimal(each["min_quantity"]), Decimal(each["price"])) for each in line.tiers),
        minimum=line.minimum,
        multiple=line.multiple,
    )
