"""Passwords: which are refused, how they are kept, and how one is checked in the same time for everybody."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from .errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

LEAST = 8
MOST = 200
"""Characters. The upper limit only keeps a megabyte from being hashed."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
"""Argon2id with OWASP's parameters of 19 MiB and two passes: eight sign-ins at once need 152 MiB."""

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")


def check_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Raise unless `password` may be chosen; `about` holds the person's own name, number and address.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon.
    """
    text = _normal(password)
    if len(text) < LEAST:
        raise PasswordTooShort(field="password", least=LEAST)
    if len(text) > MOST:
        raise PasswordTooLong(field="password", most=MOST)
    if _is_easily_guessed(text.lower(), about):
        raise PasswordTooCommon(field="password")


def _is_easily_guessed(text: str, about: Iterable[str]) -> bool:
    if not _common().isdisjoint({text, text.replace(" ", "")}) or len(set(text)) < 4:
        return True
    if any(text in row or text in row[::-1] for row in _ROWS) or text in (text + text)[1:-1]:
        return True
    own = {part.lower() for item in about if item for part in (item, item.replace(" ", ""), item.split("@")[0])}
    local = {f"0{part[3:]}" for part in own if part.startswith("+62")} | {part.lstrip("+") for part in own}
    return text in own | local


def password_hash(password: str) -> str:
    """What is kept of a password: argon2id with its own salt and parameters inside."""
    return _hasher.hash(_normal(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of which `kept` is the hash; as much work when there is none."""
    if len(password) > MOST:
        password = ""
    try:
        right = _hasher.verify(kept or _nobody(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether `kept` was made with other parameters than today's, so that it is renewed at the next sign-in."""
    return _hasher.check_needs_rehash(kept)


@cache
def _common() -> frozenset[str]:
    """Those that are tried first, in Indonesia and elsewhere, in lower case."""
    return frozenset(resources.files(__package__).joinpath("common_passwords.csv").read_text("utf-8").split("\n"))


@cache
def _nobody() -> str:
    return _hasher.hash("the password of somebody who is not there")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
