"""Merkle roots and proofs against RFC 6962: its definitions written down again, and the roots the field knows."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    Seal,
    credit,
    debit,
    post,
    prove_consistency,
    prove_entry,
    seal,
    seal_over,
    seal_with_number,
    with_cooperative,
)
from cooperative_ledger.proofs import complete_subtrees, consistency_path, inclusion_path, root_over, stored_nodes
from cooperative_ledger.verifier import consistency_holds, inclusion_holds
from cooperative_ledger.verifier.merkle import Tree, leaf_hash

from .conftest import Connect

Connection = psycopg.Connection[Any]

REFERENCE_LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
REFERENCE_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The roots of the first 1 to 8 of those leaves, as in the tests of google/certificate-transparency."""


def split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, over leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962, 2.1.2."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def some_leaves(number: int) -> list[bytes]:
    return [leaf_hash(str(each).encode()) for each in range(number)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_the_field_knows(connection: Connection, size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(content)) for content in REFERENCE_LEAVES[:size]]
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    in_database = connection.execute("SELECT ledger.merkle_root(%s)", (leaves,)).fetchone()
    assert in_database is not None
    found = {mth(leaves).hex(), tree.root().hex(), root_over(leaves).hex(), in_database[0].hex()}
    assert found == {REFERENCE_ROOTS[size - 1]}


def test_a_tree_without_leaves_is_the_hash_of_nothing(connection: Connection) -> None:
    empty = sha256(b"").digest()
    assert Tree().root() == root_over([]) == mth([]) == empty
    assert connection.execute("SELECT ledger.merkle_root('{}')").fetchone() == (empty,)


def test_every_way_of_making_a_root_agrees(connection: Connection) -> None:
    leaves, tree = some_leaves(130), Tree()
    for size, leaf in enumerate(leaves, start=1):
        tree.append(leaf)
        assert tree.root() == mth(leaves[:size]) == root_over(leaves[:size])
    for size in (1, 2, 3, 15, 16, 17):
        made = connection.execute("SELECT ledger.merkle_root(%s)", (leaves[:size],)).fetchone()
        assert made == (mth(leaves[:size]),)


def test_paths_are_those_of_the_rfc() -> None:
    leaves = some_leaves(40)
    for size in range(1, 41):
        for place in range(size):
            made = [mth(leaves[first:last]) for first, last in inclusion_path(place, size)]
            assert made == path(place, leaves[:size])
            assert inclusion_holds(leaves[place], place, size, made, mth(leaves[:size]))
        for earlier in range(1, size + 1):
            made = [mth(leaves[first:last]) for first, last in consistency_path(earlier, size)]
            assert made == subproof(earlier, leaves[:size], True)
            assert consistency_holds(earlier, size, mth(leaves[:earlier]), mth(leaves[:size]), made)
    with pytest.raises(ValueError, match="does not go on"):
        consistency_path(3, 2)


def test_a_proof_that_was_touched_does_not_hold() -> None:
    leaves = some_leaves(29)
    root = mth(leaves)
    for place in (0, 7, 28):
        steps = path(place, leaves)
        assert not inclusion_holds(leaves[(place + 1) % 29], place, 29, steps, root)
        assert not inclusion_holds(leaves[place], (place + 1) % 29, 29, steps, root)
        assert not inclusion_holds(leaves[place], place, 29, steps[:-1], root)
        assert not inclusion_holds(leaves[place], place, 29, [*steps, root], root)
        assert not inclusion_holds(leaves[place], place, 29, steps, mth(leaves[:28]))
        assert not inclusion_holds(leaves[place], 29 + place, 29, steps, root)
    steps = subproof(13, leaves, True)
    first = mth(leaves[:13])
    assert not consistency_holds(13, 29, mth(leaves[1:14]), root, steps)
    assert not consistency_holds(12, 29, first, root, steps)
    assert not consistency_holds(13, 29, first, root, steps[:-1])
    assert not consistency_holds(13, 29, first, root, [])
    assert not consistency_holds(13, 29, first, mth([*leaves[:28], leaves[0]]), steps)
    assert not consistency_holds(29, 13, root, first, steps)
    assert not consistency_holds(29, 29, root, first, [])
    assert consistency_holds(0, 29, sha256(b"").digest(), root, [])


def test_complete_subtrees_cover_a_range_from_left_to_right() -> None:
    assert list(complete_subtrees((0, 7))) == [(2, 0), (1, 2), (0, 6)]
    assert list(complete_subtrees((16, 21))) == [(2, 4), (0, 20)]
    assert list(complete_subtrees((8, 16))) == [(3, 1)]


