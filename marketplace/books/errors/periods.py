"""What can go wrong with closing, reopening and the year end."""

from __future__ import annotations

from ...errors import Conflict, NotFound, NotPermitted


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
