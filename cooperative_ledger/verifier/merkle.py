"""Merkle trees of RFC 6962: growing one leaf by leaf, and checking proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf's content."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows: it keeps the roots of its complete subtrees, one per bit of its size, and nothing else."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[tuple[int, bytes]] = []

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf's hash; give (level, place, hash) of the subtrees of levels 4, 8, ... that it completes."""
        place, level, hash_ = self.size, 0, leaf
        self.size += 1
        completed = []
        while self._roots and self._roots[-1][0] == level:
            hash_ = node_hash(self._roots.pop()[1], hash_)
            level += 1
            if level % 4 == 0:
                completed.append((level, place >> level, hash_))
        self._roots.append((level, hash_))
        return completed

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._roots:
            return EMPTY
        hash_ = self._roots[-1][1]
        for _, left in reversed(self._roots[:-1]):
            hash_ = node_hash(left, hash_)
        return hash_


def inclusion_holds(leaf: bytes, place: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf (its hash) stands at `place` (from 0) of the tree of `size` leaves with that root."""
    if not 0 <= place < size:
        return False
    number, last, hash_ = place, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if number % 2 or number == last:
            hash_ = node_hash(step, hash_)
            while not number % 2 and number:
                number, last = number >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, step)
        number, last = number >> 1, last >> 1
    return last == 0 and hash_ == root


def consistency_holds(
    first_size: int, second_size: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the tree of `second_size` leaves begins with the very leaves of the tree of `first_size`."""
    if not 0 <= first_size <= second_size:
        return False
    if first_size in (0, second_size):
        return not path and (first_root == EMPTY if first_size == 0 else first_root == second_root)
    steps = [first_root, *path] if first_size & (first_size - 1) == 0 else list(path)
    if not steps:
        return False
    number, last = first_size - 1, second_size - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    first, second = steps[0], steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if number % 2 or number == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not number % 2 and number:
                number, last = number >> 1, last >> 1
        else:
            second = node_hash(second, step)
        number, last = number >> 1, last >> 1
    return last == 0 and first == first_root and second == second_root
