"""What periods, vouchers, journal, chart and imports are called on the pages."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

STATES: dict[str, tuple[str, object]] = {
    "open": ("open", _("buka")),
    "closing": ("waiting", _("sedang ditutup")),
    "closed": ("done", _("tutup")),
    "locked": ("chosen", _("terkunci")),
}
"""State of a period -> shape and word."""

CHECKS: dict[str, tuple[object, object]] = {
    "earlier_months": (_("Bulan-bulan sebelumnya sudah tutup"), _("Bulan sebelumnya ada yang masih buka")),
    "bank_lines": (_("Rekening koran sudah cocok semua"), _("Ada baris rekening koran yang belum cocok")),
    "cash_counts": (_("Kas dihitung setiap hari ada gerakan"), _("Ada hari yang kasnya belum dihitung")),
    "negative_money": (_("Kas dan bank tidak pernah minus"), _("Kas atau bank pernah minus")),
    "received_not_billed": (_("Semua barang yang diterima sudah ditagih"), _("Barang sudah diterima, fakturnya belum")),
    "stock_count": (_("Persediaan sudah dihitung"), _("Persediaan belum dihitung, jadi HPP belum masuk")),
    "depreciation": (_("Penyusutan sudah dicatat"), _("Penyusutan bulan ini belum dicatat")),
    "entries_without_document": (_("Semua jurnal punya bukti"), _("Ada jurnal tanpa bukti")),
    "unsealed_entries": (_("Semua jurnal sudah disegel"), _("Ada jurnal yang belum disegel; disegel saat ditutup")),
    "year_result": (_("SHU tahun ini sudah dipindahkan"), _("SHU tahun ini belum dipindahkan")),
}
"""What is looked at before a close -> the sentence when it is in order, and when it is not."""

FORMS: dict[str, tuple[object, object]] = {
    "expense": (_("Beban dibayar"), _("listrik, sewa, honor, bensin")),
    "stock_count": (_("Hitung persediaan"), _("isi gudang dihitung, HPP dibukukan")),
    "depreciation": (_("Penyusutan"), _("nilai peralatan, kendaraan, bangunan berkurang")),
    "grant": (_("Hibah diterima"), _("dari pemerintah atau pihak lain")),
    "capital": (_("Modal masuk"), _("modal penyertaan, tambahan cadangan")),
    "memorial": (_("Jurnal bebas"), _("akun, debit dan kredit dipilih sendiri")),
}
"""Form of a voucher -> its name, and what it is for; in the order of how often it is needed."""

PARTIES: dict[str, object] = {
    "": _("tidak perlu"),
    "member": _("anggota"),
    "non_member": _("bukan anggota"),
    "cooperative": _("koperasi lain"),
    "government": _("pemerintah"),
}

KINDS: dict[str, object] = {
    "normal": _("jurnal"),
    "reversal": _("jurnal balik"),
    "opening": _("saldo awal"),
    "closing": _("tutup buku"),
    "adjustment": _("penyesuaian"),
}
"""Kind of an entry -> its word."""

SOURCES: dict[str, object] = {
    "marketplace": _("pesanan, kas, anggota"),
    "voucher": _("bukti memorial"),
    "import": _("impor"),
    "year_end": _("tutup tahun"),
}
"""Who asked for an entry -> its word."""

PROBLEMS: dict[str, object] = {
    "unknown_account": _("Pilih akun dari daftar"),
    "one_side": _("Isi debit atau kredit, salah satu saja"),
    "line_count": _("Isi paling sedikit dua baris"),
    "business_unit": _("Unit usaha paling panjang 50 huruf"),
    "unknown_member": _("Anggota itu tidak ada di buku daftar anggota"),
    "unbalanced": _("Debit dan kredit berselisih %(about)s"),
    "narration": _("Tulis keterangannya"),
    "reference": _("Nomor bukti paling panjang 100 huruf"),
    "adjustment_day": _("Penyesuaian akhir tahun bertanggal 31 Desember"),
    "account_not_of_form": _("Akun ini bukan untuk bukti ini; pakai jurnal bebas"),
    "day_in_future": _("Tanggalnya belum tiba"),
}
"""What is wrong with a voucher -> its sentence."""

FIELDS: dict[str, object] = {
    "reason": _("Tulis alasannya"),
    "account": _("Pilih akun dari daftar"),
    "amount": _("Isi jumlahnya"),
    "counted": _("Isi nilai hasil hitung"),
    "lost": _("Isi nilai yang rusak atau hilang, 0 bila tidak ada"),
    "narration": _("Tulis keterangannya"),
    "party": _("Tulis namanya"),
    "purpose": _("Tulis untuk apa"),
    "day": _("Pilih tanggalnya"),
    "name": _("Tulis nama akunnya"),
    "code": _("Kode akun berupa angka, huruf, titik dan tanda hubung"),
    "parent": _("Pilih kelompoknya"),
    "file": _("Pilih berkasnya"),
    "late_documents": _("Pilih salah satu"),
    "floor": _("Batas bawah harus di bawah batas atas"),
}
"""A field that is not right -> what to do."""

TYPES: dict[str, object] = {
    "asset": _("aset"),
    "liability": _("kewajiban"),
    "equity": _("ekuitas"),
    "income": _("pendapatan"),
    "expense": _("beban"),
}

SIDES: dict[str, tuple[object, object]] = {
    "expense": (_("Beban untuk"), _("Dibayar dari")),
    "depreciation": (_("Dibebankan ke"), _("Mengurangi nilai lewat")),
    "grant": (_("Masuk ke"), _("Dicatat sebagai")),
    "capital": (_("Masuk ke"), _("Dicatat sebagai")),
}
"""Form of a voucher with one amount -> what its two accounts are called."""

NARRATIONS: dict[str, object] = {
    "expense": "",
    "stock_count": _("Hitung persediaan"),
    "depreciation": _("Penyusutan"),
    "grant": _("Hibah diterima"),
    "capital": _("Modal masuk"),
    "memorial": "",
}
"""What stands in the narration before anybody writes."""

FORMATS: dict[str, str] = {
    "xlsx": "Excel",
    "csv": "CSV",
    "beancount": "Beancount",
    "hledger": "hledger",
    "ledger": "ledger",
}
"""Format of a file -> the name of its program, the same in every language."""

IMPORT_KINDS: dict[str, tuple[object, object]] = {
    "opening": (_("Saldo awal"), _("kode akun, nama, debit, kredit")),
    "journal": (_("Jurnal program lain"), _("tanggal, nomor bukti, akun, debit, kredit, keterangan; atau Beancount")),
}
"""Kind of a file -> its name, and the columns it has."""

FINDINGS: dict[str, object] = {
    "no_columns": _("Kolom ini tidak ditemukan di judul tabel"),
    "nothing": _("Tidak ada jurnal di berkas ini"),
    "business_unit": _("Unit usaha paling panjang 50 huruf"),
    "unknown_member": _("Anggota itu tidak ada di buku daftar anggota"),
    "unbalanced": _("Debit dan kredit tidak sama; selisihnya"),
    "not_a_day": _("Tanggal ini tidak terbaca"),
    "no_day": _("Tidak ada tanggalnya"),
    "not_whole": _("Bukan jumlah rupiah bulat"),
    "both_sides": _("Debit dan kredit terisi dua-duanya"),
    "line_count": _("Jurnal berisi dua sampai 1.000 baris"),
    "too_many_lines": _("Barisnya terlalu banyak; bagi berkasnya"),
    "too_many_entries": _("Jurnalnya terlalu banyak; bagi berkasnya"),
    "other_currency": _("Mata uang lain"),
    "cost_or_price": _("Harga beli atau kurs"),
    "elided": _("Lebih dari satu jumlah dikosongkan"),
    "pad": _("Perintah pad mengubah saldo"),
    "included_file": _("Berkas lain disertakan; gabungkan dulu"),
}
"""What is wrong in a file -> its sentence, before what is meant."""
