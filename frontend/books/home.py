"""The first page of the books: what there is to open, for whom."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import render_template

from frontend.translations import gettext_lazy as _
from marketplace.api import current_actor
from marketplace.books.rules.quarters import EDITION_READERS
from marketplace.books.rules.roles import CASHIERS, READERS
from marketplace.errors import NotPermitted


class Door(NamedTuple):
    """One way into the books: where it leads, its word, what one finds there, the roles it is for, and its group."""

    endpoint: str
    word: object
    finds: object
    roles: tuple[str, ...] = READERS
    group: str = "reports"


GROUPS: dict[str, object] = {
    "daily": _("Harian"),
    "members": _("Anggota"),
    "reports": _("Laporan"),
    "closing": _("Tutup buku"),
    "oversight": _("Pengawasan"),
}
"""Group of doors -> its heading, in the order of the page."""

DOORS: tuple[Door, ...] = (
    Door("books.cash", _("Kas"), _("catat uang masuk dan keluar"), CASHIERS, "daily"),
    Door("books.money", _("Posisi kas"), _("isi kas dan bank, 30 hari ke depan"), (*READERS, *CASHIERS), "daily"),
    Door("books.voucher_list", _("Bukti memorial"), _("beban, persediaan, penyusutan, hibah"), READERS, "daily"),
    Door("books.journal", _("Jurnal"), _("cari, lihat, balik, unduh"), READERS, "daily"),
    Door("books.periods", _("Tutup bulan dan tahun"), _("periksa, tutup, buka lagi berdua"), READERS, "closing"),
    Door("books.chart", _("Daftar akun"), _("tambah, ganti nama, tutup"), READERS, "closing"),
    Door("books.trial_balance", _("Neraca saldo"), _("semua akun, sampai ke dokumennya")),
    Door("books.quarters", _("Ringkasan triwulan"), _("satu halaman untuk anggota"), EDITION_READERS),
)  # fmt: skip
"""Within a group in the order of how often they are opened."""


def books() -> Any:
    """The doors for the one who is signed in; a stranger to the books is told so."""
    actor = current_actor()
    doors = [door for door in DOORS if actor.has_role(*door.roles)] if actor.is_a("cooperative") else []
    if not doors:
        raise NotPermitted
    groups = [(word, [door for door in doors if door.group == group]) for group, word in GROUPS.items()]
    return render_template("books/home.html", groups=[(word, found) for word, found in groups if found])
