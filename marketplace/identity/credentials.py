"""Secrets that are shown once: link tokens, API tokens and one-time codes. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

CODE_LENGTH = 8
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a code is made of: digits and letters that are not mistaken for one another when told (no 0 O 1 I L U)."""

API_TOKEN_PREFIX = "lmb_"  # noqa: S105 - a mark by which secret scanners know our tokens, no secret


def new_token(prefix: str = "") -> str:
    """A token of 256 random bits, safe in an address."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: tokens are 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A one-time code of eight digits and letters (39 bits): short enough to say, tried five times at most."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """A code as it was made, from how a person types it: spaces, hyphens and small letters do not matter."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[: 2 * CODE_LENGTH]


def spoken_code(code: str) -> str:
    """A code in two groups, `K7QM-2TRX`, as it is shown."""
    return f"{code[:4]}-{code[4:]}"
