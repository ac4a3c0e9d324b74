"""What the sample cooperative bought last month: one order, through every hand, so that its books hold it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from ..actor import Actor
from ..clock import today
from ..database import transaction
from ..orders.comparison.selling import SellingPrice, keep_selling_prices
from ..orders.models import Bill, Order
from ..orders.rules.requests import (
    Answer,
    BillRequest,
    CountedLine,
    InvoiceLine,
    LineQuantity,
    OrderTerms,
    PaymentRequest,
    ReceiptRequest,
    ShipmentRequest,
)
from ..orders.services import answering, billing, choosing, delivering, paying, sending
from ..orders.services.choosing import OfferChoice
from ..suppliers.queries import offers_for, search_goods

BOUGHT = (
    ("minyak goreng sawit mas 1 l", "5"),
    ("gula pasir curah karung 50 kg", "2"),
    ("tepung terigu cap layar 1kg", "4"),
    ("mie kita goreng 85 g", "10"),
    ("kecap cap nyiur 520 ml", "24"),
    ("kopi karimun 165 g", "40"),
    ("susu sapi putih kental 370 g", "48"),
    ("tirta pulau 600 ml", "10"),
    ("bawang merah", "15"),
)
"""Words that find the good in the supplier's list, and how many of its order units."""

SOLD = (
    ("Minyak goreng 1 l", "17000", "l", "240"),
    ("Gula pasir", "17500", "kg", "400"),
    ("Tepung terigu 1 kg", "12500", "kg", "150"),
    ("Mie Kita goreng 85 g", "3500", "piece", "1600"),
    ("Kecap manis Cap Nyiur 520 ml", "23000", "piece", "90"),
    ("Kopi bubuk Karimun 165 g", "16000", "piece", "120"),
    ("Susu kental manis Sapi Putih 370 g", "13000", "piece", "200"),
    ("Air mineral 600 ml", "2500", "piece", "960"),
    ("Bawang merah", "45000", "kg", "60"),
)
"""What the cooperative asks in its shop, per kg, litre or piece, and how much it sells in a month."""


def buy_last_month(hands: Mapping[str, Actor]) -> None:
    """Order, approve, answer, ship, receive, bill and pay; `hands` by role: manager, chair, treasurer, seller."""
    manager = hands["manager"]
    with transaction() as session:
        keep_selling_prices(session, manager, _selling_prices())
        franco = OrderTerms(payment_way="cash", freight=0)
        (order,) = choosing.create_from_offers(session, manager, _choices(session, manager), franco)
    with transaction() as session:
        sending.submit(session, manager, order.id)
    with transaction() as session:
        sending.approve(session, hands["chair"], order.id)
    with transaction() as session:
        order = answering.answer(session, hands["seller"], order.id, Answer())
    _deliver(order, hands)
    bill = _bill(order, manager)
    payment = PaymentRequest(way="transfer", amount=bill.total, paid_on=_day(manager), reference="BRI 20261028-77")
    with transaction() as session:
        paying.pay(session, hands["treasurer"], order.id, bill.id, payment)
    with transaction() as session:
        sending.close(session, manager, order.id)


def _selling_prices() -> list[SellingPrice]:
    return [SellingPrice(words, Decimal(price), per, Decimal(volume)) for words, price, per, volume in SOLD]


def _choices(session: Session, manager: Actor) -> list[OfferChoice]:
    choices = []
    for words, quantity in BOUGHT:
        good = search_goods(session, manager, words, limit=1)[0]
        offer = offers_for(session, manager, article_ids=good.article_ids[:1])[0]
        choices.append(OfferChoice(offer.offer_id, Decimal(quantity)))
    return choices


def _deliver(order: Order, hands: Mapping[str, Actor]) -> None:
    day = _day(hands["manager"])
    lines = tuple(LineQuantity(line.id, line.agreed_quantity) for line in order.lines)
    with transaction() as session:
        shipment = ShipmentRequest(shipped_on=day, lines=lines, carrier="Pancung Sekupang")
        delivering.ship(session, hands["seller"], order.id, shipment)
    counted = tuple(CountedLine(order_line_id=line.id, accepted=line.agreed_quantity) for line in order.lines)
    with transaction() as session:
        delivering.receive(session, hands["manager"], order.id, ReceiptRequest(received_on=day, lines=counted))


def _bill(order: Order, manager: Actor) -> Bill:
    lines = tuple(InvoiceLine(line.id, line.agreed_quantity) for line in order.lines)
    request = BillRequest(invoice_number="UB/2026/10/118", billed_on=_day(manager), lines=lines)
    with transaction() as session:
        return billing.bill(session, manager, order.id, request)


def _day(actor: Actor) -> date:
    return today(actor.time_zone)
