"""`python -m verifier.proof FILE SEAL`: whether a proof holds under a seal that was kept. Needs no database.

FILE is what `lumbung ledger prove` or the page of an entry gave; SEAL the code on the paper, or the file of a seal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from .encoding import BIGINT, ENTRY, SEAL, SMALLINT, TIME, UUID_TYPE, decode, seal_hash
from .kept import Kept, NotASeal, read_kept
from .merkle import consistency_holds, inclusion_holds, leaf_hash

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def wrong_with(document: dict[str, Any], kept: Kept) -> str:
    """Why the proof does not hold under the kept seal; empty where it does.

    `form` no proof, `seal` not the kept seal, `content` the entry is not the one of its hash, `path` it does not stand
    under the seal, or the second seal does not go on from the first.
    """
    try:
        return _wrong_with(document, kept)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return "form"


def _wrong_with(document: dict[str, Any], kept: Kept) -> str:
    cooperative = UUID(document["cooperative"])
    path = [bytes.fromhex(step) for step in document["path"]]
    if "first" in document:
        first, second = document["first"], document["second"]
        if not all(_is_itself(each, cooperative) for each in (first, second)) or not _kept_is_one_of(
            kept, first, second
        ):
            return "seal"
        roots = [bytes.fromhex(each["entry_root"]) for each in (first, second)]
        goes_on = consistency_holds(first["entry_count"], second["entry_count"], roots[0], roots[1], path)
        return "" if goes_on else "path"
    seal = document["seal"]
    if not _is_itself(seal, cooperative) or not _kept_is_one_of(kept, seal):
        return "seal"
    leaf, content = bytes.fromhex(document["leaf_hash"]), bytes.fromhex(document["content"])
    said = dict(zip((*ENTRY, "lines"), decode(content), strict=True))
    names = (cooperative.bytes, UUID(document["entry"]).bytes)
    if leaf_hash(content) != leaf or (said["coop_id"], said["entry_id"]) != names:
        return "content"
    place, size = document["journal_number"] - 1, seal["entry_count"]
    return "" if inclusion_holds(leaf, place, size, path, bytes.fromhex(seal["entry_root"])) else "path"


def _kept_is_one_of(kept: Kept, *seals: dict[str, Any]) -> bool:
    return any(
        kept.seal_number == each["seal_number"] and kept.matches(bytes.fromhex(each["seal_hash"])) for each in seals
    )


def _is_itself(seal: dict[str, Any], cooperative: UUID) -> bool:
    """Whether the seal's hash is that of its values."""
    values = [_bytes_of(cooperative if name == "coop_id" else seal[name], SEAL[name]) for name in SEAL]
    return seal_hash(values) == bytes.fromhex(seal["seal_hash"])


def _bytes_of(value: Any, type_number: int) -> bytes | None:
    if value is None:
        return None
    if type_number == UUID_TYPE:
        return bytes(value.bytes)
    if type_number == TIME:
        return int((datetime.fromisoformat(value) - EPOCH) // MICROSECOND).to_bytes(8, "big", signed=True)
    if type_number in (SMALLINT, BIGINT):
        return int(value).to_bytes(2 if type_number == SMALLINT else 8, "big", signed=True)
    return bytes.fromhex(value)


SENTENCES = {
    "": "the proof holds",
    "form": "this is no proof",
    "seal": "the proof is not about the seal that was kept",
    "content": "the entry is not the one that was sealed",
    "path": "the proof does not lead to the seal",
}
"""What is wrong -> a sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when the proof holds, 1 when not, 2 when it could not be read."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        document = json.loads(Path(given[0]).read_text("utf-8"))
        (kept, *_) = read_kept(Path(given[1]).read_text("utf-8") if Path(given[1]).is_file() else given[1])
    except (OSError, ValueError, NotASeal) as reason:
        sys.stderr.write(f"verifier: {reason}\n")
        return 2
    wrong = wrong_with(document, kept)
    sys.stdout.write(f"{SENTENCES[wrong]}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
