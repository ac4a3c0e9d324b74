"""A NIK at rest: encrypted, with its last four digits to show and a keyed hash by which it is found again.

Both keys come from the installation's secret by HKDF (RFC 5869), so a copy of the database alone tells nothing: NIKs
are few enough to try all of them against a bare hash, but not against a keyed one.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from lokal.nik import parse_nik

from ..errors import InvalidNik


def read_nik(text: str) -> str:
    """The 16 digits of a NIK, written with or without spaces. Raises InvalidNik."""
    known = parse_nik(text[:40])
    if not known.valid or known.nik is None:
        raise InvalidNik(field="nik")
    return known.nik


@dataclass(frozen=True, slots=True)
class SealedNik:
    """What is stored of a NIK."""

    sealed: bytes
    end: str
    mark: bytes


@dataclass(frozen=True, slots=True)
class NikSafe:
    """Seals and opens NIKs with keys made of the installation's `secret`."""

    secret: str

    def seal(self, nik: str, cooperative_id: UUID) -> SealedNik:
        """What is stored of `nik`; the mark differs between cooperatives, so that nobody is followed across them."""
        fernet, key = _keys(self.secret)
        mark = hmac.digest(key, cooperative_id.bytes + nik.encode(), "sha256")
        return SealedNik(fernet.encrypt(nik.encode()), nik[-4:], mark)

    def open(self, sealed: bytes) -> str:
        """The NIK itself."""
        return _keys(self.secret)[0].decrypt(sealed).decode()


@cache
def _keys(secret: str) -> tuple[Fernet, bytes]:
    return Fernet(urlsafe_b64encode(_derived(secret, b"lumbung member nik encryption"))), _derived(
        secret, b"lumbung member nik mark"
    )


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
