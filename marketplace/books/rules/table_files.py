"""A small file of rows from outside, as cells: the text of a CSV, or the sheets of a workbook, within bounds.

A workbook's members are inflated piece by piece before it is opened: what its directory says of their size is only
what the sender wrote there, and one that swells is refused before it fills the memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

FILE_BYTES = 2_000_000
INFLATED_BYTES = 40_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PIECE = 1 << 16


class UnreadableFile(ValueError):
    """No file of rows; `reason`: empty, too_large, kind, or what its reader adds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_size(content: bytes) -> None:
    """Raise UnreadableFile for nothing, and for more than anybody's list has."""
    if not content.strip():
        raise UnreadableFile("empty")
    if len(content) > FILE_BYTES:
        raise UnreadableFile("too_large")


def is_workbook(content: bytes) -> bool:
    """Whether it begins as XLSX, ODS or XLS do."""
    return content.startswith((_ZIP, _OLE))


def sheets_of(content: bytes) -> Iterator[list[list[Any]]]:
    """The cells of each sheet, one sheet after the other. Raises UnreadableFile."""
    if content.startswith(_ZIP):
        _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number in range(len(book.sheet_names)):
            yield book.get_sheet_by_index(number).to_python()
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile("kind") from error


def _check_archive(content: bytes) -> None:
    try:
        inflated = sum(_pieces(content))
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError) as error:
        # RuntimeError: locked by a password, or (NotImplementedError) packed in a way that nobody uses for tables.
        raise UnreadableFile("kind") from error
    if inflated > INFLATED_BYTES:
        raise UnreadableFile("too_large")


def _pieces(content: bytes) -> Iterator[int]:
    """Sizes of the pieces as they are inflated, no further than is needed to know that there are too many."""
    inflated = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            with archive.open(member) as stream:
                while inflated <= INFLATED_BYTES and (piece := stream.read(_PIECE)):
                    inflated += len(piece)
                    yield len(piece)


def text_of(content: bytes) -> str:
    """The text of a CSV: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; lines end with LF."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
