"""What can go wrong with the register of members."""

from __future__ import annotations

from ...errors import Conflict, Invalid, NotFound


class InvalidNik(Invalid):
    """A NIK that cannot be one by its structure."""

    code = "invalid_nik"
    indonesian = "NIK tidak benar. Periksa 16 angkanya di KTP."
    english = "This is no NIK. Check its 16 digits on the identity card."


class NumberTaken(Conflict):
    """Another member has the number."""

    code = "member_number_taken"
    indonesian = "Nomor anggota {number} sudah dipakai."
    english = "Member number {number} is taken."


class MemberExists(Conflict):
    """The same NIK or account belongs to a member already."""

    code = "member_exists"
    indonesian = "Orang ini sudah terdaftar sebagai anggota {number}."
    english = "This person is already registered as member {number}."


class HasLeft(Conflict):
    """Nothing more is taken from or given to somebody who is no member any more."""

    code = "member_has_left"
    indonesian = "Anggota ini sudah keluar, jadi tidak bisa dicatat lagi."
    english = "This member has left, so nothing more can be recorded."


class LoanOpen(Conflict):
    """A member who owes a loan cannot leave."""

    code = "member_owes_loan"
    indonesian = "Masih ada pinjaman {owed}. Lunasi dulu sebelum keluar."
    english = "A loan of {owed} is still open. It has to be repaid before leaving."


class CodeNotGood(NotFound):
    """The code of a member card opens nothing (any more)."""

    code = "card_code_not_good"
    indonesian = "Kode itu tidak berlaku. Minta kode baru kepada pengurus koperasi."
    english = "This code is not good. Ask the cooperative's office for a new one."


class NotLinked(NotFound):
    """The account is not connected with a member of this cooperative."""

    code = "not_linked_to_member"
    indonesian = "Akun Anda belum tersambung dengan kartu anggota."
    english = "Your account is not connected with a member's card yet."
