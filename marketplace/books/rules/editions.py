"""What a signed quarter says, as one document with one hash: the same words and figures give the same hash for ever."""

from __future__ import annotations

import hashlib
import json
from typing import Any

VERSION = 1
"""Of the content's form; a later form keeps reading the earlier ones."""


def canonical(content: dict[str, Any]) -> bytes:
    """The one way to write the content: JSON of whole numbers and texts, names sorted, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical content, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def short_hash(digits: str) -> str:
    """The first 16 digits in groups of four, to be read aloud and compared with a printed page."""
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))
