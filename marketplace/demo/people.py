"""Who is in the sample region."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "panen-raya-26"  # noqa: S105 - the sample people's, printed when the demo starts
REGENCY = "21.71"


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """An organisation of the sample region."""

    key: str
    kind: str
    name: str
    region_code: str
    is_island: bool = False
    is_pkp: bool = False
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Persona:
    """A person of the sample region with whom one can sign in; `does` says in a few words what for."""

    name: str
    role: str
    sign_in: str
    roles: tuple[str, ...]
    organisation_key: str
    organisation: str
    does: str
    password: str = PASSWORD


ORGANISATIONS = (
    SampleOrganisation("terung", "cooperative", "Koperasi Merah Putih Pulau Terung", "21.71.01.1004", is_island=True),
    SampleOrganisation("kasu", "cooperative", "Koperasi Merah Putih Kasu", "21.71.01.1003", is_island=True),
    SampleOrganisation("buluh", "cooperative", "Koperasi Merah Putih Pulau Buluh", "21.71.05.1002", is_island=True),
    SampleOrganisation("belian", "cooperative", "Koperasi Merah Putih Belian", "21.71.10.1004"),
    SampleOrganisation("riau", "cooperative", "Koperasi Merah Putih Tanjung Riau", "21.71.03.1003"),
    SampleOrganisation("laut_jaya", "supplier", "CV Laut Jaya", "21.71.03.1001", is_pkp=True, phone="+6281277004410"),
    SampleOrganisation(
        "sumber_rejeki", "supplier", "PT Sumber Rejeki Bahari", "21.71.10.1003", is_pkp=True, phone="+628117000218"
    ),
    SampleOrganisation("berkah", "supplier", "UD Berkah", "21.71.06.1004", phone="+6281364005507"),
    SampleOrganisation("dinas", "city_office", "Dinas Koperasi Kota Batam", "21.71.10.1003"),
    SampleOrganisation("lumbung", "platform", "Lumbung", "21.71.10.1003"),
)

_NAMES = {organisation.key: organisation.name for organisation in ORGANISATIONS}


def _persona(name: str, role: str, number: int, roles: tuple[str, ...], key: str, does: str) -> Persona:
    return Persona(name, role, f"0812000000{number:02}", roles, key, _NAMES[key], does)


PERSONAS = (
    _persona("Siti Rahma", "Manajer koperasi", 1, ("manager",), "terung", "membandingkan harga dan memesan"),
    _persona("Hasan Basri", "Bendahara", 2, ("treasurer",), "terung", "membayar, menutup buku, menulis triwulan"),
    _persona("Zainab Idris", "Ketua", 3, ("chair", "administrator"), "terung", "menyetujui pesanan, mengurus orang"),
    _persona("Ramli Saad", "Pengawas", 4, ("supervisor",), "terung", "memeriksa buku"),
    _persona("Rina Wati", "Pemasok", 5, ("sales", "administrator"), "laut_jaya", "menyerahkan daftar harga, mengirim"),
    _persona("Budi Santoso", "Pemasok", 6, ("sales", "administrator"), "sumber_rejeki", "menyerahkan daftar harga"),
    _persona("Haji Umar", "Pemasok", 7, ("sales", "administrator"), "berkah", "menempel daftar dari chat"),
    _persona("Dewi Lestari", "Manajer koperasi lain", 8, ("manager", "administrator"), "belian", "koperasi di daratan"),
    _persona("Arif Hidayat", "Dinas Koperasi", 9, ("officer", "administrator"), "dinas", "melihat jumlah, bukan harga"),
    _persona("Maya Putri", "Administrator", 10, ("administrator",), "lumbung", "mengurus organisasi"),
    _persona("Nurul Aini", "Kasir", 11, ("cashier",), "terung", "mencatat kas, menerima simpanan dan angsuran"),
    _persona("Ibrahim Musa", "Sekretaris", 12, ("secretary",), "terung", "buku anggota, tanda tangan triwulan"),
    _persona("Udin Saleh", "Anggota", 13, ("member",), "terung", "melihat simpanan dan pinjamannya sendiri"),
)
