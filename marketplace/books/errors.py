"""What can go wrong in the books, each with a stable code."""

from __future__ import annotations

from ..errors import Conflict, Invalid, NotFound, NotPermitted


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


class StatementNotRead(Invalid):
    """The bank's file is none that can be read, or its figures contradict each other; the details say where."""

    code = "bank_statement_not_read"
    indonesian = "Rekening koran belum terbaca: {reason}."
    english = "The bank statement could not be read: {reason}."


class BankAccountUnknown(Invalid):
    """That account is no bank account of this cooperative."""

    code = "bank_account_unknown"
    indonesian = "Rekening bank itu tidak ada di daftar akun."
    english = "There is no such bank account in the chart."


class MatchNotEqual(Invalid):
    """The ledger lines do not add up to the line of the bank."""

    code = "match_not_equal"
    indonesian = "Jumlahnya {sum}, sedangkan di bank {amount}. Pasangan harus sama persis."
    english = "They add up to {sum}, the bank says {amount}. A match must be exact."


class MatchedAlready(Conflict):
    """One of them is matched already."""

    code = "matched_already"
    indonesian = "Salah satunya sudah punya pasangan. Muat ulang halaman."
    english = "One of them is matched already. Reload the page."


class InvalidNik(Invalid):
    """A NIK that cannot be one by its structure."""

    code = "invalid_nik"
    indonesian = "NIK tidak benar. Periksa 16 angkanya di KTP."
    english = "This is no NIK. Check its 16 digits on the identity card."


class NumberTaken(Conflict):
    """Another member has the number."""

    code = "member_number_taken"
    indonesian = "Nomor anggota {number} sudah dipakai."
    english = "Member number {number} is taken."


class MemberExists(Conflict):
    """The same NIK or account belongs to a member already."""

    code = "member_exists"
    indonesian = "Orang ini sudah terdaftar sebagai anggota {number}."
    english = "This person is already registered as member {number}."


class HasLeft(Conflict):
    """Nothing more is taken from or given to somebody who is no member any more."""

    code = "member_has_left"
    indonesian = "Anggota ini sudah keluar, jadi tidak bisa dicatat lagi."
    english = "This member has left, so nothing more can be recorded."


class LoanOpen(Conflict):
    """A member who owes a loan cannot leave."""

    code = "member_owes_loan"
    indonesian = "Masih ada pinjaman {owed}. Lunasi dulu sebelum keluar."
    english = "A loan of {owed} is still open. It has to be repaid before leaving."


class CodeNotGood(NotFound):
    """The code of a member card opens nothing (any more)."""

    code = "card_code_not_good"
    indonesian = "Kode itu tidak berlaku. Minta kode baru kepada pengurus koperasi."
    english = "This code is not good. Ask the cooperative's office for a new one."


class NotLinked(NotFound):
    """The account is not connected with a member of this cooperative."""

    code = "not_linked_to_member"
    indonesian = "Akun Anda belum tersambung dengan kartu anggota."
    english = "Your account is not connected with a member's card yet."


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


class QuarterRunning(Conflict):
    """A quarter is written about and signed when it is over."""

    code = "quarter_running"
    indonesian = "Triwulan ini belum selesai. Ringkasannya bisa ditulis mulai {day}."
    english = "This quarter is not over. Its page can be written from {day}."


class QuarterWaits(Conflict):
    """One edition of a quarter waits for its signature; a second one is not begun beside it."""

    code = "quarter_waits"
    indonesian = "Ringkasan triwulan ini sudah ditulis dan menunggu tanda tangan. Ubah yang itu."
    english = "This quarter's page is written and waits for its signature. Change that one."


class QuarterSigned(Conflict):
    """What was signed stays as it is."""

    code = "quarter_signed"
    indonesian = "Ringkasan ini sudah ditandatangani, jadi tidak bisa diubah. Bila keliru, tulis edisi baru."
    english = "This page is signed, so it cannot be changed. If it is wrong, write a new edition."


