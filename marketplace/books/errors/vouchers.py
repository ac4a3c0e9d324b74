"""What can go wrong with vouchers, receipts and reversals by hand."""

from __future__ import annotations

from ...errors import Conflict, Invalid


class VoucherWrong(Invalid):
    """A voucher that cannot be posted; `problems` in the details says each thing that is wrong and on which line."""

    code = "voucher_wrong"
    indonesian = "Bukti belum benar: {reasons}."
    english = "The voucher is not right: {reasons}."


class NothingToBook(Conflict):
    """The count and the books agree, so there is no voucher to make."""

    code = "nothing_to_book"
    indonesian = "Hitungan sama dengan buku, jadi tidak ada yang perlu dibukukan."
    english = "The count and the books agree, so there is nothing to book."


class EntryHasItsOwnPaper(Conflict):
    """An entry that a document made is undone where that document is, so that both stay the same."""

    code = "entry_has_its_own_paper"
    indonesian = "Jurnal ini dibuat oleh dokumennya. Batalkan di halaman dokumen itu."
    english = "A document made this entry. Undo it on that document's page."


class NoMoneyMoved(Conflict):
    """A receipt is for an entry in which cash or bank money came or went."""

    code = "no_money_moved"
    indonesian = "Tidak ada uang masuk atau keluar di jurnal ini, jadi tidak ada kuitansinya."
    english = "No money came or went in this entry, so it has no receipt."
