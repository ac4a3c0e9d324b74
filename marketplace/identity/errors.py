"""What can go wrong with people, organisations and what lets somebody in."""

from __future__ import annotations

from ..errors import Conflict, Invalid, NotFound, NotPermitted


class WrongSignIn(NotPermitted):
    """The number or address is unknown, or the password is not its own: nobody is told which."""

    code = "wrong_sign_in"
    indonesian = "Nomor, email, atau kata sandi tidak cocok."
    english = "The number, e-mail address or password does not match."


class TooManyAttempts(NotPermitted):
    """So many wrong tries that further ones wait; time alone unlocks."""

    code = "too_many_attempts"
    indonesian = "Terlalu banyak percobaan. Coba lagi {minutes} menit lagi."
    english = "Too many attempts. Try again in {minutes} minutes."


class WrongRecoveryCode(NotPermitted):
    """The code is wrong, used, replaced, expired, or was tried too often: nobody is told which."""

    code = "wrong_recovery_code"
    indonesian = "Kode tidak cocok atau tidak berlaku lagi. Periksa lagi, atau minta kode baru."
    english = "The code does not match or is no longer valid. Check it, or ask for a new one."


class RecoveryNeedsPlatform(NotPermitted):
    """The person has a say in other organisations too, so this administrator alone may not open his account."""

    code = "recovery_needs_platform"
    indonesian = "Orang ini juga bekerja untuk organisasi lain. Minta kodenya kepada pengelola platform."
    english = "This person also works for another organisation. Ask the platform's administrator for the code."


class PasswordTooShort(Invalid):
    """Fewer than eight characters."""

    code = "password_too_short"
    indonesian = "Kata sandi paling sedikit {least} karakter."
    english = "A password has at least {least} characters."


class PasswordTooLong(Invalid):
    """Longer than anybody types."""

    code = "password_too_long"
    indonesian = "Kata sandi paling banyak {most} karakter."
    english = "A password has at most {most} characters."


class PasswordTooCommon(Invalid):
    """One of those that are tried first, a plain pattern, or the person's own number or name."""

    code = "password_too_common"
    indonesian = "Kata sandi ini mudah ditebak. Pakai tiga kata yang tidak berhubungan, misalnya."
    english = "This password is easily guessed. Three unrelated words would do, for example."


class InvalidPhone(Invalid):
    """Not an Indonesian telephone number."""

    code = "invalid_phone"
    indonesian = "Tulis nomor telepon Indonesia, misalnya 0812-3456-7890."
    english = "Write an Indonesian telephone number, such as 0812-3456-7890."


class InvalidEmail(Invalid):
    """Not an e-mail address."""

    code = "invalid_email"
    indonesian = "Tulis alamat email lengkap, misalnya sari@contoh.id."
    english = "Write a whole e-mail address, such as sari@example.id."


class InvalidText(Invalid):
    """Empty, too long, or with characters that cannot be printed."""

    code = "invalid_text"
    indonesian = "Isi dengan teks biasa, 1 sampai {most} karakter."
    english = "Write plain text of 1 to {most} characters."


class InvalidTaxNumber(Invalid):
    """Not a NPWP."""

    code = "invalid_tax_number"
    indonesian = "NPWP terdiri dari 16 angka (bentuk lama: 15 angka)."
    english = "A NPWP has 16 digits (15 in its old form)."


class Unreachable(Invalid):
    """Neither telephone number nor e-mail address."""

    code = "unreachable"
    indonesian = "Isi nomor telepon atau alamat email."
    english = "Give a telephone number or an e-mail address."


class AlreadyRegistered(Conflict):
    """The number or address has an account."""

    code = "already_registered"
    indonesian = "Nomor atau email ini sudah punya akun. Masuk dulu dengan akun itu."
    english = "This number or address has an account already. Sign in with it first."


class UnknownRegion(Invalid):
    """No region has this code."""

    code = "unknown_region"
    indonesian = "Wilayah ini tidak ada dalam daftar Kemendagri. Pilih dari daftar."
    english = "There is no such region in the Kemendagri list. Choose one from the list."


class RoleNotOfKind(Invalid):
    """Such an organisation has no such role, or no role was given."""

    code = "role_not_of_kind"
    indonesian = "Pilih paling sedikit satu peran yang ada di organisasi seperti ini."
    english = "Choose at least one role that such an organisation has."


class SupervisorHoldsOffice(Invalid):
    """A supervisor checks those who handle the money, so he is not one of them."""

    code = "supervisor_holds_office"
    indonesian = "Pengawas tidak boleh merangkap pengurus, manajer, atau kasir."
    english = "A supervisor may not also be on the board, a manager or a cashier."


class LastAdministrator(Conflict):
    """Without him nobody could let anybody in."""

    code = "last_administrator"
    indonesian = "Ini administrator terakhir. Jadikan orang lain administrator dulu."
    english = "This is the last administrator. Make somebody else an administrator first."


class AlreadyMember(Conflict):
    """The person has roles here already; they are changed, not given a second time."""

    code = "already_member"
    indonesian = "Orang ini sudah menjadi anggota organisasi. Ubah perannya saja."
    english = "This person belongs to the organisation already. Change the roles instead."


class InvitationNotOpen(NotFound):
    """Unknown, used, withdrawn or expired: a stranger is not told which."""

    code = "invitation_not_open"
    indonesian = "Undangan ini tidak berlaku lagi. Minta tautan baru kepada yang mengundang."
    english = "This invitation is no longer open. Ask whoever invited you for a new link."


class AdministratorPresent(Conflict):
    """The organisation has an administrator, who alone invites people."""

    code = "administrator_present"
    indonesian = "Organisasi ini sudah punya administrator; undangan berikutnya darinya."
    english = "This organisation has an administrator, who invites people from now on."


class UnknownScope(Invalid):
    """The API has no such scope."""

    code = "unknown_scope"
    indonesian = "Pilih paling sedikit satu hak akses dari daftar."
    english = "Choose at least one scope from the list."


class ExpiryInThePast(Invalid):
    """The token would never open anything."""

    code = "expiry_in_the_past"
    indonesian = "Tanggal berakhirnya sudah lewat."
    english = "The expiry date has passed."


class MailNotSetUp(Conflict):
    """This installation sends no e-mail."""

    code = "mail_not_set_up"
    indonesian = "Di sini email tidak dikirim. Minta kode kepada administrator organisasi Anda."
    english = "No e-mail is sent from here. Ask your organisation's administrator for a code."
