"""What a check of the books says, in words that a supervisor understands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from frontend import formatting
from frontend.language import current_language
from frontend.translations import gettext_lazy
from marketplace.api import current_actor
from marketplace.clock import TIME_ZONES

STALLED_AFTER = timedelta(minutes=30)
"""A check that is not done by then has lost its worker."""

KINDS: dict[str, object] = {
    "content": gettext_lazy("Isinya diubah"),
    "linkage": gettext_lazy("Tidak cocok dengan segelnya"),
    "gap": gettext_lazy("Nomor urutnya meloncat"),
    "missing": gettext_lazy("Hilang"),
    "added": gettext_lazy("Ditambahkan di luar aplikasi"),
    "unbalanced": gettext_lazy("Debit dan kredit tidak sama"),
    "projection": gettext_lazy("Jumlah simpanan tidak cocok dengan jurnal"),
}
"""Kind of a finding -> what happened."""

PLACES: dict[str, object] = {
    "entry": gettext_lazy("jurnal"),
    "entry, line": gettext_lazy("jurnal atau barisnya"),
    "line": gettext_lazy("baris jurnal"),
    "narration": gettext_lazy("keterangan jurnal"),
    "redaction": gettext_lazy("catatan penghapusan keterangan"),
    "account": gettext_lazy("akun"),
    "cooperative": gettext_lazy("data koperasi di buku"),
    "period": gettext_lazy("status bulan"),
    "period_change": gettext_lazy("catatan tutup buku"),
    "hold": gettext_lazy("dana yang disisihkan"),
    "hold_resolution": gettext_lazy("penyelesaian dana yang disisihkan"),
    "period_close": gettext_lazy("hasil tutup buku"),
    "period_balance": gettext_lazy("neraca saldo tutup buku"),
    "row_version": gettext_lazy("riwayat perubahan"),
    "seal": gettext_lazy("segel"),
    "seal_leaf": gettext_lazy("urutan di bawah segel"),
    "seal_node": gettext_lazy("ringkasan segel"),
    "seal_total": gettext_lazy("jumlah akun di segel"),
    "balance": gettext_lazy("saldo yang dijaga"),
    "fold": gettext_lazy("jumlah harian"),
    "dimension_fold": gettext_lazy("jumlah harian per unit"),
}
"""Table of a finding -> where it is."""


class Shown(NamedTuple):
    """A finding as a line of the page; `href` opens the entry, where there is one."""

    what: str
    where: str
    href: str
    technical: str


def answer(check: Any) -> str:
    """The answer of a check that is done, in a sentence or three."""
    sentences = [_counted(check)] if check.sound else [_not_sound(check)]
    if check.sound and check.kept_compared:
        sentences.append(_("Segel yang Anda simpan juga cocok."))
    if check.entries_unsealed:
        waiting = _number(check.entries_unsealed)
        sentences.append(_("%(waiting)s jurnal belum disegel.", waiting=waiting))
    return " ".join(sentences)


def _counted(check: Any) -> str:
    if not check.seal_number or check.sealed_at is None:
        number = _number(check.entries_unsealed)
        return _("%(number)s jurnal diperiksa satu per satu, semua utuh dan seimbang.", number=number)
    return _(
        "%(number)s jurnal diperiksa, semua cocok dengan segel terakhir (%(moment)s).",
        number=_number(check.entries_sealed),
        moment=_moment(check.sealed_at),
    )


def _not_sound(check: Any) -> str:
    number = check.found or 0
    return ngettext(
        "Ada satu hal yang tidak cocok. Jangan ubah apa pun; tunjukkan halaman ini kepada ketua dan pengawas.",
        "Ada %(num)s hal yang tidak cocok. Jangan ubah apa pun; tunjukkan halaman ini kepada ketua dan pengawas.",
        number,
    )


def message(organisation: str, seal: Any, code: str) -> str:
    """The seal as a message to members or supervisors, who keep it without doing anything."""
    return _(
        "Buku %(organisation)s tersegel sampai jurnal nomor %(last)s, %(moment)s. Segelnya: %(code)s. "
        "Simpan pesan ini.",
        organisation=organisation,
        last=_number(seal.entry_count),
        moment=_moment(seal.sealed_at),
        code=code,
    )


def findings(check: Any) -> list[Shown]:
    """What was found, each as a line."""
    return [_shown(each) for each in check.findings]


def _shown(finding: dict[str, Any]) -> Shown:
    place, key = PLACES.get(finding["table"], finding["table"]), finding["key"]
    is_entry = finding["table"] in ("entry", "entry, line", "line", "narration", "redaction") and _is_id(key)
    if is_entry and finding["position"]:
        where = _("%(place)s nomor %(number)s", place=place, number=_number(finding["position"]))
    elif is_entry:
        where = _("%(place)s yang belum disegel", place=place)
    elif finding["table"] == "cooperative":
        where = str(place)
    else:
        where = f"{place} {key}"
    columns = ", ".join(finding["columns"])
    technical = " · ".join(part for part in (finding["table"], key, columns, finding["detail"]) if part)
    opens = is_entry and not (finding["kind"] == "missing" and finding["table"] == "entry")
    href = url_for("books.entry", entry_id=UUID(key)) if opens else ""
    return Shown(_what(finding), where, href, technical)


def _what(finding: dict[str, Any]) -> str:
    if finding["table"] == "seal" and finding["columns"] == ["seal_hash"]:
        return _("Bukan segel yang Anda simpan")
    if finding["table"] == "seal" and finding["kind"] == "missing":
        return _("Segel yang Anda simpan tidak ada lagi di sini")
    return str(KINDS[finding["kind"]])


def _number(value: int | None) -> str:
    return formatting.number(value or 0, current_language())


def _moment(value: datetime) -> str:
    zone = TIME_ZONES[current_actor().time_zone].key
    return formatting.moment_long(value, current_language(), zone)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def progress(check: Any) -> str:
    """How far a check is."""
    return _(
        "%(done)s dari sekitar %(total)s jurnal", done=_number(check.entries_done), total=_number(check.entries_total)
    )


def state(check: Any, moment: datetime) -> str:
    """The check's state as `progress` names it: queued, running, done or failed."""
    if check.state in ("queued", "running") and moment - check.created_at > STALLED_AFTER:
        return "failed"
    return check.state