class QuarterMonthsOpen(Conflict):
    """A month that still takes postings may change the figures, so they are not signed yet."""

    code = "quarter_months_open"
    indonesian = "Belum bisa ditandatangani: {months} belum ditutup."
    english = "It cannot be signed yet: {months} still open."


class QuarterNotSealed(Conflict):
    """Some entry of the quarter waits for its seal, because something else is being written at the same moment."""

    code = "quarter_not_sealed"
    indonesian = "Jurnalnya sedang disegel. Coba tandatangani lagi sebentar."
    english = "The journal is being sealed. Try to sign again in a moment."


class QuarterSignerPrepared(NotPermitted):
    """Whoever prepared the page does not sign it."""

    code = "quarter_signer_prepared"
    indonesian = "Harus pengurus lain yang menandatangani, bukan yang menulis."
    english = "Another member of the board must sign, not the one who wrote it."


class QuarterFiguresChanged(Conflict):
    """The books have other figures than the signer was shown."""

    code = "quarter_figures_changed"
    indonesian = "Angkanya berubah sejak Anda membacanya. Baca sekali lagi, lalu tandatangani."
    english = "The figures changed since you read them. Read them once more, then sign."


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


class PeriodRunning(Conflict):
    """A month is closed when it is over."""

    code = "period_running"
    indonesian = "Bulan ini belum selesai. Tutup buku bisa mulai {day}."
    english = "This month is not over. It can be closed from {day}."


class PeriodNotThere(NotFound):
    """The books were not open in that month, or there is no such month."""

    code = "period_not_there"
    indonesian = "Bulan itu tidak ada di buku koperasi ini."
    english = "That month is not in this cooperative's books."


class PeriodNotSo(Conflict):
    """The period is not in the state that this needs."""

    code = "period_not_so"
    indonesian = "Belum bisa: bulan ini {state}."
    english = "Not now: this month is {state}."


class ChecklistNotClean(Conflict):
    """Something is not in order, and nobody said that the month is to be closed all the same."""

    code = "checklist_not_clean"
    indonesian = "Masih ada {count} hal yang belum beres. Bereskan, atau centang bahwa sudah diperiksa."
    english = "{count} things are not in order. Settle them, or tick that they were looked at."


class ReopeningWaits(Conflict):
    """Somebody asked already."""

    code = "reopening_waits"
    indonesian = "Sudah ada permintaan membuka bulan ini. Tunggu jawaban ketua."
    english = "Reopening this month was asked for already. Wait for the chair's answer."


class ReopeningDecided(Conflict):
    """The request was answered before."""

    code = "reopening_decided"
    indonesian = "Permintaan ini sudah dijawab."
    english = "This request was answered already."


class AskerDecides(NotPermitted):
    """Whoever asks does not agree with himself."""

    code = "asker_decides"
    indonesian = "Harus orang lain yang menyetujui, bukan yang meminta."
    english = "Somebody else must agree, not the one who asked."


class YearNotOver(Conflict):
    """A year is closed after its last month."""

    code = "year_not_over"
    indonesian = "Tutup dulu semua bulan tahun {year}: masih buka {months}."
    english = "First close every month of {year}: still open {months}."


class AccountCodeTaken(Conflict):
    """An account has one code for ever."""

    code = "account_code_taken"
    indonesian = "Kode {account} sudah dipakai akun lain."
    english = "Code {account} belongs to another account."


class AccountNotEmpty(Conflict):
    """An account is closed when nothing is left in it."""

    code = "account_not_empty"
    indonesian = "Akun {account} masih bersaldo atau dipakai sesudah tanggal itu, jadi belum bisa ditutup."
    english = "Account {account} has a balance, or was used after that day, so it cannot be closed yet."