def test_a_stored_tree_of_thousands_grows_as_the_rfc_says(connect: Connect, coop: UUID) -> None:
    """Three levels of stored nodes, in steps of any size; written without posting and rolled back."""
    superuser, chance, tree, old = connect(superuser=True), random.Random(6962), Tree(), 0
    while old < 4400:
        new = old + chance.choice((1, 3, 16, 17, 250, 900))
        for each in some_leaves(new)[old:]:
            tree.append(each)
        superuser.execute(
            """INSERT INTO ledger.seal_leaf (coop_id, log, position, item, leaf_hash)
               SELECT %(coop)s, 'entry', n + 1, gen_random_uuid(), sha256('\\x00' || convert_to(n::text, 'UTF8'))
               FROM generate_series(%(old)s, %(new)s - 1) AS n""",
            {"coop": coop, "old": old, "new": new},
        )
        made = superuser.execute("SELECT ledger.grow_tree(%s, 'entry', %s, %s)", (coop, old, new)).fetchone()
        assert made == (tree.root(),)
        old = new
    superuser.rollback()


def sealed(connection: Connection, coop: UUID, *sizes: int) -> tuple[list[UUID], list[Seal]]:
    """Entries in the order of their journal numbers, with a seal after each of `sizes` more."""
    entries: list[Entry] = []
    made: list[Seal] = []
    for size in sizes:
        more = [
            Entry(source="t", key=f"{len(made)}-{each}", lines=(debit("1-1100", 5), credit("4-1100", 5)))
            for each in range(size)
        ]
        post(connection, coop, more, actor="kasir")
        connection.commit()
        entries += more
        under = seal(connection, coop)
        connection.commit()
        assert under is not None
        made.append(under)
    return [entry.id for entry in entries], made


def test_each_entry_is_proved_under_each_seal_that_covers_it(connection: Connection, coop: UUID) -> None:
    entries, seals = sealed(connection, coop, 1, 20, 16, 250)
    with_cooperative(connection, coop)
    rows = connection.execute("SELECT leaf_hash FROM ledger.seal_leaf WHERE log = 'entry' ORDER BY position")
    leaves = [row[0] for row in rows.fetchall()]
    for under in seals:
        assert under.entry_root == mth(leaves[: under.entry_count])
        for place in (0, 1, 20, 36, 37, 255, 286):
            proof = prove_entry(connection, coop, entries[place], seal=under)
            if place >= under.entry_count:
                assert proof is None
                continue
            assert proof is not None
            assert (proof.journal_number, proof.leaf_hash) == (place + 1, leaves[place])
            assert list(proof.path) == path(place, leaves[: under.entry_count])
            assert inclusion_holds(leaves[place], place, under.entry_count, proof.path, under.entry_root)
    newest = prove_entry(connection, coop, entries[0])
    assert newest is not None
    assert newest.seal == seals[-1]
    assert newest.as_json()["seal"]["entry_root"] == seals[-1].entry_root.hex()
    assert prove_entry(connection, coop, UUID(int=5)) is None
    assert seal_over(connection, coop, 22) == seals[2]
    assert seal_over(connection, coop, 288) is None
    assert seal_with_number(connection, coop, 2) == seals[1]


def test_a_later_seal_is_proved_to_go_on_from_an_earlier_one(connection: Connection, coop: UUID) -> None:
    _, seals = sealed(connection, coop, 3, 14, 1, 100)
    for number, first in enumerate(seals):
        for second in seals[number:]:
            proof = prove_consistency(connection, coop, first, second)
            sizes, roots = (first.entry_count, second.entry_count), (first.entry_root, second.entry_root)
            assert consistency_holds(*sizes, *roots, proof.path)
    assert prove_consistency(connection, coop, seals[0], seals[3]).as_json()["second"]["entry_count"] == 118


@pytest.mark.parametrize("size", [1_000, 1_000_000, 1_000_000_000])
def test_a_proof_of_a_long_log_is_made_of_few_hashes(size: int) -> None:
    for place in (0, size // 3, size - 1):
        ranges = [*inclusion_path(place, size), *consistency_path(place + 1, size)]
        nodes = {stored for leaves in ranges for node in complete_subtrees(leaves) for stored in stored_nodes(node)}
        assert len(nodes) < 8 * size.bit_length()
