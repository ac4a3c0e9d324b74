"""The words of the division of the surplus: funds, states, ways of paying."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

FUNDS: dict[str, object] = {
    "reserve": _("Cadangan umum"),
    "risk_reserve": _("Cadangan risiko"),
    "business": _("Jasa usaha anggota"),
    "capital": _("Jasa modal anggota"),
    "board": _("Pengurus dan karyawan"),
    "education": _("Dana pendidikan"),
    "social": _("Dana sosial"),
    "village": _("Dana desa"),
}
FUND_NOTES: dict[str, object] = {
    "business": _("dibagi menurut transaksi tiap anggota"),
    "capital": _("dibagi menurut simpanan pokok dan wajib"),
    "village": _("hanya bila RAT memutuskan"),
}

STATES: dict[str, tuple[str, object]] = {
    "prepared": ("waiting", _("dihitung, menunggu persetujuan ketua")),
    "posted": ("done", _("disetujui dan dibukukan")),
    "withdrawn": ("stopped", _("ditarik")),
    "reversed": ("stopped", _("dibatalkan")),
}
"""State of a division -> (shape of the status component, word)."""

WAYS: dict[str, object] = {
    "cash": _("Tunai"),
    "transfer": _("Transfer bank"),
    "savings": _("Simpanan sukarela"),
}

BASES: dict[str, object] = {
    "year_end": _("simpanan pada akhir tahun"),
    "average": _("rata-rata simpanan tiap akhir bulan"),
}

FIELDS: dict[str, object] = {
    "year": _("Tahun itu belum berakhir"),
    "number": _("Tulis nomor atau nama keputusan RAT"),
    "held_on": _("Pilih tanggal RAT, tidak di hari depan"),
    "basis": _("Pilih dasar jasa modal"),
    "reason": _("Tulis alasannya"),
    "words": _("Catatan paling panjang 1.000 huruf"),
    "way": _("Pilih cara membayarnya"),
}
"""Field that a service refused without more words -> what to do."""
