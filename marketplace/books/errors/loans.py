"""What can go wrong with loans."""

from __future__ import annotations

from ...errors import Conflict, Invalid, NotPermitted


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
