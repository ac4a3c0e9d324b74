"""The words of members and their savings."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

KINDS: dict[str, object] = {
    "principal": _("Simpanan pokok"),
    "mandatory": _("Simpanan wajib"),
    "voluntary": _("Simpanan sukarela"),
    "term": _("Simpanan berjangka"),
}

SHORT_KINDS: dict[str, object] = {
    "principal": _("Pokok"),
    "mandatory": _("Wajib"),
    "voluntary": _("Sukarela"),
    "term": _("Berjangka"),
}

KIND_NOTES: dict[str, object] = {
    "principal": _("sekali, saat masuk"),
    "mandatory": _("setiap bulan"),
    "voluntary": _("boleh diambil kapan saja"),
    "term": _("sampai jatuh tempo"),
}

MOVEMENTS: dict[str, object] = {
    "deposit": _("Setoran"),
    "withdrawal": _("Penarikan"),
    "interest": _("Jasa simpanan"),
    "opening": _("Saldo awal"),
}

PAPERS: dict[str, object] = {
    "deposit": _("Bukti setoran"),
    "withdrawal": _("Bukti penarikan"),
    "interest": _("Bukti jasa simpanan"),
    "opening": _("Bukti saldo awal"),
}

WAYS: dict[str, object] = {
    "cash": _("Tunai"),
    "transfer": _("Transfer bank"),
    "voluntary": _("Simpanan sukarela"),
    "none": _("tanpa uang"),
}

TERM_STATES: dict[str, tuple[str, object]] = {
    "open": ("open", _("berjalan")),
    "closed": ("done", _("sudah dicairkan")),
    "rolled": ("done", _("diperpanjang")),
    "reversed": ("stopped", _("dibatalkan")),
}
"""State of term savings -> (shape of the status component, word)."""

INCLUSION: dict[str, object] = {
    "woman": _("perempuan"),
    "youth": _("pemuda (16–30 tahun)"),
    "elderly": _("lansia (60 tahun ke atas)"),
    "disability": _("penyandang disabilitas"),
    "low_income": _("keluarga berpenghasilan rendah"),
    "smallholder": _("petani, nelayan, atau perajin kecil"),
}

FIELDS: dict[str, object] = {
    "name": _("Tulis namanya, paling panjang 100 huruf"),
    "joined_on": _("Pilih tanggal masuknya, tidak di hari depan"),
    "number": _("Nomor paling panjang 30 huruf"),
    "address": _("Alamat paling panjang 500 huruf"),
    "inclusion": _("Centang juga persetujuannya, atau kosongkan"),
    "amount": _("Tulis jumlahnya, lebih dari nol"),
    "kind": _("Pilih jenis simpanannya"),
    "way": _("Pilih tunai atau transfer"),
    "day": _("Pilih tanggal sesudah ia masuk, tidak di hari depan"),
    "note": _("Keterangan paling panjang 500 huruf"),
    "months": _("Lamanya 1 sampai 120 bulan"),
    "percent_per_year": _("Jasa setahun 0 sampai 100 persen"),
    "purpose": _("Tujuan paling panjang 200 huruf"),
    "reason": _("Tulis alasannya"),
    "effective_from": _("Pilih mulai tanggal berapa"),
    "dues_class": _("Pilih golongannya"),
    "accountant": _("Tulis nama akuntan yang memutuskan"),
    "bank_account": _("Pilih rekening banknya"),
    "due_day": _("Tanggal jatuh tempo 1 sampai 28"),
    "month": _("Pilih bulannya"),
    "text": _("Pilih berkas atau tempel isinya"),
    "opening_day": _("Pilih tanggal saldo awalnya"),
}
"""Field -> what it wants, said where the service only says that it is not right."""
