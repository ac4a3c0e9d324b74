"""What roles, kinds of organisation and states are called on a page."""

from __future__ import annotations

from collections.abc import Iterable

from frontend.formatting import listed
from frontend.language import current_language
from frontend.translations import gettext_lazy as _

ROLES = {
    "administrator": _("administrator"),
    "chair": _("ketua"),
    "secretary": _("sekretaris"),
    "treasurer": _("bendahara"),
    "manager": _("manajer"),
    "cashier": _("kasir"),
    "supervisor": _("pengawas"),
    "member": _("anggota"),
    "sales": _("penjualan"),
    "officer": _("petugas"),
}
"""Role -> its name."""

DUTIES = {
    "administrator": _("mengundang orang, mengatur peran, profil, dan token"),
    "chair": _("menyetujui pesanan besar, menandatangani kontrak"),
    "secretary": _("anggota, rapat, dokumen"),
    "treasurer": _("membayar dan mencocokkan"),
    "manager": _("membandingkan harga, memesan, menerima barang"),
    "cashier": _("menjual dan menerima uang tunai"),
    "supervisor": _("membaca semuanya, tidak mengubah apa pun"),
    "member": _("melihat data dan simpanannya sendiri"),
    "sales": _("daftar harga dan pesanan masuk"),
    "officer": _("melihat koperasi di wilayahnya, mendaftarkan koperasi"),
}
"""Role -> what it is for, in a few words."""

KINDS = {
    "cooperative": _("koperasi"),
    "supplier": _("pemasok"),
    "producer_group": _("kelompok tani atau nelayan"),
    "city_office": _("dinas"),
    "platform": _("pengelola platform"),
}
"""Kind of organisation -> its name."""

LIVENESS = {
    "active": ("done", _("aktif")),
    "quiet": ("waiting", _("sepi, lebih dari 30 hari")),
    "silent": ("stopped", _("diam, lebih dari 90 hari")),
    "not_started": ("draft", _("belum mulai")),
}
"""How alive a cooperative is -> the shape of its mark and the word."""

LEVELS = {
    "province": _("provinsi"),
    "regency": _("kabupaten/kota"),
    "district": _("kecamatan"),
    "village": _("desa/kelurahan"),
}
"""Level of a region -> its name."""


SCOPES = {
    "catalog": _("barang dan kelompoknya"),
    "freight": _("ongkir pemasok, kapal, dan biaya angkut koperasi"),
    "invitations": _("undangan"),
    "ledger": _("buku koperasi"),
    "matches": _("barang yang mungkin sama"),
    "offers": _("harga yang berlaku dan riwayatnya"),
    "office": _("keadaan koperasi, untuk dinas"),
    "organisations": _("profil organisasi"),
    "people": _("orang dan perannya"),
    "price_lists": _("daftar harga: kirim, jawab, terbitkan"),
    "purchase_orders": _("pesanan, penerimaan, faktur, pembayaran"),
    "regions": _("wilayah"),
    "supply": _("pemasok dan syaratnya"),
    "want_lists": _("daftar belanja dan perbandingan"),
}
"""Part of the API -> what it opens."""


def role_list(roles: Iterable[str]) -> str:
    """Roles as a person says them: `manajer dan kasir`."""
    return listed([str(ROLES[role]) for role in roles], current_language())


def role_choices(roles: Iterable[str]) -> list[tuple[str, str, str]]:
    """Roles to tick: value, name, what it is for."""
    return [(role, str(ROLES[role]).capitalize(), str(DUTIES[role])) for role in roles]