class AccountInUse(Conflict):
    """Parts of the program book on this account."""

    code = "account_in_use"
    indonesian = "Akun {account} dipakai program untuk membukukan sendiri, jadi tidak bisa ditutup."
    english = "The program itself books on account {account}, so it cannot be closed."


class AccountNotGuarded(Conflict):
    """Limits hold for guarded accounts, and only an account without lines becomes one."""

    code = "account_not_guarded_here"
    indonesian = "Batas saldo hanya untuk akun yang dijaga sejak belum ada isinya."
    english = "Limits are for accounts that were guarded before anything was booked on them."


class BooksFileNotRead(Invalid):
    """A file of balances or entries cannot be read, or has no such columns."""

    code = "books_file_not_read"
    indonesian = "Berkas belum terbaca: {reason}."
    english = "The file could not be read: {reason}."


class ImportNotReady(Conflict):
    """What was read cannot be posted yet; the details say why."""

    code = "import_not_ready"
    indonesian = "Belum bisa dibukukan: {reason}."
    english = "It cannot be booked yet: {reason}."


class ImportPosted(Conflict):
    """The file was posted before."""

    code = "import_posted"
    indonesian = "Berkas ini sudah dibukukan."
    english = "This file is booked already."


class LoanState(Conflict):
    """The loan is not at the point where this can be done."""

    code = "loan_state"
    indonesian = "Pinjaman ini sekarang '{state}', jadi langkah itu tidak bisa dilakukan."
    english = "The loan is '{state}' now, so that step cannot be taken."


class OtherPersonNeeded(NotPermitted):
    """Whoever prepared it, or gets the money, does not decide on it; nor does a program."""

    code = "other_person_needed"
    indonesian = "Harus orang lain yang memutuskan: bukan yang menyiapkan, bukan yang menerima uangnya."
    english = "Somebody else must decide: not the one who prepared it, nor the one who gets the money."


class LoanTooSmall(Invalid):
    """The principal is paid back before the last instalment."""

    code = "loan_too_small"
    indonesian = "Jumlahnya terlalu kecil untuk dicicil selama itu. Kurangi bulannya atau pembulatannya."
    english = "It is too small for so many months. Take fewer months or a smaller rounding."


class LoanOverpaid(Conflict):
    """More than all that is still to be paid."""

    code = "loan_overpaid"
    indonesian = "Sisa pinjaman dan jasanya {owed}; tidak bisa dibayar lebih."
    english = "{owed} is left with all interest; more cannot be paid."


class SettlementDiffers(Conflict):
    """Paying the loan back for good takes another amount that day."""

    code = "loan_settlement_differs"
    indonesian = "Untuk melunasi pada {day} perlu tepat {owed}."
    english = "To pay it back for good on {day} takes exactly {owed}."


class LaterPaymentStands(Conflict):
    """Payments of a loan are recorded and reversed in the order of their days."""

    code = "loan_later_payment"
    indonesian = "Sudah ada catatan sesudahnya, bertanggal {day}. Batalkan yang terakhir dulu, atau pakai tanggal itu."
    english = "A later record, of {day}, stands on it. Reverse the last one first, or use that day."


class LoanChangeWaits(Conflict):
    """One change of a loan is decided before another is proposed."""

    code = "loan_change_waits"
    indonesian = "Masih ada usulan yang menunggu keputusan."
    english = "A proposal is still waiting for its decision."


class LoanChangeDecided(Conflict):
    """The proposal was decided before."""

    code = "loan_change_decided"
    indonesian = "Usulan ini sudah diputuskan."
    english = "This proposal was decided already."


class AllowanceStands(Conflict):
    """The allowance is what the grades ask already."""

    code = "loan_allowance_stands"
    indonesian = "Cadangan sudah sesuai; tidak ada yang perlu dibukukan."
    english = "The allowance is right as it stands; there is nothing to book."


