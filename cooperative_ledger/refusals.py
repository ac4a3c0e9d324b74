"""Why the ledger refuses an entry: stable codes, each with a sentence in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass

REFUSALS: dict[str, tuple[str, str]] = {
    "account_closed": (
        "Akun {about} sudah atau belum dibuka pada tanggal itu",
        "Account {about} is not open on that date",
    ),
    "account_not_guarded": ("Akun {about} tidak menjaga saldo", "Account {about} is not guarded"),
    "account_not_postable": ("Akun {about} adalah judul kelompok", "Account {about} is a heading"),
    "account_slotted": (
        "Saldo akun {about} terbagi; dananya tidak dapat ditahan",
        "The balance of account {about} is kept in slots; its money cannot be held",
    ),
    "already_reversed": ("Jurnal itu sudah dibatalkan", "That entry is reversed already"),
    "amount_invalid": (
        "Setiap baris berisi debit atau kredit di atas nol",
        "Each line has a debit or a credit above zero",
    ),
    "before_books_open": ("Tanggal mendahului pembukaan buku", "The date lies before the books were opened"),
    "entry_not_found": ("Jurnal itu tidak ada", "There is no such entry"),
    "hold_captured": ("Dana yang ditahan sudah dipakai", "The held money was captured already"),
    "hold_not_found": ("Penahanan dana itu tidak ada", "There is no such hold"),
    "insufficient_balance": ("Saldo akun {about} tidak cukup", "The balance of account {about} does not suffice"),
    "key_reused": ("Kunci ini sudah dipakai untuk isi lain", "This key was used for other content"),
    "limit_exceeded": ("Batas akun {about} terlampaui", "The limit of account {about} is exceeded"),
    "period_closed": ("Periode itu sudah ditutup", "That period is closed"),
    "period_mismatch": ("Tanggal tidak termasuk periode itu", "The date is not in that period"),
    "posting_date_in_future": ("Tanggal belum tiba", "The date has not come yet"),
    "reversal_of_reversal": ("Pembatalan tidak dapat dibatalkan", "A reversal is not reversed; post anew"),
    "too_few_lines": ("Jurnal berisi paling sedikit dua baris", "An entry has at least two lines"),
    "too_many_lines": ("Jurnal berisi paling banyak 1.000 baris", "An entry has at most 1,000 lines"),
    "unbalanced": ("Debit dan kredit tidak sama", "Debits and credits differ"),
    "unknown_account": ("Akun {about} tidak ada", "There is no account {about}"),
}
"""Code to sentences (Indonesian, English); `about` is the account's code where one is meant."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not posted and left no trace. `code` is one of `REFUSALS`."""

    code: str
    about: str | None = None

    def message(self, language: str = "id") -> str:
        """The reason as a sentence, in Indonesian (`id`) or English (`en`)."""
        return REFUSALS[self.code][language != "id"].format(about=self.about)


class PostingRefused(Exception):
    """Raised by the verbs that post one entry; `refused` says why, `code` is its code."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.message("en"))
        self.refused = refused
        self.code = refused.code
