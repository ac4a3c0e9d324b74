"""What can go wrong, in four kinds. Every error a person can meet has a stable code and a sentence in both languages.

A domain subclasses one of the four kinds in its own `errors.py`, giving `code`, `indonesian` and `english`.
`marketplace.api` alone knows which kind is which HTTP status; pages render the same sentences.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DomainError(Exception):
    """An error with a stable `code` and a sentence that says what to do.

    `details` are the figures of the sentence, by name; they fill the braces in it.
    `field` names the input at fault, where there is one.
    """

    code: ClassVar[str] = "error"
    indonesian: ClassVar[str] = "Terjadi kesalahan."
    english: ClassVar[str] = "Something went wrong."

    def __init__(self, *, field: str | None = None, **details: Any) -> None:
        self.field = field
        self.details = details
        super().__init__(self.message("en"))

    def message(self, language: str = "id") -> str:
        """The sentence in `id` (default) or `en`."""
        text = self.english if language == "en" else self.indonesian
        return text.format(**self.details) if self.details else text


class NotFound(DomainError):
    """There is no such thing, or it belongs to somebody else: nobody is told which."""

    code = "not_found"
    indonesian = "Tidak ditemukan."
    english = "Not found."


class NotPermitted(DomainError):
    """The person may see this, but not do that."""

    code = "not_permitted"
    indonesian = "Anda tidak berwenang melakukan ini. Minta kepada pengurus yang berwenang."
    english = "You may not do this. Ask somebody in your organisation who may."


class Conflict(DomainError):
    """Well said, but not in the present state of things."""

    code = "conflict"
    indonesian = "Keadaannya sudah berubah. Muat ulang halaman lalu coba lagi."
    english = "Things have changed meanwhile. Reload the page and try again."


class Invalid(DomainError):
    """The input cannot be right whatever the state."""

    code = "invalid"
    indonesian = "Isian belum benar."
    english = "The input is not right."


class ChangedMeanwhile(Conflict):
    """Somebody else changed the row since it was read (HTTP If-Match)."""

    code = "changed_meanwhile"
    indonesian = "Data ini baru saja diubah orang lain. Muat ulang lalu ulangi perubahan Anda."
    english = "Somebody changed this just now. Reload, then make your change again."


class IdempotencyKeyReused(Conflict):
    """A key was sent again with other content."""

    code = "idempotency_key_reused"
    indonesian = "Kunci kirim ini sudah dipakai untuk isi yang lain. Buka formulir lagi dari awal."
    english = "This idempotency key was used with other content. Start from a fresh form or key."
