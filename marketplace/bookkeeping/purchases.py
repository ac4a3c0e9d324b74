"""What buying from suppliers tells the books: goods received, bills agreed, bills paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import cooperative_ledger as ledger

from .accounts import BANK, CASH, INPUT_TAX, INVENTORY, RECEIVED_NOT_BILLED, SUPPLIERS
from .rules import Event, Leg, Rule, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDocument(Event):
    """What every document of a purchase tells the books. `reference`: its number and the order's."""

    supplier_id: UUID

    @property
    def counterparty(self) -> ledger.Counterparty:
        """A supplier is no member."""
        return ledger.Counterparty("non_member", self.supplier_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReceived(SupplierDocument):
    """Goods were accepted, `amount` at the agreed price; PPN and freight are in it as far as they are cost."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAgreed(SupplierDocument):
    """A bill is owed: `total` with everything; `tax` what can be credited; `cleared` what stood as not billed."""

    total: int
    tax: int
    cleared: int
    due: date

    @property
    def due_on(self) -> date:
        """By when the supplier wants his money."""
        return self.due

    @property
    def difference(self) -> int:
        """What the bill says above (or, negative, below) what was received: it belongs to the cost of the goods."""
        return self.total - self.tax - self.cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPaid(SupplierDocument):
    """Money left for a supplier, by bank transfer or from the till."""

    amount: int
    way: Literal["cash", "transfer"]
    bill_id: UUID

    @property
    def settles(self) -> ledger.Document:
        """The bill that is paid."""
        return ledger.Document("purchase_bill", str(self.bill_id))

    @property
    def from_cash(self) -> int:
        """The amount when it came from the till."""
        return self.amount if self.way == "cash" else 0

    @property
    def from_bank(self) -> int:
        """The amount when it came from the bank."""
        return self.amount if self.way == "transfer" else 0


RULES: Rules = {
    GoodsReceived: Rule("goods_receipt", (Leg("debit", INVENTORY), Leg("credit", RECEIVED_NOT_BILLED))),
    BillAgreed: Rule(
        "purchase_bill",
        (
            Leg("debit", RECEIVED_NOT_BILLED, "cleared"),
            Leg("debit", INPUT_TAX, "tax"),
            Leg("debit", INVENTORY, "difference"),
            Leg("credit", SUPPLIERS, "total", open=True),
        ),
    ),
    BillPaid: Rule(
        "supplier_payment",
        (Leg("debit", SUPPLIERS, open=True), Leg("credit", BANK, "from_bank"), Leg("credit", CASH, "from_cash")),
    ),
}
