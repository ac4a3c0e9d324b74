"""Seals that were kept outside the database: a file of the nightly head, a seal as JSON, or the code on a paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from .encoding import BIGINT, BYTES, UUID_TYPE, encode
from .merkle import Tree, leaf_hash

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U, which are taken for other signs."""
CODE_BYTES = 10
CODE_LETTERS = CODE_BYTES * 8 // 5
CHECK_LETTERS = 2
_CODE = re.compile(r"(?<![0-9A-Za-z-])[0-9]{1,18}(?:-[0-9A-Za-z]{4}){4}-[0-9A-Za-z]{2}(?![0-9A-Za-z])")
_ALIKE = str.maketrans("ILO", "110")


class NotASeal(ValueError):
    """What was given is no seal: mistyped, cut off, or something else. `reason` is a stable code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Kept:
    """The number of a seal and the beginning of its hash (10 bytes from a code, 32 from a file)."""

    seal_number: int
    hash_start: bytes
    cooperative: UUID | None = None
    origin: str = ""

    def matches(self, seal_hash: bytes) -> bool:
        """Whether the hash begins as the kept one."""
        return seal_hash[: len(self.hash_start)] == self.hash_start


def read_kept(text: str, *, origin: str = "") -> list[Kept]:
    """The seals in `text`: JSON of a head or a seal, or codes, alone or in the words of a message. Raises NotASeal."""
    stripped = text.strip()
    if stripped.startswith("{"):
        return list(_from_json(stripped, origin))
    codes = _CODE.findall(stripped) or [line for line in re.split(r"[\n;,]+", stripped) if line.strip()]
    if not codes:
        raise NotASeal("empty")
    return [_from_code(code, origin) for code in codes]


def code_of(seal_number: int, seal_hash: bytes) -> str:
    """The code to write down: `128-7K3M-9QPD-...`, its last two letters a check on the others."""
    letters = _letters(int.from_bytes(seal_hash[:CODE_BYTES]), CODE_LETTERS)
    letters += _check(seal_number, letters)
    groups = [letters[at : at + 4] for at in range(0, len(letters), 4)]
    return "-".join((str(seal_number), *groups))


def _from_code(text: str, origin: str) -> Kept:
    signs = re.sub(r"[^0-9A-Za-z]+", "-", text.strip()).strip("-").upper()
    number, _, rest = signs.partition("-")
    letters = rest.replace("-", "").translate(_ALIKE)
    if not re.fullmatch("[0-9]{1,18}", number) or any(letter not in ALPHABET for letter in letters):
        raise NotASeal("not_a_code")
    if len(letters) != CODE_LETTERS + CHECK_LETTERS:
        raise NotASeal("code_is_cut_off")
    body, check = letters[:CODE_LETTERS], letters[CODE_LETTERS:]
    if check != _check(int(number), body):
        raise NotASeal("code_is_mistyped")
    value = 0
    for letter in body:
        value = value << 5 | ALPHABET.index(letter)
    return Kept(int(number), value.to_bytes(CODE_BYTES), None, origin or text.strip())


def _letters(value: int, length: int) -> str:
    return "".join(ALPHABET[value >> 5 * at & 31] for at in reversed(range(length)))


def _check(seal_number: int, letters: str) -> str:
    digest = sha256(f"{seal_number}-{letters}".encode()).digest()
    return _letters(int.from_bytes(digest[:2]) >> 6, CHECK_LETTERS)


def _from_json(text: str, origin: str) -> Iterator[Kept]:
    try:
        document: dict[str, Any] = json.loads(text)
        seals = document.get("seals", [document])
        found = [
            Kept(int(each["seal_number"]), bytes.fromhex(each["seal_hash"]), UUID(each["cooperative"]), origin)
            for each in seals
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise NotASeal("not_a_head") from broken
    if any(len(each.hash_start) != 32 for each in found):
        raise NotASeal("not_a_head")
    if "root" in document and head_root(found).hex() != document["root"]:
        raise NotASeal("head_contradicts_itself")
    yield from found


def head_leaf(kept: Kept) -> bytes:
    """The leaf of one cooperative in a head."""
    assert kept.cooperative is not None
    values = (kept.cooperative.bytes, kept.seal_number.to_bytes(8, "big", signed=True), kept.hash_start)
    return leaf_hash(encode((UUID_TYPE, BIGINT, BYTES), values))


def head_root(seals: list[Kept]) -> bytes:
    """The root over the newest seals of all cooperatives, in the order of their ids."""
    tree = Tree()
    for kept in sorted(seals, key=lambda each: each.cooperative.bytes if each.cooperative else b""):
        tree.append(head_leaf(kept))
    return tree.root()
