"""The answer as JSON, written in portions so that a long list needs little memory."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import BinaryIO

import orjson

from marketplace.suppliers.reading.reading import Reading

PORTION = 2_000


def write_json(reading: Reading, stream: BinaryIO, progress: Callable[[int], None] | None = None) -> None:
    """Write the whole answer to ``stream``; ``progress`` hears how many rows are done."""
    head = orjson.dumps(reading.head(), option=orjson.OPT_NON_STR_KEYS)
    stream.write(head[:-1] + b',"rows":[')
    rows = reading.iterate()
    done = 0
    while portion := list(islice(rows, PORTION)):
        stream.write((b"," if done else b"") + orjson.dumps(portion)[1:-1])
        done += len(portion)
        if progress is not None:
            progress(done)
    stream.write(b'],"skipped":' + orjson.dumps(reading.skipped()) + b"}\n")
