"""Proofs of RFC 6962 from the stored tree: an entry stands under a seal, a later seal goes on from an earlier one.

Made from a few dozen hashes, however many entries there are. `cooperative_ledger.verifier` checks them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from .connections import AnyConnection, driver_connection, with_cooperative
from .sealing import Seal, journal_numbers, newest_seal

STEP = 4
"""The tree keeps every fourth level; the others are made from at most eight hashes of the level below."""

Range = tuple[int, int]
Node = tuple[int, int]
"""Level and place: the root of the leaves from place << level on, 1 << level of them."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """The entry of `journal_number` stands under `seal`: with its leaf hash and `path` the root is found again.

    `content` is what the leaf is the hash of, after a zero byte: the entry and its lines, without its words.
    """

    cooperative_id: UUID
    entry_id: UUID
    journal_number: int
    content: bytes
    leaf_hash: bytes
    path: tuple[bytes, ...]
    seal: Seal

    def as_json(self) -> dict[str, Any]:
        """For a file: everything that a check of this proof needs but the seal that was kept."""
        return {
            "cooperative": str(self.cooperative_id),
            "entry": str(self.entry_id),
            "journal_number": self.journal_number,
            "content": self.content.hex(),
            "leaf_hash": self.leaf_hash.hex(),
            "path": [step.hex() for step in self.path],
            "seal": _whole(self.seal),
        }


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """The entries under `first` are the first entries under `second`, in the same order."""

    cooperative_id: UUID
    first: Seal
    second: Seal
    path: tuple[bytes, ...]

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return {
            "cooperative": str(self.cooperative_id),
            "first": _whole(self.first),
            "second": _whole(self.second),
            "path": [step.hex() for step in self.path],
        }


def _whole(seal: Seal) -> dict[str, Any]:
    """Every value that the seal's hash is made of, and the hash."""
    values = ((name, getattr(seal, name)) for name in Seal.__dataclass_fields__)
    shown = {name: value.hex() if isinstance(value, bytes) else value for name, value in values}
    return {"encoding": 1, **shown, "sealed_at": seal.sealed_at.isoformat()}


def prove_entry(
    connection: AnyConnection, coop_id: UUID, entry_id: UUID, *, seal: Seal | None = None
) -> InclusionProof | None:
    """That the entry stands under `seal` (default: the newest); None when it does not (not yet, or at all)."""
    under = seal or newest_seal(connection, coop_id)
    number = journal_numbers(connection, coop_id, [entry_id]).get(entry_id)
    if under is None or number is None or number > under.entry_count:
        return None
    ranges = inclusion_path(number - 1, under.entry_count)
    path = _hashes(connection, coop_id, [*ranges, (number - 1, number)])
    content = _content(connection, coop_id, entry_id)
    return InclusionProof(coop_id, entry_id, number, content, path[-1], tuple(path[:-1]), under)


def prove_consistency(connection: AnyConnection, coop_id: UUID, first: Seal, second: Seal) -> ConsistencyProof:
    """That `second` holds what `first` held and only adds to it.

    Raises:
        ValueError: `first` covers more entries than `second`.
    """
    ranges = consistency_path(first.entry_count, second.entry_count)
    return ConsistencyProof(coop_id, first, second, tuple(_hashes(connection, coop_id, ranges)))


def inclusion_path(place: int, size: int) -> list[Range]:
    """PATH(m, D[n]) of RFC 6962, 2.1.1, as ranges of leaves whose roots are the steps of the path."""
    steps: list[Range] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if place < middle:
            steps.append((middle, last))
            last = middle
        else:
            steps.append((first, middle))
            first = middle
    return steps[::-1]


def consistency_path(first_size: int, second_size: int) -> list[Range]:
    """PROOF(m, D[n]) of RFC 6962, 2.1.2, as ranges of leaves.

    Raises:
        ValueError: the first tree is larger.
    """
    if first_size > second_size:
        raise ValueError(f"a tree of {second_size} leaves does not go on from one of {first_size}")
    if first_size in (0, second_size):
        return []
    steps: list[Range] = []
    first, last, whole = 0, second_size, True
    while first_size != last:
        middle = first + _split(last - first)
        if first_size <= middle:
            steps.append((middle, last))
            last = middle
        else:
            steps.append((first, middle))
            first, whole = middle, False
    return ([] if whole else [(first, last)]) + steps[::-1]


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def complete_subtrees(leaves: Range) -> Iterator[Node]:
    """The complete subtrees that a range of leaves of RFC 6962 is made of, from left to right."""
    first, last = leaves
    while first < last:
        level = (last - first).bit_length() - 1
        if first:
            level = min(level, (first & -first).bit_length() - 1)
        yield level, first >> level
        first += 1 << level


def stored_nodes(node: Node) -> list[Node]:
    """The nodes that the tree keeps, of which `node` is made."""
    level, place = node
    up = level % STEP
    return [(level - up, (place << up) + each) for each in range(1 << up)]


def _hashes(connection: AnyConnection, coop_id: UUID, ranges: Sequence[Range]) -> list[bytes]:
    """The root over each range of leaves, all read in one round trip."""
    subtrees = [list(complete_subtrees(leaves)) for leaves in ranges]
    wanted = {stored for nodes in subtrees for node in nodes for stored in stored_nodes(node)}
    stored = _read(connection, coop_id, sorted(wanted))
    return [_joined([root_of([stored[each] for each in stored_nodes(node)]) for node in nodes]) for nodes in subtrees]


def _joined(roots: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees, each smaller than the one before it."""
    *before, root = roots
    for left in reversed(before):
        root = _node(left, root)
    return root


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes of one level, a power of two of them."""
    while len(hashes) > 1:
        hashes = [_node(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def root_over(leaves: Sequence[bytes]) -> bytes:
    """The root of RFC 6962 over any number of leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    whole = complete_subtrees((0, len(leaves)))
    return _joined([root_of(leaves[place << level : (place + 1) << level]) for level, place in whole])


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _content(connection: AnyConnection, coop_id: UUID, entry_id: UUID) -> bytes:
    row = driver_connection(connection).execute("SELECT ledger.entry_content(%s, %s)", (coop_id, entry_id)).fetchone()
    return bytes(row[0]) if row and row[0] is not None else b""


def _read(connection: AnyConnection, coop_id: UUID, wanted: Sequence[Node]) -> Mapping[Node, bytes]:
    with_cooperative(connection, coop_id)
    found = driver_connection(connection).execute(
        """SELECT a.level, a.place, coalesce(n.hash, l.leaf_hash)
           FROM unnest(%(levels)s::smallint[], %(places)s::bigint[]) AS a (level, place)
           LEFT JOIN LATERAL (
               SELECT x.hash FROM ledger.seal_node AS x
               WHERE x.coop_id = %(coop)s AND x.log = 'entry' AND x.level = a.level AND x.place = a.place LIMIT 1
           ) AS n ON a.level > 0
           LEFT JOIN LATERAL (
               SELECT x.leaf_hash FROM ledger.seal_leaf AS x
               WHERE x.coop_id = %(coop)s AND x.log = 'entry' AND x.position > 0 AND x.position = a.place + 1 LIMIT 1
           ) AS l ON a.level = 0""",
        {"coop": coop_id, "levels": [node[0] for node in wanted], "places": [node[1] for node in wanted]},
    )
    return {(level, place): hash_ for level, place, hash_ in found.fetchall()}
