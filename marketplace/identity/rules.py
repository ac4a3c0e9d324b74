"""Decisions about people and organisations: which roles go where, what a number, a name and a region look like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from lokal.npwp import parse_npwp
from lokal.phone import parse_phone

from .errors import (
    InvalidEmail,
    InvalidPhone,
    InvalidTaxNumber,
    InvalidText,
    RoleNotOfKind,
    SupervisorHoldsOffice,
)

INVITATION_VALID = timedelta(days=7)
RECOVERY_VALID = timedelta(minutes=30)
RECOVERY_ATTEMPTS = 5

ROLES_OF: dict[str, tuple[str, ...]] = {
    "cooperative": (
        "administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor", "member",
    ),
    "supplier": ("administrator", "manager", "treasurer", "sales"),
    "producer_group": ("administrator", "chair", "secretary", "treasurer", "member"),
    "city_office": ("administrator", "officer"),
    "platform": ("administrator", "officer"),
}  # fmt: skip
"""Kind of organisation -> the roles its people may hold."""

OFFICES = frozenset({"chair", "secretary", "treasurer", "manager", "cashier"})
"""What a supervisor supervises (domain.md section 8: pengawas reads all and writes nothing to money)."""

PEOPLE_READERS = ("administrator", "chair", "secretary", "manager", "supervisor")
"""Who sees the organisation's people with their numbers; the others see only themselves."""


def check_roles(kind: str, roles: Iterable[str]) -> list[str]:
    """`roles` in their usual order, each once; raises RoleNotOfKind, SupervisorHoldsOffice."""
    given = set(roles)
    if not given or not given.issubset(ROLES_OF[kind]):
        raise RoleNotOfKind(field="roles")
    if "supervisor" in given and given & OFFICES:
        raise SupervisorHoldsOffice(field="roles")
    return [role for role in ROLES_OF[kind] if role in given]


def plain_line(text: str, *, field: str, most: int = 200) -> str:
    """`text` on one line without stray spaces; raises InvalidText when empty, longer than `most`, or unprintable."""
    line = " ".join(text.split())
    if not 0 < len(line) <= most or not line.isprintable():
        raise InvalidText(field=field, most=most)
    return line


def optional_line(text: str | None, *, field: str, most: int = 500) -> str:
    """As `plain_line`, but empty is allowed."""
    return plain_line(text, field=field, most=most) if text and text.strip() else ""


def phone_number(text: str, *, field: str = "phone") -> str:
    """Any common writing of an Indonesian number as E.164 (`+6281234567890`); raises InvalidPhone."""
    known = parse_phone(text[:40])
    if known.e164 is None or not known.valid:
        raise InvalidPhone(field=field)
    return known.e164


_EMAIL = re.compile(r"[^@\s,;<>\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def email_address(text: str, *, field: str = "email") -> str:
    """An e-mail address in lower case; raises InvalidEmail."""
    address = text.strip().lower()
    if len(address) > 254 or not address.isprintable() or not _EMAIL.fullmatch(address):
        raise InvalidEmail(field=field)
    return address


class SignInName(NamedTuple):
    """What a person signs in with: `value` normalised for the column of the same name."""

    column: Literal["phone", "email"]
    value: str


def sign_in_name(text: str) -> SignInName:
    """A telephone number or an e-mail address, as a person types it; raises InvalidPhone or InvalidEmail."""
    if "@" in text:
        return SignInName("email", email_address(text, field="sign_in"))
    return SignInName("phone", phone_number(text, field="sign_in"))


def tax_number(text: str) -> str:
    """An organisation's NPWP as 16 digits (an old one of 15 gets its leading zero); raises InvalidTaxNumber.

    A citizen's NIK used as NPWP is refused: it is personal data, and this column is read by trading partners.
    """
    known = parse_npwp(text[:40])
    if not known.valid or known.npwp16 is None or known.kind == "nik":
        raise InvalidTaxNumber(field="tax_number")
    return known.npwp16


_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


def time_zone_of(region_code: str | None) -> str:
    """WIB, WITA or WIT by the province of `region_code` (Keppres 41/1987); WIB where no region is known."""
    province = (region_code or "")[:2]
    return "WITA" if province in _WITA else "WIT" if province in _WIT else "WIB"


def regency_of(region_code: str | None) -> str | None:
    """The regency or city in which a region lies, `21.71` for `21.71.01.1001`; None for a province."""
    return region_code[:5] if region_code and len(region_code) >= 5 else None


def is_inside(region_code: str | None, outer: str | None) -> bool:
    """Whether `region_code` is `outer` or lies in it."""
    return bool(region_code and outer) and f"{region_code}.".startswith(f"{outer}.")


Liveness = Literal["active", "quiet", "silent", "not_started"]
LIVENESS: tuple[tuple[timedelta, Liveness], ...] = ((timedelta(days=30), "active"), (timedelta(days=90), "quiet"))


def liveness(last_activity: datetime | None, at: datetime) -> Liveness:
    """How alive an organisation is whose people last did something at `last_activity`."""
    if last_activity is None:
        return "not_started"
    return next((word for limit, word in LIVENESS if at - last_activity <= limit), "silent")


_LEVEL_WORDS = re.compile(r"\b(provinsi|prov|kab|kecamatan|kec|distrik|kelurahan|kel|desa)\b\.?", re.IGNORECASE)


def region_words(text: str) -> list[str]:
    """The words to look for in a region's path: without the names of the levels, at most six, lower case."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:100])
    without_levels = _LEVEL_WORDS.sub(" ", plain)
    return re.findall(r"[\w'’/()-]+", without_levels.lower())[:6]
