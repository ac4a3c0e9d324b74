"""A small file of rows: what swells is refused before it fills the memory, whatever its directory says."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from marketplace.books.rules.bank_files import rows_of
from marketplace.books.rules.member_lists import table_of
from marketplace.books.rules.table_files import INFLATED_BYTES, UnreadableFile

READERS = [rows_of, table_of]


def swelling(told: int | None) -> bytes:
    """A workbook whose sheet inflates to far more than is taken; `told` is the size its directory admits to."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (INFLATED_BYTES + 1_000_000))
    content = bytearray(buffer.getvalue())
    if told is not None:
        directory = content.rindex(b"PK\x01\x02")
        struct.pack_into("<L", content, directory + 24, told)
    return bytes(content)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("told", [None, 10, INFLATED_BYTES])
def test_a_workbook_that_swells_is_refused_whatever_it_says_of_its_size(reader: object, told: int | None) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reader(swelling(told))  # type: ignore[operator]
    assert refused.value.reason in {"too_large", "kind"}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 no workbook either"])
def test_what_only_begins_like_a_workbook_is_told(reader: object, content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        reader(content)  # type: ignore[operator]
    assert refused.value.reason == "kind"
