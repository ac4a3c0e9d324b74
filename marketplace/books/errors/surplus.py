"""What can go wrong with the division of the surplus."""

from __future__ import annotations

from ...errors import Conflict, Invalid


class PercentagesWrong(Invalid):
    """The members' meeting's percentages cannot be used; `problem` says why."""

    code = "surplus_percentages"
    indonesian = "Pembagian belum benar: {problem}."
    english = "The percentages are not right: {problem}."


class NoSurplus(Conflict):
    """The year made a loss or nothing, so there is nothing to divide."""

    code = "surplus_none"
    indonesian = "Tahun {year} tidak menghasilkan SHU, jadi tidak ada yang dibagi."
    english = "{year} made no surplus, so there is nothing to divide."


class NoResolution(Conflict):
    """Without the members' meeting there is no division."""

    code = "surplus_no_resolution"
    indonesian = "Catat dulu keputusan RAT untuk tahun {year}."
    english = "Enter the members' meeting's resolution for {year} first."


class YearNotClosed(Conflict):
    """A year's surplus is divided after its year end: until then it can change."""

    code = "surplus_year_open"
    indonesian = "Tutup buku tahun {year} dulu. Di akun SHU belum dibagi baru ada {there}, seharusnya {needed}."
    english = "Close the year {year} first. Undistributed surplus holds {there}, not {needed}."


class DivisionStands(Conflict):
    """There is a division of that year already."""

    code = "surplus_division_stands"
    indonesian = "SHU tahun {year} sudah dihitung. Tarik dulu hitungan itu bila keliru."
    english = "The surplus of {year} is divided already. Withdraw that division first if it is wrong."


class DivisionDecided(Conflict):
    """The division is not in the state that this needs."""

    code = "surplus_division_state"
    indonesian = "Hitungan SHU ini sekarang '{state}', jadi langkah itu tidak bisa dilakukan."
    english = "The division is '{state}' now, so that step cannot be taken."


class DivisionDiffers(Conflict):
    """Counted again from the books, the inputs are not those that were stored."""

    code = "surplus_division_differs"
    indonesian = "Hitung ulang memberi angka lain. Tarik hitungan ini dan hitung lagi."
    english = "Counted again, the figures are others. Withdraw this division and count anew."


class SurplusPartPaid(Conflict):
    """A member's part is paid once."""

    code = "surplus_part_paid"
    indonesian = "Bagian SHU ini sudah dibayarkan."
    english = "This part of the surplus was paid already."


class SurplusPartsPaid(Conflict):
    """A division of which something was paid is not undone."""

    code = "surplus_parts_paid"
    indonesian = "Sebagian SHU sudah dibayarkan kepada anggota, jadi pembagiannya tidak bisa dibatalkan."
    english = "Some members were paid, so the division cannot be undone."
