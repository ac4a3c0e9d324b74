"""The first page of the books: what there is to open, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template

from frontend.books.need_words import told
from frontend.translations import gettext_lazy as _
from marketplace.api import current_actor
from marketplace.books.queries.cash import Place, money
from marketplace.books.queries.needs import needs
from marketplace.books.rules.members import REGISTER_READERS, SAVINGS_READERS
from marketplace.books.rules.quarters import EDITION_READERS
from marketplace.books.rules.roles import CASHIERS, READERS, TREASURERS
from marketplace.clock import today
from marketplace.database import transaction
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

EVERYBODY = ("administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor", "member")
"""Each of them may be a member who has savings of his own."""

DOORS: tuple[Door, ...] = (
    Door("books.cash", _("Kas"), _("catat uang masuk dan keluar"), CASHIERS, "daily"),
    Door("books.money", _("Posisi kas"), _("isi kas dan bank, 30 hari ke depan"), (*READERS, *CASHIERS), "daily"),
    Door("books.bank", _("Rekening koran"), _("cocokkan dengan buku, rekonsiliasi"), READERS, "daily"),
    Door("books.voucher_list", _("Bukti memorial"), _("beban, persediaan, penyusutan, hibah"), READERS, "daily"),
    Door("books.journal", _("Jurnal"), _("cari, lihat, balik, unduh"), READERS, "daily"),
    Door("books.periods", _("Tutup bulan dan tahun"), _("periksa, tutup, buka lagi berdua"), READERS, "closing"),
    Door("books.imports", _("Bawa masuk"), _("saldo awal, jurnal program lain"), TREASURERS, "closing"),
    Door("books.chart", _("Daftar akun"), _("tambah, ganti nama, tutup"), READERS, "closing"),
    Door("books.loans", _("Pinjaman"), _("angsuran, tunggakan, permohonan baru"), (*READERS, *CASHIERS), "members"),
    Door("books.surplus", _("SHU"), _("hitung, setujui, dan bayarkan"), (*READERS, *CASHIERS), "members"),
    Door("books.savings", _("Simpanan"), _("terima setoran, beri penarikan, iuran"), SAVINGS_READERS, "members"),
    Door("books.members", _("Anggota"), _("buku daftar anggota dan kartunya"), REGISTER_READERS, "members"),
    Door("books.own", _("Simpanan saya"), _("simpanan, pinjaman, dan bagian SHU sendiri"), EVERYBODY, "members"),
    Door("books.reports", _("Laporan"), _("hasil usaha, posisi keuangan, arus kas, umur piutang")),
    Door("books.trial_balance", _("Neraca saldo"), _("semua akun, sampai ke dokumennya")),
    Door("books.quarters", _("Ringkasan triwulan"), _("satu halaman untuk anggota"), EDITION_READERS),
    Door("books.proof", _("Bukti buku"), _("periksa bahwa tidak ada yang diubah"), READERS, "oversight"),
)  # fmt: skip
"""Within a group in the order of how often they are opened."""


MONEY_READERS = (*READERS, *CASHIERS)
"""See on the first page how much money there is."""


def books() -> Any:
    """Money now, what waits today, and the doors for the one who is signed in; a stranger to the books is told so."""
    actor = current_actor()
    doors = [door for door in DOORS if actor.has_role(*door.roles)] if actor.is_a("cooperative") else []
    if not doors:
        raise NotPermitted
    groups = [(word, [door for door in doors if door.group == group]) for group, word in GROUPS.items()]
    day = today(actor.time_zone)
    with transaction() as session:
        places = money(session, actor, day) if actor.has_role(*MONEY_READERS) else ()
        waiting = needs(session, actor, day)
    return render_template(
        "books/home.html",
        groups=[(word, found) for word, found in groups if found],
        cash=_cash(places),
        needs=[told(need) for need in waiting],
    )


def _cash(places: Sequence[Place]) -> dict[str, int] | None:
    """All money now and what of it lies where, rupiah; None for whom it is not, or while there is nothing."""
    if not places:
        return None
    by_kind = {
        kind: sum(place.balance for place in places if place.kind == kind) for kind in ("till", "bank", "on_the_way")
    }
    return {"all": sum(by_kind.values()), **by_kind}
