"""Bytes of a price list to sheets of cells, whatever the format, told by content and never by the file's name alone."""

from __future__ import annotations

from pathlib import Path

from marketplace.suppliers.reading.sheets import Source, UnreadableFile
from marketplace.suppliers.reading.sources.limits import Limits

__all__ = ["Limits", "open_source"]


def open_source(path: Path | bytes, *, file: str, sheet: str | None = None, limits: Limits | None = None) -> Source:
    """Read ``path`` (or the bytes themselves) into cells. ``file`` is the name to show.

    Raises ``UnreadableFile``. Run it in a child process (``sandbox.run_in_child``) for files from outside.
    """
    limits = limits or Limits()
    data = path if isinstance(path, bytes) else _read(path, limits)
    from marketplace.suppliers.reading.sources.texts import read_text

    return read_text(data, file, limits)


def _read(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError:
        raise UnreadableFile("not_found") from None
    return data
