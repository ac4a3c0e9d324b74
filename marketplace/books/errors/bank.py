"""What can go wrong with bank statements and what they match."""

from __future__ import annotations

from ...errors import Conflict, Invalid


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
