"""What can go wrong with the chart of accounts."""

from __future__ import annotations

from ...errors import Conflict


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
