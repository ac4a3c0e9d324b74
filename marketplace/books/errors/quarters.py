"""What can go wrong with a quarter on one page."""

from __future__ import annotations

from ...errors import Conflict, NotPermitted


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
