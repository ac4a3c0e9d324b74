"""What can go wrong between a want and a paid bill."""

from __future__ import annotations

from ..errors import Conflict, Invalid, NotPermitted


class WrongState(Conflict):
    """The order is not at the point where this can be done."""

    code = "order_state"
    indonesian = "Pesanan ini sekarang '{state}', jadi langkah itu tidak bisa dilakukan."
    english = "The order is '{state}' now, so that step cannot be taken."


class QuantityNotOffered(Invalid):
    """Below the minimum or between two multiples; the details name the nearest quantities that can be had."""

    code = "quantity_not_offered"
    indonesian = "{name}: {quantity} {unit} tidak bisa dipesan. Yang terdekat: {nearest} {unit}."
    english = "{name}: {quantity} {unit} cannot be ordered. The nearest that can: {nearest} {unit}."


class TaxBasisUnknown(Invalid):
    """The list does not say whether its prices hold PPN, and the one who orders did not either."""

    code = "tax_basis_unknown"
    indonesian = (
        "Daftar harga {supplier} tidak menyebut PPN. Tanyakan, lalu pilih: sudah termasuk, belum, atau tanpa PPN."
    )
    english = "{supplier}'s list does not mention PPN. Ask, then choose: included, not included, or none."


class PriceMissing(Invalid):
    """An offer without a price, or whose unit is not known, cannot be ordered at a price."""

    code = "price_missing"
    indonesian = "{name}: harga atau satuannya belum pasti. Tanyakan ke pemasok dulu."
    english = "{name}: its price or what it buys is not certain. Ask the supplier first."


class MinimumNotReached(Invalid):
    """The supplier does not deliver for so little."""

    code = "minimum_not_reached"
    indonesian = "Minimal belanja di {supplier} {minimum}; masih kurang {missing}."
    english = "{supplier} delivers from {minimum}; {missing} is missing."


class EmptyOrder(Invalid):
    """An order or document without lines."""

    code = "order_empty"
    indonesian = "Belum ada barang di dalamnya."
    english = "There are no goods in it."


class SecondPersonNeeded(NotPermitted):
    """Above the cooperative's limit nobody approves or pays what he made himself."""

    code = "second_person_needed"
    indonesian = "Di atas {limit} harus orang lain yang menyetujui atau membayar, bukan yang membuat."
    english = "Above {limit} somebody else must approve or pay, not the one who made it."


class BoardMinutesNeeded(Invalid):
    """An order of this size needs the board's decision on paper."""

    code = "board_minutes_needed"
    indonesian = "Di atas {limit} sebutkan nomor notulen rapat pengurus."
    english = "Above {limit} name the minutes of the board's meeting."


class MoreThanOpen(Conflict):
    """More than what is still open: to be shipped, received or billed."""

    code = "more_than_open"
    indonesian = "{name}: paling banyak {open} {unit}."
    english = "{name}: at most {open} {unit}."


class MoreThanOwed(Conflict):
    """A payment above what is still owed on the bill."""

    code = "more_than_owed"
    indonesian = "Sisa tagihan ini {owed}; pembayaran tidak boleh lebih."
    english = "{owed} is owed on this bill; a payment cannot be more."


class BillNotOpen(Conflict):
    """The bill is not in the state that this needs."""

    code = "bill_state"
    indonesian = "Tagihan ini sekarang '{state}', jadi langkah itu tidak bisa dilakukan."
    english = "The bill is '{state}' now, so that step cannot be taken."


class BilledTwice(Conflict):
    """The supplier's invoice number was entered before."""

    code = "billed_twice"
    indonesian = "Faktur {number} dari pemasok ini sudah pernah dicatat."
    english = "Invoice {number} of this supplier was entered before."


class NotReceivedNotPaid(Conflict):
    """A bill for goods that were not accepted can be disputed or withdrawn, not agreed."""

    code = "billed_more_than_received"
    indonesian = "Tagihan memuat barang yang belum diterima baik. Minta pemasok membetulkan fakturnya."
    english = "The bill holds goods that were not accepted. Ask the supplier to correct his invoice."


class PaidTwice(Conflict):
    """The same transfer was recorded on the same bill before."""

    code = "paid_twice"
    indonesian = "Transfer dengan berita {reference} sudah dicatat pada tagihan ini."
    english = "A transfer with reference {reference} is already recorded on this bill."


class AlreadyBuiltOn(Conflict):
    """A later step stands on this one; undo that first."""

    code = "already_built_on"
    indonesian = "Sudah ada langkah sesudahnya. Batalkan dulu langkah yang terakhir."
    english = "A later step stands on this one. Reverse that first."
