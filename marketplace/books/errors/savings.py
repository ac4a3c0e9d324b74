"""What can go wrong with savings, dues and their receipts."""

from __future__ import annotations

from ...errors import Conflict


class NotEnoughSavings(Conflict):
    """A withdrawal above what is there."""

    code = "not_enough_savings"
    indonesian = "Saldo simpanannya {balance}; tidak bisa diambil lebih."
    english = "There is {balance} in these savings; more cannot be taken."


class DuesStay(Conflict):
    """Dues and term savings are not taken out like voluntary savings."""

    code = "dues_stay"
    indonesian = "Simpanan pokok dan wajib dikembalikan saat anggota keluar; berjangka dicairkan di halamannya."
    english = "Dues come back when a member leaves; term savings are paid out on their own page."


class PrincipalPaid(Conflict):
    """The principal dues are paid once."""

    code = "principal_paid"
    indonesian = "Simpanan pokok paling banyak {owed} lagi."
    english = "At most {owed} of the principal dues is still owed."


class TermClosed(Conflict):
    """The term savings were paid out before."""

    code = "term_savings_closed"
    indonesian = "Simpanan berjangka ini sudah tidak berjalan."
    english = "These term savings do not run any more."


class NotMatured(Conflict):
    """Term savings roll over at maturity, not before."""

    code = "term_savings_not_matured"
    indonesian = "Simpanan berjangka ini baru jatuh tempo {day}."
    english = "These term savings mature on {day}."


class ReceiptReversed(Conflict):
    """The receipt was reversed before."""

    code = "receipt_reversed"
    indonesian = "Bukti ini sudah dibatalkan."
    english = "This receipt was reversed before."


class BuiltOnReceipt(Conflict):
    """Something later stands on the receipt."""

    code = "receipt_built_on"
    indonesian = "Sudah ada catatan sesudahnya yang bergantung pada bukti ini, jadi tidak bisa dibatalkan."
    english = "A later record stands on this receipt, so it cannot be reversed."


class InterestPosted(Conflict):
    """A month's interest is credited once."""

    code = "interest_posted"
    indonesian = "Jasa simpanan bulan itu sudah dibukukan."
    english = "The interest of that month was credited before."


class MonthRunning(Conflict):
    """Interest is credited when the month is over."""

    code = "month_still_running"
    indonesian = "Bulan itu belum selesai."
    english = "That month is not over yet."
