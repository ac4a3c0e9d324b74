"""What can go wrong with suppliers and their lists."""

from __future__ import annotations

from ..errors import Conflict, Invalid


class SupplierExists(Conflict):
    """The cooperative already keeps a supplier of that name."""

    code = "supplier_exists"
    indonesian = "Pemasok bernama {name} sudah ada di daftar Anda."
    english = "You already keep a supplier named {name}."


class ListNotUnderstoodYet(Conflict):
    """The version is still being read, or could not be."""

    code = "list_not_understood_yet"
    indonesian = "Daftar ini masih dibaca, atau belum berhasil dibaca. Tunggu sebentar lalu coba lagi."
    english = "This list is still being read, or could not be read. Wait a moment and try again."


class AlreadyPublished(Conflict):
    """A published version is never changed; hand in a new one, or withdraw it."""

    code = "already_published"
    indonesian = "Versi ini sudah terbit dan tidak bisa diubah. Unggah daftar baru, atau tarik dulu versi ini."
    english = "This version is published and cannot be changed. Upload a new list, or withdraw this version first."


class NotPublished(Conflict):
    """Only a published version can be withdrawn."""

    code = "not_published"
    indonesian = "Versi ini belum terbit."
    english = "This version is not published."


class NewerVersionPublished(Conflict):
    """A later version of the same list is already out."""

    code = "newer_version_published"
    indonesian = "Versi yang lebih baru (nomor {number}) sudah terbit. Unggah ulang bila daftar ini yang benar."
    english = "A newer version (number {number}) is already published. Upload again if this list is the right one."


class NothingToPublish(Conflict):
    """No row of the list has a price."""

    code = "nothing_to_publish"
    indonesian = "Tidak ada satu pun baris berharga yang bisa terbit."
    english = "Not one row with a price can be published."


class NobodyChosen(Invalid):
    """The list is to be published to chosen cooperatives, and none was chosen."""

    code = "nobody_chosen"
    indonesian = "Pilih koperasi yang boleh melihat daftar ini."
    english = "Choose the cooperatives that may see this list."


class NoRegionServed(Invalid):
    """The list is to be published to all cooperatives of a region, and no region was named."""

    code = "no_region_served"
    indonesian = "Sebutkan wilayah yang Anda layani."
    english = "Name the region that you serve."


class ValidityBackwards(Invalid):
    """The list ends before it begins."""

    code = "validity_backwards"
    indonesian = "Tanggal akhir berlaku lebih awal daripada tanggal mulainya."
    english = "The last day of validity lies before the first."


class UnknownQuestion(Invalid):
    """An answer to something that was not asked, or is not one of the choices."""

    code = "unknown_question"
    indonesian = "Jawaban ini tidak cocok dengan pertanyaannya. Muat ulang halaman."
    english = "This answer does not fit a question that was asked. Reload the page."


class UnknownColumn(Invalid):
    """A price column was chosen that the list does not have."""

    code = "unknown_column"
    indonesian = "Kolom harga itu tidak ada dalam daftar ini."
    english = "This list has no such price column."


class RateWithoutPrice(Invalid):
    """A freight rate that names no price at all."""

    code = "rate_without_price"
    indonesian = "Isi salah satu: ongkir per kg, per kemasan, atau sekali antar (0 bila gratis)."
    english = "Fill in one of: freight per kg, per package, or per delivery (0 if free)."


class RhythmHalf(Invalid):
    """A boat that leaves every so many days needs the day it begins with, and the other way round."""

    code = "rhythm_half"
    indonesian = "Tulis keduanya: tiap berapa hari kapal berangkat, dan mulai tanggal berapa."
    english = "Write both: every how many days the boat leaves, and from which day on."


class SeaRouteInUse(Conflict):
    """A boat line that carriage or freight goes by cannot be taken away."""

    code = "sea_route_in_use"
    indonesian = "Kapal ini masih dipakai dalam ongkir atau biaya angkut. Tandai saja hari yang tidak berangkat."
    english = "Freight or carriage still goes by this boat. Mark the days on which it does not leave instead."


class ListWithoutTitle(Invalid):
    """A list is called something, in 120 letters at most."""

    code = "list_without_title"
    indonesian = "Beri nama daftar ini, paling panjang 120 huruf."
    english = "Give this list a name of 120 letters at most."
