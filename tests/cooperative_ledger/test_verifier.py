"""The verifier stands alone, reads kept seals in every form, and finds the bytes of version 1 right for ever."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

import cooperative_ledger
from cooperative_ledger import (
    Entry,
    Seal,
    credit,
    debit,
    grouped,
    make_head,
    newest_seal,
    post,
    prove_consistency,
    prove_entry,
    seal,
    seal_as_json,
    seal_code,
    with_cooperative,
)
from cooperative_ledger.verifier import Kept, NotASeal, code_of, head_root, read_kept, verify
from cooperative_ledger.verifier.encoding import decode, encode, trial_balance_hash
from cooperative_ledger.verifier.proof import wrong_with

from .conftest import Connect, open_new_books
from .tampering import make_books

Connection = psycopg.Connection[Any]
FOLDER = Path(cooperative_ledger.__file__).parent / "verifier"
SEAL = Seal(
    seal_number=128,
    sealed_at=datetime(2026, 11, 22, 2, tzinfo=UTC),
    entry_count=4812,
    entry_root=sha256(b"entries").digest(),
    row_count=90,
    row_root=sha256(b"rows").digest(),
    trial_balance_hash=sha256(b"sums").digest(),
    previous_hash=None,
    seal_hash=sha256(b"seal").digest(),
)
COOP = UUID("018f0000-0000-7000-8000-000000000001")


def test_it_imports_nothing_but_the_driver() -> None:
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert not isinstance(node, ast.ImportFrom) or node.level <= 1, path.name
            for name in names:
                assert name.split(".")[0] in {*sys.stdlib_module_names, "psycopg"}, path.name


def copied(tmp_path: Path, *arguments: str, module: str = "verifier") -> subprocess.CompletedProcess[str]:
    """What a copy of the folder says, in a process that cannot see this project."""
    if not (tmp_path / "verifier").exists():
        shutil.copytree(FOLDER, tmp_path / "verifier", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_copy_of_its_folder_checks_the_books_alone(connection: Connection, ledger_url: str, tmp_path: Path) -> None:
    books = make_books(connection)
    cooperative = ("--cooperative", str(books.coop))
    head = tmp_path / "head.json"
    head.write_text(make_head(connection, [books.coop, books.other], made_at=datetime.now(UTC)).as_json())
    connection.commit()
    done = copied(tmp_path, ledger_url, *cooperative, "--head", str(head))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith(": sound: 28 entries under seal 3, 1 not sealed yet, 1 kept seals compared")
    wrong = code_of(3, b"x" * 32)
    done = copied(tmp_path, ledger_url, *cooperative, "--head", wrong, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["sound"]) == (1, False)
    assert [(each["kind"], each["key"]) for each in report["findings"]] == [("linkage", "3")]
    done = copied(tmp_path, ledger_url, *cooperative, "--head", "128-7K3M")
    assert (done.returncode, done.stdout) == (2, "")
    assert "code_is_cut_off" in done.stderr


def test_a_proof_is_checked_with_nothing_but_the_kept_seal(connection: Connection, tmp_path: Path) -> None:
    books = make_books(connection)
    newest = books.seals[-1]
    proof = prove_entry(connection, books.coop, books.entries[4])
    consistent = prove_consistency(connection, books.coop, books.seals[0], newest)
    assert proof is not None
    kept = Kept(newest.seal_number, newest.seal_hash[:10])
    document, between = proof.as_json(), consistent.as_json()
    assert wrong_with(document, kept) == wrong_with(between, kept) == ""
    other = document["content"][:-2] + ("00" if document["content"][-2:] != "00" else "01")
    for changed, wrong in (
        ({"content": other}, "content"),
        ({"entry": str(books.entries[5])}, "content"),
        ({"journal_number": 6}, "path"),
        ({"path": document["path"][:-1]}, "path"),
        ({"seal": {**document["seal"], "entry_count": 27}}, "seal"),
        ({"cooperative": str(books.other)}, "seal"),
        ({"path": None}, "form"),
    ):
        assert wrong_with({**document, **changed}, kept) == wrong
    assert wrong_with(document, Kept(newest.seal_number, b"x" * 10)) == "seal"
    assert wrong_with({**between, "path": between["path"][1:]}, kept) == "path"
    assert wrong_with({**between, "first": {**between["first"], "entry_count": 3}}, kept) == "seal"
    assert wrong_with([], kept) == "form"  # type: ignore[arg-type]
    (tmp_path / "proof.json").write_text(json.dumps(document))
    done = copied(tmp_path, str(tmp_path / "proof.json"), seal_code(newest), module="verifier.proof")
    assert (done.returncode, done.stdout) == (0, "the proof holds\n")
    assert copied(tmp_path, str(tmp_path / "proof.json"), "1-x", module="verifier.proof").returncode == 2


@pytest.mark.parametrize("role", ["ledger_auditor", "ledger_reader", "ledger_sealer"])
def test_it_works_for_whoever_may_read(connect: Connect, role: str) -> None:
    books = make_books(connect())
    reader = connect(superuser=True)
    reader.execute(f"SET ROLE {role}".encode())
    report = verify(reader, books.coop, books.kept)
    assert (report.findings, report.entries_sealed) == ([], 28)


def test_books_without_a_seal_are_checked_and_counted_as_not_sealed(connection: Connection, coop: UUID) -> None:
    entries = [Entry(source="t", key=str(n), lines=(debit("1-1100", 5), credit("4-1100", 5))) for n in range(3)]
    post(connection, coop, entries, actor="kasir")
    connection.commit()
    report = verify(connection, coop)
    assert (report.sound, report.entries_sealed, report.entries_unsealed) == (True, 0, 3)
    assert (report.seal_number, report.sealed_at) == (0, None)
    assert report.rows_unsealed > 50


def test_it_tells_how_far_it_is(connection: Connection) -> None:
    books = make_books(connection)
    told: list[int] = []
    verify(connection, books.coop, progress=told.append)
    assert told == [20, 24, 28]


def test_a_kept_seal_of_another_cooperative_is_not_compared(connection: Connection) -> None:
    books = make_books(connection)
    report = verify(connection, books.coop, [Kept(3, b"x" * 32, books.other)])
    assert (report.sound, report.kept_compared) == (True, 0)


def test_a_code_is_read_however_it_was_copied() -> None:
    code = seal_code(SEAL)
    assert code == code_of(128, SEAL.seal_hash) == "128-Y3V6-HFV1-1SEF-KW8X-BH"
    spoiled = [code.lower(), code.replace("-", " "), f" {code}\n", code.replace("-1SEF", "-lSEF")]
    for written in spoiled:
        (kept,) = read_kept(written)
        assert (kept.seal_number, kept.hash_start) == (128, SEAL.seal_hash[:10])
        assert kept.matches(SEAL.seal_hash)
    assert len(read_kept(f"{code}\n{code}")) == 2
    (kept,) = read_kept(f"Buku Koperasi 7 tersegel sampai jurnal nomor 4.812. Segelnya: {code}. Simpan pesan ini.")
    assert kept.matches(SEAL.seal_hash)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        ("segel", "not_a_code"),
        ("128-UUUU-UUUU-UUUU-UUUU-UU", "not_a_code"),
        ("128-7K3M-9QPD", "code_is_cut_off"),
        ("{", "not_a_head"),
        ('{"seals": [{"seal_number": 1}]}', "not_a_head"),
        (json.dumps({"cooperative": str(COOP), "seal_number": 1, "seal_hash": "00"}), "not_a_head"),
    ],
)
def test_what_is_no_seal_says_why(written: str, reason: str) -> None:
    with pytest.raises(NotASeal) as refused:
        read_kept(written)
    assert refused.value.reason == reason


def test_a_slip_of_the_pen_is_told_from_books_that_were_altered() -> None:
    code = seal_code(SEAL)
    slips = 0
    for at, sign in enumerate(code):
        if sign == "-":
            continue
        other = "7" if sign != "7" else "8"
        try:
            read_kept(code[:at] + other + code[at + 1 :])
        except NotASeal as refused:
            slips += refused.reason == "code_is_mistyped"
    assert slips == len(code.replace("-", ""))


def test_a_head_holds_the_newest_seal_of_each_cooperative(connection: Connection) -> None:
    sealed, bare = open_new_books(connection), open_new_books(connection)
    seal(connection, sealed)
    connection.commit()
    head = make_head(connection, [bare, sealed], made_at=SEAL.sealed_at, previous_root="00")
    newest = newest_seal(connection, sealed)
    assert newest is not None
    document = json.loads(head.as_json())
    assert document["seals"] == [seal_as_json(sealed, newest)]
    assert (document["cooperatives"], document["previous_root"]) == (1, "00")
    (kept,) = read_kept(head.as_json(), origin="head")
    assert kept == Kept(1, newest.seal_hash, sealed, "head")
    assert head_root([kept]) == head.root
    with pytest.raises(NotASeal, match="head_contradicts_itself"):
        read_kept(head.as_json().replace(newest.seal_hash.hex(), "00" * 32))


def test_a_hash_is_shown_in_groups() -> None:
    assert grouped(b"\x00\x01\xfe\xff") == "0001 feff"


def test_bytes_that_are_no_row_are_refused() -> None:
    row = encode((25, 17), (b"x", None))
    assert decode(row) == [b"x", None]
    for broken in (row[:-1], row + b"x", b"", b"\x00"):
        with pytest.raises(ValueError, match="not an encoded row"):
            decode(broken)


FIXED = {
    "row_version": """SELECT encode(ledger.row_version_leaf(
        1::smallint, '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002', 'account',
        '1-1100', 2, '2026-03-02 04:05:06.789012+00', '731'::xid8, '\\x0001'), 'hex')""",
    "seal": """SELECT encode(ledger.seal_hash(
        1::smallint, '018f0000-0000-7000-8000-000000000001', 128, '2026-11-22 02:00:00+00', 4812, sha256('entries'),
        90, sha256('rows'), sha256('sums'), {previous}), 'hex')""",
}


@pytest.mark.parametrize(
    ("statement", "hashed"),
    [
        (FIXED["row_version"], "6d67c3459e9e76e05b8493a369c2150a68d4af631750df73510dcaed1c0f94e6"),
        (FIXED["seal"].format(previous="NULL"), "5881ee41fa3d5830a75fc918562f9f348de1d431081d8795e59d183e5252d281"),
        (
            FIXED["seal"].format(previous="sha256('before')"),
            "fc55943972282f89697b5fa085d495de83fe6ec7c3e94c61e8ed1ab2033b04cb",
        ),
    ],
)
def test_hashes_of_this_encoding_verify_for_ever(connect: Connect, statement: str, hashed: str) -> None:
    assert connect(superuser=True).execute(statement.encode()).fetchone() == (hashed,)


def test_sums_and_heads_of_this_encoding_verify_for_ever() -> None:
    sums = {b"1-1100": [10**20, 5], b"4-1100": [0, 7]}
    assert trial_balance_hash(sums).hex() == "aa5db926bde817d390155fd40c3e85161351e0ab0e6db4bcbb55770e19ce1776"
    assert trial_balance_hash({}) == sha256(b"\x03").digest()
    assert (
        head_root([Kept(128, SEAL.seal_hash, COOP)]).hex()
        == "ab55769db49fea79ce33a99825d69b609fe208f1cb6eede65a49dd97cb3c8c3a"
    )


def test_the_sums_of_a_seal_are_those_of_its_entries(connection: Connection, coop: UUID) -> None:
    post(
        connection, coop, [Entry(source="t", key="1", lines=(debit("1-1100", 12), credit("4-1100", 12)))], actor="kasir"
    )
    connection.commit()
    made = seal(connection, coop)
    assert made is not None
    assert made.trial_balance_hash == trial_balance_hash({b"1-1100": [12, 0], b"4-1100": [0, 12]})
    with_cooperative(connection, coop)
    row = connection.execute("SELECT ledger.trial_balance_hash(%s)", (coop,)).fetchone()
    assert row == (made.trial_balance_hash,)