class GradesNotWhole(Invalid):
    """A table of grades has all five, each from a later day on, with allowances that do not fall."""

    code = "loan_grades_not_whole"
    indonesian = (
        "Isi kelima golongan: mulai hari 0, makin ke bawah makin lama, cadangan 0 sampai 100 % dan tidak turun."
    )
    english = "Fill in all five grades: from day 0, each later than the one above, 0 to 100 % and never less."


class PercentagesWrong(Invalid):
    """The members' meeting's percentages cannot be used; `problem` says why."""

    code = "surplus_percentages"
    indonesian = "Pembagian belum benar: {problem}."
    english = "The percentages are not right: {problem}."


class NoSurplus(Conflict):
    """The year made a loss or nothing, so there is nothing to divide."""

    code = "surplus_none"
    indonesian = "Tahun {year} tidak menghasilkan SHU, jadi tidak ada yang dibagi."
    english = "{year} made no surplus, so there is nothing to divide."


class NoResolution(Conflict):
    """Without the members' meeting there is no division."""

    code = "surplus_no_resolution"
    indonesian = "Catat dulu keputusan RAT untuk tahun {year}."
    english = "Enter the members' meeting's resolution for {year} first."


class YearNotClosed(Conflict):
    """A year's surplus is divided after its year end: until then it can change."""

    code = "surplus_year_open"
    indonesian = "Tutup buku tahun {year} dulu. Di akun SHU belum dibagi baru ada {there}, seharusnya {needed}."
    english = "Close the year {year} first. Undistributed surplus holds {there}, not {needed}."


class DivisionStands(Conflict):
    """There is a division of that year already."""

    code = "surplus_division_stands"
    indonesian = "SHU tahun {year} sudah dihitung. Tarik dulu hitungan itu bila keliru."
    english = "The surplus of {year} is divided already. Withdraw that division first if it is wrong."


class DivisionDecided(Conflict):
    """The division is not in the state that this needs."""

    code = "surplus_division_state"
    indonesian = "Hitungan SHU ini sekarang '{state}', jadi langkah itu tidak bisa dilakukan."
    english = "The division is '{state}' now, so that step cannot be taken."


class DivisionDiffers(Conflict):
    """Counted again from the books, the inputs are not those that were stored."""

    code = "surplus_division_differs"
    indonesian = "Hitung ulang memberi angka lain. Tarik hitungan ini dan hitung lagi."
    english = "Counted again, the figures are others. Withdraw this division and count anew."


class SurplusPartPaid(Conflict):
    """A member's part is paid once."""

    code = "surplus_part_paid"
    indonesian = "Bagian SHU ini sudah dibayarkan."
    english = "This part of the surplus was paid already."


class SurplusPartsPaid(Conflict):
    """A division of which something was paid is not undone."""

    code = "surplus_parts_paid"
    indonesian = "Sebagian SHU sudah dibayarkan kepada anggota, jadi pembagiannya tidak bisa dibatalkan."
    english = "Some members were paid, so the division cannot be undone."


class KeptSealUnreadable(Invalid):
    """What was given as a kept seal is neither a code nor the text of a head, or it is another cooperative's."""

    code = "kept_seal_unreadable"
    indonesian = "Ini bukan segel. Salin seluruhnya, dari nomor sampai dua huruf terakhir."
    english = "This is no seal. Copy all of it, from the number to the last two letters."


class KeptSealMistyped(Invalid):
    """The code's two check letters do not fit the others: a slip of the pen, which says nothing about the books."""

    code = "kept_seal_mistyped"
    indonesian = "Ada huruf yang salah salin. Bandingkan sekali lagi dengan kertasnya."
    english = "A letter was copied wrong. Compare it with the paper once more."


class KeptHeadBroken(Invalid):
    """A file of seals whose own root does not fit its seals."""

    code = "kept_head_broken"
    indonesian = "Berkas segel ini rusak atau pernah diubah: isinya tidak cocok dengan akarnya sendiri."
    english = "This file of seals is damaged or was altered: it does not fit its own root."
