"""The words of loans: states, methods, grades, what to do next."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

STATES: dict[str, tuple[str, object]] = {
    "requested": ("waiting", _("menunggu keputusan")),
    "approved": ("waiting", _("disetujui, uang belum diserahkan")),
    "declined": ("stopped", _("tidak disetujui")),
    "cancelled": ("stopped", _("batal")),
    "active": ("open", _("berjalan")),
    "settled": ("done", _("lunas")),
    "written_off": ("stopped", _("dihapus dari buku")),
    "reversed": ("stopped", _("penyerahan dibatalkan")),
}
"""State of a loan -> (shape of the status component, word)."""

GRADES: dict[int, tuple[str, object]] = {
    1: ("done", _("lancar")),
    2: ("waiting", _("perhatian khusus")),
    3: ("attention", _("kurang lancar")),
    4: ("attention", _("diragukan")),
    5: ("stopped", _("macet")),
}
"""Grade -> (shape, word)."""

METHODS: dict[str, object] = {
    "flat": _("Tetap (flat)"),
    "declining": _("Menurun"),
    "annuity": _("Anuitas"),
    "once": _("Sekaligus di akhir"),
}
METHOD_NOTES: dict[str, object] = {
    "flat": _("jasa dihitung dari pinjaman awal, angsuran sama setiap bulan"),
    "declining": _("jasa dihitung dari sisa pinjaman, angsuran makin kecil"),
    "annuity": _("jasa dari sisa pinjaman, angsuran sama setiap bulan"),
    "once": _("pokok dan jasa dibayar sekali, misalnya sesudah panen"),
}

EARLY_INTEREST: dict[str, object] = {
    "running_month": _("sampai bulan berjalan"),
    "whole_term": _("seluruh jasa yang disepakati"),
}

MONEY: dict[str, object] = {
    "1-1100": _("Kas"),
    "1-1200": _("Bank – rekening kelembagaan"),
    "1-1210": _("Bank – rekening simpan pinjam"),
    "3-9100": _("Pinjaman lama, sebelum pembukuan ini"),
}
"""Account -> where the money leaves or comes in."""

PAYMENT_KINDS: dict[str, object] = {
    "instalment": _("Angsuran"),
    "settlement": _("Pelunasan"),
    "recovery": _("Diterima setelah dihapus"),
}

CHANGES: dict[str, object] = {"restructuring": _("Jadwal ulang"), "write_off": _("Hapus buku")}
CHANGE_STATES: dict[str, tuple[str, object]] = {
    "proposed": ("waiting", _("menunggu keputusan ketua")),
    "approved": ("done", _("disetujui")),
    "declined": ("stopped", _("ditolak")),
}

BURDENS: dict[str, tuple[str, object]] = {
    "fair": ("done", _("masih wajar")),
    "heavy": ("waiting", _("berat")),
    "too_heavy": ("attention", _("terlalu berat")),
}
"""What an instalment weighs on an income -> (shape, word)."""

WAITING_FOR: dict[str, object] = {
    "requested": _("Menunggu keputusan ketua."),
    "approved": _("Menunggu uang diserahkan oleh kasir atau bendahara."),
}

FIELDS: dict[str, object] = {
    "member": _("Tulis nomor anggotanya"),
    "purpose": _("Tulis untuk apa, paling panjang 300 huruf"),
    "principal": _("Tulis jumlah pinjaman, lebih dari nol"),
    "monthly_rate": _("Jasa sebulan 0 sampai 10 persen"),
    "months": _("Lamanya 1 sampai 120 bulan"),
    "method": _("Pilih cara menghitung jasa"),
    "step": _("Pilih pembulatannya"),
    "early_interest": _("Pilih jasa bila dilunasi lebih cepat"),
    "first_due_on": _("Pilih tanggal angsuran pertama, sesudah uang diserahkan dan paling lama 24 bulan"),
    "monthly_income": _("Tulis penghasilan sebulan, atau kosongkan"),
    "amount": _("Tulis jumlah yang dibayar, lebih dari nol"),
    "paid_on": _("Pilih tanggalnya, tidak sebelum pinjaman diserahkan dan tidak di hari depan"),
    "money_account": _("Pilih kas atau bank"),
    "note": _("Keterangan paling panjang 300 huruf"),
    "reason": _("Tulis alasannya"),
    "words": _("Tulis alasannya"),
    "day": _("Pilih tanggalnya, tidak di hari depan"),
    "source": _("Tulis dasar tabelnya, misalnya keputusan pengurus"),
    "valid_from": _("Pilih mulai kapan tabel berlaku"),
}
"""Field that a service refused without more words -> what to do."""
