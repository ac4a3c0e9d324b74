"""From a chosen offer to a closed order, with the books after every step."""

from __future__ import annotations

from marketplace.database import transaction
from marketplace.orders.services import sending

from .conftest import World, offer


def books(world: World) -> dict[str, int]:
    """Account -> debit less credit, of accounts that moved."""
    import cooperative_ledger as ledger

    with transaction() as session:
        rows = ledger.trial_balance(session.connection(), world.cooperative_id)
        assert sum(row.closing for row in rows) == 0
        return {row.code: row.closing for row in rows if row.closing}


def test_an_order_goes_from_draft_to_closed_and_every_rupiah_is_booked(world: World) -> None:
    order = world.accepted((offer(), "5"), freight=21_000)
    assert (order.number, order.state, order.total) == (f"PO/{order.ordered_on.year}/000001", "accepted", 915_000)
    world.ship(order, "5", carrier="KM Sabuk Nusantara")
    world.receive(order, "5")
    assert books(world) == {"1-3100": 915_000, "2-1110": -915_000}
    bill = world.bill(order, "5", freight=21_000)
    assert (bill.state, bill.total, bill.differences) == ("agreed", 915_000, [])
    assert books(world) == {"1-3100": 915_000, "2-1100": -915_000}
    payment = world.pay(order, bill)
    assert payment.amount == 915_000
    assert books(world) == {"1-3100": 915_000, "1-1200": -915_000}
    with transaction() as session:
        sending.close(session, world.manager, order.id)
    order = world.look(order)
    assert order.state == "closed"
    assert [step.verb for step in order.steps] == [
        "create", "submit", "answer", "ship", "receive", "bill", "pay", "close",
    ]  # fmt: skip
    assert [step.person_name for step in order.steps][-2:] == ["Ratna", "Siti"]
