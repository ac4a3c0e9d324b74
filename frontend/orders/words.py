"""The words of orders: states, verbs, differences, ways of paying."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

STATES: dict[str, tuple[str, object]] = {
    "draft": ("draft", _("draf")),
    "awaiting_approval": ("waiting", _("menunggu persetujuan")),
    "sent": ("waiting", _("menunggu jawaban pemasok")),
    "accepted": ("open", _("disanggupi")),
    "partly_offered": ("attention", _("tawaran pemasok berbeda")),
    "declined": ("stopped", _("pemasok tidak sanggup")),
    "shipped": ("open", _("dikirim")),
    "received": ("open", _("diterima, belum ditagih penuh")),
    "billed": ("attention", _("ditagih, belum lunas")),
    "paid": ("done", _("lunas")),
    "closed": ("done", _("selesai")),
    "cancelled": ("stopped", _("dibatalkan")),
}
"""State -> (shape of the status component, word)."""

BILL_STATES: dict[str, tuple[str, object]] = {
    "differs": ("attention", _("berbeda, perlu keputusan")),
    "disputed": ("attention", _("disanggah ke pemasok")),
    "agreed": ("open", _("cocok")),
    "withdrawn": ("stopped", _("ditarik")),
    "reversed": ("stopped", _("dibatalkan")),
}
"""State of a bill -> (shape, word)."""

STEPS: dict[str, object] = {
    "create": _("Pesanan dibuat"),
    "change": _("Draf diubah"),
    "submit": _("Diajukan"),
    "approve": _("Disetujui dan dikirim ke pemasok"),
    "send_back": _("Dikembalikan ke pembuat"),
    "answer": _("Dijawab pemasok"),
    "agree": _("Tawaran disetujui"),
    "ship": _("Barang dikirim"),
    "receive": _("Barang dihitung"),
    "bill": _("Faktur dicatat"),
    "accept_difference": _("Selisih faktur diterima"),
    "dispute": _("Faktur disanggah"),
    "withdraw": _("Faktur ditarik"),
    "pay": _("Dibayar"),
    "reverse": _("Dibatalkan dengan jurnal balik"),
    "close": _("Pesanan ditutup"),
    "cancel": _("Pesanan dibatalkan"),
}
"""Verb of a step -> what was done."""

DEEDS: dict[str, object] = {
    "submit": _("Kirim ke pemasok"),
    "approve": _("Setujui dan kirim"),
    "answer": _("Jawab pesanan"),
    "record_answer": _("Catat jawaban pemasok"),
    "agree": _("Setujui tawaran"),
    "receive": _("Terima barang"),
    "bill": _("Catat faktur"),
    "pay": _("Bayar"),
    "close": _("Tutup pesanan"),
    "ship": _("Kirim barang"),
    "record_ship": _("Catat kiriman pemasok"),
    "change": _("Ubah draf"),
    "send_back": _("Kembalikan"),
    "cancel": _("Batalkan pesanan"),
}
"""Verb -> the words on its button."""

WAITING_FOR: dict[str, object] = {
    "awaiting_approval": _("Menunggu persetujuan ketua."),
    "sent": _("Menunggu jawaban pemasok."),
    "partly_offered": _("Menunggu koperasi menyetujui tawaran."),
    "accepted": _("Menunggu barang dikirim."),
    "shipped": _("Menunggu barang diterima koperasi."),
    "received": _("Menunggu faktur."),
    "billed": _("Menunggu pembayaran oleh bendahara."),
}
"""State -> what somebody reads who can do nothing now."""

DIFFERENCES: dict[str, object] = {
    "billed_more_than_received": _("ditagih lebih dari yang diterima baik"),
    "price_higher": _("harga lebih tinggi dari yang disepakati"),
    "price_lower": _("harga lebih rendah dari yang disepakati"),
    "freight_higher": _("ongkir lebih dari yang disepakati"),
    "total_differs": _("jumlah di kaki faktur tidak sama dengan isinya"),
}
"""Code of a difference -> what differs."""

FIELDS: dict[str, object] = {
    "day": _("Isi tanggalnya, paling lambat hari ini."),
    "billed_on": _("Isi tanggal faktur, paling lambat hari ini."),
    "paid_on": _("Isi tanggal bayar, paling lambat hari ini."),
    "due_on": _("Jatuh tempo tidak bisa sebelum tanggal faktur."),
    "invoice_number": _("Isi nomor faktur, paling panjang 60 huruf."),
    "total": _("Jumlah di kaki faktur terlalu kecil untuk isinya."),
    "amount": _("Isi jumlah yang dibayar, lebih dari nol."),
    "reference": _("Isi nomor referensi transfer, paling panjang 100 huruf."),
    "way": _("Pilih transfer atau tunai."),
    "credit_days": _("Isi berapa hari temponya."),
    "freight": _("Isi ongkir sebagai rupiah, atau kosongkan."),
    "lines": _("Periksa jumlah barangnya."),
    "reason": _("Tulis alasannya."),
    "one_person": _("Isi batasnya."),
    "two_persons": _("Batas dua orang tidak bisa di bawah batas satu orang."),
}
"""Field that a service refused without more words -> what to do."""

PAYMENT_WAYS: dict[str, object] = {"cash": _("tunai"), "transfer": _("transfer"), "credit": _("tempo")}
TAX_BASES: dict[str, object] = {
    "included": _("sudah termasuk PPN"),
    "excluded": _("belum termasuk PPN"),
    "exempt": _("tanpa PPN"),
}
