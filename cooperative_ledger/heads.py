"""Heads: the newest seals of many cooperatives under one root, to be kept where the database cannot reach them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from struct import pack
from typing import Any
from uuid import UUID

from .connections import AnyConnection
from .proofs import root_over
from .sealing import Seal, newest_seal

FORMAT = 1
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Head:
    """One root over the newest seal of each cooperative, and the root of the head before it."""

    made_at: datetime
    seals: tuple[tuple[UUID, Seal], ...]
    previous_root: str | None

    @property
    def root(self) -> bytes:
        """The RFC 6962 root over the cooperatives' seals, in the order of their ids."""
        return root_over([_leaf(coop_id, seal) for coop_id, seal in self.seals])

    def as_json(self) -> str:
        """The head as a file: it holds every seal it covers, so that each can be compared years later."""
        document: dict[str, Any] = {
            "format": FORMAT,
            "made_at": self.made_at.isoformat(),
            "cooperatives": len(self.seals),
            "root": self.root.hex(),
            "previous_root": self.previous_root,
            "seals": [seal_as_json(coop_id, seal) for coop_id, seal in self.seals],
        }
        return json.dumps(document, indent=1) + "\n"


def make_head(
    connection: AnyConnection, coop_ids: Iterable[UUID], *, made_at: datetime, previous_root: str | None = None
) -> Head:
    """The head of those of the cooperatives that have a seal."""
    return Head(made_at, tuple(_newest(connection, coop_ids)), previous_root)


def seal_as_json(coop_id: UUID, seal: Seal) -> dict[str, Any]:
    """One cooperative's seal as a file of its own holds it."""
    return {
        "cooperative": str(coop_id),
        "seal_number": seal.seal_number,
        "sealed_at": seal.sealed_at.isoformat(),
        "entry_count": seal.entry_count,
        "seal_hash": seal.seal_hash.hex(),
        "code": seal_code(seal),
    }


def seal_code(seal: Seal) -> str:
    """A seal short enough to be written down: its number, 80 bits of its hash, and two letters against slips."""
    letters = _in_letters(int.from_bytes(seal.seal_hash[:10]), 16)
    check = sha256(f"{seal.seal_number}-{letters}".encode()).digest()
    letters += _in_letters(int.from_bytes(check[:2]) >> 6, 2)
    return "-".join([str(seal.seal_number), *(letters[at : at + 4] for at in range(0, 18, 4))])


def grouped(hash_: bytes) -> str:
    """A hash in hexadecimal, in groups of four that an eye can follow."""
    digits = hash_.hex()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _newest(connection: AnyConnection, coop_ids: Iterable[UUID]) -> Iterator[tuple[UUID, Seal]]:
    for coop_id in sorted(coop_ids):
        if (seal := newest_seal(connection, coop_id)) is not None:
            yield coop_id, seal


def _leaf(coop_id: UUID, seal: Seal) -> bytes:
    values = ((2950, coop_id.bytes), (20, pack(">q", seal.seal_number)), (17, seal.seal_hash))
    row = pack(">i", len(values)) + b"".join(pack(">ii", type_, len(value)) + value for type_, value in values)
    return sha256(b"\x00" + row).digest()


def _in_letters(value: int, length: int) -> str:
    return "".join(_LETTERS[value >> 5 * at & 31] for at in reversed(range(length)))
