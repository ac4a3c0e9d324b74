"""What can go wrong with the cash book and the count of the till."""

from __future__ import annotations

from ...errors import Conflict, Invalid, NotPermitted


class CashTimeInFuture(Invalid):
    """A phone's clock is far ahead of ours, so the line's time cannot be right."""

    code = "cash_time_in_future"
    indonesian = "Jam di ponsel mendahului. Betulkan jam ponsel, lalu kirim lagi."
    english = "The phone's clock is ahead. Set it right, then send again."


class CashTimeTooOld(Invalid):
    """A line waited on a phone for longer than the cash book takes."""

    code = "cash_time_too_old"
    indonesian = "Catatan ini lebih dari {days} hari yang lalu. Serahkan kepada bendahara untuk dibukukan."
    english = "This is more than {days} days ago. Give it to the treasurer to book."


class CashCategoryUnknown(Invalid):
    """There is no such button (any more)."""

    code = "cash_category_unknown"
    indonesian = "Tombol itu tidak ada lagi. Pilih yang lain."
    english = "That button is gone. Choose another."


class PartyNeeded(Invalid):
    """A sale says whether the buyer is a member: income of members and others is kept apart."""

    code = "party_needed"
    indonesian = "Pilih: anggota atau bukan anggota."
    english = "Choose: member or non-member."


class MemberNumberUnknown(Invalid):
    """Nobody has that number in the register."""

    code = "member_number_unknown"
    indonesian = "Tidak ada anggota bernomor {number}. Kosongkan bila tidak tahu nomornya."
    english = "No member has the number {number}. Leave it empty when it is not known."


class TillUnknown(Invalid):
    """That account is no till of this cooperative."""

    code = "till_unknown"
    indonesian = "Kas itu tidak ada."
    english = "There is no such till."


class AccountNotForThis(Invalid):
    """The account takes no lines, is not there, or is the till itself."""

    code = "account_not_for_this"
    indonesian = "Akun {account} tidak bisa dipakai di sini."
    english = "Account {account} cannot be used here."


class ReversalLate(NotPermitted):
    """A cashier takes back what he wrote the same day; later it is the treasurer's."""

    code = "reversal_late"
    indonesian = "Hanya catatan hari ini yang bisa dibatalkan kasir. Minta kepada bendahara."
    english = "A cashier can cancel only what was written today. Ask the treasurer."


class AlreadyReversed(Conflict):
    """It was cancelled before."""

    code = "cash_already_reversed"
    indonesian = "Catatan ini sudah dibatalkan."
    english = "This was cancelled already."


class MatchedWithBank(Conflict):
    """A line of the bank's statement is matched with it."""

    code = "matched_with_bank"
    indonesian = "Catatan ini sudah dicocokkan dengan rekening koran. Lepaskan dulu pasangannya."
    english = "This is matched with the bank's statement. Take the match apart first."


class AlreadyCounted(Conflict):
    """The till was counted for that day."""

    code = "cash_already_counted"
    indonesian = "Kas ini sudah dihitung untuk {day}. Tarik dulu hitungan itu bila salah."
    english = "This till was counted for {day} already. Withdraw that count first if it is wrong."


class CountReasonNeeded(Invalid):
    """What was counted differs from the books, and nobody said why."""

    code = "count_reason_needed"
    indonesian = "Selisih {difference}. Tulis sebabnya, atau hitung sekali lagi."
    english = "The difference is {difference}. Say why, or count once more."


class CountNotOpen(Conflict):
    """The count was signed or withdrawn already."""

    code = "count_not_open"
    indonesian = "Hitungan ini sudah selesai."
    english = "This count is over already."


class SignerIsCounter(NotPermitted):
    """Whoever counted does not sign for himself."""

    code = "signer_is_counter"
    indonesian = "Harus orang lain yang menandatangani, bukan yang menghitung."
    english = "Somebody else must sign, not the one who counted."


class CashMovedMeanwhile(Conflict):
    """Money moved between the count and the signature, so the difference is no longer the one that was explained."""

    code = "cash_moved_meanwhile"
    indonesian = "Sejak dihitung ada catatan baru, saldo buku sekarang {expected}. Hitung sekali lagi."
    english = "Something was booked since the count; the books now say {expected}. Count once more."
